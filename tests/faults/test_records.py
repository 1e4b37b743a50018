"""Records that are broken, cut, huge or hostile: the others are shown, and each of these once."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Final

import pytest

from sestrail_tui.core.safe_text import safe
from tests.fault_table import PROPERTY, Tried
from tests.follow.fakes import T0, Delivered, FakeLogGroup, JumpingClock, message
from tests.hostile import TEXTS
from tests.places.files.opened import opened
from tests.places.log_group.model import a_source
from tests.places.log_group.model import shown as shown_of_group

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COUNT: Final = 12
WHOLE: Final = message(99)
ODD: Final[dict[str, str]] = {
    "malformed": '{"eventID": "id-99", nonsense',
    "no JSON": "ERROR: this is a line of another program",
    "truncated": WHOLE[: len(WHOLE) // 2],
    "truncated within an escape": message(99, userAgent="x" * 9)[:-12] + "\\u00",
    "oversize": message(99, userAgent="x" * 2_000_000),
    "nested beyond measure": '{"eventID":"id-99","a":' + "[" * 50_000 + "]" * 50_000 + "}",
    "every field another type": json.dumps(
        {key: [{"a": 1e308}] for key in json.loads(WHOLE)} | {"eventSource": "ses.amazonaws.com"}
    ),
    "lone surrogates": WHOLE.replace("SendEmail", "\\ud800\\udfff"),
    "keys twice": WHOLE[:-1] + ',"eventName":"SendRawEmail","eventName":7}',
    "numbers beyond measure": message(99)[:-1] + ',"pad":' + "9" * 5000 + "}",
    "hostile text": WHOLE[:-1] + f',"userAgent":{json.dumps("".join(TEXTS.values()))}}}',
}


def told(counts: Counter[str]) -> Counter[str]:
    """Leave out the odd one."""
    return Counter({name: count for name, count in counts.items() if name in GOOD})


GOOD: Final = {f"id-{number}": 1 for number in range(COUNT)}


@pytest.mark.parametrize("kind", ODD)
async def test_in_a_file(
    kind: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    lines = [message(number) for number in range(COUNT)]
    path = tmp_path / "records.jsonl"
    path.write_text("\n".join([*lines[:5], ODD[kind], *lines[5:]]) + "\n", errors="surrogatepass")
    records, healths = await opened(path)
    odd = [one for one in records if one.event_id not in GOOD]
    state, sentence = healths[-1].state, healths[-1].sentence
    shown = f"{len(records)} of {COUNT + 1}, as {', '.join(one.kind for one in odd)}"
    record_property(
        PROPERTY, Tried(f"record {kind}", "file", "", state, safe(sentence), shown).cells
    )
    assert told(Counter(one.event_id for one in records)) == GOOD
    assert len(odd) == 1
    assert odd[0].raw == ODD[kind].encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("kind", ODD)
async def test_in_a_log_group(kind: str, record_property: Callable[[str, object], None]) -> None:
    clock = JumpingClock()
    group = FakeLogGroup(clock, page_size=4)
    texts = [message(number) for number in range(COUNT)]
    texts.insert(5, ODD[kind])
    group.deliver(Delivered(T0 + n, T0 + n, str(n), T0 + n, text) for n, text in enumerate(texts))
    counts, healths = await shown_of_group(a_source(group, clock), clock, T0 + 1_200_000)
    state, sentence = healths[-1].state, healths[-1].sentence
    shown = f"{sum(counts.values())} of {COUNT + 1}, {max(counts.values())}x at most"
    record_property(
        PROPERTY,
        Tried(f"record {kind}", "log group", "FilterLogEvents", state, sentence, shown).cells,
    )
    assert told(counts) == GOOD
    assert sum(counts.values()) == COUNT + 1
    assert all(count == 1 for count in counts.values())
