"""Properties are about what is right, not how fast: a busy machine fails none of them."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
