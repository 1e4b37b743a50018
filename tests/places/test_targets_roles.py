from __future__ import annotations

import pytest

from sestrail_tui.places.targets import Target, targets

ACCOUNT = "arn:aws:iam::123456789012:role/"


@pytest.mark.parametrize(
    "name", ["reader", "a=b", "a+b,c.d@e-f_g", "team/mail/reader", "team=x/a=arn:b", "a=b=c"]
)
@pytest.mark.parametrize("profile", [None, "ops", "o=ps"])
def test_every_name_that_iam_allows_is_taken(name: str, profile: str | None) -> None:
    arn = ACCOUNT + name
    (found,) = targets((), (arn if profile is None else f"{profile}={arn}",))
    assert found == Target(profile, arn)
