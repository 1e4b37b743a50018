"""What is known of a question to the past while it is asked, and what the screen says of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from sestrail_tui.core.units import bill_text, size_text
from sestrail_tui.filters.syntax.tree import to_text
from sestrail_tui.follow.health import State
from sestrail_tui.tui.base.numbers import count_text
from sestrail_tui.tui.base.times import clock_time, dates_for
from sestrail_tui.tui.feed.first_screen import BAD, DIM, TITLE
from sestrail_tui.tui.feed.health import TROUBLE
from sestrail_tui.tui.feed.status import FeedStatus
from sestrail_tui.tui.history.question_line import QuestionFacts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.filters.syntax.tree import Node
    from sestrail_tui.tui.base.times import TimeMode
    from sestrail_tui.tui.feed.first_screen import FirstFacts, Line
    from sestrail_tui.tui.feed.header import HeaderFacts
    from sestrail_tui.tui.feed.health import Summary
    from sestrail_tui.tui.history.question import TypedQuestion
    from sestrail_tui.tui.table.listing import Listing

_KEYS = "H  ask anew     esc  back"


@dataclass
class HistoryStatus(FeedStatus):
    """`FeedStatus` of the answer to a question."""

    counts_scanned: ClassVar[bool] = False
    question: TypedQuestion = field(kw_only=True)
    above_live: bool = False
    """Whether a screen that follows the account lies below."""

    def login_refusal(self) -> str:
        """Send to where the account is followed; alone, the answer's own failure may need one."""
        if self.above_live:
            return "Log in on the live screen: esc goes back there. Then ask again."
        if self.failure is None or not self.failure.person:
            return "The question was put already: H asks anew."
        return super().login_refusal()

    def pause_refusal(self, *, paused: bool) -> str:
        """Say that nothing more comes, once that is so."""
        if self.ended and not paused:
            return "The answer is complete: nothing more comes that could be paused."
        return ""

    @property
    def summary(self) -> Summary:
        """Say of an engine that answers that it is being asked."""
        summary = super().summary
        return replace(summary, word=summary.word.replace(State.CATCHING_UP, "asking"))

    @property
    def engine(self) -> str:
        """Who is asked."""
        return self.label or ", ".join(self.question.engines) or "the engine"

    @property
    def trouble(self) -> str:
        """Why there is no answer, or not all of it."""
        if self.failure is not None:
            return self.failure.sentence
        found = (health.sentence for health in self.healths.values() if health.state in TROUBLE)
        return next(found, "")

    def header(self, listing: Listing | None, mode: TimeMode, now_ms: int) -> HeaderFacts:
        """Name the engine; neither lag nor rate is of any meaning here."""
        facts = super().header(listing, mode, now_ms)
        health = replace(facts.health, read_through_ms=None)
        if listing is None or not listing.held:  # it is said where the rows would be
            health = replace(health, sentence="")
        return replace(
            facts,
            label=self.engine,
            health=health,
            lag_ms=None,
            rate=0.0,
            buckets=(),
            now_ms=now_ms,
        )

    def range(self, mode: TimeMode, now_ms: int) -> str:
        """Write the time that was asked for."""
        question = self.question.question
        dates = dates_for(question.first_ms, now_ms, mode)
        ends = (question.first_ms, question.last_ms)
        first, last = (clock_time(end_ms, mode, now_ms, dates) for end_ms in ends)
        return f"{first} to {last}"

    def about(self, shown: Node, mode: TimeMode, now_ms: int, *, wider: bool) -> QuestionFacts:
        """Say what was asked for and what it takes.

        ``shown`` is the filter on screen; ``wider``: it may match what was not asked for.
        """
        node = self.question.question.node
        filter_text = to_text(node)
        notes = [
            (DIM, health.sentence)
            for health in self.healths.values()
            if health.state in (State.ENDED, State.INCOMPLETE) and health.sentence
        ]
        if wider:
            sentence = (
                f"Only what matches {filter_text} was asked for: the filter on screen is wider, "
                "and the rows it would add are missing. H asks anew, esc goes back to what was "
                "asked."
            )
            notes.insert(0, ("$text-warning", sentence))
        price = self._price()
        return QuestionFacts(
            self.range(mode, now_ms), filter_text, price, wider or shown == node, tuple(notes)
        )

    def _price(self) -> str:
        scanned, estimate = self.scanned_bytes, self.question.estimate
        if self.ended or estimate is None:
            return bill_text(scanned, self.cost_usd)
        if scanned is not None and estimate.scanned_bytes is not None:
            return f"{size_text(scanned)} of about {size_text(estimate.scanned_bytes)} scanned"
        about = bill_text(estimate.scanned_bytes, estimate.cost_usd)
        return f"about {about}" if about and scanned is None else bill_text(scanned, self.cost_usd)

    def first(self, listing: Listing | None, mode: TimeMode, now_ms: int) -> FirstFacts:
        """Say why there is no row."""
        facts = super().first(listing, mode, now_ms)
        node = self.question.question.node
        if facts.phase in ("settling", "paused", "searching"):
            return facts
        if facts.phase == "hidden" and listing is not None and listing.node != node:
            return facts
        return replace(facts, instead=tuple(self._lines(facts, mode, now_ms)))

    def _lines(self, facts: FirstFacts, mode: TimeMode, now_ms: int) -> Iterator[Line]:
        what = to_text(self.question.question.node)
        sought = f"what matches {what}" if what else "every record of SES"
        if self.trouble:
            yield BAD, f"✗ {self.trouble}"
            yield "", ""
            if facts.retry_at_ms is not None:
                left = max(0, -(-(facts.retry_at_ms - now_ms) // 1000))
                yield DIM, f"Trying again by itself in {left}s." if left else "Trying again…"
            yield "", f"{_KEYS}     L  log in" if facts.person else _KEYS
        elif self.ended:
            yield TITLE, f"{self.engine} has no record for this."
            yield DIM, f"Asked for {sought}, {self.range(mode, now_ms)}."
            if facts.held:
                noun = "record" if facts.held == 1 else "records"
                yield DIM, f"{count_text(facts.held)} {noun} came that the filter leaves out."
            yield "", ""
            yield "", _KEYS
        else:
            yield TITLE, f"Asking {self.engine}…"
            yield DIM, f"for {sought}, {self.range(mode, now_ms)}."
            yield "", ""
            yield "", "esc  go back, which cancels the query"
