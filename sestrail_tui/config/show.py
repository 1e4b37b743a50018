"""The settings as a settings file: each key with its meaning above it, and what holds now."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, get_args, get_type_hints

import msgspec

from sestrail_tui.alerts.settings import AlertSettings
from sestrail_tui.config.schema import Config, SavedFilter

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDTH: Final = 88
_EXAMPLES: Final[dict[str, Any]] = {"theme": "sestrail-dark", "time": "local", "order": "time"}
"""What a key without a default is shown with, as a remark."""


@dataclass(frozen=True, slots=True)
class Row:
    """One key, documented."""

    key: str
    """With its table: ``alerts.every_s``, ``[[filters]] name``."""
    default: str
    """As TOML, ``""`` where there is none."""
    help: str


def rows() -> Iterator[Row]:
    """Return every key in the order of the file."""
    yield from _rows(Config, "")
    yield from _rows(SavedFilter, "[[filters]] ")
    yield from _rows(AlertSettings, "alerts.")


def _rows(kind: type[msgspec.Struct], prefix: str) -> Iterator[Row]:
    for field in msgspec.structs.fields(kind):
        default = field.default
        if field.default_factory is not msgspec.NODEFAULT:
            default = field.default_factory()
        is_table = isinstance(default, msgspec.Struct)
        said = default is not msgspec.NODEFAULT and default is not None and not is_table
        yield Row(f"{prefix}{field.name}", toml(default) if said else "", helps(kind)[field.name])


def helps(kind: type[msgspec.Struct]) -> dict[str, str]:
    """Return what is said of each key where it is defined."""
    hints = get_type_hints(kind, include_extras=True)
    metas = {
        name: [one for one in get_args(hint) if isinstance(one, msgspec.Meta)]
        for name, hint in hints.items()
    }
    return {name: found[0].description or "" for name, found in metas.items() if found}


def toml(value: Any) -> str:
    """Write a value as TOML."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            # TOML takes JSON's escapes but for halves of a pair, and DEL only escaped.
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
        case dict():
            inside = ", ".join(f"{toml(key)} = {toml(one)}" for key, one in value.items())
            return f"{{ {inside} }}" if inside else "{}"
        case tuple() | list():
            return f"[{', '.join(map(toml, value))}]"
    return repr(value)


def show(config: Config) -> str:
    """Write a settings file that says what ``config`` says; reading it gives the same again."""
    lines: list[str] = []
    said = helps(Config)
    for name in config.__struct_fields__:
        value = getattr(config, name)
        if name in {"keys", "filters", "alerts"}:
            continue
        lines += [*_remark(said[name]), _assigned(name, value), ""]
    lines += [*_remark(said["keys"]), "[keys]"]
    lines += [f"{toml(key)} = {toml(value)}" for key, value in config.keys.items()]
    lines += ["", *_remark(said["alerts"]), "[alerts]"]
    for name, text in helps(AlertSettings).items():
        lines += [*_remark(text), _assigned(name, getattr(config.alerts, name))]
    lines += ["", *_remark(said["filters"])]
    for saved in config.filters or (_EXAMPLE,):
        body = ["[[filters]]", *(_assigned(n, getattr(saved, n)) for n in saved.__struct_fields__)]
        lines += [*(body if config.filters else [f"# {line}" for line in body]), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


_EXAMPLE: Final = SavedFilter(name="refused, not in tests", filter="error:* -config:test*", key="1")


def _assigned(name: str, value: Any) -> str:
    if value is None:
        return f"# {name} = {toml(_EXAMPLES[name])}"
    return f"{name} = {toml(value)}"


def _remark(text: str) -> Iterator[str]:
    line = "#"
    for word in text.split():
        if len(line) + len(word) + 1 > _WIDTH:
            yield line
            line = "#"
        line += f" {word}"
    yield line
