"""What is wrong with the AWS configuration of this machine: which file, variable or profile.

None of it heals by itself: it is no fault of the network or of AWS, and is never tried again.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.account.errors.source_errors import (
    is_programming_error,
    raised_by,
    reason_of,
    to_source_error,
)
from sestrail_tui.core.errors import CredentialsExpired, NotSetUp, SourceError
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sestrail_tui.account.errors.call import CallName

_BYTE_ORDER_MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_LIBRARIES: Final = ("botocore", "aiobotocore", "dateutil")
_PLAIN: Final = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def to_setup_error(
    error: BaseException, call: CallName, session: Any = None, service: str = ""
) -> SourceError:
    """Return the error of ours for one that was raised while the configuration was read or used.

    ``session`` is botocore's; ``service`` the one whose client was to be made. Raises ``error``
    itself where it is a programming error of ours.
    """
    if isinstance(error, SourceError):
        return error
    if is_programming_error(error):
        raise error
    sentence = _sentence(error, _Configuration(session), service)
    if sentence is not None:
        return NotSetUp(sentence)
    if isinstance(error, RuntimeError) and raised_by(error) in _LIBRARIES:
        # botocore: "the refreshed credentials are still expired"
        return CredentialsExpired(f"{reason_of(error)}: {call.login}.")
    return to_source_error(error, call)


def _sentence(error: BaseException, configuration: _Configuration, service: str) -> str | None:
    """Return what is wrong, or ``None`` where it is not the configuration."""
    name = type(error).__name__
    reason, given = reason_of(error), getattr(error, "kwargs", {})
    if name == "ConfigParseError":
        return _file_of_sections(str(given.get("path", "")), reason)
    if isinstance(error, OSError) and error.filename is not None:
        path = os.fsdecode(error.filename)
        return (
            f"The file {safe(path)} cannot be read ({error.strerror}). It is named by "
            f"{configuration.place_of(path)}: correct that."
        )
    if isinstance(error, ValueError) and "Invalid endpoint" in reason:
        url = reason.partition(": ")[2]
        return (
            f"{safe(url)} is no URL of an endpoint: begin it with http:// or https://. It is set "
            f"by {configuration.endpoint_place(service)}."
        )
    is_plain = type(error).__module__.partition(".")[0] in {"builtins", "dateutil"}
    if is_plain and isinstance(error, _PLAIN) and raised_by(error) in _LIBRARIES:
        return (
            f"The AWS configuration cannot be used: {reason}. Look at profile "
            f"{safe(configuration.profile)} in {configuration.config_file}."
        )
    return None


def _file_of_sections(path: str, reason: str) -> str:
    """Say what is wrong with a config or credentials file."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            head = file.read(3)
    except OSError:
        head = b""
    if head.startswith(_BYTE_ORDER_MARKS):
        return (
            f"The file {safe(path)} begins with a byte order mark, which AWS's tools cannot read: "
            "save it as plain UTF-8, without one."
        )
    return f"The file {safe(path)} cannot be read as AWS's configuration ({reason}): correct it."


class _Configuration:
    """Where settings come from, as a sentence names it."""

    def __init__(self, session: Any, environment: Mapping[str, str] = os.environ) -> None:
        self._session = session
        self._environment = environment

    @property
    def config_file(self) -> str:
        """The config file's path, safe."""
        return safe(self._variable("config_file") or "the AWS config file")

    @property
    def profile(self) -> str:
        """The profile's name."""
        return self._variable("profile") or "default"

    def place_of(self, value: str) -> str:
        """Return what sets a value: a variable of the environment, or a key of the profile."""
        for name, other in self._environment.items():
            if name.startswith("AWS_") and other == value:
                return name
        try:
            settings = self._session.full_config["profiles"].get(self.profile, {})
        except Exception:
            settings = {}
        for key, other in settings.items():
            if other == value:
                return f"{safe(key)} of profile {safe(self.profile)} in {self.config_file}"
        return f"the AWS configuration ({self.config_file})"

    def endpoint_place(self, service: str) -> str:
        """Return what sets a service's endpoint (AWS: "Service-specific endpoints")."""
        for name in (f"AWS_ENDPOINT_URL_{service.upper()}", "AWS_ENDPOINT_URL"):
            if self._environment.get(name):
                return name
        return f"endpoint_url in {self.config_file}"

    def _variable(self, name: str) -> str:
        try:
            return str(self._session.get_config_variable(name) or "")
        except Exception:
            return ""
