"""Reading the settings file: what is right is taken, what is wrong is named, nothing is guessed."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Literal, get_args, get_origin

import msgspec

from sestrail_tui.config.path import VARIABLE, config_path, read_file
from sestrail_tui.config.problem import KeyPath, Problem, line_of
from sestrail_tui.config.schema import Config, SavedFilter
from sestrail_tui.core.errors import FilterError
from sestrail_tui.filters.syntax.parse import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

_AT_LINE: Final = re.compile(r" \(at line (\d+), column \d+\)")
_MOST_BYTES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Loaded:
    """A settings file as it was read; without a file the defaults, and no problem."""

    path: Path
    config: Config = field(default_factory=Config)
    problems: tuple[Problem, ...] = ()
    text: str = ""
    filter_places: tuple[int, ...] = ()
    """Where each of the saved filters stands among those of the file, some of which are wrong."""

    def also(self, config: Config, problems: Iterable[Problem]) -> Loaded:
        """Give it with what another check left of it, and found."""
        return replace(self, config=config, problems=(*self.problems, *problems))

    def sentences(self) -> tuple[str, ...]:
        """Say each problem with file, line and reason, by line; not made safe."""
        return tuple(self.sentence(one) for one in sorted(self.problems, key=self._line))

    def sentence(self, problem: Problem) -> str:
        """Say one problem; not made safe."""
        key = f"{problem.key}: " if problem.where else ""
        return f"{self.path}:{self._line(problem)}: {key}{problem.reason}"

    def _line(self, problem: Problem) -> int:
        return problem.line or line_of(self.text, problem.where)


def load(environment: Mapping[str, str] = os.environ) -> Loaded:
    """Read the settings file; never raises for what is in it."""
    path = config_path(environment)
    try:
        data = read_file(path, _MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        if not environment.get(VARIABLE):
            return Loaded(path)
        return Loaded(path, problems=(Problem((), f"{VARIABLE} names it, and it is not there", 1),))
    except OSError as error:
        return Loaded(path, problems=(Problem((), f"cannot be read: {error.strerror}", 1),))
    if len(data) > _MOST_BYTES:
        return Loaded(path, problems=(Problem((), "is too large to be a settings file", 1),))
    return read(data, path)


def read(data: bytes, path: Path) -> Loaded:
    """Read a settings file's bytes."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Loaded(path, problems=(Problem((), "this line is not UTF-8 text", line),))
    text = text.replace("\r\n", "\n")
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        reason = f"this is no TOML: {_AT_LINE.sub('', str(error))}"
        return Loaded(path, problems=(Problem((), reason, line),), text=text)
    problems: list[Problem] = []
    config = _struct(Config, table, (), problems.append)
    filters = _filters(config.filters, problems.append)
    config = msgspec.structs.replace(config, filters=tuple(filters.values()))
    return Loaded(path, config, tuple(problems), text, tuple(filters))


def _struct(kind: Any, table: Any, at: KeyPath, tell: Callable[[Problem], object]) -> Any:
    """Take what is right in a table; raises ValidationError where a needed key is missing."""
    if not isinstance(table, dict):
        tell(Problem(at, "is to be a table of keys and values"))
        table = {}
    fields = {one.name: one for one in msgspec.structs.fields(kind)}
    taken: dict[str, Any] = {}
    for key, value in table.items():
        where = (*at, key)
        if key not in fields:
            tell(Problem(where, _unknown(key, fields)))
            continue
        try:
            taken[key] = _value(fields[key].type, value, where, tell)
        except msgspec.ValidationError as error:
            tell(Problem(where, _reason(error, fields[key].type, value)))
    return kind(**taken)


def _value(kind: Any, value: Any, where: KeyPath, tell: Callable[[Problem], object]) -> Any:
    plain = get_args(kind)[0]
    if isinstance(plain, type) and issubclass(plain, msgspec.Struct):
        return _struct(plain, value, where, tell)
    if get_origin(plain) is dict and isinstance(value, dict):
        return {key: one for key, one in value.items() if _is_text(one, (*where, key), tell)}
    if plain == tuple[SavedFilter, ...] and isinstance(value, list):
        return tuple(value)
    return msgspec.convert(value, kind)


def _is_text(value: Any, where: KeyPath, tell: Callable[[Problem], object]) -> bool:
    if not isinstance(value, str):
        tell(Problem(where, "is to be a text in quotes"))
    return isinstance(value, str)


def _filters(tables: Iterable[Any], tell: Callable[[Problem], object]) -> dict[int, SavedFilter]:
    """Take the saved filters that can be read, each name once, by their places."""
    kept: dict[int, SavedFilter] = {}
    names: Counter[str] = Counter()
    for number, value in enumerate(tables):
        where: KeyPath = ("filters", number)
        given = value if isinstance(value, dict) else {}
        try:
            saved: SavedFilter = _struct(SavedFilter, value, where, tell)
            parse(saved.filter)
        except TypeError:  # what a Struct raises for a key that is missing
            missing = [key for key in ("name", "filter") if key not in given]
            if given and missing:  # else what is there was wrong, and has been told
                tell(Problem(where, f"has no {' and no '.join(missing)}"))
            continue
        except FilterError as error:
            tell(Problem((*where, "filter"), f"{error.message} (from character {error.start + 1})"))
            continue
        names[saved.name] += 1
        if names[saved.name] > 1:
            tell(Problem((*where, "name"), f"another filter is called {saved.name} already"))
            continue
        kept[number] = saved
    return kept


def _unknown(key: str, known: Iterable[str]) -> str:
    known = list(known)
    close = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
    meant = f"is {close[0]} meant?" if close else f"there are {', '.join(known)}"
    return f"there is no such key; {meant}"


def _reason(error: msgspec.ValidationError, kind: Any, value: Any) -> str:
    """Say in words what msgspec found."""
    choices = _choices(kind)
    if choices:
        given = value if isinstance(value, list) else [value]
        odd = next((one for one in given if one not in choices), value)
        return f"{odd!r} is none of {', '.join(choices)}"
    return _plainly(str(error).partition(" - at ")[0])


def _choices(kind: Any) -> tuple[str, ...]:
    if get_origin(kind) is Literal:
        return tuple(map(str, get_args(kind)))
    return next((found for one in get_args(kind) if (found := _choices(one))), ())


def _plainly(text: str) -> str:
    """Turn msgspec's sentence (Expected `int` >= 1) into one for people who write no Python."""
    for word, plain in _WORDS.items():
        text = text.replace(f"`{word}`", plain)
    return text.replace("Expected ", "is to be ", 1).replace(", got ", ", not ")


_WORDS: Final = {
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
    "null": "nothing",
}
