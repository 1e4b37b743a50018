"""AWS's two files of settings, where they cannot be read: botocore passes over them in silence."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Mapping

FILES: Final = (
    ("AWS_CONFIG_FILE", "~/.aws/config"),
    ("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"),
)
"""What names each, and where it is otherwise.

AWS: "Configuration and credential file settings", AWS CLI user guide.
"""


def unread_files(environment: Mapping[str, str] = os.environ) -> str:
    """Return a sentence, with a space before it, on each file that cannot be read; or ``""``.

    A missing file is reported only where a variable names it.
    """
    return "".join(
        _unread(variable, environment.get(variable, ""), default) for variable, default in FILES
    )


def _unread(variable: str, named: str, default: str) -> str:
    try:
        path = Path(named or default).expanduser()
        if str(path) == os.devnull:
            return ""
        if named and not path.is_file():
            return f" {variable} names {safe(named)}, which is no file."
        file = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # a pipe would wait for its writer
    except FileNotFoundError:
        return ""
    except (OSError, RuntimeError) as error:  # RuntimeError: there is no home
        return _because(named or default, error)
    try:
        os.read(file, 1)
    except OSError as error:
        return _because(str(path), error)
    finally:
        os.close(file)
    return ""


def _because(path: str, error: OSError | RuntimeError) -> str:
    if isinstance(error, RuntimeError):
        return ""
    return f" The file {safe(path)} cannot be read ({error.strerror})."
