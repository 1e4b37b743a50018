"""Names of log files: what sorts where, what is one and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.places.log_files.layout import Folder, Go, ListFolders, minute_of, step
from tests.places.log_files.fake_bucket import log_key

MINUTE = 60_000
FOLDER = Folder(
    "AWSLogs/123456789012/CloudTrail/us-east-1/", "123456789012", "CloudTrail", "us-east-1"
)


@given(st.integers(0, 4_000_000_000_000), st.text("aZ09", min_size=16, max_size=16))
def test_a_listing_after_a_minute_gives_that_minute_and_all_later_ones(
    at_ms: int, unique: str
) -> None:
    """Over the end of a day, a month and a year too."""
    minute = at_ms // MINUTE * MINUTE
    key = log_key(minute, unique)
    assert FOLDER.before(minute) < key
    assert FOLDER.before(minute + MINUTE) > key
    assert minute_of(key) == minute


@pytest.mark.parametrize("base", ["", "logs/", "a/b/"])
def test_the_way_down_from_any_depth(base: str) -> None:
    assert step(base) == Go((f"{base}AWSLogs/",))
    root = step(f"{base}AWSLogs/")
    assert isinstance(root, ListFolders)
    assert root.fits(f"{base}AWSLogs/123456789012/")
    assert root.fits(f"{base}AWSLogs/o-aa111bb222/")
    assert not root.fits(f"{base}AWSLogs/elasticloadbalancing/")
    organisation = step(f"{base}AWSLogs/o-aa111bb222/")
    assert isinstance(organisation, ListFolders)
    assert not organisation.fits(f"{base}AWSLogs/o-aa111bb222/o-aa111bb222/")
    for account in (f"{base}AWSLogs/123456789012/", f"{base}AWSLogs/o-aa111bb222/123456789012/"):
        assert step(account) == Go((f"{account}CloudTrail/", f"{account}CloudTrail-Aggregated/"))
        assert step(f"{account}CloudTrail-Digest/") == Go(())
        regions = step(f"{account}CloudTrail/")
        assert isinstance(regions, ListFolders)
        assert regions.fits(f"{account}CloudTrail/us-gov-west-1/")
        assert not regions.fits(f"{account}CloudTrail/2026/")
        leaf = f"{account}CloudTrail/eu-west-1/"
        found = Folder(leaf, "123456789012", "CloudTrail", "eu-west-1")
        assert step(leaf) == step(f"{leaf}2026/11/23/") == found


def test_aggregated_files_are_listed_by_the_day() -> None:
    folder = Folder("AWSLogs/1/CloudTrail-Aggregated/eu-west-1/", "1", "CloudTrail-Aggregated", "e")
    assert folder.before(90 * MINUTE) == f"{folder.prefix}1970/01/01/"


@pytest.mark.parametrize(
    "key",
    [
        "AWSLogs/123456789012/CloudTrail-Digest/us-east-1/2026/11/23/"
        "123456789012_CloudTrail-Digest_us-east-1_t_us-east-1_20261123T101500Z.json.gz",
        "AWSLogs/123456789012/CloudTrail-Insight/us-east-1/2026/11/23/"
        "123456789012_CloudTrail-Insight_us-east-1_20261123T1015Z_abc.json.gz",
        "AWSLogs/123456789012/CloudTrail/us-east-1/2026/11/23/",
        "AWSLogs/123456789012/CloudTrail/us-east-1/2026/11/23/a_20261399T9999Z_x.json.gz",
        "mail/123456789012_CloudTrail_us-east-1_20261123T1015Z_abc.json.gz",
        "",
    ],
)
def test_what_is_no_log_file(key: str) -> None:
    assert minute_of(key) is None


def test_an_organisations_log_file() -> None:
    key = log_key(0, "u").replace("AWSLogs/", "org/AWSLogs/o-aa111bb222/")
    assert minute_of(key) == 0
    assert minute_of(key.replace("CloudTrail", "CloudTrail-Aggregated")) == 0
