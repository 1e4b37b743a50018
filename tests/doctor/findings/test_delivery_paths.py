"""A broken way beside a whole one is a warning, and never the other way round."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.account.report import NOT_SEEN, Finding, Level, Report, worst
from sestrail_tui.doctor.findings.delivery_paths import likely_ways, softened, whole_ways

LEVELS = st.sampled_from(Level)
WAYS = st.sampled_from(
    [(), ("a",), ("a", "log group"), ("a", "bucket"), ("b",), ("b", "log group")]
)


def one(level: Level, *way: str) -> Finding:
    return Finding("check", "Title", level, "It is so.", way=way)


def test_a_bucket_serves_where_the_log_group_does_not() -> None:
    found = (
        one(Level.GOOD, "a"),
        one(Level.MISSING, "a", "log group"),
        one(Level.GOOD, "a", "bucket"),
    )
    assert whole_ways(found) == (("a", "bucket"),)
    assert [each.level for each in softened(found)] == [Level.GOOD, Level.WARNING, Level.GOOD]


def test_what_breaks_a_trail_breaks_all_it_leads_to() -> None:
    found = (one(Level.MISSING, "a"), one(Level.GOOD, "a", "log group"))
    assert whole_ways(found) == ()
    assert softened(found) == found


def test_another_trail_makes_it_a_warning() -> None:
    found = (one(Level.MISSING, "a"), one(Level.GOOD, "b"))
    assert [each.level for each in softened(found)] == [Level.WARNING, Level.GOOD]


def test_of_the_accounts_own_only_what_is_missing_counts() -> None:
    assert whole_ways((one(Level.UNKNOWN), one(Level.GOOD, "a"))) == (("a",),)
    assert whole_ways((one(Level.MISSING), one(Level.GOOD, "a"))) == ()


def test_an_unknown_way_is_likely() -> None:
    found = (one(Level.GOOD, "a"), one(Level.UNKNOWN, "a", "log group"))
    assert likely_ways(found) == (("a", "log group"),)
    assert whole_ways(found) == ()


@given(st.lists(st.builds(lambda level, way: one(level, *way), LEVELS, WAYS), max_size=8))
def test_softening_keeps_everything_else(found: list[Finding]) -> None:
    after = softened(found)
    assert len(after) == len(found)
    for old, new in zip(found, after, strict=True):
        assert new.level in ({old.level, Level.WARNING} if old.level is Level.MISSING else
                             {old.level})  # fmt: skip
    whole = whole_ways(found)
    assert set(whole_ways(after)) >= set(whole)
    if not whole:
        assert after == tuple(found)


def test_the_exit_code_is_of_the_verdict() -> None:
    codes = {level: Report((one(level),), "", "").exit_code for level in Level}
    assert codes == {
        Level.GOOD: 0,
        Level.WARNING: 0,
        Level.MISSING: NOT_SEEN,
        Level.UNKNOWN: NOT_SEEN,
        Level.NOTE: NOT_SEEN,
    }


def test_the_worst_of_none_is_good() -> None:
    assert worst(()) is Level.GOOD
    assert worst((Level.WARNING, Level.UNKNOWN, Level.GOOD)) is Level.UNKNOWN
