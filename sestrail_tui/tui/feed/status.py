"""What is known of the feed, and what header and first screen say of it. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar, Final

from sestrail_tui.core.units import size_text
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.protocol import Recording
from sestrail_tui.tui.base.numbers import PART, count_text
from sestrail_tui.tui.feed.first_screen import FirstFacts, Phase
from sestrail_tui.tui.feed.header import HeaderFacts
from sestrail_tui.tui.feed.health import OPENING, Summary, summary, with_recording

if TYPE_CHECKING:
    from sestrail_tui.tui.base.messages import Opened, OpenFailed
    from sestrail_tui.tui.base.times import TimeMode
    from sestrail_tui.tui.table.listing import Listing

_NOT_TOLD: Final = Recording()
_NO_SEND: Final = "No send has been seen yet. D checks whether sends are recorded."
_BUCKETS: Final = 8
_BUCKET_S: Final = 15


@dataclass(slots=True)
class FeedStatus:
    """The feed as the screen has heard of it."""

    counts_scanned: ClassVar[bool] = True
    """Whether what AWS scanned stands among the counts."""
    title: str = ""
    note: str = ""
    label: str = ""
    account: str = ""
    region: str = ""
    healths: dict[str, Health] = field(default_factory=dict)
    failure: OpenFailed | None = None
    since_ms: int | None = None
    ended: bool = False
    reads: Counter[str] = field(default_factory=Counter)
    """How many read-only calls of each source were left out."""
    recording: Recording = _NOT_TOLD
    """Whether sends are recorded into what is read, as AWS told last."""

    def opening(self) -> None:
        """Note that the feed is being opened; a failure stays on screen until it is."""
        self.healths.clear()
        self.ended = False
        self.recording = _NOT_TOLD

    def opened(self, news: Opened, now_ms: int) -> None:
        """Note that the feed is open."""
        self.label, self.account, self.region = news.label, news.account, news.region
        self.failure = None
        if self.since_ms is None:
            self.since_ms = now_ms

    def failed(self, news: OpenFailed) -> None:
        """Note that the feed could not be opened."""
        self.failure = news

    def heard(self, health: Health) -> None:
        """Note how a source is doing."""
        if health.gone:
            self.healths.pop(health.source, None)
        else:
            self.healths[health.source] = replace(health, reads=self.reads[health.source])

    def login_refusal(self) -> str:
        """Say why nobody can log in; ``""`` where one can."""
        if self.ended:
            return "Everything was read to its end: there is nothing to log in for."
        return ""

    def pause_refusal(self, *, paused: bool) -> str:  # noqa: ARG002  an answer's status needs it
        """Say why the list cannot be paused, or go on; ``""`` where it can."""
        return ""

    @property
    def holds_sends(self) -> bool:
        """Whether any source can hold a send."""
        return not self.healths or any(health.holds_sends for health in self.healths.values())

    @property
    def scanned_bytes(self) -> int | None:
        """What AWS scanned for all sources, ``None`` where none tells."""
        sizes = [health.scanned_bytes for health in self.healths.values()]
        return sum(known) if (known := [size for size in sizes if size is not None]) else None

    @property
    def cost_usd(self) -> float | None:
        """The same at list price."""
        costs = [health.cost_usd for health in self.healths.values()]
        return sum(known) if (known := [cost for cost in costs if cost is not None]) else None

    @property
    def summary(self) -> Summary:
        """All sources as one."""
        if self.failure is not None:
            return Summary(
                "✗" if self.failure.person else "▲",
                "log in" if self.failure.person else "not open",
                "bad" if self.failure.person else "warn",
                self.failure.sentence,
                self.failure.retry_at_ms,
            )
        if self.ended and not self.healths:
            return Summary("■", "ended", "plain")
        if not self.healths:
            return OPENING
        known = summary(self.healths.values())
        return known if self.ended else with_recording(known, self.recording)

    def phase(self, listing: Listing | None) -> Phase:
        """Tell which first screen it is, with no row to show."""
        if listing is not None and (why := listing.why_empty) != "nothing":
            return why
        if self.failure is not None:
            return "failed"
        states = {health.state for health in self.healths.values()}
        if self.ended or (states and states == {State.ENDED}):
            return "ended"
        return "opening" if self.since_ms is None else "waiting"

    def header(self, listing: Listing | None, mode: TimeMode, now_ms: int) -> HeaderFacts:
        """Return what the header says."""
        state = self.summary
        if listing is None or not listing.held:  # the first screen says it at length
            state = replace(state, sentence="") if self.failure is not None else state
        elif state.live and not state.sentence and not listing.holds_send:
            state = replace(state, sentence=_NO_SEND)
        lag: int | None = None
        rate = 0.0
        buckets: tuple[int, ...] = ()
        if listing is not None and not self.ended:
            store = listing.store
            known = store.lag()
            lag = None if known is None else known.median_ms
            rate = store.rate(now_ms)
            buckets = tuple(store.rate_series(now_ms, _BUCKETS, _BUCKET_S))
        counts_down = state.retry_at_ms is not None or mode == "relative"
        return HeaderFacts(
            self.title or "sestrail",
            self.label,
            self.account,
            self.region,
            state,
            lag,
            round(rate, 2),
            buckets,
            # A moment that nothing on the line depends on would repaint it every second.
            now_ms if counts_down else 0,
            mode,
        )

    def first(self, listing: Listing | None, mode: TimeMode, now_ms: int) -> FirstFacts:
        """Return what the first screen says."""
        failure = self.failure
        return FirstFacts(
            phase=self.phase(listing),
            label=self.label,
            region=self.region,
            account=self.account,
            sentence="" if failure is None else failure.sentence,
            person=failure is not None and failure.person,
            retry_at_ms=None if failure is None else failure.retry_at_ms,
            since_ms=self.since_ms,
            now_ms=now_ms,
            time_mode=mode,
            held=0 if listing is None else listing.looked_at,
            waiting=0 if listing is None or listing.looked_at else listing.waiting,
            searched=1.0 if listing is None else listing.scanned,
            filter_text="" if listing is None else listing.filter_text,
            holds_sends=self.holds_sends,
            follows=bool(self.region),  # a file is of no region
            note=self.note,
            recording=self.recording,
        )


def counts(listing: Listing, status: FeedStatus, note: str, *, following: bool) -> str:
    """Write the right end of the filter line: ``1,204 of 98,331 sends``, and what is unusual.

    Where there is little room the first parts go first: how to go on stays.
    """
    shown, held = len(listing.view), listing.held
    parts = [note] if note else []
    if listing.view.order == "arrival":
        parts.append("by arrival")
    if (done := listing.scanned) < 1:
        parts.append(f"searching {done:.0%}")
    if listing.store.evicted:
        parts.append(f"{count_text(listing.store.evicted)} oldest dropped")
    if status.counts_scanned and (scanned := status.scanned_bytes):
        parts.append(f"{size_text(scanned)} scanned")
    if listing.paused:
        parts.append(f"paused, {count_text(listing.waiting)} wait")
    elif not following and shown:
        parts.append("f follows")
    noun = listing.noun(holds_sends=status.holds_sends)
    if held or status.holds_sends:
        some = "" if shown == held else f"{count_text(shown)} of "
        parts.append(f"{some}{count_text(held)} {noun}")
    return PART.join(parts)
