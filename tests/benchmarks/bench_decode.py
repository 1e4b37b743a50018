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
from functools import partial
from typing import TYPE_CHECKING

import orjson

from sestrail_tui.core.decoding import decode as decoding
from sestrail_tui.core.decoding.content_key import content_key
from tests.benchmarks.plain import flatten
from tests.benchmarks.result import Result, line
from tests.benchmarks.rounds import interleaved, middle, spread
from tests.core.samples import MESSAGE_ID, V1_RAW, V1_TEMPLATED, encode, published, role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sestrail_tui.core.record import Record

SHAPES = (
    published("v1-send-simple"),
    published("v2-send-template"),
    published("v2-send-console"),
    V1_RAW,
    V1_TEMPLATED,
)


def records(count: int, chance: random.Random, *, alike: bool = True) -> list[bytes]:
    """Make ``count`` records with ids of their own, 400 principals, one send a second.

    Where they are not ``alike``, each has a session and a request that no other has.
    """
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
        if not alike:
            record["userIdentity"] = role(f"role-{number % 20}", f"job-{number}")
            record["requestParameters"] = {**record["requestParameters"], "number": str(number)}
        made.append(encode(record))
    return made


def loads_and_flatten(raw: bytes) -> Record:
    """Do the same through json.loads."""
    return flatten(json.loads(raw), raw)


def orjson_and_flatten(raw: bytes) -> Record:
    """Do the same through orjson."""
    return flatten(orjson.loads(raw), raw)


def measure(count: int, rounds: int) -> Iterator[Result]:
    """Compare over sends as they are, and over such as share nothing."""
    alike = records(count, random.Random(7))
    yield from compare("400 sessions", alike, rounds, goal=">= 3")
    unlike = records(2 * count, random.Random(8), alike=False)
    yield from compare("no two sends of one session", unlike, rounds)


def compare(name: str, data: list[bytes], rounds: int, goal: str = "") -> Iterator[Result]:
    """Measure the cases over ``data``."""
    decoded = [decoding.decode(raw) for raw in data]
    assert decoded == [loads_and_flatten(raw) for raw in data]
    cases: dict[str, Callable[[bytes], object]] = {
        "json.loads": json.loads,
        "json.loads, same columns": loads_and_flatten,
        "orjson, same columns": orjson_and_flatten,
        "decode": decoding.decode,
    }

    def each(action: Callable[[bytes], object]) -> float:
        gc.collect()
        start = time.thread_time()
        for raw in data:
            action(raw)
        return (time.thread_time() - start) / len(data) * 1e6

    def keys() -> float:
        start = time.thread_time()
        for record in decoded:
            content_key(record)
        return (time.thread_time() - start) / len(data) * 1e6

    spent = interleaved({case: partial(each, one) for case, one in cases.items()}, rounds)
    spent["content_key, to tell copies"] = [keys() for _ in range(rounds)]
    base = middle(spent["json.loads, same columns"])
    for case, times in spent.items():
        yield Result(
            f"{name}: {case}",
            middle(times),
            "us",
            spread(times),
            base / middle(times),
            "times as fast as json.loads, same columns",
            goal if case == "decode" else "",
        )


def main() -> None:
    """Print the results."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    for one in measure(count, rounds):
        print(line(one), flush=True)


if __name__ == "__main__":
    main()
