"""``sestrail logging`` as a process: what it asks, says and changes, and how it ends."""

from __future__ import annotations

import io
import json
import os
import signal
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from sestrail_tui.account.recording.leases import Leases
from sestrail_tui.account.recording.stack.name import NAME
from sestrail_tui.account.recording.stack.template import contents
from sestrail_tui.cli.main import _exit_code
from sestrail_tui.local_aws.account.settings import Settings
from sestrail_tui.local_aws.cloudtrail.trails import OwnTrail, default_selectors
from sestrail_tui.local_aws.wire.faults import Fault
from tests.local_aws.embedded import Aws, in_thread
from tests.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.local_aws.server.server import LocalServer

COMMAND = (sys.executable, "-X", "dev", "-m", "sestrail_tui", "logging")


@pytest.fixture(scope="module")
def running() -> Iterator[LocalServer]:
    with in_thread(Settings(logging_off=True, quotas=False, resource_s=0)) as server:
        yield server


@pytest.fixture
def server(running: LocalServer) -> Iterator[LocalServer]:
    """An account in which no send is recorded."""
    account = running.account
    yield running
    account.trails[:] = [account.trail]
    account.trail.advanced, account.trail.basic = [], default_selectors()
    account.faults.clear()


@pytest.fixture
def env(server: LocalServer, tmp_path: Path) -> dict[str, str]:
    return {
        "AWS_ENDPOINT_URL": server.endpoint,
        "AWS_ACCESS_KEY_ID": "AKIATEST",
        "AWS_SECRET_ACCESS_KEY": "s",
        "AWS_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "HOME": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path / "state"),
    }


@dataclass(frozen=True)
class Done:
    """What a command came to."""

    returncode: int
    stdout: str
    stderr: str


class Sestrail(Protocol):
    """Runs ``sestrail logging ...`` in this process, without a terminal."""

    def __call__(self, *arguments: str) -> Done: ...


