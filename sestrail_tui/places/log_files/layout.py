"""How CloudTrail lays out its log files in a bucket. Pure.

AWS: CloudTrail user guide, "Finding your CloudTrail log files" and "CloudTrail log file name
format"::

    PREFIX/AWSLogs/[o-ORGANISATION/]ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/
        ACCOUNT_CloudTrail_REGION_YYYYMMDDTHHmmZ_UNIQUE.json.gz

The minute in the name is that of the file's delivery. Keys sort by it, so a listing that starts
after a minute's name gives all that follow, over the end of a day, month and year. Beside
``CloudTrail`` lie ``CloudTrail-Digest`` (hashes), ``CloudTrail-Insight`` and
``CloudTrail-NetworkActivity``, none of which ever holds a send, and ``CloudTrail-Aggregated``,
whose summaries of data events are shown as what they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

FOLLOWED: Final = ("CloudTrail", "CloudTrail-Aggregated")
MINUTE_MS: Final = 60_000

_ACCOUNT: Final = re.compile(r"\d{12}")
_ORGANISATION: Final = re.compile(r"o-[a-z0-9]{10,32}")
_REGION: Final = re.compile(r"[a-z]{2,}(?:-[a-z]+)+-\d+")
_NAME: Final = re.compile(r"_(\d{8}T\d{4})(?:\d\d)?Z_[^/]*\.json(?:\.gz)?$")


@dataclass(frozen=True, slots=True)
class Folder:
    """The log files of one account and Region."""

    prefix: str
    """Ends with the Region and ``/``."""
    account: str
    kind: str
    """One of `FOLLOWED`."""
    region: str

    def before(self, minute_ms: int) -> str:
        """Return a key that sorts before every file of that minute (ms UTC) and after older ones.

        The names of aggregated files are not documented: theirs is the day's first.
        """
        at = datetime.fromtimestamp(max(minute_ms, 0) / 1000, UTC)
        day = f"{self.prefix}{at:%Y/%m/%d}/"
        if self.kind != FOLLOWED[0]:
            return day
        return f"{day}{self.account}_{self.kind}_{self.region}_{at:%Y%m%dT%H%M}"


@dataclass(frozen=True, slots=True)
class Go:
    """Where to go on from a prefix: to the folders below it of which each is known."""

    prefixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListFolders:
    """List the folders below a prefix and go on into those whose name fits."""

    names: tuple[re.Pattern[str], ...]

    def fits(self, child: str) -> bool:
        """Tell whether a listed prefix is one to go into."""
        name = child.rstrip("/").rpartition("/")[2]
        return any(pattern.fullmatch(name) for pattern in self.names)


def step(prefix: str) -> Folder | Go | ListFolders:
    """Tell what lies at a prefix (``""``, or ``/`` at its end), however deep it is."""
    parts = prefix.rstrip("/").split("/") if prefix else []
    if "AWSLogs" not in parts:
        return Go((f"{prefix}AWSLogs/",))
    rest = parts[len(parts) - parts[::-1].index("AWSLogs") :]
    organised = bool(rest) and _ORGANISATION.fullmatch(rest[0]) is not None
    match rest[1:] if organised else rest:
        case []:
            return ListFolders((_ACCOUNT,) if organised else (_ACCOUNT, _ORGANISATION))
        case [_]:
            return Go(tuple(f"{prefix}{kind}/" for kind in FOLLOWED))
        case [_, kind] if kind in FOLLOWED:
            return ListFolders((_REGION,))
        case [account, kind, region, *deeper] if kind in FOLLOWED:
            kept = parts[: len(parts) - len(deeper)]
            return Folder(f"{'/'.join(kept)}/", account, kind, region)
    return Go(())


def minute_of(key: str) -> int | None:
    """Return the delivery minute in a log file's key (ms UTC); ``None`` where it is no log file."""
    found = _NAME.search(key)
    if found is None or not isinstance(step(f"{key.rpartition('/')[0]}/"), Folder):
        return None
    try:
        at = datetime.strptime(found[1], "%Y%m%dT%H%M").replace(tzinfo=UTC)
    except ValueError:
        return None
    return int(at.timestamp()) * 1000
