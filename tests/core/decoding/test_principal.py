from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.core.decoding.principal import principal_name
from sestrail_tui.core.decoding.wire import Identity
from tests.core.samples import HIDDEN, Json, encode, role, send

USER = "arn:aws:iam::123456789012:user/team/Alice"


@pytest.mark.parametrize(
    ("identity", "name"),
    [
        (role("mailer", "job-7"), "mailer/job-7"),
        (role("hoge", "hoge"), "hoge"),
        (
            role("AWSReservedSSO_Admin_Access_0123456789abcdef", "ann@example.com"),
            "Admin_Access (Identity Center)/ann@example.com",
        ),
        (role("AWSReservedSSO_ReadOnly", "ann"), "ReadOnly (Identity Center)/ann"),
        (role("mailer", "a/b"), "mailer/a/b"),
        ({**role("mailer", "job-7"), "arn": None}, "mailer/job-7"),
        ({"type": "AssumedRole", "principalId": "AROA:job"}, "job"),
        ({"type": "AssumedRole", "principalId": "AROA"}, "AROA"),
        ({"arn": "arn:aws-cn:sts::1:assumed-role/r/s"}, "r/s"),
        ({"type": "IAMUser", "userName": "Alice", "arn": USER}, "Alice"),
        ({"type": "IAMUser", "userName": HIDDEN, "arn": USER}, "Alice"),
        ({"type": "IAMUser", "userName": HIDDEN}, "(hidden)"),
        ({"type": "IAMUser", "principalId": "AIDAEXAMPLE"}, "AIDAEXAMPLE"),
        ({"type": "Root", "userName": "company", "arn": "arn:aws:iam::1:root"}, "root"),
        ({"arn": "arn:aws:iam::1:root"}, "root"),
        ({"type": "Role", "userName": "mailer"}, "mailer"),
        ({"type": "Role", "arn": "arn:aws:iam::1:role/path/mailer"}, "mailer"),
        ({"type": "FederatedUser", "arn": "arn:aws:sts::1:federated-user/bob"}, "bob (federated)"),
        ({"type": "FederatedUser", "principalId": "1:bob"}, "bob (federated)"),
        ({"type": "AWSService", "invokedBy": "lambda.amazonaws.com"}, "lambda.amazonaws.com"),
        ({"invokedBy": "lambda.amazonaws.com", "accountId": "1"}, "lambda.amazonaws.com"),
        ({"type": "AWSAccount", "accountId": "999999999999"}, "account 999999999999"),
        ({"type": "AWSAccount", "principalId": "AIDA"}, "account AIDA"),
        (
            {"type": "IdentityCenterUser", "onBehalfOf": {"userId": "544894e8"}},
            "544894e8 (Identity Center)",
        ),
        ({"type": "IdentityCenterUser"}, "user (Identity Center)"),
        ({"type": "SAMLUser", "userName": "ann"}, "ann (SAML)"),
        (
            {
                "type": "WebIdentityUser",
                "userName": "ann",
                "identityProvider": "accounts.google.com",
            },
            "ann (accounts.google.com)",
        ),
        ({"type": "Directory", "userName": "ann"}, "ann"),
        ({"type": "Unknown"}, "Unknown"),
        ({"type": "Unknown", "principalId": "x:ann"}, "ann"),
        ({"accountId": "1"}, "account 1"),
        ({"type": "NewType", "arn": "arn:aws:new::1:thing"}, "arn:aws:new::1:thing"),
        ({}, ""),
        (None, ""),
        ("HIDDEN", ""),
    ],
)
def test_names(identity: object, name: str) -> None:
    assert decode(encode(send(userIdentity=identity))).principal == name


def test_no_identity_at_all() -> None:
    assert principal_name(None) == ""


TEXT = st.none() | st.text() | st.sampled_from(["AssumedRole", "IAMUser", "arn:aws:iam::1:user/"])


@given(
    st.dictionaries(st.sampled_from(["type", "arn", "userName", "principalId", "invokedBy"]), TEXT)
)
def test_any_identity_has_a_name(identity: Json) -> None:
    assert isinstance(principal_name(msgspec.convert(identity, Identity)), str)
