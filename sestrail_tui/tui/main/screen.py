"""The main screen: composes the parts, binds the keys, and moves the focus.

What the keys do is in the controllers, each with the few things that it asks of the screen.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import on
from textual.containers import Container, Horizontal
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

from sestrail_tui.filters.syntax.tree import to_text
from sestrail_tui.tui.alerts.alarms import Alarms
from sestrail_tui.tui.alerts.controller import AlertController
from sestrail_tui.tui.base import messages
from sestrail_tui.tui.base.key_line import KeyLine
from sestrail_tui.tui.base.prompt_line import PromptLine
from sestrail_tui.tui.base.textual_internals import bind, bindings_of, write_terminal
from sestrail_tui.tui.base.workers import cancel_workers
from sestrail_tui.tui.detail.controller import DetailController
from sestrail_tui.tui.detail.pane import DetailPane, DetailScrolled
from sestrail_tui.tui.detail.record_controller import RecordController
from sestrail_tui.tui.feed.controller import FeedController
from sestrail_tui.tui.feed.first_screen import FirstScreen
from sestrail_tui.tui.feed.header import HeaderLine
from sestrail_tui.tui.feed.login import step_aside
from sestrail_tui.tui.filtering.controller import FilterController
from sestrail_tui.tui.filtering.facets import FacetChosen, FacetColumn
from sestrail_tui.tui.filtering.filter_line import FilterLine
from sestrail_tui.tui.filtering.proposal import ProposalController
from sestrail_tui.tui.filtering.saved_controller import SavedFilterController
from sestrail_tui.tui.history.controller import HistoryController
from sestrail_tui.tui.keys import keys
from sestrail_tui.tui.main.actions import ACTIONS
from sestrail_tui.tui.main.figures import Figures
from sestrail_tui.tui.main.focus import PaneFocus
from sestrail_tui.tui.main.key_bindings import bound, of_widgets
from sestrail_tui.tui.main.key_hints import hints, saved_key_texts
from sestrail_tui.tui.main.leave import leave
from sestrail_tui.tui.main.navigation import Navigation
from sestrail_tui.tui.main.panels_controller import PanelsController
from sestrail_tui.tui.main.role import FollowRole
from sestrail_tui.tui.main.search import SearchController
from sestrail_tui.tui.table.controller import RowsController
from sestrail_tui.tui.table.listing import Listing
from sestrail_tui.tui.table.send_table import SendTable
from sestrail_tui.tui.table.state import ScreenState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.message import Message

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.filters.syntax.tree import Node
    from sestrail_tui.follow.protocol import Connection
    from sestrail_tui.tui.base.view import Command
    from sestrail_tui.tui.feed.status import FeedStatus
    from sestrail_tui.tui.history.engines import Engines
    from sestrail_tui.tui.history.form import EngineQuestion
    from sestrail_tui.tui.history.question import QuestionText, TypedQuestion
    from sestrail_tui.tui.main.role import Role
    from sestrail_tui.tui.preferences.filter_history import FilterHistory
    from sestrail_tui.tui.preferences.preferences import Preferences

Result = TypeVar("Result")


class MainScreen(Screen[Any]):
    """Header, filter, table (or first screen), facets and detail, footer, over a connection.

    Shown over an answer of the history, it gives the question to ask next, if any.
    """

    AUTO_FOCUS = ""
    CSS_PATH = "../sestrail.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings()]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012  Textual's type
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012  Textual's type

    # Textual's own paints the whole screen when the focus moves; what looks different with the
    # focus paints itself.
    focused: Reactive[Widget | None] = Reactive[Widget | None](None, repaint=False)

    def __init__(
        self,
        connection: Connection,
        clock: Clock,
        filters_used: FilterHistory,
        status: FeedStatus,
        *,
        node: Node,
        preferences: Preferences,
        role: Role | None = None,
    ) -> None:
        """``node`` is the filter to begin with."""
        super().__init__()
        self._used = filters_used
        self.status = status
        self.role = role = FollowRole() if role is None else role
        self.state = state = ScreenState(clock, preferences.time)
        alarms = Alarms(preferences.alerts)

        self.header = HeaderLine()
        self.prompt = PromptLine()
        self.first = FirstScreen()
        self.table = table = SendTable(clock, alarms.mark, preferences.columns)
        self.facets = FacetColumn(preferences.facets)
        self.detail = DetailPane()
        self.key_line = KeyLine()
        self.panes = focus = PaneFocus(self, table, self.facets, self.detail)

        self.reader = reader = DetailController(
            self, state, table, self.detail, focus=focus, alerts_of=alarms.sections
        )
        proposals = ProposalController(self, state)
        self.figures = figures = Figures(
            self, state, status, role, proposals=proposals, focus=focus
        )
        self.rows = rows = RowsController(self, state, table, figures, reader.show)
        self.filters = filters = FilterController(self, state, table, rows, focus=focus, first=node)
        self.line = FilterLine(filters_used, filters.values, filters.count)
        self.saved = SavedFilterController(self, state, preferences, filters)
        self.search = SearchController(
            self,
            state,
            table,
            pane=self.detail,
            focus=focus,
            read=reader.read,
            rows=rows,
            figures=figures,
        )
        self.navigation = Navigation(
            self,
            state,
            role,
            table,
            focus=focus,
            reader=reader,
            filters=filters,
            proposals=proposals,
            search=self.search,
        )
        self.records = RecordController(self, state, status, table, detail=reader, figures=figures)
        self.alerts = AlertController(self, state, alarms)
        self.feed = FeedController(
            self,
            state,
            status,
            connection,
            rows=rows,
            figures=figures,
            alerts=self.alerts,
            make_listing=partial(_listing, preferences, node),
        )
        self.history = HistoryController(
            self,
            state,
            connection,
            filters=filters_used,
            values=filters.values,
            copy=self.records.copy_text,
            shared=role.shared,
            last=role.engine_names,
        )
        self.panels = PanelsController(
            self, state, status, connection, apply=filters.apply, copy=self.records.copy_text
        )
        bind(self, bound(bindings_of(self), preferences))

    def compose(self) -> ComposeResult:
        """Lay the parts one below the other."""
        yield self.header
        if self.role.banner is not None:
            yield self.role.banner
        yield self.line
        yield self.prompt
        with Container(id="upper"):
            yield self.first
            yield self.table
        with Horizontal(id="lower"):
            yield self.facets
            yield self.detail
        yield self.key_line

    def on_mount(self) -> None:
        """Begin with nothing to show; everything slow begins behind the first frame."""
        self.app.set_keymap(of_widgets(self.saved.preferences))
        self.add_class("-empty", "-nothing")
        self.watch(self.table, "focused_row", self.reader.show, init=False)
        self.watch(self.table, "following", self.figures.show_counts, init=False)
        self.watch(self, "focused", self.show_hints)
        self.watch(self, "focused", self._hold_what_is_read)
        self.set_interval(1.0, self.figures.second)
        self.figures.tick()
        self.show_filter(to_text(self.filters.first))
        self.call_after_refresh(self.feed.start)

    def on_resize(self) -> None:
        """Fill what was hidden and has room now."""
        self.call_after_refresh(self.reader.show)
        self.call_after_refresh(self.figures.show_facets)

    async def on_unmount(self) -> None:
        """Close what was kept open; a query that still runs is cancelled before."""
        if self.role.is_query:
            await cancel_workers(self, "feed")
        await self.history.close()

    # keys

    def action_do(self, key_id: str) -> None:
        """Do what a key does."""
        ACTIONS[key_id](self)

    def action_saved(self, number: int) -> None:
        """Filter by a saved filter, or show all again."""
        self.saved.toggle(number)

    def commands(self) -> Iterator[Command]:
        """Return what the palette offers besides the keys."""
        yield from self.saved.commands()
        yield from self.alerts.commands()

    def saved_keys(self) -> list[str]:
        """Write the key of each saved filter; ``""`` where it has none."""
        return saved_key_texts(self, len(self.saved.preferences.saved))

    def show_hints(self) -> None:
        """Write the keys of the part that has the focus."""
        listing = self.state.listing
        found = hints(self, paused=listing is not None and listing.paused)
        first = self.role.hints if self.panes.reads_rows else ()
        self.key_line.hints = (*first, *found)

    # news of the parts

    @on(messages.Opening)
    @on(messages.Opened)
    @on(messages.OpenFailed)
    @on(messages.HealthChanged)
    @on(messages.RecordingChanged)
    @on(messages.FeedEnded)
    @on(messages.Grew)
    def _feed_news(self, news: Message) -> None:
        self.feed.hear(news)

    @on(messages.FilterEdited)
    @on(messages.FilterKept)
    async def _filter_typed(self, news: messages.FilterEdited | messages.FilterKept) -> None:
        await self.filters.take_typed(news)

    @on(messages.FilterLeft)
    def _filter_left(self, news: messages.FilterLeft) -> None:
        self.filters.leave(news)

    @on(FacetChosen)
    def _facet_chosen(self, news: FacetChosen) -> None:
        self.filters.choose_facet(news)

    @on(messages.Answered)
    def _answered(self, news: messages.Answered) -> None:
        self.panes.to_rows()
        match news.ask:
            case "mark":
                self.rows.mark(news.text)
            case "search":
                self.search.search(news.text)
            case "find":
                self.search.find(news.text)
            case "write":
                self.records.write(news.text)
            case "name":
                self.saved.save_as(news.text)

    @on(messages.AskLeft)
    def _ask_left(self) -> None:
        self.panes.to_rows()

    @on(DetailScrolled)
    def _detail_scrolled(self) -> None:
        if self.detail.top:
            self.reader.hold_row()

    def _hold_what_is_read(self) -> None:
        """Keep the record in the detail once that has the focus, however it came there."""
        if self.panes.reads_detail:
            self.reader.hold_row()
        else:
            self.reader.show()

    # what the controllers ask

    async def dialog(self, screen: Screen[Result]) -> Result:
        """Show a screen above this one, and return what it is dismissed with."""
        result: Result = await self.app.push_screen_wait(screen)
        return result

    def show_screen(self, screen: Screen[Any]) -> None:
        """Show a screen above this one, and go on."""
        self.app.push_screen(screen)

    def ask(self, ask: messages.Ask, question: str, answer: str = "", hint: str = "") -> None:
        """Put a question on the prompt line."""
        self.prompt.ask(ask, question, answer, hint)

    def write_terminal(self, sequence: str) -> None:
        """Write a sequence to the terminal, past the screen."""
        write_terminal(self.app, sequence)

    def ring(self) -> None:
        """Ring the terminal's bell."""
        self.app.bell()

    def log_in(self, connection: Connection) -> str:
        """Let the person log in on the plain terminal; return ``""``, or why that failed."""
        return step_aside(self.app, connection)

    def show_listing(self, listing: Listing) -> None:
        """Show the rows of a listing from now on."""
        self.table.attach(listing)

    def show_filter(self, text: str) -> None:
        """Write the filter that holds now, and remember it as if it had been typed."""
        self.line.applied(text)

    def show_first(self) -> None:
        """Say why there is no row."""
        self.figures.show_first()

    @property
    def question(self) -> QuestionText:
        """The question to the history that the form begins with."""
        return self.role.question(self.state.listing, self.filters.first)

    async def show_answer(
        self, connection: Connection, question: TypedQuestion, engines: Engines
    ) -> EngineQuestion | None:
        """Show an answer until it is left; return what to ask next."""
        preferences = replace(self.saved.preferences, time=self.state.time_mode)
        answer = answer_screen(
            connection,
            self.state.clock,
            self._used,
            question,
            preferences=preferences,
            engines=engines,
        )
        chosen: EngineQuestion | None = await self.dialog(answer)
        return chosen

    def replace_answer(self, question: EngineQuestion) -> None:
        """Leave this answer for that to another question."""
        self.dismiss(question)

    # the rest

    def log_in_again(self) -> None:
        """Log in again; reading goes on at the same read position."""
        if self.feed.log_in_again():
            self.history.engines.forget()

    def show_palette(self) -> None:
        """Search the commands."""
        self.app.action_command_palette()

    def show_help(self) -> None:
        """Show all keys."""
        from sestrail_tui.tui.main.key_help import keys_help

        self.app.push_screen(keys_help(self, self.saved.preferences))

    def quit(self) -> None:
        """Leave for the screen below; without one, the program, and say why nothing was read."""
        if self.role.is_above:
            self.dismiss(None)
        else:
            leave(
                self.app,
                self.state,
                self.status,
                order=self.saved.preferences.order,
                facets=self.facets.expanded,
            )


def answer_screen(
    connection: Connection,
    clock: Clock,
    filters_used: FilterHistory,
    question: TypedQuestion,
    *,
    preferences: Preferences,
    engines: Engines | None = None,
) -> MainScreen:
    """Return the screen over an answer; ``engines`` are those of the screen below, if any."""
    # Most sessions ask for none.
    from sestrail_tui.alerts.settings import AlertSettings
    from sestrail_tui.tui.history.answer import AnswerRole
    from sestrail_tui.tui.history.status import HistoryStatus

    status = HistoryStatus(question=question, above_live=engines is not None)
    return MainScreen(
        connection,
        clock,
        filters_used,
        status,
        node=question.question.node,
        # What is long ago alarms nobody.
        preferences=replace(preferences, alerts=AlertSettings()),
        role=AnswerRole(status, engines),
    )


def _listing(preferences: Preferences, node: Node) -> Listing:
    """Make the listing that a session begins with; it imports the store."""
    listing = Listing(preferences.cap)
    if preferences.order != listing.view.order:
        listing.turn_order()
    listing.apply(node)
    return listing
