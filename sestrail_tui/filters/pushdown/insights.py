"""A filter as the filter of a CloudWatch Logs Insights query, so that fewer records travel.

It keeps every message of SES that the filter keeps, and maybe more: the filter is applied again to
what arrives. What AWS scans, and bills for, is the same with any filter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.filters.fields.conditions.insights.text import KEPT, any_of, every, words
from sestrail_tui.filters.pushdown.any_word import ANY_WORD
from sestrail_tui.filters.pushdown.superset import Dialect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.filters.syntax.tree import Node

MAX_CHARACTERS: Final = 9000
"""Of a query's 10,000 (AWS: StartQuery); the rest is for what stands around the filter."""
SES_MESSAGES: Final = '@message like "ses.amazonaws.com"'
"""Every message that names SES as CloudTrail does, record or not, rewritten to OCSF or not."""


def insights_filter(node: Node) -> str:
    """Return the condition, for ``| filter``, of the messages that ``node`` may keep.

    Of the parts that must all hold, those are asked for, in their order, that fit.
    """
    parts = _DIALECT.parts_that_fit(node, lambda parts: len(_written(parts)) <= MAX_CHARACTERS)
    return _written(parts)


def _written(conditions: Sequence[str]) -> str:
    if not conditions:
        return SES_MESSAGES
    return f"{SES_MESSAGES} and (({every(conditions)}) or {KEPT})"


_DIALECT: Final[Dialect[str]] = Dialect(
    of_field=lambda field: field.insights,
    of_text=lambda pattern: words(pattern, ANY_WORD),
    every=every,
    any_of=any_of,
)
