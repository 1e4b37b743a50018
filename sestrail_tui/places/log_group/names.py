"""Which of the log groups that were named an account reads, and what each is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.core.errors import NotSetUp
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.account.discovery.log_groups import LogGroup
    from sestrail_tui.follow.source import Source

Groups = tuple["LogGroup", ...]


def group_name(group: LogGroup, groups: Groups) -> str:
    """Give the group's name, with region and account where ``groups`` differ in them."""
    parts = [group.name]
    parts += [group.region] if len({one.region for one in groups}) > 1 else []
    parts += [group.account] if len({one.account for one in groups if one.account}) > 1 else []
    return " ".join(filter(None, parts))


def of_account(groups: Groups, account: str) -> tuple[Groups, tuple[str, ...]]:
    """Give the groups that ``account`` is to read, and a sentence for each left to another.

    Where the account is not known (``""``) that is all of them. Raises `NotSetUp` where it is
    none.
    """
    own = tuple(group for group in groups if not account or group.account in ("", account))
    if groups and not own:
        raise NotSetUp(
            f"None of the log groups given is of account {account}: name one with --log-group, "
            "or leave this profile or role out."
        )
    return own, tuple(
        f"Log group {safe(group.name)} is left to the profile or role of account "
        f"{safe(group.account)}."
        for group in groups
        if group not in own
    )


def feed_label(groups: Groups, others: Sequence[Source]) -> str:
    """Give what the header names: the one source, or how many there are."""
    names = [*(group.name for group in groups), *(source.name for source in others)]
    if len(names) == 1:
        return names[0]
    return f"{len(names)} sources" if others else f"{len(names)} log groups"


class Claims:
    """Which of several connections of one account reads a log group: the first that finds it.

    A trail of several regions is seen from each of them, but its log group is in one.
    """

    def __init__(self) -> None:
        self._owners: dict[tuple[str, str, str], object] = {}

    def take(self, owner: object, groups: Groups) -> Groups:
        """Give those of ``groups`` that no other owner has; they are the owner's from now on."""
        return tuple(
            group
            for group in groups
            if self.claim(owner, (group.account, group.region, group.name))
        )

    def claim(self, owner: object, key: tuple[str, str, str]) -> bool:
        """Tell whether ``key`` is the owner's; it is, from now on, unless it is another's."""
        return self._owners.setdefault(key, owner) is owner
