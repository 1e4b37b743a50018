"""How fast records decode, against json.loads, cases interleaved in one run.

Run it by hand: ``python -m tests.benchmarks.bench_decode [RECORDS] [ROUNDS]``. Read the ratios, not
the times; the absolute numbers are the machine's.
"""

from __future__ import annotations

import gc
import json
import random
import sys
import time
import uuid
from typing import TYPE_CHECKING

import msgspec

from sestrail_tui.cloudtrail import decode as decoding
from sestrail_tui.cloudtrail.identity import content_key
from sestrail_tui.cloudtrail.wire import Event
from tests.cloudtrail.samples import (
    MESSAGE_ID,
    V1_RAW,
    V1_TEMPLATED,
    encode,
    published,
    role,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.cloudtrail.record import Record

SHAPES = (
    published("v1-send-simple"),
    published("v2-send-template"),
    published("v2-send-console"),
    V1_RAW,
    V1_TEMPLATED,
)


def records(count: int, chance: random.Random) -> list[bytes]:
    """Make ``count`` records with ids of their own, 400 principals, one send a second."""
    made = []
    for number in range(count):
        second = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(1_750_000_000 + number))
        record = {
            **chance.choice(SHAPES),
            "userIdentity": role(f"role-{chance.randrange(20)}", f"job-{chance.randrange(20)}"),
            "eventTime": second,
            "eventID": str(uuid.UUID(int=chance.getrandbits(128))),
            "requestID": str(uuid.UUID(int=chance.getrandbits(128))),
            "additionalEventData": {"sesMessageId": MESSAGE_ID},
        }
        made.append(encode(record))
    return made


def loads_and_flatten(raw: bytes) -> Record:
    """Do the same through json.loads: the same fields, the same derivations."""
    event = msgspec.convert(json.loads(raw), Event)
    return decoding._record(event, raw, "", None)


def main() -> None:
    """Print the least time of each case and its ratio to json.loads and the same columns."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    data = records(count, random.Random(7))
    decoded = [decoding.decode(raw) for raw in data]
    cases: dict[str, Callable[[bytes], object]] = {
        "json.loads": json.loads,
        "json.loads + same columns": loads_and_flatten,
        "msgspec typed": decoding._read,
        "decode": decoding.decode,
    }
    spent: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(rounds):
        for name, case in cases.items():
            gc.collect()
            start = time.thread_time()
            for raw in data:
                case(raw)
            spent[name].append((time.thread_time() - start) / count * 1e6)
        start = time.thread_time()
        for record in decoded:
            content_key(record)
        spent.setdefault("content_key", []).append((time.thread_time() - start) / count * 1e6)
    base = min(spent["json.loads + same columns"])
    print(f"{count} records, {sum(map(len, data)) / count:.0f} bytes each")
    for name, times in spent.items():
        least = min(times)
        print(f"{name:28} {least:6.2f} us  {base / least:5.2f}x")


if __name__ == "__main__":
    main()
