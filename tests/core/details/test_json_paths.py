from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.core.details.json_paths import leaves

keys = st.text(st.characters(exclude_characters=".[]", exclude_categories=["Cs"]), min_size=1)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=15,
)


def count(value: object) -> int:
    if isinstance(value, dict | list) and value:
        return sum(map(count, value.values() if isinstance(value, dict) else value))
    return 1


@given(values)
def test_there_is_a_leaf_for_each_value(value: object) -> None:
    assert len(leaves(json.dumps(value).encode())) == count(value)


def test_paths_and_texts() -> None:
    raw = b'{"a":{"b":"x","c":[1,{"d":null},[]]},"e":{},"f":true,"g":"null"}'
    assert leaves(raw) == {
        "a.b": "x",
        "a.c[0]": "1",
        "a.c[1].d": "null",
        "a.c[2]": "[]",
        "e": "{}",
        "f": "true",
        "g": "null",
    }


def test_what_is_no_json_is_one_leaf() -> None:
    assert leaves(b"\xff{") == {"": "\\xff{"}
    assert set(leaves(b"[" * 100_000)) == {""}


def test_any_depth_is_borne() -> None:
    depth = 500
    (path,) = leaves(b'{"a":' * depth + b"1" + b"}" * depth)
    assert path.count("a") == depth