@pytest.fixture
def sestrail(
    env: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Sestrail:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    # what fill_closed() and a fresh process would have
    monkeypatch.setattr(sys, "stdin", io.StringIO())

    def run(*arguments: str) -> Done:
        capsys.readouterr()
        code = _exit_code(["logging", *arguments])
        said = capsys.readouterr()
        return Done(code, said.out, said.err)

    return run


def is_on(server: LocalServer) -> bool:
    return any(one["Name"] == "sestrail: SES sends" for one in server.account.trail.advanced)


def test_status_on_and_off(server: LocalServer, sestrail: Sestrail) -> None:
    shown = sestrail("status")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "SES sends  not recorded" in shown.stdout
    assert '+        {"Field": "resources.type", "Equals": ["AWS::SES::EmailIdentity"]}' in (
        shown.stdout
    )
    data = json.loads(sestrail("status", "--output", "json").stdout)[0]
    assert (data["sends"], data["usdFor100000Sends"]) == ("none", 0.175)
    assert data["on"]["AdvancedEventSelectors"][-1]["Name"] == "sestrail: SES sends"

    done = sestrail("on", "--yes")
    assert (done.returncode, done.stdout) == (0, "")
    assert "sestrail logging off --trail ses-sends --region us-east-1" in done.stderr
    assert is_on(server)
    again = sestrail("on", "--yes")
    assert "recorded already" in again.stderr
    assert "Switched on by sestrail" in sestrail("status").stdout

    done = sestrail("off", "--yes")
    assert done.returncode == 0
    assert "as it was before" in done.stderr
    assert (server.account.trail.advanced, server.account.trail.basic) == ([], default_selectors())
    assert "Nothing to do" in sestrail("off", "--yes").stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("on",), 2, "give --yes"),
        (("off",), 2, "give --yes"),
        (("on", "--yes", "--trail", "nope"), 2, "no trail nope"),
        (("on", "--create", "--trail", "x"), 2, "leave --trail out"),
        (("on", "--create", "--yes"), 2, "leave --create out"),
        (("on", "--dry-run", "--for", "1h"), 2, "leave --for out"),
        (("status", "--profile", "nobody"), 3, "nobody"),
    ],
)
def test_wrong_usage_is_one_sentence(
    server: LocalServer, sestrail: Sestrail, arguments: tuple[str, ...], code: int, said: str
) -> None:
    done = sestrail(*arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not is_on(server)


def test_another_accounts_trail_and_several_are_refused(
    server: LocalServer, sestrail: Sestrail
) -> None:
    account = server.account
    other = OwnTrail(account.settings, 1, name="org", account="999999999999", organization=True)
    account.trails.append(other)
    done = sestrail("on", "--yes", "--trail", "org")
    assert (done.returncode, "organization trail of account 999999999999" in done.stderr) == (
        3,
        True,
    )
    assert "organization trail of account" in sestrail("status").stdout
    account.trails.append(OwnTrail(account.settings, 1, name="second", basic=default_selectors()))
    account.trails[-1].advanced = []
    done = sestrail("on", "--yes")
    assert (done.returncode, "ses-sends, second" in done.stderr) == (2, True)
    # off knows which of them it was
    assert sestrail("on", "--yes", "--trail", "second").returncode == 0
    assert sestrail("off", "--yes").returncode == 0
    assert account.trails[-1].advanced == []


def test_the_trails_home_region_is_found_from_another(
    server: LocalServer, sestrail: Sestrail
) -> None:
    there = ("--region", "eu-west-1", "--yes")
    assert "--region us-east-1" in sestrail("on", *there).stderr
    assert is_on(server)
    assert sestrail("off", *there).returncode == 0
    assert not is_on(server)


def test_what_cannot_be_read_of_a_trail_is_said_beside_the_others(
    server: LocalServer, sestrail: Sestrail
) -> None:
    server.account.trails.append(OwnTrail(server.account.settings, 1, name="second"))
    server.account.faults.add(Fault("access_denied", api="GetEventSelectors"))
    done = sestrail("status")
    assert done.returncode == 0
    assert "Trail ses-sends: cloudtrail:GetEventSelectors" in done.stdout
    assert "Trail second in us-east-1: log group" in done.stdout
    server.account.faults.add(Fault("access_denied", api="GetEventSelectors", count=2))
    done = sestrail("status", "--output", "json")
    assert done.returncode == 3
    assert [sorted(one) for one in json.loads(done.stdout)] == [
        ["arn", "error", "sends", "trail"]
    ] * 2


def test_another_trail_that_records_them_too_is_named(
    server: LocalServer, sestrail: Sestrail
) -> None:
    server.account.trails.append(OwnTrail(server.account.settings, 1, name="second"))
    done = sestrail("on", "--yes", "--trail", "ses-sends")
    assert "Trail second in us-east-1 records them too: each copy is charged." in done.stderr


def test_dry_run_and_template_change_nothing(server: LocalServer, sestrail: Sestrail) -> None:
    done = sestrail("on", "--dry-run")
    assert done.stdout.splitlines()[1].startswith("aws cloudtrail put-event-selectors --region us")
    assert "AWS::CloudTrail::Trail" in sestrail("on", "--template").stdout
    assert not is_on(server)
    assert "Nothing to do" in sestrail("off", "--dry-run").stderr


@pytest.fixture
def empty(server: LocalServer) -> Iterator[LocalServer]:
    """An account without a trail; no stack outlives the test."""
    server.account.trails.clear()
    yield server
    server.account.grants.denied.clear()
    for stack in server.account.stacks.every:
        assert stack.deleted, stack.status
    server.account.stacks.every.clear()


def test_a_stack_is_created_shown_and_deleted(empty: LocalServer, sestrail: Sestrail) -> None:
    account = empty.account
    assert "--create" in sestrail("on", "--yes").stderr
    assert "--create" in sestrail("status").stderr
    commands = sestrail("on", "--create", "--dry-run").stdout.splitlines()[1::2]
    assert [one.split()[2] for one in commands] == ["create-stack", "wait"]
    assert account.stacks.every == []
    done = sestrail("on", "--create", "--yes")
    assert done.returncode == 0, done.stderr
    for kind, purpose in contents():
        assert kind in done.stderr
        assert purpose in done.stderr
    assert "about $0.18 for 100,000 sends" in done.stderr
    assert f"log group  {NAME}" in done.stderr
    assert f"sestrail --log-group {NAME}" in done.stderr
    assert [one.is_logging for one in account.trails] == [True]
    assert "recorded already" in sestrail("on", "--create", "--yes").stderr

    shown = sestrail("status").stdout
    assert f"Stack {NAME} in us-east-1" in shown
    assert "state      CREATE_COMPLETE" in shown
    (told,) = json.loads(sestrail("status", "--output", "json").stdout)
    assert set(told["stack"]["holds"]) == {"trail", "log group", "role", "bucket"}

    commands = sestrail("off", "--dry-run").stdout.splitlines()[1::2]
    assert [" ".join(one.split()[1:3]) for one in commands] == [
        "s3 rm", "cloudformation delete-stack", "cloudformation wait",
    ]  # fmt: skip
    assert sestrail("off", "--keep-stack", "--yes").returncode == 0
    assert [one.is_logging for one in account.trails] == [False]
    assert sestrail("on", "--create", "--yes").returncode == 0
    assert [one.is_logging for one in account.trails] == [True]
    done = sestrail("off", "--yes")
    assert (done.returncode, account.trails) == (0, [])
    assert f"role       {NAME}-Writer-" in done.stderr
    assert ("us-east-1", NAME) not in account.groups
    assert "no trail of this account" in sestrail("off", "--yes").stderr


def test_a_failed_creation_says_why_and_the_same_command_tries_again(
    empty: LocalServer, sestrail: Sestrail
) -> None:
    empty.account.grants.deny("your-app", "cloudtrail:CreateTrail")
    done = sestrail("on", "--create", "--yes")
    assert done.returncode == 3
    assert "allow the action cloudtrail:CreateTrail" in done.stderr
    assert "ROLLBACK_COMPLETE" in sestrail("status").stdout
    empty.account.grants.denied.clear()
    commands = sestrail("on", "--create", "--dry-run").stdout.splitlines()[1::2]
    assert [one.split()[2] for one in commands] == ["delete-stack", "wait", "create-stack", "wait"]
    done = sestrail("on", "--create", "--yes")
    assert (done.returncode, "deleted first" in done.stderr) == (0, True)
    assert sestrail("off", "--yes").returncode == 0


def test_an_account_where_cloudformation_is_denied(server: LocalServer, sestrail: Sestrail) -> None:
    grants = server.account.grants
    grants.deny("your-app", "cloudformation:DescribeStacks")
    done = sestrail("on", "--create", "--yes")
    assert done.returncode == 3
    assert "allow the action cloudformation:DescribeStacks" in done.stderr
    done = sestrail("status")
    assert (done.returncode, "cloudformation:DescribeStacks" in done.stderr) == (0, True)
    # what needs no stack does without
    assert sestrail("on", "--yes").stderr.count("cloudformation") == 0
    assert sestrail("off", "--yes").stderr.count("cloudformation") == 0
    assert not is_on(server)
    grants.denied.clear()


def test_a_stack_or_trail_of_that_name_that_is_not_ours_is_left_alone(
    empty: LocalServer, sestrail: Sestrail
) -> None:
    with ExitStack() as open_clients:
        formation = Aws(empty, open_clients).client("cloudformation")
        group = {"Resources": {"G": {"Type": "AWS::Logs::LogGroup"}}}
        formation.create_stack(StackName=NAME, TemplateBody=json.dumps(group))
        done = sestrail("on", "--create", "--yes")
        assert (done.returncode, "lacks the tag created-by=sestrail" in done.stderr) == (3, True)
        assert NAME not in sestrail("status").stdout
        assert "no trail of this account" in sestrail("off", "--yes").stderr
        assert formation.describe_stacks(StackName=NAME)["Stacks"]
        formation.delete_stack(StackName=NAME)
        formation.get_waiter("stack_delete_complete").wait(
            StackName=NAME, WaiterConfig={"Delay": 0.1}
        )
    theirs = OwnTrail(empty.account.settings, 1, name=NAME, log_group="")
    empty.account.trails.append(theirs)
    done = sestrail("on", "--create", "--yes")
    assert (done.returncode, "rename or delete it yourself" in done.stderr) == (3, True)
    assert empty.account.trails == [theirs]


def test_a_stack_whose_trail_is_gone_is_deleted_first(
    empty: LocalServer, sestrail: Sestrail
) -> None:
    assert sestrail("on", "--create", "--yes").returncode == 0
    empty.account.trails.clear()
    done = sestrail("on", "--create", "--yes")
    assert (done.returncode, "`sestrail logging off`" in done.stderr) == (3, True)
    assert sestrail("off", "--yes").returncode == 0


def test_a_stack_that_is_changing_is_waited_for_or_said(
    empty: LocalServer, sestrail: Sestrail
) -> None:
    assert sestrail("on", "--create", "--yes").returncode == 0
    (stack,) = empty.account.stacks.every
    stack.status = "UPDATE_IN_PROGRESS"
    for arguments in (("on", "--create"), ("off",)):
        done = sestrail(*arguments, "--yes")
        assert (done.returncode, "run the command again" in done.stderr) == (3, True)
    stack.status = "CREATE_COMPLETE"
    assert sestrail("off", "--yes").returncode == 0


def test_a_stack_for_a_while_is_stopped_and_stays(empty: LocalServer, sestrail: Sestrail) -> None:
    done = sestrail("on", "--create", "--yes", "--for", "0.2")
    assert done.returncode == 0, done.stderr
    assert [one.is_logging for one in empty.account.trails] == [False]
    assert sestrail("off", "--yes").returncode == 0


def test_what_ends_the_command_while_it_creates_for_a_while_takes_it_back(
    empty: LocalServer, env: dict[str, str], sestrail: Sestrail
) -> None:
    with Terminal(
        [*COMMAND, "on", "--create", "--yes", "--for", "2h"], columns=120, lines=50, env=env
    ) as run:
        run.wait_for("Creating stack")
        os.kill(run.process.pid, signal.SIGTERM)
        assert run.end() == 143
    assert not any(one.is_logging for one in empty.account.trails)
    sestrail("off", "--yes")


@pytest.mark.parametrize(("answer", "code"), [("n\r", 1), ("\x03", 130)])
def test_both_ask_before_they_change_anything(
    empty: LocalServer, env: dict[str, str], sestrail: Sestrail, answer: str, code: int
) -> None:
    with Terminal([*COMMAND, "on", "--create"], columns=120, lines=50, env=env) as terminal:
        terminal.wait_for("Create all of it now? [y/N]", "AWS::CloudTrail::Trail")
        terminal.press(answer)
        assert terminal.end() == code
    assert empty.account.stacks.every == []
    assert sestrail("on", "--create", "--yes").returncode == 0
    with Terminal([*COMMAND, "off"], columns=120, lines=50, env=env) as terminal:
        terminal.wait_for("Delete all of it now? [y/N]", "every file in the bucket")
        terminal.press(answer)
        assert terminal.end() == code
    assert [one.is_logging for one in empty.account.trails] == [True]
    assert sestrail("off", "--yes").returncode == 0


@pytest.mark.parametrize(("answer", "code"), [("n\r", 1), ("\r", 1), ("y\r", 0), ("\x03", 130)])
def test_it_asks_on_a_terminal(
    server: LocalServer, env: dict[str, str], answer: str, code: int
) -> None:
    with Terminal([*COMMAND, "on"], columns=120, lines=50, env=env) as terminal:
        terminal.wait_for("Change trail ses-sends in us-east-1 now? [y/N]", "100,000 sends")
        assert not is_on(server)
        terminal.press(answer)
        assert terminal.end() == code
        assert is_on(server) == (code == 0)
        assert ("Nothing was changed" in terminal.text) == (code == 1)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT])
