"""What recording is said to cost."""

from __future__ import annotations

import pytest

from sestrail_tui.account.recording.cost import cost_usd, cost_words


def test_a_cost_is_never_said_to_be_less_than_it_is() -> None:
    assert cost_usd(log_group=True) == pytest.approx(0.175)
    words = " ".join(cost_words(log_group=True))
    assert "about $0.18 for 100,000 sends" in words
    assert "$0.10 CloudTrail data events, $0.08 CloudWatch Logs ingestion" in words
    assert cost_words(log_group=False)[0].startswith("$0.10 for 100,000 sends")
