"""No source ever says what is not true, whatever happens (see `machine`)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from hypothesis import HealthCheck, settings

from tests.truth import machine

if TYPE_CHECKING:
    from unittest import TestCase

EXAMPLES: Final = int(os.environ.get("FUZZ_EXAMPLES", "0")) // 12 or 4
"""Of each of six sources: half as many in all as other properties have, for each is a simulation
with some ten commands."""
HUNT: Final = settings(
    max_examples=EXAMPLES,
    stateful_step_count=10,
    derandomize="FUZZ_EXAMPLES" not in os.environ,  # `make fuzz` hunts for what is new
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
