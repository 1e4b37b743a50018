"""Run sestrail: ``python -m sestrail_tui``, and what the installed commands call."""

from __future__ import annotations

import os
import signal

from sestrail_tui.core.process import garbage_collector
from sestrail_tui.core.process.signals import end, exit_code


def main() -> None:
    """Run the command line; Ctrl-C while it is still being imported ends as quietly as later."""
    os.umask(0o077)  # what is written here tells of who sends what: it is its owner's alone
    garbage_collector.rest()
    try:
        from sestrail_tui.cli import main as run  # noqa: PLC0415 - it takes a while

        run()
    except KeyboardInterrupt:
        end(exit_code(signal.SIGINT))
    except SystemExit as told:
        end(told.code if isinstance(told.code, int) else 0)


if __name__ == "__main__":
    main()
