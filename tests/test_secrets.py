"""Nothing of credentials where it does not belong, and nobody else reads what is written."""

from __future__ import annotations

import ast
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sestrail_tui
from sestrail_tui.account.discovery.log_group_names import log_group_names
from sestrail_tui.account.session.credentials import Settled, static
from sestrail_tui.cli.main import _exit_code, sestrail
from sestrail_tui.config.append import append_filter
from sestrail_tui.core.process import crash_report
from sestrail_tui.core.process.private_file import write_private
from sestrail_tui.core.secrets import HIDDEN, without_secrets
from sestrail_tui.local_aws.process import LocalAws
from sestrail_tui.places.connect import AwsConnection
from sestrail_tui.places.options import Options
from sestrail_tui.tui.detail.export import write_rows
from sestrail_tui.tui.preferences.filter_history import FilterHistory
from sestrail_tui.tui.preferences.last_view import LastView, remember
from tests.terminal import Terminal
from tests.tui.world import FrozenClock, record

if TYPE_CHECKING:
    from collections.abc import Callable

SECRET: Final = "wJalrXUtnFEMIxK7MDENGbPxRfiCYEXAMPLEKEY"
TOKEN: Final = "IQoJb3JpZ2luX2VjEXAMPLETOKEN//////////wEaCXVzLWVhc3QtMSJHMEUCIQ=="
SOURCE: Final = Path(sestrail_tui.__file__).parent

# What others say


@pytest.mark.parametrize(
    "said",
    [
        f"The Canonical String: 'POST\n/\n\nhost:x\nx-amz-security-token:{TOKEN}\n\nhost;x'",
        f"GET /?X-Amz-Security-Token={TOKEN}&X-Amz-Signature={SECRET}&Action=GetCallerIdentity",
        f"?x-amz-security-token%3D{TOKEN}",
        f"{{'SecretAccessKey': '{SECRET}', 'SessionToken': '{TOKEN}', 'Expiration': 1}}",
        f'{{"accessToken": "{TOKEN}", "refreshToken": "{TOKEN}", "clientSecret":"{SECRET}"}}',
        f"[default]\naws_secret_access_key = {SECRET}\naws_session_token={TOKEN}",
        f"Authorization: AWS4-HMAC-SHA256 Credential=AKIAX/1/aws4_request, Signature={SECRET}",
        f"Authorization: Bearer {TOKEN}",
        f"Cannot connect to proxy http://me:{SECRET}@proxy.example:3128/",
        f"AWS_SECRET_ACCESS_KEY={SECRET} AWS_SESSION_TOKEN='{TOKEN}'",
        f"Credentials(access_key='AKIAX', secret_key='{SECRET}', token_code={SECRET})",
        f"environ({{'AWS_SECRET_ACCESS_KEY': '{SECRET}', 'HOME': '/home/x'}})",
    ],
)
def test_secrets_are_taken_out_of_what_others_say(said: str) -> None:
    told = without_secrets(said)
    assert SECRET not in told
    assert TOKEN not in told
    assert HIDDEN in told


@pytest.mark.parametrize(
    "said",
    [
        "User: arn:aws:iam::123456789012:user/u is not authorized to perform: logs:FilterLogEvents",
        "The security token included in the request is invalid",
        "The access key id AKIAIOSFODNN7EXAMPLE does not exist",
        "https://logs.us-east-1.amazonaws.com/ did not answer",
        "Invalid nextToken: it has expired",
    ],
)
def test_what_helps_to_fix_it_stays(said: str) -> None:
    assert without_secrets(said) == said


@given(
    st.sampled_from(["aws_secret_access_key", "SessionToken", "x-amz-security-token", "password"]),
    st.sampled_from([" = {}", ": {}", '": "{}"', "={}", "': '{}'"]),
    st.text("ABCDEFxyz0189+/=_-", min_size=8, max_size=200),
)
def test_whatever_the_value_it_goes(name: str, form: str, value: str) -> None:
    assert value not in without_secrets("'" + name + form.format(value) + " and more")


# What a crash shows

CRASHING: Final = f"""
from sestrail_tui.core.clock import SystemClock
from sestrail_tui.tui.app.app import SestrailApp

class Broken:
    async def open(self):
        aws_secret_access_key = "-".join(("{SECRET}", "local"))
        held = {{"SessionToken": "{TOKEN}"}}
        raise RuntimeError("went wrong with aws_session_token={TOKEN}\\x1b]0;owned\\x07")

app = SestrailApp(Broken(), clock=SystemClock())
app.run()
raise SystemExit(app.return_code)
"""


def test_a_crash_of_the_screen_shows_places_and_no_variables(tmp_path: Path) -> None:
    script = tmp_path / "crashing.py"
    script.write_text(CRASHING)
    env = {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path), "COLUMNS": "120"}
    with Terminal([sys.executable, str(script)], columns=120, lines=60, env=env) as terminal:
        assert terminal.end(30) == crash_report.EXIT_CODE
        written = bytes(terminal.written).decode()
    # The line of the source is shown: what is no literal of it is a value.
    for value in (f"{SECRET}-local", f"aws_session_token={TOKEN}", "]0;owned\x07"):
        assert value not in written
    assert "locals" not in written
    assert "holds no variables" in written
    assert "crashing.py" in written
    assert HIDDEN in written


