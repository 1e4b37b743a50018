"""The words of the embedded SQL (CloudTrail Lake's and Athena's: both are Trino).

A schema is the type of each column by its name in small letters: ``varchar``, ``boolean``,
``timestamp``, or ``json`` for what is made of several values.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from sestrail_tui.local_aws.wire.answer import AwsError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TOKEN: Final = re.compile(
    r"""\s*(?:
    (?P<id>[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})
    |(?P<text>'(?:[^']|'')*')
    |(?P<quoted>"(?:[^"]|"")*")
    |(?P<number>\d+)
    |(?P<word>[A-Za-z_][A-Za-z0-9_.]*)
    |(?P<sign><=|>=|<>|!=|[=<>(),*.])
    )""",
    re.VERBOSE,
)


class SqlToken(NamedTuple):
    """One word, sign or literal; ``kind`` is the group of `TOKEN`, or ``end``."""

    kind: str
    text: str

    @property
    def word(self) -> str:
        """The text of a keyword or name, in small letters; ``""`` for a literal."""
        return "" if self.kind in {"text", "quoted", "end"} else self.text.lower()


def refused(why: str) -> AwsError:
    """Word Lake's refusal of a statement."""
    return AwsError("InvalidQueryStatementException", f"Query statement is invalid: {why}")


class Tokens:
    """A statement's tokens, and how far they are read; ``refused`` words a refusal."""

    def __init__(
        self,
        statement: str,
        schema: Mapping[str, str],
        refused: Callable[[str], AwsError] = refused,
    ) -> None:
        self.refused = refused
        self.schema = schema
        self.tokens: list[SqlToken] = []
        at = 0
        while statement[at:].strip():
            found = TOKEN.match(statement, at)
            if found is None or found.lastgroup is None:
                raise refused(f"mismatched input '{statement[at:].strip()[:20]}'.")
            self.tokens.append(SqlToken(found.lastgroup, found[found.lastgroup]))
            at = found.end()
        self.tokens.append(SqlToken("end", "<EOF>"))
        self.at = 0

    @property
    def now(self) -> SqlToken:
        """The token to be read next."""
        return self.tokens[self.at]

    def next(self) -> SqlToken:
        """Read one token."""
        token = self.now
        self.at += token.kind != "end"
        return token

    def took(self, *words: str) -> bool:
        """Read these words if they come next, one after the other."""
        coming = [token.word for token in self.tokens[self.at : self.at + len(words)]]
        if coming != list(words):
            return False
        self.at += len(words)
        return True

    def want(self, *words: str) -> None:
        """Read these words, or refuse the statement."""
        if not self.took(*words):
            expected = " ".join(words).upper()
            raise self.refused(f"mismatched input '{self.now.text}'. Expecting: {expected}.")

    def name(self) -> str:
        """Read the name of a column, as it is written; quotes are taken off."""
        token = self.next()
        name = token.text[1:-1] if token.kind == "quoted" else token.text
        if token.kind not in {"word", "quoted"} or name.lower() not in self.schema:
            raise self.refused(f"Column '{token.text}' cannot be resolved.")
        return name
