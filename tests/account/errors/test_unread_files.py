"""AWS's files that cannot be read: botocore is silent about them, and every sentence is not."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import pytest

from sestrail_tui.account.errors.error_classes import no_region
from sestrail_tui.account.errors.unread_files import unread_files
from sestrail_tui.account.session.credentials import settle
from sestrail_tui.core.errors import NotSetUp

if TYPE_CHECKING:
    from pathlib import Path

NAMES: Final = ("config", "credentials")


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_in_a_files_place_is_named(name: str, aws_home: Path) -> None:
    (aws_home / ".aws" / name).mkdir()
    said = f" The file {aws_home}/.aws/{name} cannot be read (Is a directory)."
    assert unread_files() == said
    assert no_region().endswith(said)
    with pytest.raises(NotSetUp, match=r"No AWS credentials were found\. The file .*Is a dir"):
        settle(None)
    with pytest.raises(NotSetUp, match=r"profile .other. could not be found.*Is a directory"):
        settle("other")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_may_not_be_read_is_named(name: str, aws_home: Path) -> None:
    file = aws_home / ".aws" / name
    file.write_text("[default]\nregion = us-east-1\n")
    file.chmod(0)
    with pytest.raises(NotSetUp, match=f"/{name} cannot be read \\(Permission denied\\)"):
        settle(None)


def test_what_is_there_or_is_not_wanted_is_not_spoken_of(aws_home: Path) -> None:
    assert unread_files() == ""
    for name in NAMES:
        (aws_home / ".aws" / name).write_text("")
    assert unread_files() == ""
    assert unread_files({"AWS_CONFIG_FILE": os.devnull}) == ""
    os.mkfifo(aws_home / "pipe")
    assert unread_files({"AWS_CONFIG_FILE": "/no/such"}) == (
        " AWS_CONFIG_FILE names /no/such, which is no file."
    )
    assert "which is no file" in unread_files({"AWS_CONFIG_FILE": str(aws_home / "pipe")})
