"""An embedded AWS or moto that a test's own event loop reaches, with time that jumps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.account.isolated import aws_home, moto_url
from tests.account.recording.world import World, embedded, server, world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


__all__ = ["aws_home", "embedded", "moto_url", "server"]


@pytest.fixture
def moto(moto_url: str, tmp_path: Path) -> Iterator[World]:
    """Reach moto."""
    yield from world(moto_url, tmp_path)
