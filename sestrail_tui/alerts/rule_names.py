"""The rules by which a send stands out, by name and in words."""

from __future__ import annotations

from typing import Final, Literal, get_args

RuleName = Literal["principal", "network", "errors", "volume", "no-config", "console"]
"""What can be alerted of."""

RULES: Final[tuple[RuleName, ...]] = get_args(RuleName)
TITLES: Final[dict[RuleName, str]] = {
    "principal": "a principal sends for the first time",
    "network": "a send comes from a network not seen before",
    "errors": "many of the latest sends were refused",
    "volume": "a minute has many more sends than those before",
    "no-config": "a request names no configuration set",
    "console": "a send was made with a console session's credentials",
}
"""Each rule in words, for the palette and the help."""
