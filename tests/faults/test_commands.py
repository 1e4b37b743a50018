"""Each class of failure under each command: its sentence, its exit code, and that it is at once.

Nothing of what is wrong on this machine is tried again, and nothing is told of AWS.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pytest

from tests.fault_table import PROPERTY, Tried
from tests.faults.proxy import answering
from tests.paths import DATA
from tests.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SESTRAIL: Final = (sys.executable, "-m", "sestrail_tui")
COMMANDS: Final = {
    "tail": ("tail", "--output", "jsonl"),
    "wait": ("wait", "from:nobody", "--timeout", "60s"),
    "doctor": ("doctor",),
    "logging status": ("logging", "status"),
    "policy": ("policy", "--discover"),
}
KEYS: Final = "aws_access_key_id = AKIATEST\naws_secret_access_key = s\n"
AT_ONCE_S: Final = 30
"""Half of what `wait` would wait; a process starts within seconds on a loaded machine."""


@dataclass(frozen=True)
class Fault:
    """What is set up, and what is to be said of it; HERE is the test's own folder."""

    says: tuple[str, ...]
    config: str = f"[default]\nregion = us-east-1\n{KEYS}"
    credentials: str | bytes = ""
    variables: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    proxy: tuple[int, dict[str, str]] | None = None
    """The status and headers of the proxy that HTTPS_PROXY and HTTP_PROXY name."""


def helper(command: str) -> str:
    return f"[default]\nregion = us-east-1\ncredential_process = {command}\n"


