"""What the shell may go on with: each function gives the values that begin as a flag's does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeAlias

    import click
    from click.shell_completion import CompletionItem

    from sestrail_tui.places.place import PlaceFlag

    Items: TypeAlias = list[CompletionItem[str]]
    Completion: TypeAlias = Callable[[click.Context, click.Parameter, str], Items]


def profiles(_ctx: click.Context, _flag: click.Parameter, typed: str) -> Items:
    """Complete the profiles of AWS's files."""
    from sestrail_tui.account.session.profile_names import profile_names

    return _beginning(typed, ((name, "") for name in profile_names()))


def regions(_ctx: click.Context, _flag: click.Parameter, typed: str) -> Items:
    """Complete AWS's regions, each with where it is."""
    from sestrail_tui.account.partitions import region_names

    return _beginning(typed, region_names().items())


def places(flag: PlaceFlag) -> Completion | None:
    """Return what completes a place's flag, asked of the account that the flags name."""
    if (names := flag.names) is None:
        return None

    def completed(ctx: click.Context, _flag: click.Parameter, typed: str) -> Items:
        if typed.startswith("arn:"):
            return []
        found = names(_last(ctx, "profiles"), _last(ctx, "regions"))
        return _beginning(typed, ((name, "") for name in found))

    return completed


def filters(_ctx: click.Context, _flag: click.Parameter, typed: str) -> Items:
    """Complete the last word of a filter: a field's name, or one of its few values."""
    from sestrail_tui.filters.syntax.complete import complete

    found = complete(typed, len(typed), lambda _field: ())
    before, behind = typed[: found.start], typed[found.end :]
    return _items((f"{before}{one.text}{behind}", one.note) for one in found.items)


def topics(_ctx: click.Context, _argument: click.Parameter, typed: str) -> Items:
    """Complete the topics of the manual."""
    from sestrail_tui.manual.pages import read_page
    from sestrail_tui.manual.pages import topics as manual_topics

    return _beginning(typed, ((topic, read_page(topic).title) for topic in manual_topics()))


def _last(ctx: click.Context, name: str) -> str | None:
    """Return the last of the values of a repeatable flag so far."""
    given = ctx.params.get(name) or ()
    return str(given[-1]) if given else None


def _beginning(typed: str, pairs: Iterable[tuple[str, str]]) -> Items:
    return _items(
        (name, said) for name, said in pairs if name.startswith(typed) and name.isprintable()
    )


def _items(pairs: Iterable[tuple[str, str]]) -> Items:
    """Return each text with what is said of it; click's module is loaded only where it is asked."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(text, help=said or None) for text, said in pairs]
