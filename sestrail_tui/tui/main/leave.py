"""Leaving the program: the view is remembered, and why nothing was read is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from sestrail_tui.core.safe_text import safe
from sestrail_tui.tui.preferences.last_view import LastView, remember, view_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import App

    from sestrail_tui.config.schema import SortOrder
    from sestrail_tui.tui.feed.status import FeedStatus
    from sestrail_tui.tui.table.state import ScreenState


def leave(
    app: App[Any],
    state: ScreenState,
    status: FeedStatus,
    *,
    order: SortOrder,
    facets: Iterable[str],
) -> None:
    """End the program; ``order`` is that of a session without rows, ``facets`` are those opened."""
    listing = state.listing
    if listing is not None:
        order = listing.view.order
    view = LastView(
        theme=app.theme, time=state.time_mode, order=order, facets=tuple(sorted(facets))
    )
    remember(view_path(), view)
    failure = status.failure
    if failure is None or (listing is not None and len(listing.store)):
        app.exit(return_code=0)
    else:
        app.exit(return_code=failure.exit_code, message=Text(safe(failure.sentence)))
