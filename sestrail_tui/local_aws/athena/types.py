"""Hive's column types, and what a JSON SerDe makes of a record's values by them.

AWS: "Data types in Amazon Athena" and "Hive JSON SerDe", Athena user guide: names are matched
without regard to case, what is not declared is left out, an object in a text column is its JSON.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

WORD: Final = re.compile(r"\s*([\w]+|[<>:,()])")


@dataclass(frozen=True, slots=True)
class Type:
    """``string``, ``struct`` with members, ``array`` or ``map`` with what they hold."""

    name: str
    members: dict[str, Type] = field(default_factory=dict)
    inner: Type | None = None

    @property
    def written(self) -> str:
        """Return it as metadata shows it."""
        if self.name == "struct":
            members = (f"{name}:{kind.written}" for name, kind in self.members.items())
            return f"struct<{','.join(members)}>"
        if self.inner is None:
            return self.name
        key = "string," if self.name == "map" else ""
        return f"{self.name}<{key}{self.inner.written}>"

    @property
    def kind(self) -> str:
        """Return it as a schema of the embedded SQL has it."""
        kinds = {"string": "varchar", "boolean": "boolean"}
        return kinds.get(self.name, "json")

    def of(self, value: Any) -> Any:
        """Return a record's value as the SerDe reads it; None is NULL."""
        if value is None:
            return None
        if self.name == "struct":
            return self.struct(value)
        if self.name == "array" and self.inner is not None:
            return [self.inner.of(one) for one in value] if isinstance(value, list) else None
        if self.name == "map" and self.inner is not None:
            found = value.items() if isinstance(value, dict) else ()
            return {name: self.inner.of(one) for name, one in found}
        if isinstance(value, str):
            return value
        return msgspec.json.encode(value).decode()

    def struct(self, value: Any) -> dict[str, Any] | None:
        """Return the members that are declared."""
        if not isinstance(value, dict):
            return None
        given = {name.lower(): one for name, one in value.items()}
        return {name: kind.of(given.get(name)) for name, kind in self.members.items()}


def read_type(text: str) -> Type:
    """Read a type; ValueError where it is none."""
    words = WORD.findall(text.lower())
    found, at = _read(words, 0)
    if at != len(words) or "".join(words) != "".join(text.lower().split()):
        raise ValueError(f"no type: {text}")
    return found


def _read(words: list[str], at: int) -> tuple[Type, int]:
    name = words[at] if at < len(words) else ""
    if words[at + 1 : at + 2] != ["<"]:
        if not name.isidentifier():
            raise ValueError(f"no type: {name}")
        return Type(name), at + 1
    at += 2
    if name == "struct":
        members: dict[str, Type] = {}
        while True:
            member = words[at]
            if words[at + 1] != ":":
                raise ValueError("a struct's member has no type")
            members[member], at = _read(words, at + 2)
            if words[at] == ">":
                return Type("struct", members), at + 1
            at += 1
    inner, at = _read(words, at)
    if name == "map":
        inner, at = _read(words, at + 1)
    return Type(name, inner=inner), at + 1


def flat(name: str, kind: Type) -> dict[str, str]:
    """Return the schema of a column: itself, and a struct's members under dotted names."""
    found = {name: kind.kind}
    for member, inner in kind.members.items():
        found |= flat(f"{name}.{member}", inner)
    return found


def flattened(name: str, kind: Type, value: Any) -> dict[str, Any]:
    """Return a column's value, and those of a struct's members under dotted names."""
    found = {name: value}
    for member, inner in kind.members.items():
        held = value.get(member) if isinstance(value, dict) else None
        found |= flattened(f"{name}.{member}", inner, held)
    return found
