"""``tail --engine`` and ``--estimate``: the past, asked of one of AWS's query engines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from sestrail_tui.cli.flags.options import CLOCK
from sestrail_tui.cli.standard_streams import say
from sestrail_tui.cli.streaming.run import run
from sestrail_tui.cli.streaming.signals import run_loop
from sestrail_tui.core.errors import UsageError
from sestrail_tui.core.instants import Ago
from sestrail_tui.core.safe_text import safe
from sestrail_tui.places.registry import PLACES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sestrail_tui.cli.flags.options import Limits
    from sestrail_tui.cli.streaming.output import Format
    from sestrail_tui.filters.syntax.tree import Node
    from sestrail_tui.follow.history.engine import Engine, Estimate, Kind, Question
    from sestrail_tui.follow.protocol import Connection


def _one_of(names: Sequence[str]) -> str:
    """Write names as ``A, B, or C``."""
    return ", ".join((*names[:-1], f"or {names[-1]}"))


engine_flag = click.option(
    "--engine",
    type=click.Choice(tuple(place.name for place in PLACES if place.engine)),
    default=None,
    help=f"Query {_one_of([place.engine for place in PLACES if place.engine])} for the time "
    "between --since and --until; AWS bills what they scan. Requires --no-follow and --since.",
)
estimate_flag = click.option(
    "--estimate",
    is_flag=True,
    help="Send no query: print it, about what it would cost, and what has to be set up first, "
    "such as Athena's table. Requires --no-follow and --since.",
)


def check_flags(since_ms: int | None, follow: bool, unfit: Mapping[str, object]) -> None:
    """Raise `UsageError` where the past cannot be asked with these flags."""
    if follow:
        raise UsageError("--engine and --estimate require --no-follow.")
    if since_ms is None:
        raise UsageError("--engine and --estimate require --since.")
    for flag, value in unfit.items():
        if value:
            raise UsageError(f"{flag} is for new records: leave it out with --engine.")


def question(node: Node, since_ms: int, until_ms: int | None) -> Question:
    """Return what is asked for: up to now, where nothing else is said."""
    from sestrail_tui.follow.history.engine import Question

    return Question(node, since_ms, Ago(CLOCK.now_ms()) if until_ms is None else until_ms)


@dataclass(frozen=True, slots=True)
class Asking:
    """A question to the engines of an account, or of several; ``kind`` None: to any."""

    account: Connection
    kind: Kind | None
    question: Question

    def answer(self, form: Format | None, limits: Limits) -> int:
        """Ask, and show the answer (``form`` None) or write it; gives the exit code."""
        from sestrail_tui.filters.syntax.tree import to_text
        from sestrail_tui.follow.connections.history import ask
        from sestrail_tui.tui.history.question import TypedQuestion, worded

        text = to_text(self.question.node)
        if form is not None:
            connection = ask(self.account, self.kind, self.question, _tell)
            return run(connection, text, form, limits)
        estimates: dict[str, Estimate] = {}
        connection = ask(self.account, self.kind, self.question, estimates.__setitem__)
        shown = TypedQuestion((), worded(self.question), self.question, estimates)
        return run(connection, text, form, limits, question=shown)

    def estimate(self) -> int:
        """Print what asking would take, and ask nothing. Raises `SourceError`."""
        return run_loop(self._estimate())

    async def _estimate(self) -> int:
        from sestrail_tui.follow.connections.history import estimated, firsts

        past = await self.account.history()
        question = self.question.by_aws(past.ahead_ms)
        try:
            for note in past.notes:
                say(f"sestrail: {safe(note)}")
            for engine in past.engines if self.kind is None else firsts(past, self.kind):
                told = None if engine.lack else await estimated(engine, question)
                click.echo("\n".join(estimate_lines(engine, told)))
        finally:
            await past.close()
        return 0


def estimate_lines(engine: Engine, estimate: Estimate | None) -> Iterator[str]:
    """Write an engine's query or set-up so that it can be pasted: all else is a comment."""
    sign = "#" if engine.kind == "insights" else "--"
    yield f"{sign} {safe(engine.name)}"
    if estimate is None:
        yield f"{sign} {safe(engine.lack)}"
        text = engine.setup
    else:
        yield f"{sign} {_price(estimate)}"
        text = estimate.query
    yield from map(safe, text.splitlines())
    if estimate is not None and engine.setup:
        yield f"{sign} It was set up with:"
        yield from (f"{sign} {safe(line)}" for line in engine.setup.splitlines())
    yield ""


def _tell(name: str, estimate: Estimate) -> None:
    say(f"sestrail: {safe(name)}: {_price(estimate)}")


def _price(estimate: Estimate) -> str:
    from sestrail_tui.core.units import bill_text

    price = bill_text(estimate.scanned_bytes, estimate.cost_usd)
    return " ".join(filter(None, (price and f"about {price}.", safe(estimate.sentence))))
