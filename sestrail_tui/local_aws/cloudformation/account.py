"""An account as CloudFormation sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sestrail_tui.local_aws.json_apis import JsonApisAccount

if TYPE_CHECKING:
    from sestrail_tui.local_aws.cloudformation.stacks import Stacks


class StacksAccount(JsonApisAccount, Protocol):
    """An account as CloudFormation sees it."""

    @property
    def stacks(self) -> Stacks:
        """All stacks there are, and were."""
