"""The words of the embedded CloudTrail Lake's SQL, and the columns that they may name."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from .answer import AwsError

TOKEN: Final = re.compile(
    r"""\s*(?:
    (?P<id>[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})
    |(?P<text>'(?:[^']|'')*')
    |(?P<number>\d+)
    |(?P<word>[A-Za-z_][A-Za-z0-9_.]*)
    |(?P<sign><=|>=|<>|!=|[=<>(),*])
    )""",
    re.VERBOSE,
)
TEXT_COLUMNS: Final = frozenset({
    "eventversion", "eventsource", "eventname", "awsregion", "sourceipaddress", "useragent",
    "errorcode", "errormessage", "requestid", "eventid", "eventtype", "recipientaccountid",
    "sharedeventid", "vpcendpointid", "eventcategory", "sessioncredentialfromconsole", "eventjson",
    "useridentity.type", "useridentity.principalid", "useridentity.arn", "useridentity.accountid",
    "useridentity.accesskeyid", "useridentity.username", "useridentity.invokedby",
})  # fmt: skip
BOOLEAN_COLUMNS: Final = frozenset({"readonly", "managementevent"})
TIME: Final = "eventtime"
COLUMNS: Final = TEXT_COLUMNS | BOOLEAN_COLUMNS | {TIME}
"""Column names in small letters (AWS: "Supported SQL schema for event data stores")."""


class Token(NamedTuple):
    """One word, sign or literal; ``kind`` is the group of `TOKEN`, or ``end``."""

    kind: str
    text: str

    @property
    def word(self) -> str:
        """The text of a keyword or name, in small letters; ``""`` for a literal."""
        return "" if self.kind in {"text", "end"} else self.text.lower()


def refused(why: str) -> AwsError:
    """Word a refusal of a statement."""
    return AwsError("InvalidQueryStatementException", f"Query statement is invalid: {why}")


class Tokens:
    """A statement's tokens, and how far they are read."""

    def __init__(self, statement: str) -> None:
        self.tokens: list[Token] = []
        at = 0
        while statement[at:].strip():
            found = TOKEN.match(statement, at)
            if found is None or found.lastgroup is None:
                raise refused(f"mismatched input '{statement[at:].strip()[:20]}'.")
            self.tokens.append(Token(found.lastgroup, found[found.lastgroup]))
            at = found.end()
        self.tokens.append(Token("end", "<EOF>"))
        self.at = 0

    @property
    def now(self) -> Token:
        """The token to be read next."""
        return self.tokens[self.at]

    def next(self) -> Token:
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
            wanted = " ".join(words).upper()
            raise refused(f"mismatched input '{self.now.text}'. Expecting: {wanted}.")

    def name(self) -> str:
        """Read the name of a column."""
        token = self.next()
        if token.kind != "word" or token.word not in COLUMNS:
            raise refused(f"Column '{token.text}' cannot be resolved.")
        return token.text
