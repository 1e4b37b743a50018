"""No source ever says what is not true, whatever happens (see `machine`)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from hypothesis import HealthCheck, settings

from tests.truth import machine

if TYPE_CHECKING:
    from unittest import TestCase

EXAMPLES: Final = int(os.environ.get("FUZZ_EXAMPLES", "0")) * 2 // 5 or 4
"""Of each source: 2,000 where others have 5,000, for each is some commands in a simulation."""
HUNT: Final = settings(
    max_examples=EXAMPLES,
    stateful_step_count=10,
    suppress_health_check=[HealthCheck.too_slow],
)


def hunt(kind: type[machine.Hunt]) -> type[TestCase]:
    """Give the test of one source."""
    test: type[TestCase] = type(kind.__name__, (kind.TestCase,), {"settings": HUNT})
    return test


TestGroup = hunt(machine.HuntGroup)
TestLive = hunt(machine.HuntLive)
TestBucket = hunt(machine.HuntBucket)
TestQueue = hunt(machine.HuntQueue)
TestLake = hunt(machine.HuntLake)
TestDiscovered = hunt(machine.HuntDiscovered)
