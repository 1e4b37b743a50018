"""The README's tables are what the code says (``make tables`` rewrites them)."""

from __future__ import annotations

from tests.readme_tables import README, rewritten


def test_the_tables_are_true_to_the_code() -> None:
    text = README.read_text()
    assert rewritten(text) == text, "run: make tables"