SETUP: Final = {
    "helper missing": Fault(("(/no/such/helper)", "no such program", "HERE/config"),
                            helper("/no/such/helper --pin")),
    "helper may not be run": Fault(("(HERE/helper)", "Permission denied"),
                                   helper("HERE/helper"), files={"helper": "#!/bin/sh\n"}),
    "helper prints text": Fault(("(echo)", "printed no JSON"), helper("echo hello")),
    "helper prints nothing": Fault(("(true)", "printed nothing"), helper("true")),
    "helper prints a list": Fault(("(echo)", "other JSON"), helper("echo []")),
    "helper of another version": Fault(
        ("printed Version 2",),
        helper("""echo '{"Version": 2, "AccessKeyId": "a", "SecretAccessKey": "b"}'"""),
    ),
    "helper fails": Fault(("(sh)", "exit code 3", "saying: the card is locked"),
                          helper("sh -c 'echo the card is locked >&2; exit 3'")),
    "helper asks for a PIN": Fault(("(sh)", "without a terminal"),
                                   helper("sh -c 'read pin < /dev/tty && echo $pin'")),
    "helper reads stdin": Fault(("(sh)", "without a terminal"),
                                helper("sh -c 'read pin && echo $pin'")),
    "token file missing": Fault(
        ("HERE/token", "No such file", "web_identity_token_file"),
        "[default]\nregion = us-east-1\nrole_arn = arn:aws:iam::1:role/a\n"
        "web_identity_token_file = HERE/token\n",
    ),
    "token file of a variable missing": Fault(
        ("HERE/token", "AWS_WEB_IDENTITY_TOKEN_FILE"), "[default]\nregion = us-east-1\n",
        variables={"AWS_WEB_IDENTITY_TOKEN_FILE": "HERE/token", "AWS_ROLE_ARN":
                   "arn:aws:iam::1:role/a"},
    ),
    "endpoint without a scheme": Fault(("localhost:4566", "http://", "AWS_ENDPOINT_URL"),
                                       variables={"AWS_ENDPOINT_URL": "localhost:4566"}),
    "CA bundle missing": Fault(("HERE/ca.pem", "No such file", "AWS_CA_BUNDLE"),
                               variables={"AWS_CA_BUNDLE": "HERE/ca.pem"}),
    "CA bundle of another kind": Fault(("HERE/ca.pem", "PEM", "AWS_CA_BUNDLE"),
                                       variables={"AWS_CA_BUNDLE": "HERE/ca.pem"},
                                       files={"ca.pem": "hello"}),
    "profile unknown": Fault(("nobody", "AWS_PROFILE"), variables={"AWS_PROFILE": "nobody"}),
    "source_profile loops": Fault(
        ("HERE/config", "nfinite loop"),
        "[default]\nregion = us-east-1\nrole_arn = arn:aws:iam::1:role/a\nsource_profile = b\n"
        "[profile b]\nrole_arn = arn:aws:iam::1:role/b\nsource_profile = default\n",
    ),
    "config file broken": Fault(("HERE/config", "cannot be read"), "[default\nregion"),
    "config file of a variable missing": Fault(
        ("AWS_CONFIG_FILE names HERE/other",), variables={"AWS_CONFIG_FILE": "HERE/other",
                                                          "AWS_REGION": "us-east-1"},
    ),
    "byte order mark": Fault(("HERE/credentials", "byte order mark"), "[default]\n"
                             "region = us-east-1\n", f"\N{BYTE ORDER MARK}[default]\n{KEYS}"),
    "cache damaged": Fault(
        (".aws/cli/cache/", ".json", "Delete the file"),
        "[default]\nregion = us-east-1\nrole_arn = arn:aws:iam::1:role/a\nsource_profile = b\n"
        f"role_session_name = s\n[profile b]\n{KEYS}",
    ),
    "region has an odd form": Fault(("a_b", "--region"), variables={"AWS_REGION": "a_b"}),
    "proxy wants a login": Fault(("proxy wants a login", "407", "HTTPS_PROXY"), proxy=(407, {})),
    "proxy refuses": Fault(("refused the way to AWS", "403", "HTTPS_PROXY"), proxy=(403, {})),
    "proxy of a plain endpoint wants a login": Fault(
        ("proxy wants a login", "407"), proxy=(407, {"Proxy-Authenticate": "Basic"}),
        variables={"AWS_ENDPOINT_URL": "http://aws.example"},
    ),
    "proxy of a plain endpoint refuses": Fault(
        ("something between here and AWS", "403"), proxy=(403, {}),
        variables={"AWS_ENDPOINT_URL": "http://aws.example"},
    ),
}  # fmt: skip
NETWORK: Final = {
    "captive portal": Fault(("web page with status 200", "captive portal"), proxy=(200, {}),
                            variables={"AWS_ENDPOINT_URL": "http://aws.example"}),
    "captive portal sends elsewhere": Fault(
        ("web page with status 302", "captive portal"),
        proxy=(302, {"Location": "http://login.example/"}),
        variables={"AWS_ENDPOINT_URL": "http://aws.example"},
    ),
    "proxy has a fault": Fault(("web page with status 502",), proxy=(502, {}),
                               variables={"AWS_ENDPOINT_URL": "http://aws.example"}),
    "no proxy": Fault(("no proxy answers", "HTTPS_PROXY (127.0.0.1:9)"),
                      variables={"HTTPS_PROXY": "http://127.0.0.1:9"}),
}  # fmt: skip


ORDINARY: Final = ("helper missing", "CA bundle missing", "proxy wants a login", "cache damaged")
CELLS: Final = [
    *((name, "tail") for name in SETUP),
    *((name, command) for name in ORDINARY for command in COMMANDS if command != "tail"),
]
"""Every fault under one command, and a fault of each kind under every other: each is a process."""


