"""The examples of the README that are marked to be run."""

from __future__ import annotations

import re
from typing import Final

from tests.readme_tables import README

_EXAMPLE: Final = re.compile(r"<!-- example: (\w+) -->\n```\w*\n(.*?)```", re.DOTALL)


def examples() -> dict[str, str]:
    """Give each marked example's text by its name."""
    return dict(_EXAMPLE.findall(README.read_text()))
