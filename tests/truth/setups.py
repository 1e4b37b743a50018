"""What an account may be like, and what may happen to it: what simulations are drawn from."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st

from sestrail_tui.local_aws.cloudtrail.trails import every_send
from sestrail_tui.local_aws.wire.ses_parameters import SENDS
from tests.truth.calls import CALLS, SENDERS, SETS, WANTED, Sort
from tests.truth.faults import PASSING, CallFault
from tests.truth.world import Delivery

Selectors = tuple[dict[str, Any], ...]
IDENTITY: Final = "AWS::SES::EmailIdentity"


def data(kind: str = IDENTITY, **more: dict[str, list[str]]) -> dict[str, Any]:
    """Give a selector of data events."""
    fields: list[dict[str, Any]] = [
        {"Field": "eventCategory", "Equals": ["Data"]},
        {"Field": "resources.type", "Equals": [kind]},
    ]
    fields += [{"Field": name.replace("__", "."), **how} for name, how in more.items()]
    return {"Name": kind, "FieldSelectors": fields}


MANAGEMENT: Final = {
    "Name": "Management",
    "FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}],
}
ARN: Final = "arn:aws:ses:us-east-1:123456789012:identity/"
EVERYTHING: Final[dict[str, Selectors]] = {
    "all": tuple(every_send()),
    "identities": (data(),),
    "calls that begin with Send": (data(eventName={"StartsWith": ["Send"]}),),
    "read events": (data(readOnly={"Equals": ["true"]}),),
    "events of SES": (data(eventSource={"Equals": ["ses.amazonaws.com"]}), MANAGEMENT),
    "ARNs of SES": (data(resources__ARN={"StartsWith": ["arn:aws:ses:"]}),),
    "calls by name": tuple(data(eventName={"Equals": [one]}) for one in sorted(SENDS)),
}
"""Each takes every send."""
PARTS: Final[dict[str, Selectors]] = {
    "configuration sets": (data("AWS::SES::ConfigurationSet"),),
    "templates": (data("AWS::SES::Template"), MANAGEMENT),
    "SendEmail": (data(eventName={"Equals": ["SendEmail"]}),),
    "not SendRawEmail": (data(eventName={"NotEquals": ["SendRawEmail"]}),),
    "one identity": (data(resources__ARN={"Equals": [f"{ARN}{SENDERS[0]}"]}),),
    "not ann": (data(resources__ARN={"NotStartsWith": [f"{ARN}ann"]}),),
    "one set": (data("AWS::SES::ConfigurationSet", resources__ARN={"EndsWith": ["/billing"]}),),
    "roles": (data(userIdentity__arn={"StartsWith": ["arn:aws:sts::"]}),),
    "not refused": (data(errorCode={"NotEquals": ["MessageRejected"]}),),
}
"""Each takes some sends."""
NOTHING: Final[dict[str, Selectors]] = {
    "management": (MANAGEMENT,),
    "write events": (data(readOnly={"Equals": ["false"]}), MANAGEMENT),
    "not Send": (data(eventName={"NotStartsWith": ["Send"]}),),
    "not SES": (data(eventSource={"NotEquals": ["ses.amazonaws.com"]}),),
    "S3": (data("AWS::S3::Object"),),
    "ARNs of S3": (data(resources__ARN={"StartsWith": ["arn:aws:s3:"]}),),
}
"""Each takes no send."""
SELECTIONS: Final = EVERYTHING | PARTS | NOTHING

STATUSES: Final = (
    "ENABLED", "ENABLED", "CREATED", "STARTING_INGESTION", "STOPPING_INGESTION",
    "STOPPED_INGESTION", "PENDING_DELETION",
)  # fmt: skip
"""AWS: GetEventDataStore API reference."""

selections: Final = st.sampled_from(tuple(SELECTIONS))
mostly_everything: Final = st.sampled_from((*(3 * tuple(EVERYTHING)), *SELECTIONS))
mostly: Final = st.sampled_from((True, True, True, True, False))
sorts: Final = st.builds(
    Sort,
    name=st.sampled_from(CALLS),
    sender=st.sampled_from(SENDERS),
    config=st.sampled_from(SETS),
    refused=st.booleans(),
    caller=st.sampled_from(("orders", "deploy")),
    omitted=st.sampled_from((False, False, False, True)),
)
plain_sorts: Final = st.builds(
    Sort, name=st.sampled_from(CALLS), sender=st.sampled_from(SENDERS), config=st.sampled_from(SETS)
)
deliveries: Final = st.builds(
    Delivery,
    delay_s=st.sampled_from((0.5, 3.0, 10.0, 25.0, 45.0, 80.0, 200.0, 1000.0)),
    hidden_s=st.sampled_from((0.0, 0.0, 0.2, 5.0, 50.0, 130.0)),
    times=st.sampled_from((1, 1, 2)),
    cut=st.sampled_from((False, False, False, True)),
    stamped_at_call=st.booleans(),
)
quick_deliveries: Final = st.builds(
    Delivery,
    delay_s=st.sampled_from((0.5, 3.0, 10.0, 25.0, 45.0)),
    hidden_s=st.sampled_from((0.0, 0.0, 0.2, 5.0)),
    times=st.sampled_from((1, 1, 2)),
)
soon: Final = st.sampled_from((-600.0, -60.0, -5.0, 0.0, 1.0, 10.0, 30.0, 59.0))
"""Seconds from now; less than none: as long ago."""
clocks: Final = st.sampled_from((0, 0, 5, -5, 50, -50, 100, -100, 240, -240, 1200, -1200))
"""Seconds that the machine's clock is ahead of AWS's."""
READING: Final = (
    "FilterLogEvents", "StartLiveTail", "ListObjectsV2", "GetObject", "ReceiveMessage",
    "DeleteMessageBatch", "ChangeMessageVisibilityBatch", "StartQuery", "DescribeQuery",
    "GetQueryResults", "LookupEvents",
)  # fmt: skip
ASKING: Final = (
    "DescribeTrails", "GetTrailStatus", "GetEventSelectors", "DescribeLogGroups",
    "ListEventDataStores", "GetEventDataStore", "ListChannels", "GetCallerIdentity",
    "GetQueueAttributes",
)  # fmt: skip
faults: Final = st.one_of(
    st.builds(
        CallFault, st.sampled_from((*READING, *ASKING)), st.sampled_from(PASSING),
        st.sampled_from((1, 1, 3)),
    ),
    st.builds(CallFault, st.sampled_from((*READING, *ASKING)), st.just("refused"), st.none()),
    st.builds(CallFault, st.sampled_from(READING), st.just("expired"), st.just(1)),
)  # fmt: skip
wanted: Final = st.sampled_from(WANTED)
