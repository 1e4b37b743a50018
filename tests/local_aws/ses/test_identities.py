"""Which verified identity covers an address, by AWS's rules."""

from __future__ import annotations

import pytest

from sestrail_tui.local_aws.ses.identities import identity_of

VERIFIED = ["shop@example.com", "example.org", "news.example.org", "Mixed.Example", "a+b@x.test"]


@pytest.mark.parametrize(
    ("address", "identity"),
    [
        ("shop@example.com", "shop@example.com"),
        ("shop@EXAMPLE.com", "shop@example.com"),
        ("shop+orders@example.com", "shop@example.com"),
        ("shop+a+b@Example.Com", "shop@example.com"),
        ("other@example.com", ""),
        ("Shop@example.com", ""),
        ("shop@sub.example.com", ""),
        ("anybody@example.org", "example.org"),
        ("anybody@mail.example.org", "example.org"),
        ("anybody@a.b.Example.ORG", "example.org"),
        ("anybody@news.example.org", "news.example.org"),
        ("anybody@deep.news.example.org", "news.example.org"),
        ("anybody@notexample.org", ""),
        ("anybody@example.org.evil", ""),
        ("me@mixed.example", "Mixed.Example"),
        ("me@sub.MIXED.example", "Mixed.Example"),
        ("a+b@x.test", "a+b@x.test"),
        ("a@x.test", ""),
        ("nobody", ""),
        ("", ""),
        ("@", ""),
    ],
)
def test_the_nearest_identity_covers(address: str, identity: str) -> None:
    assert identity_of(address, VERIFIED) == identity
