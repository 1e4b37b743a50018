"""The stacks of an account: what each is made of, and what happened to it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DELETED: Final = "DELETE_COMPLETE"
STACK: Final = "AWS::CloudFormation::Stack"
"""The resource type of a stack's own events."""

CallSpec = tuple[str, str, dict[str, Any]]
"""Service, operation and parameters of a call that makes or removes a resource."""


@dataclass(slots=True)
class StoredResource:
    """One resource of a stack."""

    logical: str
    kind: str
    retained: bool = False
    """Whether its DeletionPolicy is Retain."""
    physical: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    """What ``Fn::GetAtt`` gives."""
    deletes: Sequence[CallSpec] = ()
    """The calls that remove it; none before something of it was made."""
    status: str = ""
    """``""``: not begun."""
    reason: str = ""
    time: int = 0
    """When the status changed, ms UTC."""


@dataclass(frozen=True, slots=True)
class StackEvent:
    """Something that happened to a stack or a resource of it."""

    event_id: str
    logical: str
    physical: str
    kind: str
    status: str
    reason: str
    time: int


@dataclass(slots=True)
class StoredStack:
    """One stack, there or deleted."""

    stack_id: str
    name: str
    region: str
    access_key: str
    """Whose calls it makes."""
    created: int
    """ms UTC."""
    template: Mapping[str, Any]
    options: Mapping[str, Any]
    """What CreateStack was given."""
    resources: dict[str, StoredResource] = field(default_factory=dict)
    """By logical name."""
    events: list[StackEvent] = field(default_factory=list)
    """Oldest first."""
    status: str = ""
    reason: str = ""
    deleted: int = 0
    """ms UTC; 0: it is there."""
    task: asyncio.Task[None] | None = None
    """What is at work on it."""

    @property
    def pseudo_parameters(self) -> dict[str, str]:
        """Return what ``Ref`` stands for besides resources."""
        account = self.stack_id.split(":")[4]
        return {
            "AWS::AccountId": account,
            "AWS::Partition": "aws",
            "AWS::Region": self.region,
            "AWS::StackId": self.stack_id,
            "AWS::StackName": self.name,
            "AWS::URLSuffix": "amazonaws.com",
        }

    def named(self, name: str, attribute: str) -> str:
        """Return what a function of the template stands for."""
        if name in (pseudo := self.pseudo_parameters):
            return pseudo[name]
        resource = self.resources[name]
        return resource.attributes[attribute] if attribute else resource.physical


@dataclass(frozen=True, slots=True)
class Stacks:
    """All stacks of an account."""

    every: list[StoredStack] = field(default_factory=list)
    """Oldest first, deleted ones too."""

    def find(self, region: str, name_or_id: str) -> StoredStack | None:
        """Return a stack by its id, or by name if it is there."""
        for one in reversed(self.every):
            if one.region == region and (
                name_or_id == one.stack_id or (name_or_id == one.name and not one.deleted)
            ):
                return one
        return None

    async def stop(self) -> None:
        """Leave off whatever is at work."""
        tasks = [one.task for one in self.every if one.task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
