"""Every key, as data: bindings, palette, footer and help are made from this list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from textual.binding import Binding


@dataclass(frozen=True, slots=True)
class Key:
    """One thing the screen can do, and the key that does it."""

    id: str
    """The name by which a keymap rebinds it."""
    key: str
    """Textual's name for the key; several, separated by commas."""
    title: str
    """Two or three words for the footer, empty where it does not belong there."""
    help: str
    """One line for the help and the palette."""
    group: str
    """The heading it stands under in the help."""
    display: str = ""
    """How the key is written; empty: Textual's own way."""
    of_row: bool = False
    """Whether it acts on the record under the cursor; the list then stays at that one."""

    @property
    def action(self) -> str:
        """The main screen's action, which finds what to do by the id."""
        return f"do('{self.id}')"

    def binding(self) -> Binding:
        """Make the Textual binding."""
        return Binding(
            self.key,
            self.action,
            self.title or self.help,
            show=bool(self.title),
            key_display=self.display or None,
            tooltip=self.help,
            id=self.id,
        )


KEYS: Final = (
    Key("filter", "slash", "filter", "Edit the filter (recalls the last one)", "Filter", "/"),
    Key("config", "c", "config set", "Pick configuration sets from a list", "Filter"),
    Key("principal", "p", "principal", "Pick principals from a list", "Filter"),
    Key("pause", "space", "pause", "Pause the list (new sends are kept)", "Follow"),
    Key("copy", "y", "copy JSON", "Copy the record's JSON as delivered", "Record", of_row=True),
    Key("mark", "m", "mark", "Mark this moment with a line across the list", "Follow"),
    Key("errors", "e", "errors", "Show refused sends only (toggle)", "Filter"),
    Key(
        "config.own",
        "C",
        "",
        "Add this row's configuration set to the filter (toggle)",
        "Filter",
        of_row=True,
    ),
    Key(
        "principal.own",
        "P",
        "",
        "Add this row's principal to the filter (toggle)",
        "Filter",
        of_row=True,
    ),
    Key("exclude", "x", "", "Exclude the value under the cursor", "Filter", of_row=True),
    Key("clear", "escape", "", "Close, go back, or clear the filter", "Filter", "esc"),
    Key("undo", "u", "", "Undo the last change of the filter", "Filter"),
    Key("redo", "ctrl+r", "", "Redo the change of the filter that was undone", "Filter"),
    Key("filters", "F", "", "List the saved filters, or save this one", "Filter"),
    Key("search", "ctrl+f", "", "Search: jump between matches, hide nothing", "Search"),
    Key("search.next", "n", "", "Go to the next match", "Search"),
    Key("search.previous", "N", "", "Go to the previous match", "Search"),
    Key("follow", "f", "", "Follow the newest again", "Follow", "f, end"),
    Key("order", "o", "", "Order by event time or by arrival", "View"),
    Key("time", "t", "", "Show times local, in UTC, or relative", "View"),
    Key("timeline", "T", "", "Draw the sends over time, and filter by a range of it", "View"),
    Key(
        "copy.as",
        "A",
        "",
        "Copy as: a field, a filter, an AWS CLI command, a link...",
        "Record",
        of_row=True,
    ),
    Key(
        "compare",
        "v",
        "",
        "Mark the record; on another one, show both side by side",
        "Record",
        of_row=True,
    ),
    Key("copy.shown", "Y", "", "Copy the shown rows as JSON lines", "Record"),
    Key("write", "w", "", "Write the shown rows to a file", "Record", of_row=True),
    Key("detail", "enter", "", "Read the record in the detail pane", "Record", of_row=True),
    Key(
        "account.next",
        "a",
        "",
        "Show the record as the call's other accounts have it",
        "Record",
        of_row=True,
    ),
    Key(
        "correction",
        "r",
        "",
        "Go to what this record corrects, or to its correction",
        "Record",
        of_row=True,
    ),
    Key("next.pane", "tab", "", "Go to the next pane", "View"),
    Key("previous.pane", "shift+tab", "", "Go to the previous pane", "View"),
    Key("history", "H", "", "Ask AWS's query engines for older records", "Session"),
    Key("sources", "S", "", "Show every source: state, calls, errors, limits", "Session"),
    Key("doctor", "D", "", "Check the setup, and how to fix it", "Session"),
    Key("login", "L", "", "Log in to AWS again, at the same place", "Session"),
    Key("help", "question_mark", "keys", "Show every key and the filter language", "Session", "?"),
    Key("palette", "ctrl+p", "commands", "Search every command", "Session"),
    Key("quit", "q,ctrl+c", "", "Quit", "Session", "q"),
)
"""In the order in which the footer drops them: what matters most first."""


def bindings() -> list[Binding]:
    """Make the bindings of the main screen."""
    return [key.binding() for key in KEYS]
