"""The file about a trail as it was before: read strictly, because it is written back to AWS."""

from __future__ import annotations

import os
import stat
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sestrail_tui.account.selectors.event_selectors import EventSelectors, read
from sestrail_tui.core.errors import StateFileError
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from pathlib import Path

VERSION: Final = 1
_MOST_BYTES: Final = 1 << 20
"""AWS takes 500 values in all selectors of a trail, 2,048 characters each at most."""
_LATEST_MS: Final = 253_402_300_799_999
"""The end of the year 9999."""
_SETS: Final = frozenset({"EventSelectors", "AdvancedEventSelectors"})


class SavedState(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The state of one trail before and after the switching on."""

    trail: str
    """Its ARN."""
    at_ms: int
    """When it was switched on, ms UTC."""
    before: dict[str, Any]
    """What PutEventSelectors takes to have it as it was."""
    wrote: dict[str, Any]
    """What was put instead."""
    was_logging: bool = True
    until_off: bool = False
    """Whether it was asked for until `logging off`, and not only for a while."""
    version: int = VERSION

    @property
    def selectors_before(self) -> EventSelectors:
        """The selectors to put back."""
        return read(self.before)

    @property
    def selectors_written(self) -> EventSelectors:
        """The selectors that were put."""
        return read(self.wrote)


def read_regular(path: Path) -> bytes | None:
    """Return a file's bytes, ``None`` where there is none. Raises OSError, ValueError.

    Never waits: what is no regular file (a FIFO, a device) is refused, as is a huge one.
    """
    try:
        number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return None
    with os.fdopen(number, "rb") as file:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise ValueError("it is not a regular file")
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise ValueError(f"it is larger than {_MOST_BYTES:,} bytes")
    return data


def read_memory(path: Path, trail_arn: str) -> SavedState | None:
    """Return what is written down of a trail, ``None`` for nothing. Raises `StateFileError`."""
    try:
        data = read_regular(path)
        if data is None:
            return None
        memory = msgspec.json.decode(data, type=SavedState)
        _check(memory, trail_arn)
    except OSError as error:
        raise unreadable(path, error.strerror or type(error).__name__) from None
    except RecursionError:
        raise unreadable(path, "it is nested too deeply") from None
    except ValueError as error:  # msgspec's and Unicode's own are of it
        raise unreadable(path, str(error)) from None
    return memory


def unreadable(path: Path, reason: str) -> StateFileError:
    """Say that the file cannot be used, and what to do."""
    return StateFileError(
        f"The note of what the trail was like before cannot be used ({safe(reason)[:200]}), so "
        f"nothing was changed: fix {safe(str(path))}, or remove it; without it, `sestrail logging "
        "off` takes out only what sestrail added."
    )


def _check(memory: SavedState, trail_arn: str) -> None:
    if memory.version != VERSION:
        raise ValueError(f"it is of version {memory.version}, and this sestrail knows {VERSION}")
    if memory.trail != trail_arn:
        raise ValueError(f"it is about {memory.trail}")
    if not 0 <= memory.at_ms <= _LATEST_MS:
        raise ValueError("its time is none")
    for name, selectors in (("before", memory.before), ("wrote", memory.wrote)):
        if len(selectors) != 1 or not _SETS.issuperset(selectors):
            raise ValueError(f"`{name}` is no set of event selectors")
        if not all(selectors.values()):
            raise ValueError(f"`{name}` selects nothing")
        if problems := _problems({"TrailName": trail_arn, **selectors}):
            raise ValueError(f"`{name}` cannot be written back: {problems}")


def _problems(arguments: dict[str, Any]) -> str:
    """Return what AWS's own model of PutEventSelectors has against the arguments, or ``""``."""
    from botocore.validate import ParamValidator  # noqa: PLC0415 - takes a while

    report = ParamValidator().validate(arguments, _shape())
    return " ".join(str(report.generate_report()).split())


@cache
def _shape() -> Any:
    from botocore.loaders import Loader  # noqa: PLC0415
    from botocore.model import ServiceModel  # noqa: PLC0415

    described = Loader().load_service_model("cloudtrail", "service-2")
    return ServiceModel(described, "cloudtrail").operation_model("PutEventSelectors").input_shape
