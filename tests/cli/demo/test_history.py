from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.cli.run import sestrail


@pytest.mark.slow
def test_the_demo_of_logs_insights_gives_as_many_records_as_asked() -> None:
    done = sestrail("demo", "--source", "insights", "--output", "jsonl", "--max-events", "50")
    assert done.returncode == 0
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert len({one["eventID"] for one in records}) == len(records) == 50
    oldest = datetime.fromisoformat(records[0]["eventTime"])
    assert datetime.now(UTC) - oldest > timedelta(hours=5), "hours, not minutes"
