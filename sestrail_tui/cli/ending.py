"""The signals that ask a command to end: Ctrl-C, SIGTERM, the closing of its terminal."""

from __future__ import annotations

import signal


def ending_signals() -> tuple[signal.Signals, ...]:
    """Give those that this system knows and that are not ignored, as ``nohup`` ignores SIGHUP."""
    known = [getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP")]
    return tuple(one for one in known if one and signal.getsignal(one) is not signal.SIG_IGN)
