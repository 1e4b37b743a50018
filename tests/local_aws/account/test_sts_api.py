from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from tests.local_aws.embedded import Aws

ROLE = "arn:aws:iam::222222222222:role/mail/ses-reader"


def test_an_assumed_role_is_who_calls_from_then_on(aws: Aws) -> None:
    answer = aws.client("sts").assume_role(RoleArn=ROLE, RoleSessionName="sestrail")
    keys = answer["Credentials"]
    assert keys["AccessKeyId"].startswith("ASIA")
    assert keys["Expiration"].timestamp() > aws.server.account.clock.now_ms() / 1000 + 3000
    who = aws.client("sts", key=keys["AccessKeyId"]).get_caller_identity()
    assert who["Arn"] == "arn:aws:sts::222222222222:assumed-role/ses-reader/sestrail"
    assert who["Account"] == "222222222222"


def test_a_role_can_be_refused(aws: Aws) -> None:
    from sestrail_tui.local_aws.wire.faults import Fault

    aws.server.account.faults.add(Fault("access_denied", api="AssumeRole"))
    with pytest.raises(ClientError, match=r"AccessDenied.*sts:AssumeRole") as refused:
        aws.client("sts").assume_role(RoleArn=ROLE, RoleSessionName="sestrail")
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


@pytest.mark.parametrize("arn", ["arn:aws:iam::1:user/someone-else", "not an ARN, but long"])
def test_what_is_no_role_is_refused(aws: Aws, arn: str) -> None:
    with pytest.raises(ClientError, match="ValidationError"):
        aws.client("sts").assume_role(RoleArn=arn, RoleSessionName="sestrail")
