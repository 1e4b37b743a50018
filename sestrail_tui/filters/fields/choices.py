"""Fields that have one of a few values; any other value is a mistake that the filter line shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sestrail_tui.filters.fields.field import Field, Test
from sestrail_tui.filters.fields.pattern import Pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

YES_OR_NO: Final = ("yes", "no")
YES_OR_NO_SYNONYMS: Final = {"y": "yes", "true": "yes", "n": "no", "false": "no"}


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """A field that has one of a few values."""

    choices: tuple[str, ...]
    synonyms: Mapping[str, str] = field(default_factory=dict)

    def compile(self, pattern: Pattern) -> Test:
        """Return the test; a value that is not one of the choices is a mistake."""
        if pattern.value and not pattern.is_unknown:
            value = pattern.value.casefold()
            value = self.synonyms.get(value, value)
            if value not in self.choices:
                choices = f"{', '.join(self.choices[:-1])} or {self.choices[-1]}"
                raise ValueError(f"{self.name}: is {choices}, or (none) where it is not said.")
            pattern = Pattern.literal(value)
        return super().compile(pattern)
