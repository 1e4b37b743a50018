"""Each question that the doctor asks, refused or failing, alone and together with all others.

Whatever it is that AWS does not say: the verdict is never good without evidence, nothing that was
not seen is called absent, and what is known to be missing is still said, with its command.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import pytest

from sestrail_tui.account.aws_cli import AwsCli
from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.source_errors import to_source_error
from sestrail_tui.account.report import NOT_SEEN, Finding, Level, Report
from sestrail_tui.account.session.clients import Clients
from sestrail_tui.account.session.credentials import static
from sestrail_tui.core.clock import SystemClock
from sestrail_tui.core.errors import (
    AccessDenied,
    CredentialsRejected,
    SourceError,
    Throttled,
    Unreachable,
)
from sestrail_tui.doctor.examine import ExamineOptions, gather_facts
from sestrail_tui.doctor.facts.asker import Asker
from sestrail_tui.doctor.findings.judge import judge
from sestrail_tui.places.registry import checks
from tests.account.errors.refusals import ALLOWED_BY_IAM, REFUSED_BY, client_error
from tests.doctor.tried_commands import assert_tried

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sestrail_tui.account.session.clients import Service
    from tests.local_aws.embedded import Aws

CREATE: Final = "sestrail logging on --create --region us-east-1"
SWITCH: Final = "sestrail logging on --trail ses-sends --region us-east-1"
ABSENT: Final[dict[str, tuple[str, str]]] = {
    "cloudtrail:DescribeTrails": ("trails", "There is none"),
    "logs:DescribeLogGroups": ("group.there", "does not exist"),
    "cloudtrail:ListEventDataStores": ("lake", "There is no event data store"),
    "s3:ListBucket": ("bucket.read", "It can be listed"),
    "cloudtrail:GetEventSelectors": ("trail.selectors", "It records"),
    "cloudtrail:GetTrailStatus": ("trail.logging", "It is"),
    "logs:FilterLogEvents": ("group.read", "It can be read"),
    "cloudtrail:LookupEvents": ("event-history", "It may be used"),
    "logs:StartLiveTail": ("live", "It may be used"),
    "ses:GetAccount": ("ses.sending", "messages sent"),
    "ses:ListEmailIdentities": ("ses.identities", "can send"),
    "cloudtrail:ListChannels": ("channels", "It takes"),
    "cloudformation:DescribeStacks": ("stack", "`sestrail logging on --create` created"),
}
"""What no finding may say where the question was not answered: its check, and the words."""


@dataclass(frozen=True)
class World:
    """How an account is set up, and what is known of it when every question is answered."""

    name: str
    make: Callable[[Aws], object]
    settings: dict[str, Any]
    seen: bool
    """Whether sends would be seen."""
    check: str = ""
    """The main finding."""
    command: str = ""
    hidden_by: tuple[str, ...] = ()
    """The questions without whose answers the main finding cannot be known."""


def no_trail(aws: Aws) -> None:
    aws.client("cloudtrail").delete_trail(Name="ses-sends")


def stop(aws: Aws) -> None:
    aws.client("cloudtrail").stop_logging(Name="ses-sends")


def no_selector(aws: Aws) -> None:
    aws.server.account.trail.advanced = [
        {"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}]}
    ]


WORLDS: Final = (
    World("all is well", lambda aws: aws, {}, seen=True),
    World("a bucket alone", lambda aws: aws, {"log_file_s": 60}, seen=True),
    World("no trail", no_trail, {}, False, "trails", CREATE, ("cloudtrail:DescribeTrails",)),
    World("switched off", stop, {}, False, "trail.logging", "",
          ("cloudtrail:DescribeTrails", "cloudtrail:GetTrailStatus")),
    World("no selector", no_selector, {}, False, "trail.selectors", SWITCH,
          ("cloudtrail:DescribeTrails", "cloudtrail:GetEventSelectors")),
)  # fmt: skip


def judged(world: World, report: Report, failed: tuple[str, ...]) -> None:
    """Hold a report against what is true."""
    verdict, known = report.verdict, {one.check: one for one in report.findings}
    assert (report.exit_code == 0) == (verdict.level in (Level.GOOD, Level.WARNING))
    if not world.seen:
        assert report.exit_code == NOT_SEEN
        assert verdict.level in (Level.MISSING, Level.UNKNOWN)
        assert "Yes" not in verdict.says
    for operation in failed:
        if operation in ABSENT:
            check, words = ABSENT[operation]
            said = [one.says for one in report.findings if one.check == check]
            assert not [says for says in said if says.startswith(words)], (check, said)
    if failed and not world.seen and not set(failed) & set(world.hidden_by):
        main = known[world.check]
        assert main.level is Level.MISSING
        assert main.fix is not None
        if len(failed) == 1:
            assert _first_clause(main) in verdict.says
            assert verdict.fix is not None
            shown = verdict.fix.easier_shell or verdict.fix.shell[0]
            assert shown == world.command or not world.command
    if set(failed) & {"cloudtrail:DescribeTrails"}:
        assert verdict.level in (Level.UNKNOWN, Level.MISSING)


def _first_clause(finding: Finding) -> str:
    return finding.says.partition(":")[0].partition(".")[0]


class Recorder(Asker):
    """Asks, and keeps every answer."""

    def __init__(self, aws: Aws) -> None:
        self.clients = Clients(static("AKIATEST", "secret"), endpoint_url=aws.server.endpoint)
        super().__init__(self.clients, "log in", SystemClock())
        self.answers: dict[tuple[str, str], Any] = {}

    async def ask(
        self,
        service: Service,
        region: str,
        action: str,
        do: Callable[[Any], Awaitable[Any]],
        target: str = "",
    ) -> Any:
        answer = await super().ask(service, region, action, do, target)
        self.answers[action, f"{target} {do.__qualname__}"] = answer
        return answer


class Replay(Asker):
    """Answers as a recorder was answered, but for what is refused or fails."""

    def __init__(self, answers: dict[tuple[str, str], Any], failed: dict[str, SourceError]) -> None:
        self._answers = answers
        self._failed = failed
        self.ahead_ms = 0

    async def ask(
        self,
        service: Service,
        region: str,
        action: str,
        do: Callable[[Any], Awaitable[Any]],
        target: str = "",
    ) -> Any:
        return self._failed.get(action) or self._answers[action, f"{target} {do.__qualname__}"]


async def recorded(aws: Aws) -> dict[tuple[str, str], Any]:
    recorder = Recorder(aws)
    try:
        await gather_facts(
            recorder, "us-east-1", ExamineOptions("us-east-1"), SystemClock(), checks()
        )
    finally:
        await recorder.clients.close()
    return recorder.answers


def replayed(answers: dict[tuple[str, str], Any], failed: dict[str, SourceError]) -> Report:
    replay = Replay(answers, failed)
    told = asyncio.run(
        gather_facts(replay, "us-east-1", ExamineOptions("us-east-1"), SystemClock(), checks())
    )
    report = Report(judge(told, AwsCli()), told.account, "us-east-1")
    assert_tried(report.findings)
    return report


def refused(*actions: str) -> dict[str, SourceError]:
    return {action: AccessDenied(f"{action} was refused.") for action in actions}


@pytest.mark.parametrize("world", WORLDS, ids=lambda one: one.name)
def test_whatever_aws_does_not_say(world: World, fresh: Callable[..., Aws]) -> None:
    aws = fresh(**world.settings)
    aws.client("ses").verify_email_identity(EmailAddress="shop@example.com")
    world.make(aws)
    answers = asyncio.run(recorded(aws))
    actions = sorted({action for action, _ in answers})
    assert len(actions) >= 8
    judged(world, replayed(answers, {}), ())
    for several in (*combinations(actions, 1), *combinations(actions, 2), tuple(actions)):
        report = replayed(answers, refused(*several))
        judged(world, report, several)
        for action in several:
            said = [one for one in report.findings if action in one.says]
            if len(several) == 1 and action != "sts:GetCallerIdentity":
                assert any(one.level is not Level.GOOD for one in said), action
    for action in actions:
        for error in (Unreachable, Throttled, SourceError):
            report = replayed(answers, {action: error(f"{action} did not go through.")})
            judged(world, report, (action,))
            assert [one for one in report.findings if action in one.says], action


@pytest.mark.parametrize("reason", REFUSED_BY)
def test_iam_commands_are_offered_only_where_they_help(
    reason: str, fresh: Callable[..., Aws]
) -> None:
    helped = set()
    for lake in (False, True):
        answers = asyncio.run(recorded(fresh(lake=lake)))
        for action in sorted({action for action, _ in answers}):
            denied = client_error("AccessDeniedException", f"User: u may not {reason}")
            error = to_source_error(denied, CallName(action, "us-east-1"))
            assert isinstance(error, AccessDenied)
            report = replayed(answers, {action: error})
            offered = [one.fix for one in report.findings if one.fix and action in one.says]
            if reason == ALLOWED_BY_IAM:
                if any("put-user-policy" in " ".join(fix.shell) for fix in offered):
                    helped.add(action)
                continue
            assert not any("iam put-" in " ".join(fix.shell) for fix in offered)
            assert not any(fix.console.startswith("IAM") for fix in offered)
            if offered and report.verdict.fix not in offered:
                assert any(error.policy in fix.note for fix in offered)
                helped.add(action)
    assert len(helped) >= 6


def test_where_policies_of_others_refuse_everything_no_iam_policy_is_printed(
    fresh: Callable[..., Aws],
) -> None:
    answers = asyncio.run(recorded(fresh()))
    every: dict[str, SourceError] = {
        action: AccessDenied(f"{action} was refused.", "an SCP") for action, _ in answers
    }
    fix = replayed(answers, every).verdict.fix
    assert fix is None or not fix.commands
    every = {action: CredentialsRejected(f"{action} was refused.") for action, _ in answers}
    fix = replayed(answers, every).verdict.fix
    assert fix is None or "policy" not in fix.shell[0]


def test_where_everything_is_refused_the_policy_is_asked_for(fresh: Callable[..., Aws]) -> None:
    answers = asyncio.run(recorded(fresh()))
    report = replayed(answers, refused(*(action for action, _ in answers)))
    assert report.verdict.level is Level.UNKNOWN
    assert report.verdict.fix is not None
    assert report.verdict.fix.shell[0] == "sestrail policy tail doctor --region us-east-1"


def test_a_log_group_that_may_not_be_read_is_in_the_headline(fresh: Callable[..., Aws]) -> None:
    answers = asyncio.run(recorded(fresh()))
    report = replayed(answers, refused("logs:FilterLogEvents"))
    assert report.verdict.level is Level.WARNING
    assert "But: logs:FilterLogEvents was refused." in report.verdict.says
    assert "some minutes later than in a log group" in report.verdict.says
