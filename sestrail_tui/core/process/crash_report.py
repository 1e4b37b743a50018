"""What is printed where the program itself went wrong: the places, and no variable.

Variables of the frames hold records and credentials, and a report is made to be passed on.
"""

from __future__ import annotations

from typing import Final

EXIT_CODE: Final = 70
"""``EX_SOFTWARE`` of sysexits.h: none of the codes that say something of AWS or of sends."""
_HEAD: Final = "sestrail went wrong and had to end. This is where; it holds no variables:"


def report(error: BaseException | None) -> str:
    """Return an exception as Python itself prints it, safe to show and to pass on."""
    import traceback  # noqa: PLC0415 - most runs never need these

    from sestrail_tui.core.safe_text import safe  # noqa: PLC0415
    from sestrail_tui.core.secrets import without_secrets  # noqa: PLC0415

    lines = "".join(traceback.format_exception(error)).splitlines()
    return "\n".join([_HEAD, "", *(safe(without_secrets(line)) for line in lines)])
