"""Prices are said once, with their regions."""

from __future__ import annotations

import re

import pytest

from sestrail_tui.account import prices
from tests.manual.documents import DOCUMENTS
from tests.paths import ROOT

_AMOUNT = re.compile(r"\$(\d+(?:\.\d+)?)(?=\s*(?:/GB|a GB|for a TB|per 100,000| in (?:eu|Tokyo)))")


@pytest.mark.parametrize(
    ("region", "per_gb"),
    [
        ("us-east-1", 0.005),
        ("eu-west-1", 0.0057),
        ("ap-northeast-1", 0.0076),
        ("ap-northeast-2", 0.0076),
        ("ap-south-1", 0.0076),
        ("sa-east-1", None),
        ("", None),
    ],
)
def test_insights_by_region(region: str, per_gb: float | None) -> None:
    usd = prices.insights_usd(2e9, region)
    assert usd == (None if per_gb is None else pytest.approx(2 * per_gb))
    assert (f"${per_gb} a GB in {region}" in prices.insights_words(region)) == (per_gb is not None)
    assert "https://aws.amazon.com/cloudwatch/pricing/" in prices.insights_words(region)


def test_athena_bills_whole_megabytes_and_ten_at_least() -> None:
    assert prices.athena_usd(0) == prices.athena_usd(10_000_000) == pytest.approx(50e-6)
    assert prices.athena_usd(10_000_001) == pytest.approx(55e-6)


def test_readme_and_manual_name_no_other_price() -> None:
    ingestion = 0.08
    gigabytes = prices.DATA_EVENTS * prices.EVENT_BYTES / 1e9
    assert ingestion == pytest.approx(gigabytes * prices.INGESTION_USD_PER_GB, abs=0.0051)
    known = {
        prices.DATA_EVENTS_USD,
        prices.INGESTION_USD_PER_GB,
        ingestion,
        prices.TRANSFER_USD_PER_GB,
        prices.ATHENA_USD_PER_TB,
        *(prices.insights_usd_per_gb(one) for one in ("us-east-1", "eu-west-1", "ap-south-1")),
    }
    texts = [document.read_text() for document in DOCUMENTS]
    quoted = {float(amount) for text in texts for amount in _AMOUNT.findall(text)}
    assert quoted <= known
    assert len(quoted) >= 5


def test_no_other_module_writes_a_price() -> None:
    written = [
        path.name
        for path in (ROOT / "sestrail_tui").rglob("*.py")
        if path.name != "prices.py"
        and re.search(r"\$0?\.?\d[\d.]* ?(?:/GB|a GB|for each)", path.read_text())
    ]
    assert written == []
