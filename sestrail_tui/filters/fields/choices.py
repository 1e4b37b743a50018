"""Fields that have one of a few values; any other value is a mistake that the filter line shows."""

# ruff: noqa: D101 - the help of a field is its documentation

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sestrail_tui.filters.fields.field import Field
from sestrail_tui.filters.fields.pattern import Pattern

if TYPE_CHECKING:
    from collections.abc import Callable


class Choice(Field):
    """A field that has one of a few values."""

    choices: ClassVar[tuple[str, ...]]
    synonyms: ClassVar[dict[str, str]] = {}

    def matcher(self, pattern: Pattern) -> Callable[[str], bool]:
        """Give the test; a value that is not one of the choices is a mistake."""
        if pattern.value is not None:
            asked = pattern.value.casefold()
            asked = self.synonyms.get(asked, asked)
            if asked not in self.choices:
                choices = f"{', '.join(self.choices[:-1])} or {self.choices[-1]}"
                raise ValueError(f"{self.name}: is {choices}, or (none) where it is not said.")
            pattern = Pattern.literal(asked)
        return super().matcher(pattern)


class YesNo(Choice):
    """A field that is yes or no."""

    choices = ("yes", "no")
    synonyms: ClassVar[dict[str, str]] = {"y": "yes", "true": "yes", "n": "no", "false": "no"}


class Console(YesNo):
    name = "console"
    help = "whether the credentials came from a console session: yes or no"
    example = "console:yes"
    columns = ("console",)
    also = ("session", "browser")


class Mfa(YesNo):
    name = "mfa"
    help = "whether the session had MFA: yes or no; -mfa:yes finds also those that do not say"
    example = "mfa:no"
    columns = ("mfa",)


class KindOf(Choice):
    name = "kind"
    help = "send, change (a management event), aggregate, other or unreadable"
    example = "kind:change"
    columns = ("kind",)
    also = ("type", "category")
    choices = ("send", "change", "aggregate", "other", "unreadable")
