"""What AWS answered about one event data store. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sestrail_tui.doctor.facts.answer import Answer
    from sestrail_tui.places.lake.event_data_stores import Details


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """One event data store of CloudTrail Lake."""

    arn: str
    name: str
    details: Answer[Details]
    advanced: tuple[Mapping[str, Any], ...] = ()
    """Its selectors, as the API gives them."""
    query: Answer[bool] | None = None
