"""What README and manual say of speed and memory in round figures, and what has to be measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tests.manual.documents import MANUAL, README

PERFORMANCE: Final = MANUAL / "performance.md"


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement that holds while a figure lies between two bounds."""

    words: str
    """As README or the page on performance has them."""
    heading: str
    case: str
    least: float
    most: float
    of_ratio: bool = False


_MEMORY: Final = "1,000,000 records: memory per record"
_FULL_DAY: Final = "memory, the store full at 1,000,000"
_FIRST_SCREEN: Final = "open 1,000,000, first screen"
_ON_SCREEN: Final = "Filtering on the screen"

CLAIMS: Final = (
    Claim("less than 300 bytes each", "Holding", _MEMORY, 200, 300),
    Claim("47 times less than Python dictionaries", "Holding", _MEMORY, 42, 52, of_ratio=True),
    Claim("in about 0.6 seconds", "Files", f"{_FIRST_SCREEN}: sestrail", 0.5, 0.7),
    Claim("some 18 times as long", "Files", f"{_FIRST_SCREEN}: lnav", 16, 20, of_ratio=True),
    Claim("shows its rows in about 16 ms", _ON_SCREEN, "1,000,000 rows: one value", 14, 18),
    Claim(
        "some 800 times as long",
        _ON_SCREEN,
        "1,000,000 rows: lnav :filter-in",
        700,
        900,
        of_ratio=True,
    ),
    Claim("in about 25 ms", _ON_SCREEN, "1,000,000 rows: free text, its first frame", 22, 28),
    Claim("under two seconds", _ON_SCREEN, "1,000,000 rows: free text, all found", 0, 2000),
    Claim(
        "A cursor key takes as long while 5,000 events a second come in",
        "Keys while events come in",
        "key p50, 5,000 events/s",
        0.8,
        1.2,
        of_ratio=True,
    ),
    Claim("none lost", "A simulated day", "sends lost", 0, 0),
    Claim("none twice", "A simulated day", "sends shown twice", 0, 0),
    Claim("A simulated day at 50 sends a second", "A simulated day", "sends shown", 4.3e6, 4.33e6),
    Claim("less than 500 MB", "A simulated day", _FULL_DAY, 0, 500),
    Claim(
        "readable up to 30 seconds late, all are shown",
        "Records that become readable late",
        "stamped at delivery, readable within 30 s: sestrail",
        100,
        100,
    ),
    Claim(
        "shows 62 %",
        "Records that become readable late",
        "stamped at delivery, readable within 30 s: aws logs tail",
        60,
        64,
    ),
    Claim(
        "about 5 % longer than that of an empty Textual app",
        "Starting",
        "sestrail tail, first frame",
        1.03,
        1.07,
        of_ratio=True,
    ),
)
"""The figures of README's own section are among these."""


def text() -> str:
    """Return what README and manual say of it, each run of blanks as one."""
    section = README.read_text().partition("## Speed and memory")[2].partition("\n## ")[0]
    bullets = PERFORMANCE.read_text().partition("\n- ")[2]
    return " ".join(f"{section} - {bullets}".split())
