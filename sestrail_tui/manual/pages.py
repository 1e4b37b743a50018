"""Finds the manual's pages, and prepares one for a reader who has no browser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

_SUFFIX: Final = ".md"
_MARKER: Final = re.compile(r"^<!--.*?-->\n", re.MULTILINE)
"""What surrounds the tables that are made from the code."""
_PICTURE: Final = re.compile(r"^!\[[^\]]*\]\([^)]*\)\n+", re.MULTILINE)
_LOCAL_LINK: Final = re.compile(r"\[([^\]]*)\]\((?![a-z]+:)[^)]*\)")


@dataclass(frozen=True, slots=True)
class ManualPage:
    """One page of the manual."""

    topic: str
    """The name by which ``sestrail help`` shows it."""
    markdown: str
    """The whole page; its first line is the title."""

    @property
    def title(self) -> str:
        """Return the text of the first heading."""
        return self.markdown.partition("\n")[0].removeprefix("# ")

    def plain(self) -> str:
        """Return the page without pictures, markers, and links to other files."""
        text = _PICTURE.sub("", _MARKER.sub("", self.markdown))
        return _LOCAL_LINK.sub(r"\1", text)


@cache
def topics() -> tuple[str, ...]:
    """Return every topic in alphabetical order."""
    names = (file.name for file in files(__package__).iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX)))


def read_page(topic: str) -> ManualPage:
    """Return the page of one of `topics`."""
    return ManualPage(topic, (files(__package__) / f"{topic}{_SUFFIX}").read_text("utf-8"))
