"""What one would write with Textual's own table: ``python -m tests.benchmarks.datatable_app FILE``.

``c`` fills it anew with one configuration set's sends, ``a`` with all.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Static

COLUMNS = ("Time", "Call", "Sender", "Config set", "Address", "Agent", "Error")


class TableApp(App[None]):
    """A table over a file, and a line that says when it is filled."""

    BINDINGS = [("c", "config('config-3')"), ("a", "config('')")]  # noqa: RUF012  Textual's type

    def compose(self) -> ComposeResult:
        """Put the table above the line."""
        table: DataTable[str] = DataTable(cursor_type="row")
        table.styles.height = "1fr"
        yield table
        yield Static("loading", id="line")

    def on_ready(self) -> None:
        """Load the file."""
        with Path(sys.argv[1]).open("rb") as file:
            self.rows = [_cells(json.loads(raw)) for raw in file]
        table = self.query_one(DataTable)
        table.add_columns(*COLUMNS)
        self.action_config("")

    def action_config(self, name: str) -> None:
        """Show the sends of one configuration set, or all."""
        shown = [row for row in self.rows if not name or row[3] == name]
        table = self.query_one(DataTable)
        table.clear()
        table.add_rows(shown)
        self.call_after_refresh(self.say, f"{len(shown):,} sends")

    def say(self, text: str) -> None:
        """Tell that the rows are there."""
        self.query_one("#line", Static).update(text)


def _cells(data: dict[str, Any]) -> tuple[str, ...]:
    parameters = data.get("requestParameters") or {}
    return (
        data["eventTime"][11:19],
        data["eventName"],
        parameters.get("fromEmailAddress", ""),
        parameters.get("configurationSetName", ""),
        data["sourceIPAddress"],
        data["userAgent"][:20],
        data.get("errorCode", ""),
    )


if __name__ == "__main__":
    TableApp().run()
