"""Every fault against every source: what is done to which call, and what has to be said of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from sestrail_tui.follow.health import State
from sestrail_tui.local_aws.wire.faults import Fault, Name
from sestrail_tui.places.registry import PLACES
from tests.places.matrix.worlds import WORLDS
from tests.places.matrix.worlds import Name as Source

SOURCES: Final = tuple(WORLDS)
CALLS: Final[dict[Source, tuple[str, ...]]] = {
    "log group": ("FilterLogEvents",),
    "live tail": ("StartLiveTail",),
    "bucket": ("ListObjectsV2", "GetObject"),
    "queue": ("ReceiveMessage", "GetObject", "DeleteMessageBatch"),
    "lake": ("StartQuery", "DescribeQuery", "GetQueryResults"),
    "event history": ("LookupEvents",),
}
UNTRIED: Final = {
    "CancelQuery": "tidies up; what it answers changes nothing",
    "GetQueueAttributes": "counts what other readers hold, for a sentence",
    "ChangeMessageVisibilityBatch": "gives back what will come back by itself",
}
"""Calls that no fault is tried of, and why."""


def operations(source: Source) -> dict[str, str]:
    """Give the calls of a source, by the table of permissions: the IAM action of each."""
    return {
        permission.operation: permission.action
        for place in PLACES
        if place.name == WORLDS[source].place
        for permission in place.access.permissions
        if permission.use == place.name
    }


@dataclass(frozen=True)
class Cell:
    """One fault of one call of one source."""

    fault: str
    source: Source
    call: str
    inject: Name
    state: State
    words: str
    """What the sentence has to hold; ``""``: nothing is to be said."""
    count: int = 2
    seconds: float = 20.0
    """Of the simulation: how long a stall lasts."""
    patch: dict[str, Any] = field(default_factory=dict)
    more: tuple[Name, ...] = ()
    """Faults that make room for this one."""
    lasting: bool = False
    """Whether the sentence stays, all being read without what it says is lacking."""

    @property
    def id(self) -> str:
        """Name the test."""
        return f"{self.source}-{self.call}-{self.fault}".replace(" ", "_")

    def faults(self) -> list[Fault]:
        """Give what is to be injected, each anew: the embedded AWS counts it down."""
        made = [Fault(name, self.call, self.count) for name in self.more]
        return [*made, Fault(self.inject, self.call, self.count, self.seconds)]


@dataclass(frozen=True)
class Row:
    """A fault of any call: ``words`` may name the ``{action}``."""

    fault: str
    inject: Name
    state: State
    words: str
    more: dict[str, Any] = field(default_factory=dict)


ROWS: Final = (
    Row("throttled", "throttle", State.THROTTLED, "AWS takes fewer calls of {action}"),
    Row("5xx", "5xx", State.RETRYING, "{action}"),
    Row("access denied", "access_denied", State.REFUSED, "allow the action {action}"),
    Row("connection reset", "reset", State.RETRYING, "{action}"),
    Row(
        "stall",
        "stall",
        State.STALLED,
        "not answered yet",
        {"seconds": 20.0, "count": 1},
    ),
    Row(
        "stall, given up",
        "stall",
        State.RETRYING,
        "stalled and was given up",
        {"seconds": 130.0, "count": 1},
    ),
    Row("truncated answer", "truncated_stream", State.RETRYING, "{action}"),
    Row("corrupt answer", "corrupt_frame", State.RETRYING, "{action}"),
    Row("credentials expired", "expired_token", State.EXPIRED, "credentials have expired"),
)

DELETED: Final[dict[Source, tuple[Name, str]]] = {
    "log group": ("missing_group", "There is no log group CloudTrail/logs in us-east-1"),
    "bucket": ("missing_bucket", "(NoSuchBucket)"),
    "queue": ("missing_group", "There is no queue"),
    "lake": ("store_deleted", "There is no event data store ses-sends in us-east-1"),
}

NOT: Final[dict[tuple[str, Source], str]] = {
    ("deleted", "event history"): "AWS keeps it for every account; nobody can delete it",
    ("lost token", "live tail"): "a session has no pages",
    ("lost token", "bucket"): "a listing goes on after a key, which cannot run out",
    ("lost token", "queue"): "a queue has no pages",
    ("empty pages", "live tail"): "a session has no pages; an empty update is its heartbeat",
    ("empty pages", "bucket"): "S3 gives every page full, but the last",
    ("empty pages", "queue"): "an empty answer means that nothing waits",
    ("empty pages", "lake"): "rows come page by page, in full (AWS documents no empty one)",
    ("empty pages", "event history"): "AWS documents no empty page but the last",
    ("stall", "live tail"): "silence of 15 s ends a session; until then polling goes on",
}
"""The cells that cannot be, and why."""

_OF_QUERIES: Final = ("fails", "times out")
_OF_FILES: Final = ("corrupt", "truncated")
_OF_SESSIONS: Final = (
    "session time-out", "streaming error", "orderly end", "session limit", "no Live Tail", "sampled"
)  # fmt: skip
for _source in SOURCES:
    if _source != "live tail":
        NOT.update({(fault, _source): "only a Live Tail session has it" for fault in _OF_SESSIONS})
    if _source != "lake":
        NOT.update({(f"query {how}", _source): "only Lake has queries" for how in _OF_QUERIES})
    if _source not in ("bucket", "queue"):
        NOT.update({(f"{how} gzip", _source): "nothing is packed there" for how in _OF_FILES})


OTHERWISE: Final[dict[tuple[str, Source, str], Cell]] = {
    (cell.fault, cell.source, cell.call): cell
    for cell in (
        Cell(
            "access denied",
            "queue",
            "GetObject",
            "access_denied",
            State.LIVE,
            "What tells of it stays in the queue",
        ),
        Cell(
            "stall",
            "queue",
            "ReceiveMessage",
            "stall",
            State.STALLED,
            "not answered yet",
            count=1,
            seconds=35.0,
        ),
    )
}
"""What is told in another way, or lasts longer, for a reason of the source."""


def over_calls() -> list[Cell]:
    """Give the faults that any call may meet; Live Tail's are told as what is done without it."""
    cells = []
    for row in ROWS:
        for source, calls in CALLS.items():
            for call in calls:
                if (row.fault, source, call) in OTHERWISE:
                    cells.append(OTHERWISE[row.fault, source, call])
                elif (row.fault, call) != ("corrupt answer", "GetObject"):  # see corrupt gzip
                    words = row.words.format(action=operations(source)[call])
                    cell = Cell(row.fault, source, call, row.inject, row.state, words, **row.more)
                    cells.append(cell)
    return cells


