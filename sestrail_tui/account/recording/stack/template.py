"""What `logging on --create` creates: the CloudFormation template beside this module.

AWS: CloudFormation template reference of each ``Type``; "Amazon S3 bucket policy for CloudTrail"
and "Role policy document for CloudTrail to use CloudWatch Logs for monitoring", CloudTrail user
guide. The bucket goes with the stack, as everything does: nobody reads it, and one that stayed
would be left behind by every stack. CloudFormation puts the stack's tags on each resource.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.account.selectors.change import SENDS_SELECTOR
from sestrail_tui.account.selectors.event_selectors import EventSelectors

if TYPE_CHECKING:
    from collections.abc import Iterator

SELECTORS: Final = EventSelectors(advanced=(SENDS_SELECTOR,))
"""What its trail selects: management events would be charged where another trail has them too."""


def template() -> dict[str, Any]:
    """Return a template of a trail that records SES sends alone, and of all that it needs."""
    text = files(__package__).joinpath("template.json").read_text("utf-8")
    document: dict[str, Any] = json.loads(text)
    document["Resources"]["Trail"]["Properties"] |= SELECTORS.arguments
    return document


def template_text() -> str:
    """Return it as JSON text."""
    return json.dumps(template(), indent=2)


def contents() -> Iterator[tuple[str, str]]:
    """Yield the type of each resource, and what it is for."""
    for resource in template()["Resources"].values():
        yield resource["Type"], resource["Metadata"]["Purpose"]
