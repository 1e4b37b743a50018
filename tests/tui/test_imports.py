from __future__ import annotations

import subprocess
import sys

AWS = {"boto3", "botocore", "aiobotocore", "aiohttp"}
HEAVY = {"numpy", "zstandard", "msgspec"}
OWN = {
    "sestrail_tui.config.read",
    "sestrail_tui.filters.syntax.parse",
    "sestrail_tui.store.store",
    "sestrail_tui.tui.main.screen",
    "sestrail_tui.tui.table.send_table",
}
"""What the main screen is made of."""


def loaded(code: str) -> set[str]:
    told = f"{code}\nimport sys\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_the_first_frame_waits_for_neither_the_main_screen_nor_the_store_nor_aws() -> None:
    code = "import sestrail_tui.cli.commands.tail, "
    code += "sestrail_tui.tui.app.app, sestrail_tui.tui.app.first_theme"
    assert not loaded(code) & (AWS | HEAVY | OWN)


def test_of_textual_it_waits_for_what_the_bare_app_needs_and_no_widget_more() -> None:
    bare = loaded("import textual.app, textual.screen")
    ours = loaded("import sestrail_tui.tui.app.app")
    assert not {name for name in ours - bare if name.startswith(("textual", "rich"))}
