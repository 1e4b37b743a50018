"""What `open` writes of files of every make, and whether its exit code says that it read all."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.truth import setups
from tests.truth.calls import Made, Sort, made
from tests.truth.program import Program
from tests.truth.timeline import EPOCH_MS

if TYPE_CHECKING:
    from collections.abc import Sequence


EXAMPLES: Final = settings(max_examples=examples(20))


@dataclass(frozen=True)
class Make:
    """How records are put into a file."""

    document: str = "lines"
    """``lines``, ``records`` (one document of all), ``documents`` (one each), ``array``."""
    packed: str = "no"
    """``no``, ``gzip``, ``members`` (a gzip member for each document), ``twice``."""
    bom: bool = False
    ends: str = "\n"
    cut: float = 1.0
    """The share of the file that is there."""


makes: Final = st.builds(
    Make,
    document=st.sampled_from(("lines", "records", "documents", "array")),
    packed=st.sampled_from(("no", "gzip", "members", "twice")),
    bom=st.booleans(),
    ends=st.sampled_from(("\n", "\r\n")),
    cut=st.sampled_from((1.0, 1.0, 1.0, 0.3, 0.7, 0.99)),
)


def written(calls: Sequence[Made], make: Make) -> bytes:
    """Give a file's bytes."""
    texts = [one.message for one in calls]
    match make.document:
        case "lines":
            parts = [f"{text}{make.ends}" for text in texts]
        case "records":
            parts = [f'{{"Records":[{",".join(texts)}]}}']
        case "documents":
            parts = [f'{{"Records":[{text}]}}{make.ends}' for text in texts]
        case _:
            parts = [f"[{make.ends.join(',' + text for text in texts)[1:]}]"]
    parts[0] = ("\ufeff" if make.bom else "") + parts[0]
    raw = [part.encode() for part in parts]
    match make.packed:
        case "no":
            data = b"".join(raw)
        case "members":
            data = b"".join(gzip.compress(part, mtime=0) for part in raw)
        case "twice":
            data = gzip.compress(gzip.compress(b"".join(raw), mtime=0), mtime=0)
        case _:
            data = gzip.compress(b"".join(raw), mtime=0)
    return data[: int(len(data) * make.cut)]


@EXAMPLES
@given(sorts=st.lists(setups.plain_sorts, min_size=1, max_size=5), make=makes)
@example([Sort()] * 3, Make("records", cut=0.7))
@example([Sort()] * 3, Make("documents", "members"))
@example([Sort()] * 3, Make("records", "gzip", cut=0.7))
@example([Sort()] * 3, Make("records", "twice"))
def test_open_ends_well_only_where_it_read_all(sorts: list[Sort], make: Make) -> None:
    calls = [made(number, sort, EPOCH_MS) for number, sort in enumerate(sorts)]
    with TemporaryDirectory() as folder:
        path = Path(folder, "log.json.gz" if make.packed != "no" else "log.json")
        path.write_bytes(written(calls, make))
        ended = Program().run("open", "--output", "jsonl", str(path))
    ids = []
    for line in ended.lines:
        try:
            ids.append(json.loads(line)["eventID"])
        except ValueError:
            assert ended.code != 0, ended.told
    assert len(set(ids)) == len(ids), ended.told
    assert set(ids) <= {one.event_id for one in calls}
    if ended.code == 0:
        assert len(ids) == len(calls), ended.told
    if make.cut == 1.0:
        assert (ended.code, len(ids)) == (0, len(calls)), ended.told
