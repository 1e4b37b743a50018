"""Who calls, from where, with which clock, and whether SES is used there at all. Pure."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Final

from sestrail_tui.account.report import Finding, Fix, Level
from sestrail_tui.core.errors import CredentialsRejected, SourceError, Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.account.aws_cli import AwsCli
    from sestrail_tui.doctor.facts.facts import Facts

_RUN: Final = re.compile(r"run `(aws [^`]+)`")
"""The command that a sentence about credentials tells to run."""
_IN_FILES: Final = ("shared-credentials-file", "config-file")
"""botocore's names for what `aws configure` writes."""
SKEW_WARNING_MS: Final = 30_000
SKEW_REFUSED_MS: Final = 300_000
"""AWS: "Create a signed AWS API request": a request is to reach AWS within five minutes of the
time stamp in it."""


def judge_account(facts: Facts, aws: AwsCli) -> Iterator[Finding]:
    """Say what there is to say before anything is recorded."""
    yield judge_caller(facts, aws)
    yield _region(facts)
    yield _clock(facts)
    yield from _ses(facts, aws)


def judge_caller(facts: Facts, aws: AwsCli) -> Finding:
    """Say who calls, or why nobody is known to."""
    check, title, caller = "caller", "Caller", facts.caller
    if isinstance(caller, SourceError):
        if facts.looked:
            means = "Who calls is not known; the rest is looked at all the same."
            return Finding(check, title, Level.UNKNOWN, caller.message, means)
        return Finding(
            check,
            title,
            Level.MISSING,
            caller.message,
            "Nothing can be read until this is fixed.",
            _caller_fix(facts, caller, aws),
        )
    if caller.arn.endswith(":root"):
        return Finding(
            check,
            title,
            Level.WARNING,
            f"{caller.arn}: the root user of the account.",
            "It may do everything; reading sends needs very little.",
            Fix((aws.sestrail("policy"),), note="Prints the least that a role or user needs."),
        )
    return Finding(check, title, Level.GOOD, caller.arn or f"account {caller.account}")


def _caller_fix(facts: Facts, error: SourceError, aws: AwsCli) -> Fix | None:
    """Return the command that lets calls go through; none where no command is known to."""
    if isinstance(error, Unreachable):
        if facts.endpoint_variable:
            note = "It leads calls to another place than AWS."
            return Fix((("unset", facts.endpoint_variable),), note=note)
        return None
    if found := _RUN.search(error.message):
        command = tuple(shlex.split(found[1]))
        named = facts.profile and "--profile" not in command
        return Fix(((*command, "--profile", facts.profile) if named else command,))
    if isinstance(error, CredentialsRejected) and facts.credentials_method in _IN_FILES:
        return Fix((aws("configure"),), note="Asks for the keys, and writes them down.")
    if facts.credentials_method == "env":
        return Fix(note="The keys come from environment variables: export others.")
    return None


def _region(facts: Facts) -> Finding:
    check, title = "region", "Region"
    if facts.regions and facts.region not in facts.regions:
        return Finding(
            check,
            title,
            Level.WARNING,
            f"{facts.region} is none of the regions where this program knows SES to be.",
            "A region that is mistyped has nothing to show; a new one is fine.",
            Fix((("sestrail", "doctor", "--region", "us-east-1"),)),
        )
    return Finding(check, title, Level.GOOD, facts.region)


def _clock(facts: Facts) -> Finding:
    check, title, ahead_ms = "clock", "Clock", facts.ahead_ms
    if ahead_ms is None:
        return Finding(check, title, Level.UNKNOWN, "AWS's answer brought no date to compare with.")
    off_ms, way = abs(ahead_ms), "ahead of" if ahead_ms > 0 else "behind"
    if off_ms < SKEW_WARNING_MS:
        return Finding(check, title, Level.GOOD, f"within {max(1, off_ms // 1000)} s of AWS's")
    refused = off_ms >= SKEW_REFUSED_MS
    return Finding(
        check,
        title,
        Level.MISSING if refused else Level.WARNING,
        f"This machine's clock is {off_ms // 1000} s {way} AWS's.",
        "AWS refuses signatures that are more than five minutes off."
        if refused
        else "Lag and 'read through' are off by that much, and signatures soon may be.",
        Fix((("sudo", "timedatectl", "set-ntp", "true"),)),
    )


def _ses(facts: Facts, aws: AwsCli) -> Iterator[Finding]:
    ses, identities, region = facts.ses, facts.identities, facts.region
    if ses is None:
        return
    if isinstance(ses, SourceError):
        yield Finding(
            "ses.sending",
            "SES here",
            Level.UNKNOWN,
            ses.message,
            "Nothing depends on it: whether SES is used here is not known.",
        )
    elif not ses.sending_enabled:
        yield Finding(
            "ses.sending",
            "SES here",
            Level.WARNING,
            f"Sending is paused for the whole account in {region}.",
            "Every send is refused (AccountSendingPausedException); nothing goes out.",
            Fix(
                (aws("sesv2", "put-account-sending-attributes", "--sending-enabled",
                     region=region),),
                note="Find out first why it was paused.",
            ),
        )  # fmt: skip
    else:
        quota = ses.send_quota
        sandbox = "" if ses.production_access_enabled else " In the sandbox: to verified only."
        yield Finding(
            "ses.sending",
            "SES here",
            Level.GOOD,
            f"{quota.sent_last24_hours:,.0f} of {quota.max24_hour_send:,.0f} messages sent in the "
            f"last 24 hours in {region}, over SMTP too.{sandbox}",
        )
    if identities is None:
        return
    if isinstance(identities, SourceError):
        yield Finding("ses.identities", "Identities", Level.UNKNOWN, identities.message)
        return
    can_send = [one.identity_name for one in identities if one.sending_enabled]
    if can_send:
        more = f" and {len(can_send) - 2} more" if len(can_send) > 2 else ""
        yield Finding(
            "ses.identities",
            "Identities",
            Level.GOOD,
            f"{', '.join(can_send[:2])}{more} can send from {region}",
        )
        return
    yield Finding(
        "ses.identities",
        "Identities",
        Level.WARNING,
        f"No address or domain can send from {region}"
        + (f"; {len(identities)} await verification." if identities else "."),
        "Every send here is refused, or your app sends in another region: look there with "
        "--region.",
        Fix(
            (aws("sesv2", "create-email-identity", "--email-identity", "sender@example.com",
                 region=region),),
            note="With your own address in its place; SES mails a link to it.",
        ),
    )  # fmt: skip
