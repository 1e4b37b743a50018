"""What all findings come to: whether a send would be seen, and the one thing to do next. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.account.report import Finding, Fix, Level
from sestrail_tui.doctor.findings.delivery_paths import likely_ways

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sestrail_tui.doctor.findings.delivery_paths import Way


LIMITS: Final = (
    Finding(
        "never",
        "Never seen",
        Level.NOTE,
        "Sends over SMTP, recipients, subjects, content, and whether mail arrived: CloudTrail "
        "records none of them.",
    ),
    Finding(
        "not-checked",
        "Not checked",
        Level.NOTE,
        "SQS queues (--queue), Athena tables (key H), what other log groups, buckets and regions "
        "hold, and the keys of KMS: nothing good or bad is said of them.",
    ),
)
"""What is true of every account, and of none of them looked at."""
_TITLE: Final = "Sends would be seen"


def verdict(findings: Sequence[Finding], ways: Sequence[Way]) -> Finding:
    """Say whether sends made now would be seen.

    ``findings`` are softened already; ``ways`` are those that were whole before.
    """
    broken = [one for one in findings if one.level is Level.MISSING]
    if ways:
        some = list(_troubles(findings, ways))
        late = all(way[-1] == "bucket" for way in ways)
        when = (
            "some minutes later than in a log group"
            if late
            else "about five minutes after the call"
        )
        where = "; ".join(", ".join(way) for way in ways)
        return Finding(
            "verdict",
            _TITLE,
            Level.WARNING if some else Level.GOOD,
            f"Yes, {when}, by: {where}." + (f" But: {some[0].says}" if some else ""),
            fix=some[0].fix if some else None,
        )
    if likely_ways(findings):
        unknown = next(one for one in findings if one.way and one.level is Level.UNKNOWN)
        known = f" {_why(broken)}" if broken else ""
        return Finding(
            "verdict",
            "Would sends be seen?",
            Level.UNKNOWN,
            f"That cannot be told.{known} {unknown.title}: {unknown.says}",
            fix=_next(broken) or unknown.fix,
        )
    return Finding(
        "verdict", "No send would be seen", Level.MISSING, _why(broken), fix=_next(broken)
    )


def _troubles(findings: Sequence[Finding], ways: Sequence[Way]) -> Iterator[Finding]:
    """Return the warnings on the ways that are whole, and what is broken beside a slower one.

    A trail's bucket serves where its log group does not, which is worth a word; where a log group
    serves, a bucket that does not is none.
    """
    parts = {way[:length] for way in ways for length in range(1, len(way) + 1)}
    slower = {way[:-1] for way in ways if way[-1] == "bucket"}
    slower -= {way[:-1] for way in ways if way[-1] == "log group"}
    beside = [
        one
        for one in findings
        if one.level in (Level.WARNING, Level.UNKNOWN)
        and one.way[:-1] in slower
        and one.way[-1] == "log group"
    ]
    yield from sorted(beside, key=lambda one: one.fix is None)  # first what can be fixed
    for one in findings:
        if one.level is Level.WARNING and one.way in parts:
            yield one


def _why(broken: Sequence[Finding]) -> str:
    if not broken:
        return "Nothing that records sends was found."
    first = broken[0]
    return f"{first.title}: {first.says}"


def _next(broken: Sequence[Finding]) -> Fix | None:
    """Return the one thing to do next: what fixes the first of what is missing."""
    for one in broken:
        if (fix := one.fix) is None:
            continue
        if fix.easier:
            note = "Shows the change and its cost, and asks before it writes."
            return Fix((fix.easier,), note=note)
        return fix
    return None
