"""The words that a bare word of a filter is looked for by, in the record's text."""

from __future__ import annotations

from typing import Final

from sestrail_tui.filters.fields.registry import FIELDS
from sestrail_tui.filters.fields.wording import joined

ANY_WORD: Final = joined(field.wording for field in FIELDS.values() if field.wording is not None)
"""A bare word may be found in the record's JSON or in any searched column, whose value may hold
words of ours."""
