"""What the demo prints for a reader's own app, tried by a shell."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from sestrail_tui.cli.demo.environment import environment
from sestrail_tui.local_aws.process import LocalAws

AWS = LocalAws("http://127.0.0.1:4000", "us-east-1", "g", "AKIA", "secret", "1")
NEEDED = {
    "AWS_ENDPOINT_URL": "http://127.0.0.1:4000",
    "AWS_ACCESS_KEY_ID": "AKIA",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
}


def exported(variables: dict[str, str]) -> dict[str, str]:
    """Let a shell run the lines; give what its children see."""
    script = "\n".join([*environment(AWS, variables), "env"])
    done = subprocess.run(
        ["/bin/sh", "-c", script], env=variables, capture_output=True, text=True, check=True
    )
    pairs = (line.partition("=") for line in done.stdout.splitlines())
    told = {name: value for name, _, value in pairs}
    return {name: value for name, value in told.items() if name not in {"PWD", "_", "SHLVL"}}


def test_all_that_an_sdk_or_the_cli_needs() -> None:
    assert exported({}) == NEEDED


@pytest.mark.parametrize("proxy", ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, "127.0.0.1"),
        ({"NO_PROXY": ""}, "127.0.0.1"),
        ({"NO_PROXY": "corp.example, .internal"}, "corp.example,.internal,127.0.0.1"),
        ({"no_proxy": "a.example", "NO_PROXY": "b.example"}, "a.example,127.0.0.1"),
    ],
)
def test_with_a_proxy_it_is_kept_from_it(proxy: str, before: dict[str, str], after: str) -> None:
    got = exported({proxy: "http://proxy.example:3128", **before})
    assert got["NO_PROXY"] == got["no_proxy"] == after


@pytest.mark.parametrize("kept", ["127.0.0.1", "x.example,127.0.0.1", "*"])
def test_what_is_kept_from_it_already_needs_no_line(kept: str) -> None:
    proxy = {"HTTP_PROXY": "http://proxy.example:3128", "no_proxy": kept}
    assert exported(proxy) == NEEDED | proxy


def test_an_empty_proxy_is_none() -> None:
    assert exported({"HTTP_PROXY": ""}) == NEEDED | {"HTTP_PROXY": ""}


def test_the_demo_runs_where_the_proxy_leads_nowhere() -> None:
    kept = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    words = ["demo", "--delay", "0.1", "--max-events", "1", "--output", "jsonl"]
    done = subprocess.run(
        [sys.executable, "-m", "sestrail_tui", *words],
        env=kept | {"HTTP_PROXY": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9"},
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 1
    assert "\n  export NO_PROXY=127.0.0.1 no_proxy=127.0.0.1\n" in done.stderr
