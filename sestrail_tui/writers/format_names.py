"""The forms that records can be written in, by name."""

from __future__ import annotations

from typing import Literal

Format = Literal["jsonl", "json", "csv", "text", "markdown"]
"""How `forms.FORMS` writes each."""
