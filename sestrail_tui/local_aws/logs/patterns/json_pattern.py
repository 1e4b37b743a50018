"""JSON filter patterns: ``{ ($.eventSource = "ses.amazonaws.com") && ($.errorCode = "*") }``.

AWS: "Using filter patterns to match terms in JSON log events", CloudWatch Logs user guide.
Precedence ``()`` over ``&&`` over ``||``; at most one wildcard selector (``[*]`` or ``.*``) in a
property selector and three in a pattern, two regular expressions; ``IS NOT`` and ``EXISTS`` are
not supported; a selector that points to an array or an object does not match.
"""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING, Final

from sestrail_tui.local_aws.logs.patterns.value import (
    NUMBER,
    PatternError,
    differs,
    number_equals,
    ordered,
    regex,
    regex_matches,
    text_equals,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sestrail_tui.local_aws.logs.patterns.value import Test

    Step = str | int | None
    """A key, an index, or None for a wildcard over all of them."""
    Match = Callable[[object], bool]
    """Does a whole decoded log event match?"""

MAX_WILDCARDS: Final = 3
MAX_REGEXES: Final = 2
MAX_DEPTH: Final = 100
"""Parentheses within parentheses; AWS states no limit, this one guards the parser's own stack."""

BLANK: Final = re.compile(r"\s*")
STEP: Final = re.compile(
    r"\.(?P<key>[A-Za-z0-9_-]+)|(?P<all>\.\*|\[\*\])|\.\['(?P<dotted>[^']+)'\]|\[(?P<index>[0-9]+)\]",
    re.ASCII,
)
COMPARISON: Final = re.compile(r"!=|<=|>=|=|<|>")
QUOTED: Final = re.compile(r'"(?P<text>(?:[^"\\]|\\.)*)"', re.DOTALL)
REGEX: Final = re.compile(r"%(?P<body>(?:[^%\\]|\\.)+)%", re.DOTALL)
BARE: Final = re.compile(r"[A-Za-z0-9_.*+-]+", re.ASCII)
IS: Final = re.compile(r"IS\s+(?P<word>TRUE|FALSE|NULL)\b")
NOT_EXISTS: Final = re.compile(r"NOT\s+EXISTS\b")
IS_VALUES: Final = {"TRUE": True, "FALSE": False, "NULL": None}
ORDER: Final = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def reach(value: object, steps: tuple[Step, ...]) -> Iterator[object]:
    """Return every value that ``steps`` lead to, none where the property is absent."""
    if not steps:
        yield value
        return
    step, rest = steps[0], steps[1:]
    if step is None:
        children = value.values() if isinstance(value, dict) else value
        if isinstance(children, list) or isinstance(value, dict):
            for child in children:  # type: ignore[attr-defined]
                yield from reach(child, rest)
    elif isinstance(step, str):
        if isinstance(value, dict) and step in value:
            yield from reach(value[step], rest)
    elif isinstance(value, list) and step < len(value):
        yield from reach(value[step], rest)


class Parser:
    """One reading of one pattern, from left to right, straight to functions."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.wildcards = 0
        self.regexes = 0

    def parse(self) -> Match:
        """Read the whole of ``{ ... }``."""
        self.expect("{")
        match = self.either(0)
        self.expect("}")
        self.take(BLANK)
        if self.at != len(self.text):
            raise self.mistake("nothing may follow the closing brace")
        return match

    def either(self, depth: int) -> Match:
        """Read ``a || b || c``."""
        parts = [self.both(depth)]
        while self.accept("||"):
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else lambda event: any(part(event) for part in parts)

    def both(self, depth: int) -> Match:
        """Read ``a && b && c``."""
        parts = [self.one(depth)]
        while self.accept("&&"):
            parts.append(self.one(depth))
        return parts[0] if len(parts) == 1 else lambda event: all(part(event) for part in parts)

    def one(self, depth: int) -> Match:
        """Read a condition or a parenthesis."""
        if not self.accept("("):
            return self.condition()
        if depth >= MAX_DEPTH:
            raise self.mistake("too many parentheses within each other")
        match = self.either(depth + 1)
        self.expect(")")
        return match

    def condition(self) -> Match:
        """Read a property selector and what is asked of it."""
        steps = self.selector()
        if found := self.take(IS):
            values = IS_VALUES[found["word"]]
            return lambda event: any(value is values for value in reach(event, steps))
        if self.take(NOT_EXISTS):
            return lambda event: next(reach(event, steps), self) is self
        if not (sign := self.take(COMPARISON)):
            raise self.mistake("an operator is wanted: = != < <= > >=, IS, NOT EXISTS")
        test = self.test(sign[0])
        return lambda event: any(test(value) for value in reach(event, steps))

    def selector(self) -> tuple[Step, ...]:
        """Read ``$.a.b[0]``, ``$.a[*].b``, ``$.*``, ``$.['dotted.key']``."""
        self.expect("$")
        if not self.text.startswith(".", self.at):
            raise self.mistake("a selector starts with '$.'")
        steps: list[Step] = []
        while step := STEP.match(self.text, self.at):
            self.at = step.end()
            if step["all"]:
                steps.append(None)
            elif step["index"]:
                steps.append(int(step["index"]))
            else:
                steps.append(step["key"] or step["dotted"])
        if not steps:
            raise self.mistake("a property name is wanted after '$.'")
        self.wildcards += steps.count(None)
        if steps.count(None) > 1 or self.wildcards > MAX_WILDCARDS:
            raise PatternError(
                "Too many wildcard selectors: one in a property selector, three in a pattern"
            )
        return tuple(steps)

    def test(self, sign: str) -> Test:
        """Read the value on the right of ``sign`` and compile the comparison."""
        if sign in ORDER:
            bare = self.take(BARE)
            if not bare or not NUMBER.fullmatch(bare[0]):
                raise self.mistake(f"a number is wanted after '{sign}'")
            return ordered(ORDER[sign], bare[0])
        equal = self.value()
        return equal if sign == "=" else differs(equal)

    def value(self) -> Test:
        """Read ``"text"``, ``%regex%``, ``text`` or a number, and compile equality with it."""
        if quoted := self.take(QUOTED):
            return text_equals(re.sub(r'\\(["\\])', r"\1", quoted["text"]), quoted=True)
        if expression := self.take(REGEX):
            self.regexes += 1
            if self.regexes > MAX_REGEXES:
                raise PatternError("Too many regular expressions: at most two in a pattern")
            return regex_matches(regex(expression["body"]))
        if bare := self.take(BARE):
            if NUMBER.fullmatch(bare[0]):
                return number_equals(bare[0])
            return text_equals(bare[0], quoted=False)
        raise self.mistake("a value is wanted; anything but letters and digits goes in quotes")

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Step over ``pattern``, and blanks before it, if it stands here."""
        start = self.at
        if pattern is not BLANK:
            start = BLANK.match(self.text, start).end()  # type: ignore[union-attr]
        found = pattern.match(self.text, start)
        if found:
            self.at = found.end()
        return found

    def accept(self, literal: str) -> bool:
        """Step over ``literal``, and blanks before it, if it stands here."""
        return self.take(re.compile(re.escape(literal))) is not None

    def expect(self, literal: str) -> None:
        """Step over ``literal`` or refuse the pattern."""
        if not self.accept(literal):
            raise self.mistake(f"'{literal}' is wanted")

    def mistake(self, wanted: str) -> PatternError:
        """Name the place and what was wanted there."""
        return PatternError(f"Invalid filter pattern at character {self.at + 1}: {wanted}")
