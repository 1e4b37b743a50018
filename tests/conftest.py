"""Properties are about what is right, not how fast; and nobody's own settings matter.

Every run ends with the table of the faults it tried.
"""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, settings

from tests.fault_table import pytest_terminal_summary

__all__ = ["pytest_terminal_summary"]

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES: Final = int(os.environ.get("EXAMPLES", "25"))
"""Of each property: 25 in `make test`, 100 in `make slow`, thousands in `make fuzz`."""

settings.register_profile("unhurried", deadline=None, max_examples=EXAMPLES)
settings.register_profile(
    "fuzz",
    deadline=None,
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "5000")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    print_blob=True,
)
settings.load_profile("fuzz" if "FUZZ_EXAMPLES" in os.environ else "unhurried")


@pytest.fixture(autouse=True, scope="session")
def _own_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("home")
        patch.setenv("SESTRAIL_CONFIG", os.devnull)
        patch.setenv("XDG_STATE_HOME", str(home / "state"))
        patch.setenv("XDG_CACHE_HOME", str(home / "cache"))
        # A shell starts what it puts in the background with Ctrl-C ignored, and so its children.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        yield
        signal.signal(signal.SIGINT, before)