def set_up(fault: Fault, folder: Path, stack: ExitStack) -> dict[str, str]:
    """Put a fault's files there; give the environment."""

    def here(text: str) -> str:
        return text.replace("HERE", str(folder))

    (folder / "config").write_text(here(fault.config))
    (folder / "credentials").write_text(str(fault.credentials), encoding="utf-8")
    for name, text in fault.files.items():
        (folder / name).write_text(text)
    cut = ("AWS_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY")
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(cut)}
    proxy = {}
    if fault.proxy is not None:
        url = stack.enter_context(answering(*fault.proxy))
        proxy = {"HTTPS_PROXY": url, "HTTP_PROXY": url}
    return {
        **kept,
        **proxy,
        "HOME": str(folder),
        "AWS_CONFIG_FILE": str(folder / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(folder / "credentials"),
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_COLOR": "1",
        **{name: here(value) for name, value in fault.variables.items()},
    }


def damage_cache(folder: Path) -> None:
    """Write damaged files under the names that botocore makes of the profile's role."""
    from sestrail_tui.account.session.botocore_session import BotocoreSession

    cache = folder / ".aws" / "cli" / "cache"
    cache.mkdir(parents=True)
    names: list[str] = []

    class Noting(dict[str, object]):
        def __contains__(self, key: object) -> bool:
            names.append(str(key))
            return False

    session = BotocoreSession(None, lambda _: "")
    role = session.get_component("credential_provider").get_provider("assume-role")
    role.cache = Noting()
    role.load()._refresh_using.__self__._load_from_cache()
    (cache / f"{names[0]}.json").write_text('{"Credentials"')


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("name", "command"), CELLS)
def test_what_is_wrong_here_is_told_at_once(
    name: str,
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    fault = SETUP[name]
    if name == "helper may not be run" and os.access("/", os.W_OK) and os.getuid():
        pytest.skip("root may run it")
    with ExitStack() as stack:
        env = set_up(fault, tmp_path, stack)
        if name == "cache damaged":
            for variable in ("HOME", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
                monkeypatch.setenv(variable, env[variable])
            damage_cache(tmp_path)
        before = time.monotonic()
        done = subprocess.run(
            [*SESTRAIL, *COMMANDS[command]],
            env=env, capture_output=True, text=True, timeout=70, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        took = time.monotonic() - before
    said = plain(done.stdout + done.stderr)
    row = Tried(name, command, "", f"ended, {done.returncode}", said[-300:], "")
    record_property(PROPERTY, row.cells)
    assert done.returncode == 3, said
    assert took < AT_ONCE_S
    for part in fault.says:
        assert part.replace("HERE", str(tmp_path)) in said.replace("- ", "-"), said
    for wrong in ("Traceback", "Trying again", "Check the network", "IAM policy", "<html"):
        assert wrong not in said


@pytest.mark.parametrize(
    ("name", "command"),
    [
        *((name, "tail") for name in NETWORK),
        *(("captive portal", command) for command in ("doctor", "logging status", "policy")),
    ],
)
def test_what_is_no_answer_of_aws_is_no_empty_account(
    name: str, command: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    fault = NETWORK[name]
    with ExitStack() as stack:
        done = subprocess.run(
            [*SESTRAIL, *COMMANDS[command]], env=set_up(fault, tmp_path, stack),
            capture_output=True, text=True, timeout=120, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    said = plain(done.stdout + done.stderr)
    row = Tried(name, command, "", f"ended, {done.returncode}", said[-300:], "")
    record_property(PROPERTY, row.cells)
    assert (done.returncode, "Traceback" in said) == (3, False), said
    for part in fault.says:
        assert part in said, said
    assert "<html" not in said
    assert "IAM policy" not in said


@pytest.mark.parametrize(
    ("table", "name"),
    [(SETUP, "helper missing"), (SETUP, "proxy refuses"), (NETWORK, "captive portal")],
)
def test_a_policy_that_nothing_is_known_for_has_its_capitals_and_exit_code_3(
    table: dict[str, Fault], name: str, tmp_path: Path
) -> None:
    fault = table[name]
    with ExitStack() as stack:
        done = subprocess.run(
            [*SESTRAIL, "policy", "--discover", "--source", "lake", "--source", "log-group"],
            env=set_up(fault, tmp_path, stack), capture_output=True, text=True, timeout=120,
            check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    assert done.returncode == 3
    policy = json.loads(done.stdout)
    assert ":ACCOUNT:log-group:LOGGROUP" in str(policy)
    assert ":eventdatastore/STORE-ID" in str(policy)
    said = plain(done.stderr)
    for part in fault.says:
        assert part.replace("HERE", str(tmp_path)) in said, said
    assert "with your own" in said
    assert "let --discover" not in said


@pytest.mark.parametrize("name", ["helper missing", "proxy wants a login"])
def test_it_stands_on_the_screen(name: str, tmp_path: Path) -> None:
    fault = SETUP[name]
    with (
        ExitStack() as stack,
        Terminal(SESTRAIL, columns=160, lines=40, env=set_up(fault, tmp_path, stack)) as terminal,
    ):
        terminal.wait_for(fault.says[0].replace("HERE", str(tmp_path)), timeout=30)
        terminal.press("q")
        assert terminal.end() == 3


@pytest.mark.parametrize("name", ["config", "credentials"])
@pytest.mark.parametrize("kind", ["malformed", "byte order mark", "not UTF-8", "folder"])
def test_a_file_of_aws_that_cannot_be_read_is_named_on_a_small_screen(
    name: str, kind: str, tmp_path: Path
) -> None:
    folder = tmp_path / ("a-folder-with-quite-a-long-name-" * 3)
    folder.mkdir()
    with ExitStack() as stack:
        env = set_up(Fault((), credentials=f"[default]\n{KEYS}"), folder, stack)
        home, path = folder / ".aws", folder / ".aws" / name
        home.mkdir()
        for other in ("config", "credentials"):
            (home / other).write_bytes((folder / other).read_bytes())
        path.unlink()
        if kind == "folder":
            for file in home.iterdir():
                file.write_text("")  # with the keys in it nothing would be missed
            path.mkdir()
        else:
            path.write_bytes(
                {"malformed": b"[default\nregion", "not UTF-8": b"[default]\nregion = \xff\n",
                 "byte order mark": b"\xef\xbb\xbf[default]\nregion = us-east-1\n"}[kind]
            )  # fmt: skip
        for variable in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
            del env[variable]
        with Terminal([*SESTRAIL, "tail"], columns=80, lines=24, env=env) as terminal:
            terminal.wait_for("not open", "what is missing", timeout=30)
            assert joined(str(path)) in joined(terminal.text), terminal.text
            assert "cannot be" in plain(terminal.text) or "cannot read" in plain(terminal.text)
            terminal.press("q")
            assert terminal.end() == 3


@pytest.mark.parametrize("kind", ["malformed", "not UTF-8", "folder", "pipe"])
def test_settings_of_ours_that_cannot_be_read_are_named_on_a_small_screen(
    kind: str, tmp_path: Path
) -> None:
    folder = tmp_path / ("a-folder-with-quite-a-long-name-" * 3)
    folder.mkdir()
    path = folder / "config.toml"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.write_bytes({"malformed": b"theme = [\nx", "not UTF-8": b"theme = '\xff'"}[kind])
    env = {"SESTRAIL_CONFIG": str(path), "AWS_EC2_METADATA_DISABLED": "true"}
    sample = str(DATA / "demo.jsonl")
    with Terminal([*SESTRAIL, "open", sample], columns=80, lines=24, env=env) as terminal:
        terminal.wait_for("config check", timeout=30)
        assert joined(str(path)) in joined(terminal.text), terminal.text
        terminal.press("q")
        assert terminal.end() == 0


def joined(text: str) -> str:
    """Take out what wrapping puts between the parts of a long name, and what a toast covers."""
    edge = "\N{LEFT ONE QUARTER BLOCK}"
    lines = [line.rpartition(edge)[2] for line in text.splitlines()]
    return "".join("".join(lines).split())


@pytest.mark.slow
def test_a_proxy_is_never_asked_for_what_is_on_this_machine(tmp_path: Path) -> None:
    with ExitStack() as stack:
        env = set_up(Fault((), proxy=(403, {})), tmp_path, stack)
        for arguments in (["demo", "--max-events", "1"], ["demo", "--output", "jsonl",
                          "--max-events", "1", "--source", "bucket"]):  # fmt: skip
            done = subprocess.run(
                [*SESTRAIL, *arguments, "--delay", "0.2", "--rate", "20"],
                env=env, capture_output=True, text=True, timeout=70, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
            assert len(done.stdout.splitlines()) == 1
