"""What a screen has notified of."""

from __future__ import annotations

from typing import Any


def notices(app: Any) -> str:
    return " ".join(str(one.message) for one in app._notifications)