def particular() -> list[Cell]:
    """Give the faults of particular sources."""
    live, retry = State.LIVE, State.RETRYING
    cells = [
        Cell("deleted", source, CALLS[source][0], name, State.MISSING, words)
        for source, (name, words) in DELETED.items()
    ]
    for source in ("bucket", "queue"):
        for how in ("corrupt_gzip", "truncated_gzip"):
            name: Name = "corrupt_gzip" if how == "corrupt_gzip" else "truncated_gzip"
            fault = how.replace("_", " ")
            cells.append(Cell(fault, named(source), "GetObject", name, live, "", count=1))
    lost = "does not accept what it was asked"
    for source in ("log group", "event history"):
        call = CALLS[named(source)][0]
        empty: tuple[Name, ...] = ("empty_pages",) if source == "log group" else ()
        cells.append(
            Cell(
                "lost token",
                named(source),
                call,
                "invalid_token",
                retry,
                lost,
                1,
                patch={"sestrail_tui.places.event_history.calls._PAGE": 10},
                more=empty,
            )
        )
    cells += [
        Cell(
            "lost token",
            "lake",
            "GetQueryResults",
            "invalid_token",
            retry,
            lost,
            1,
            patch={"sestrail_tui.places.lake.calls._MAX_RESULTS": 10},
        ),
        Cell("empty pages", "log group", "FilterLogEvents", "empty_pages", live, "", count=5),
        Cell("query fails", "lake", "StartQuery", "query_failed", retry, "failed (FAILED)", 1),
        Cell("query times out", "lake", "StartQuery", "query_timed_out", retry, "took AWS", 1),
    ]
    return cells


def named(text: str) -> Source:
    return next(name for name in SOURCES if name == text)


_LASTING: Final = ("no Live Tail",)


def of_sessions() -> list[Cell]:
    """Give what may happen to a Live Tail session, all said beside the polling that goes on."""
    ends: tuple[tuple[str, Name, str], ...] = (
        ("throttled", "throttle", "AWS takes fewer calls of logs:StartLiveTail"),
        ("5xx", "5xx", "logs:StartLiveTail"),
        ("access denied", "access_denied", "allow the action logs:StartLiveTail"),
        ("connection reset", "reset", "logs:StartLiveTail"),
        ("stall, given up", "stall", "stalled and was given up"),
        ("truncated answer", "truncated_stream", "ended without a word"),
        ("corrupt answer", "corrupt_frame", "hecksum"),
        ("credentials expired", "expired_token", "credentials have expired"),
        ("deleted", "missing_group", "There is no"),
        ("session time-out", "session_timeout", "three hours"),
        ("streaming error", "streaming_error", "SessionStreamingException"),
        ("orderly end", "clean_end", "ended without a word"),
        ("session limit", "limit_exceeded", "LimitExceededException"),
        ("no Live Tail", "invalid_operation", "cannot be used here"),
        ("sampled", "sampled", ""),
    )
    return [
        Cell(
            fault,
            "live tail",
            "StartLiveTail",
            name,
            State.LIVE,
            words,
            1,
            130.0,
            lasting=fault in _LASTING,
        )
        for fault, name, words in ends
    ]


CELLS: Final = tuple(
    [cell for cell in over_calls() if cell.source != "live tail"] + particular() + of_sessions()
)
