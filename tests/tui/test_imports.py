from __future__ import annotations

import subprocess
import sys

LATER = ("numpy", "zstandard", "boto3", "botocore", "aiobotocore", "aiohttp")


def test_the_first_frame_waits_for_neither_the_store_nor_aws() -> None:
    code = (
        "import sys, sestrail_tui.tui.app\n"
        f"print([name for name in {LATER!r} if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
