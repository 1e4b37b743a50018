"""The commands, one module each; stdout is data, stderr is narration.

Exit codes: 0 done, 1 the awaited sends did not come, 2 wrong usage, 3 AWS refused or is not
set up or not all could be read, 130 interrupted.
"""

from sestrail_tui.cli.main import main

__all__ = ["main"]
