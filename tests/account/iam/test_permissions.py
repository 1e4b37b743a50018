"""The table of permissions holds every call that the code makes, and names them as AWS does."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import botocore.session
import pytest
from botocore import xform_name

import sestrail_tui
from sestrail_tui.account.iam.permissions import COMMANDS
from sestrail_tui.places.policy import PERMISSIONS, SOURCES

ROOT = Path(sestrail_tui.__file__).parent
SERVICES = (
    "logs", "cloudtrail", "sts", "s3", "sqs", "sesv2", "iam", "athena", "glue", "cloudformation",
)  # fmt: skip
ALLOWED_TO_ALL = {"GetCallerIdentity"}
SENDS = {
    "SendEmail", "SendRawEmail", "SendTemplatedEmail", "SendBulkTemplatedEmail", "SendBulkEmail",
}  # fmt: skip
"""Names of calls that are looked for in records, and never made."""
NO_CALLS = {"create_connection"}
"""A socket's, which glue has an operation of the same name for."""


@cache
def operations() -> dict[str, str]:
    """Give the operations of all services, by the names that code calls them by."""
    session = botocore.session.get_session()
    found: dict[str, str] = {}
    for service in SERVICES:
        for name in session.get_service_model(service).operation_names:
            found[xform_name(name)] = name
            found[name] = name
    return found


def called() -> dict[str, str]:
    """Give each operation that is called or named for a call, and where."""
    found: dict[str, str] = {}
    for path in ROOT.rglob("*.py"):
        if "local_aws" in path.parts or "tui" in path.parts[len(ROOT.parts) :]:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            name = ""
            if isinstance(node, ast.Attribute):
                name = node.attr if "_" in node.attr else ""
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                name = node.value
            if name in operations() and name not in NO_CALLS:
                found[operations()[name]] = str(path.relative_to(ROOT))
    return found


def test_every_call_is_in_the_table() -> None:
    known = {one.operation for one in PERMISSIONS} | ALLOWED_TO_ALL | SENDS
    assert {call: where for call, where in called().items() if call not in known} == {}


def test_the_scan_finds_what_is_known_to_be_called() -> None:
    known = {"FilterLogEvents", "DeleteObjects", "DescribeStackEvents", "PutEventSelectors"}
    assert known <= set(called())


@pytest.mark.parametrize("one", PERMISSIONS, ids=lambda one: f"{one.use} {one.action}")
def test_every_operation_of_the_table_is_one_of_awss(one: object) -> None:
    from sestrail_tui.account.iam.permissions import Permission

    assert isinstance(one, Permission)
    own = {"iam:PassRole", "iam:TagRole", "logs:TagResource", "cloudtrail:AddTags"}
    assert one.action in own or one.operation in operations().values()
    assert one.use.removeprefix("find ") in {*SOURCES, *COMMANDS, "role"}