def test_for_a_while_ends_with_everything_as_it_was(
    server: LocalServer, env: dict[str, str], number: signal.Signals
) -> None:
    with Terminal([*COMMAND, "on", "--yes", "--for", "2h"], columns=120, lines=50, env=env) as run:
        run.wait_for("Should this process be killed: sestrail logging off --trail ses-sends")
        assert is_on(server)
        os.kill(run.process.pid, number)
        assert run.end() == 128 + number
        assert "is as it was before" in run.text
    assert server.account.trail.basic == default_selectors()


def test_for_a_while_ends_by_itself(server: LocalServer, sestrail: Sestrail) -> None:
    done = sestrail("on", "--yes", "--for", "0.2")
    assert (done.returncode, is_on(server)) == (0, False)
    assert "Ctrl-C" in done.stderr


def test_sends_that_others_record_are_not_switched_off(
    server: LocalServer, sestrail: Sestrail
) -> None:
    own = [{"Field": "eventCategory", "Equals": ["Data"]}]
    own += [{"Field": "resources.type", "Equals": ["AWS::SES::EmailIdentity"]}]
    server.account.trail.advanced = [{"Name": "theirs", "FieldSelectors": own}]
    done = sestrail("on", "--yes", "--for", "1h")
    assert (done.returncode, "nothing is switched off" in done.stderr) == (0, True)
    assert "not sestrail's" in sestrail("off", "--yes").stderr


