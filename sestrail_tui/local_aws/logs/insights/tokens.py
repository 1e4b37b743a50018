"""The words of a CloudWatch Logs Insights query.

AWS: "CloudWatch Logs Insights language query syntax", CloudWatch Logs user guide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, NoReturn

from sestrail_tui.local_aws.wire.answer import AwsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Kind = Literal["word", "field", "text", "regex", "number", "sign", "end"]

TOKEN: Final = re.compile(
    r"""\s+ | \#[^\n]*
    | (?P<field>@?`[^`]+`)
    | (?P<word>@?[A-Za-z_][\w.@]*)
    | (?P<number>-?\d+(?:\.\d+)?)
    | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    | (?P<sign>=~|!=|<=|>=|[=<>(),|*\[\]])
    """,
    re.VERBOSE | re.DOTALL,
)
REGEX: Final = re.compile(r"\s*/(?P<regex>(?:[^/\\]|\\.)*)/", re.DOTALL)
"""Only where a regular expression can stand, behind ``like`` and ``=~``."""


class InsightsToken(NamedTuple):
    """One word of a query."""

    kind: Kind
    text: str

    @property
    def word(self) -> str:
        """The text in small letters, if it is a word."""
        return self.text.lower() if self.kind == "word" else ""


def malformed(message: str) -> AwsError:
    """Word a refusal of a query."""
    return AwsError("MalformedQueryException", message)


def tokens(query: str) -> Iterator[InsightsToken]:
    """Split a query into its words, comments left out."""
    at, before = 0, InsightsToken("end", "")
    while at < len(query):
        wants_regex = before.word == "like" or before.text == "=~"
        found = (wants_regex and REGEX.match(query, at)) or TOKEN.match(query, at)
        if not found or not found[0]:
            raise malformed(f"unexpected symbol found {query[at]!r} at position {at}")
        at = found.end()
        for kind, text in found.groupdict().items():
            if text is not None:
                before = InsightsToken(kind, text)  # type: ignore[arg-type]
                yield before


@dataclass(slots=True)
class Reader:
    """The words of one query, from one on."""

    all: Sequence[InsightsToken]
    at: int = 0

    @property
    def next(self) -> InsightsToken:
        """The word that is next."""
        return (
            self.all[self.at] if self.at < len(self.all) else InsightsToken("end", "end of query")
        )

    def take(self) -> InsightsToken:
        """Take the next word."""
        token = self.next
        self.at += 1
        return token

    def took(self, *wanted: str) -> str:
        """Take the next word if it is one of these (in small letters, or signs), or give ``""``."""
        token = self.next
        found = token.word or (token.text if token.kind == "sign" else "")
        if found not in wanted or not found:
            return ""
        self.at += 1
        return found

    def want(self, wanted: str) -> None:
        """Take this word."""
        if not self.took(wanted):
            self.refuse(f"expected {wanted!r}")

    def refuse(self, why: str) -> NoReturn:
        """Raise the refusal of what is next."""
        raise malformed(f"unexpected symbol found {self.next.text!r}: {why}")