def test_a_crash_of_a_command_shows_none_either(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError(f"secret_key={SECRET}\x1b]0;owned\x07")

    monkeypatch.setattr(sestrail, "main", broken)
    assert _exit_code([]) == crash_report.EXIT_CODE
    said = capsys.readouterr().err
    assert SECRET not in said
    assert "\x1b" not in said
    assert "test_secrets.py" in said


@pytest.mark.slow
def test_a_failing_command_says_nothing_of_its_environment(tmp_path: Path) -> None:
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(sys.path),
        "HOME": str(tmp_path),
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_SESSION_TOKEN": TOKEN,
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    run = [sys.executable, "-m", "sestrail_tui", "tail", "--no-follow", "--output", "text"]
    run += ["--log-group", "CloudTrail/logs", "--idle-timeout", "1s"]
    done = subprocess.run(run, env=env, capture_output=True, timeout=60, check=False)
    assert b"127.0.0.1" in done.stderr or b"No answer" in done.stderr
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for value in (SECRET, TOKEN):
        assert value.encode() not in done.stdout + done.stderr + kept


# What an object says of itself


def test_no_object_says_its_secret() -> None:
    options = Options(credentials=("AKIAX", SECRET))
    aws = LocalAws("http://127.0.0.1:1", "us-east-1", "group", "AKIAX", SECRET, "123456789012")
    connection = AwsConnection(options, FrozenClock())
    for told in (options, aws, static("AKIAX", SECRET), connection):
        assert SECRET not in repr(told)
        assert SECRET not in f"{told}"
    assert SECRET not in repr(Settled(static("AKIAX", SECRET), "us-east-1", "log in"))


# What is written


def _history(path: Path) -> None:
    history = FilterHistory(path)
    history.add("error:*")
    history.save()


def _view(path: Path) -> None:
    remember(path, LastView(theme="light"))


def _names(path: Path) -> None:
    region = f"region {path.exists()}"  # one that is not remembered yet
    log_group_names(None, region, path, ask=lambda *_: ["CloudTrail/logs"])


def _private(path: Path) -> None:
    write_private(path, b"anything")


OWN: Final = (_history, _view, _names, _private)
"""Writers of files that are the program's own."""


@pytest.fixture(autouse=True)
def _open_handed() -> object:
    """Let this machine's own mask hide nothing."""
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("write", OWN)
def test_only_the_owner_reads_what_is_remembered(
    write: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / "state" / "file"
    write(path)
    assert mode(path) == 0o600
    assert mode(path.parent) == 0o700
    path.chmod(0o644)
    write(path)
    assert mode(path) == 0o600
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("write", OWN)
def test_nothing_is_written_through_a_link(write: Callable[[Path], None], tmp_path: Path) -> None:
    target, path = tmp_path / "target", tmp_path / "file"
    target.write_text("theirs")
    path.symlink_to(target)
    write(path)
    assert target.read_text() == "theirs"
    assert not path.is_symlink()
    assert mode(path) == 0o600


def test_what_cannot_be_written_whole_leaves_what_was(tmp_path: Path) -> None:
    path = tmp_path / "folder"
    (path / "inside").mkdir(parents=True)
    with pytest.raises(OSError, match=r"folder"):
        write_private(path, b"x")
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_settings_file_is_its_owners_and_ones_own_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "config" / "config.toml"
    append_filter(path, "mine", "error:*")
    assert mode(path) == 0o600
    linked = tmp_path / "linked.toml"
    linked.symlink_to(path)
    append_filter(linked, "more", "config:a")
    assert linked.is_symlink(), "a person's own file may be kept elsewhere"
    assert "more" in path.read_text()


async def test_an_export_is_its_owners_and_takes_no_name_that_is_taken(tmp_path: Path) -> None:
    path, target = tmp_path / "sends.jsonl", tmp_path / "target"
    assert (await write_rows(path, [record(1)])).ok
    assert mode(path) == 0o600
    link = tmp_path / "link.jsonl"
    link.symlink_to(target)
    outcome = await write_rows(link, [record(1)])
    assert not outcome.ok
    assert "exists" in outcome.sentence
    assert not target.exists()


WRITES: Final = {
    "cli/streaming/run.py",  # /dev/tty
    "cli/standard_streams.py",  # /dev/null
    "config/append.py",
    "core/process/private_file.py",
    "account/recording/leases.py",
    "account/recording/saved_states.py",
    "tui/detail/export.py",
}
"""Modules that open a file to write to it; the tests above, and those of their own, look at each.
Another one belongs into them, or writes by `write_private`."""


def _writes(tree: ast.AST) -> bool:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if ast.unparse(node.func) == "formatter.write_text":  # click's, of a page of help
            continue
        if name in {"write_text", "write_bytes", "mkstemp", "NamedTemporaryFile", "copyfile"}:
            return True
        if name == "open" and any(
            (isinstance(part, ast.Attribute) and part.attr.startswith(("O_WRONLY", "O_RDWR")))
            or (isinstance(part, ast.Constant) and part.value in {"w", "a", "wb", "ab", "x", "xb"})
            for part in ast.walk(node)
        ):
            return True
    return False


def test_no_other_module_writes_files() -> None:
    modules = {path for path in SOURCE.rglob("*.py") if "local_aws" not in path.parts}
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in modules
        if _writes(ast.parse(path.read_text()))
    }
    assert found == WRITES


def test_the_command_leaves_nothing_for_others_to_read(tmp_path: Path) -> None:
    code = (
        "import os, sys, sestrail_tui.__main__ as m; sys.argv = ['sestrail', '--version']\n"
        "try: m.main()\nexcept SystemExit: pass\n"
        "open('made', 'w').close()"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, capture_output=True)
    assert mode(tmp_path / "made") == 0o600