def note(env: dict[str, str]) -> Path:
    return Path(env["XDG_STATE_HOME"]) / "sestrail/logging/us-east-1_123456789012_trail_ses-sends"


def leases(env: dict[str, str]) -> Leases:
    return Leases(note(env).with_suffix(".leases"))


def test_the_shorter_of_two_leaves_it_on_for_the_longer(
    server: LocalServer, env: dict[str, str], sestrail: Sestrail
) -> None:
    with Terminal([*COMMAND, "on", "--yes", "--for", "2h"], columns=200, lines=50, env=env) as run:
        run.wait_for("Should this process be killed: sestrail logging off --trail ses-sends")
        done = sestrail("on", "--yes", "--for", "0.2")
        assert (done.returncode, is_on(server)) == (0, True)
        assert "SES sends stay on at trail ses-sends in us-east-1: another" in done.stderr
        assert "as it was before" not in done.stderr
        os.kill(run.process.pid, signal.SIGQUIT)
        assert run.end() == 131
        assert "is as it was before" in run.text
    assert server.account.trail.basic == default_selectors()
    assert leases(env).others() == ()
    assert not list(note(env).parent.glob("*/for-*"))


def test_what_was_asked_for_until_off_stays_on(
    server: LocalServer, env: dict[str, str], sestrail: Sestrail
) -> None:
    with Terminal([*COMMAND, "on", "--yes", "--for", "2h"], columns=200, lines=50, env=env) as run:
        run.wait_for("Should this process be killed: sestrail logging off --trail ses-sends")
        assert sestrail("on", "--yes").returncode == 0
        os.kill(run.process.pid, signal.SIGUSR1)
        run.end()
        assert "SES sends stay on" in run.text
    assert is_on(server)
    assert "as it was before" in sestrail("off", "--yes").stderr


