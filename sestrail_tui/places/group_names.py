"""Which of the log groups that were named an account reads, and what each is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.core.errors import NotSetUp
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from sestrail_tui.account.discovery.log_groups import LogGroup

Groups = tuple["LogGroup", ...]


def group_name(group: LogGroup, groups: Groups) -> str:
    """Return the group's name, with region and account where ``groups`` differ in them."""
    parts = [group.name]
    parts += [group.region] if len({one.region for one in groups}) > 1 else []
    parts += [group.account] if len({one.account for one in groups if one.account}) > 1 else []
    return " ".join(filter(None, parts))


def of_account(groups: Groups, account: str) -> tuple[Groups, tuple[str, ...]]:
    """Return the groups that ``account`` is to read, and a sentence for each left to another.

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
