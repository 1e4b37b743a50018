"""Filter patterns over plain text: ``ERROR "exact phrase" -DEBUG``, ``?ERROR ?WARN``, ``%regex%``.

AWS: "Using filter patterns to match terms in unstructured log events", CloudWatch Logs user guide.
Terms are words and case counts; what holds more than letters, digits and ``_`` goes in quotes;
``?`` terms count only when there is nothing else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sestrail_tui.local_aws.logs.patterns.value import PatternError, regex

if TYPE_CHECKING:
    from collections.abc import Callable

    Found = Callable[[str], bool]

MAX_REGEXES: Final = 2
TERM: Final = re.compile(
    r"\s*(?P<sign>[?-]?)"
    r'(?:"(?P<phrase>(?:[^"\\]|\\.)*)"|%(?P<regex>(?:[^%\\]|\\.)+)%|(?P<word>[^\s"%]+))(?=\s|$)',
    re.DOTALL,
)


def phrase(text: str) -> Found:
    """Compile one term: found as whole words, wherever it starts and ends with a word character.

    A phrase of blanks matches everything (AWS: "Match everything").
    """
    if not text.strip():
        return lambda _: True
    before = r"(?<!\w)" if re.match(r"\w", text[0]) else ""
    after = r"(?!\w)" if re.match(r"\w", text[-1]) else ""
    search = re.compile(before + re.escape(text) + after).search
    return lambda message: search(message) is not None


def found(term: re.Match[str]) -> Found:
    """Compile what one term looks for, its sign aside."""
    if term["regex"]:
        search = regex(term["regex"]).search
        return lambda message: search(message) is not None
    if term["word"]:
        if not re.fullmatch(r"\w+", term["word"]):
            raise PatternError(f"Invalid character(s) in term '{term['word']}'")
        return phrase(term["word"])
    return phrase(re.sub(r'\\(["\\])', r"\1", term["phrase"]))


def compile_terms(text: str) -> Found:
    """Compile a whole pattern of terms."""
    required: list[Found] = []
    unwanted: list[Found] = []
    optional: list[Found] = []
    at = regexes = 0
    text = text.strip()
    while at < len(text):
        term = TERM.match(text, at)
        if term is None:
            raise PatternError(f"Invalid filter pattern at character {at + 1}")
        at = term.end()
        regexes += term["regex"] is not None
        {"": required, "-": unwanted, "?": optional}[term["sign"]].append(found(term))
    if regexes > MAX_REGEXES:
        raise PatternError("Too many regular expressions: at most two in a pattern")
    if optional and not required and not unwanted:
        return lambda message: any(term(message) for term in optional)
    return lambda message: (
        all(term(message) for term in required) and not any(term(message) for term in unwanted)
    )