def test_a_trail_that_is_deleted_leaves_nothing_behind(
    server: LocalServer, env: dict[str, str], sestrail: Sestrail
) -> None:
    account = server.account
    kept = account.trail
    account.trails.append(OwnTrail(account.settings, 1, name="second", basic=default_selectors()))
    account.trails[-1].advanced = []
    second = ("--trail", "second")
    with Terminal(
        [*COMMAND, "on", "--yes", "--for", "2h", *second], columns=200, lines=50, env=env
    ) as run:
        run.wait_for("Should this process be killed")
        account.trails[:] = [kept]
        os.kill(run.process.pid, signal.SIGTERM)
        assert run.end() == 143
        assert "Trail second in us-east-1 does not exist any more" in run.text
    account.trails.append(OwnTrail(account.settings, 1, name="third", basic=default_selectors()))
    account.trails[-1].advanced = []
    assert sestrail("on", "--yes", "--trail", "third").returncode == 0
    account.trails[:] = [kept]
    done = sestrail("off", "--yes", "--trail", "third")
    assert (done.returncode, "does not exist any more" in done.stderr) == (0, True)
    assert not list(note(env).parent.glob("*.json"))


def test_what_somebody_changed_meanwhile_is_not_said_to_be_as_before(
    server: LocalServer, env: dict[str, str], sestrail: Sestrail
) -> None:
    with Terminal([*COMMAND, "on", "--yes", "--for", "2h"], columns=200, lines=50, env=env) as run:
        run.wait_for("Should this process be killed")
        mine = server.account.trail.advanced
        theirs = {
            "Name": "theirs",
            "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}],
        }
        server.account.trail.advanced = [*mine, theirs]
        os.kill(run.process.pid, signal.SIGINT)
        assert run.end() == 130
        assert "Somebody changed the trail's selectors since" in run.text
        assert "as it was before" not in run.text
    assert theirs in server.account.trail.advanced
    assert not is_on(server)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"null", b"[]", b"\xff\xfe{}", b"[" * 100_000, b" " * 2_000_000,
        b'{"trail":"t","at_ms":1,"before":{"AdvancedEventSelectors":"x"},"wrote":{}}',
    ],
)  # fmt: skip
def test_a_note_that_cannot_be_used_is_one_sentence(
    server: LocalServer, env: dict[str, str], sestrail: Sestrail, content: bytes
) -> None:
    assert sestrail("on", "--yes").returncode == 0
    path = note(env).with_suffix(".json")
    path.write_bytes(content)
    done = sestrail("off", "--yes")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (3, "", 1)
    assert "The note of what the trail was like before cannot be used" in done.stderr
    assert is_on(server)
    shown = sestrail("status", "--output", "json")
    assert (shown.returncode, json.loads(shown.stdout)[0]["switchedOnBySestrail"]) == (3, None)
    assert sestrail("status").returncode == 3
    path.unlink()
    assert sestrail("off", "--yes").returncode == 0
    assert not is_on(server)
