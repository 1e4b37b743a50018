"""What a question to AWS gave."""

from __future__ import annotations

from typing import TypeAlias, TypeVar

from sestrail_tui.core.errors import SourceError

T = TypeVar("T")

Answer: TypeAlias = T | SourceError
"""What a call gave, or what forbids it, in words."""
