"""The command line, run in a process of its own."""

from __future__ import annotations

import subprocess
import sys


def sestrail(
    *arguments: str, redirect: str = "", stdin: bytes = b""
) -> subprocess.CompletedProcess[str]:
    """Run it with a shell's redirections."""
    command = [sys.executable, "-X", "dev", "-m", "sestrail_tui", *arguments]
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "$@" {redirect}', "sh", *command],
        input=stdin,
        capture_output=True,
        timeout=30,
        check=False,
    )
    return subprocess.CompletedProcess(
        command, done.returncode, done.stdout.decode(), done.stderr.decode()
    )
