"""How a source is doing: all that is known of it, sent anew whenever a part of it changes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sestrail_tui.core.details.links import NOWHERE, Origin


class State(StrEnum):
    """How a source is doing, in the word the header shows."""

    STARTING = "starting"
    LIVE = "live"
    CATCHING_UP = "catching up"
    RETRYING = "retrying"
    STALLED = "stalled"
    """What was asked last is not answered; it is still awaited."""
    THROTTLED = "throttled"
    REFUSED = "refused"
    MISSING = "missing"
    EXPIRED = "expired"
    INCOMPLETE = "incomplete"
    """It has ended, and not all of it could be read."""
    GIVEN_UP = "given up"
    """It was to be read once, and passing trouble did not pass."""
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Usage:
    """How much of a quota is drawn on, by every source that shares it."""

    per_s: float
    """Calls a second, over the last minute."""
    quota_per_s: float
    """What AWS allows the account in the region."""


@dataclass(frozen=True, slots=True)
class Health:
    """A source's whole state, sent anew whenever a part of it changes."""

    source: str
    """The source's name: ``CloudTrail/logs``, ``event history``, ``mail.json``."""
    state: State = State.STARTING
    sentence: str = ""
    """What is wrong and what fixes it; empty while all is well. Of a live source: what it does
    without, such as Live Tail."""
    read_through_ms: int | None = None
    """Everything delivered up to here has been read (ms UTC), but for ``gone_until_ms``."""
    gone_until_ms: int | None = None
    """Until when it was seen to be gone (ms UTC), and what it held by then perhaps with it, unread;
    ``None`` where it was there all the time."""
    retry_at_ms: int | None = None
    """When a source in trouble tries again (ms UTC)."""
    calls: int = 0
    """API calls made so far."""
    records: int = 0
    """Messages read so far; one that is read again is not counted again."""
    others: int = 0
    """Records of other services, left out so far."""
    reads: int = 0
    """Read-only calls of SES, the doctor's own among them, that a screen left out so far."""
    left_out: tuple[str, ...] = ()
    """What was read and holds no records, a sentence for each kind."""
    unreadable: int = 0
    """Lines and documents that hold no record that can be read, so far."""
    progress: float | None = None
    """While catching up: the share read, 0 to 1; ``None`` where the whole is unknown."""
    holds_sends: bool = True
    """False for a source that can never hold a send, such as event history."""
    never_shows: str = ""
    """What this source can never show, in a sentence or two."""
    cannot_tell: str = ""
    """Why this source can never vouch that something did not come, in a sentence; empty where it
    can, once it was read."""
    unseen: tuple[str, ...] = ()
    """Why something that was delivered up to ``read_through_ms`` was not shown all the same, or
    may not have been: files that cannot be read, what others hold. A sentence each."""
    lag_ms: int | None = None
    """From call to delivery, the median of its latest records."""
    scanned_bytes: int | None = None
    """What AWS scanned and bills for, so far; ``None`` where it bills no scanning."""
    live_tail_ms: int | None = None
    """How long its Live Tail sessions were open so far, which AWS bills by the minute; log groups
    that share a session tell the same. ``None`` where none was asked for."""
    cost_usd: float | None = None
    """The same at AWS's list price; ``None`` where that is not known."""
    read_bytes: int = 0
    """Bytes of AWS's answers so far; those that leave the region are billed."""
    new_bytes: int = 0
    """Bytes of the messages among them; what is read again is not counted again."""
    reading_s: float = 0.0
    """How long it took to read so much."""
    usage: Usage | None = None
    """The quota that its calls draw on; ``None`` where there is none."""
    errors: int = 0
    """Failures so far."""
    last_error: str = ""
    last_error_ms: int | None = None
    """When the last failure happened (ms UTC)."""
    origin: Origin = NOWHERE
    """Where its records can be looked up by hand."""
    in_parts: bool = False
    """Whether its records name a part of it as their source, such as one file of many."""
    gone: bool = False
    """Nothing more is to be said of it: others stand in its place."""
