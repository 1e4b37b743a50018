from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import assume, given
from hypothesis import strategies as st

from sestrail_tui.core.decoding.content_key import content_key
from sestrail_tui.core.decoding.decode import decode
from tests.core.samples import EVERY, Json, encode, published, send

if TYPE_CHECKING:
    import random

NAMES = st.sampled_from(sorted(EVERY))


def key(raw: bytes) -> int:
    return content_key(decode(raw))


def shuffled(value: object, chance: random.Random) -> object:
    if isinstance(value, dict):
        keys = list(value)
        chance.shuffle(keys)
        return {name: shuffled(value[name], chance) for name in keys}
    if isinstance(value, list):
        return [shuffled(item, chance) for item in value]
    return value


@given(
    NAMES,
    st.text(),
    st.randoms(use_true_random=False),
    st.booleans(),
    st.sampled_from([None, 1, 4, "\t", "\r\n"]),
)
def test_writing_does_not_count(
    name: str, text: str, chance: random.Random, escaped: bool, indent: int | str | None
) -> None:
    record = {**EVERY[name], "note": text}
    assume(not any("\ud800" <= char <= "\udfff" for char in text))
    other = json.dumps(shuffled(record, chance), ensure_ascii=escaped, indent=indent).encode()
    assert key(other) == key(encode(record))


def test_a_slash_may_be_escaped() -> None:
    raw = encode(send(userAgent="a/b"))
    assert key(raw.replace(b"/", b"\\/")) == key(raw)


@given(NAMES, st.text(min_size=1), st.text(min_size=1))
def test_other_content_under_the_same_id_is_another_record(name: str, one: str, other: str) -> None:
    assume(sorted(one.split()) != sorted(other.split()))
    first = {**EVERY[name], "userAgent": one, "errorMessage": "e"}
    second = {**EVERY[name], "userAgent": other, "errorMessage": "e"}
    if EVERY[name].get("class_uid") is None and name != "aggregate":
        assert key(json.dumps(first).encode()) != key(json.dumps(second).encode())


@given(NAMES, st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_field_without_a_column_counts_too(name: str, one: int, other: int) -> None:
    assume(sorted(str(one)) != sorted(str(other)))
    assume(sum(map(ord, str(one))) != sum(map(ord, str(other))) or len(str(one)) != len(str(other)))
    first: Json = {**EVERY[name], "note": one}
    assert key(encode(first)) != key(encode({**first, "note": other}))


def test_published_records_that_share_an_id_are_two() -> None:
    change, sent = published("delete-identity"), published("v2-send-template")
    assert change["eventID"] == sent["eventID"]
    assert key(encode(change)) != key(encode(sent))


def test_without_an_id_the_bytes_are_the_record() -> None:
    assert key(b"no json") == key(b"no json")
    assert key(b"no json") != key(b"no  json")
    nameless = encode(send(eventID=None))
    assert key(nameless) == key(nameless)
    assert key(nameless) != key(nameless + b" ")


def test_broken_escapes_do_no_harm() -> None:
    broken = encode(send())[:-1] + b',"x":"\\ud800"}'
    assert key(broken) == key(broken)
    assert key(broken) != key(encode(send()))


@given(
    NAMES,
    st.lists(
        st.sampled_from(["10.0.0.12", "10.0.0.21", "a=1", "b", "12", "21"]), min_size=2, max_size=4
    ),
    st.randoms(use_true_random=False),
)
def test_the_same_letters_in_another_order_are_another_record(
    name: str, parts: list[str], chance: random.Random
) -> None:
    """A key that adds the bytes up took 10.0.0.12 and 10.0.0.21 for one address."""
    others = parts[:]
    chance.shuffle(others)
    assume(parts != others)
    first = {**EVERY[name], "sourceIPAddress": parts[0], "note": parts}
    second = {**EVERY[name], "sourceIPAddress": others[0], "note": others}
    assert key(encode(first)) != key(encode(second))


def test_values_swapped_between_two_keys_are_another_record() -> None:
    one = send(requestParameters={"emailTags": [{"name": "a", "value": "1"}, {"name": "b"}]})
    other = send(requestParameters={"emailTags": [{"name": "b", "value": "1"}, {"name": "a"}]})
    assert key(encode(one)) != key(encode(other))
