"""A call of AWS, as a sentence about its failure names it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sestrail_tui.core.errors import SourceError
from sestrail_tui.core.safe_text import safe

Explanation = tuple[Callable[[str], SourceError], str]
"""The class of an error, or what makes it, and its sentence."""


@dataclass(frozen=True, slots=True)
class CallName:
    """One kind of call, in the words that a sentence about its failure needs."""

    action: str
    """The IAM action: ``logs:FilterLogEvents``."""
    region: str = ""
    target: str = ""
    """What it reads: ``log group CloudTrail/logs``; empty where it has no object."""
    login: str = "get new credentials where these come from"
    """What renews the credentials, as the end of a sentence: ``run `aws sso login```."""

    def __str__(self) -> str:
        on = f" on {self.target}" if self.target else ""
        where = f" in {self.region}" if self.region else ""
        return safe(f"{self.action}{on}{where}")
