"""The CloudTrail record that AWS would write for one SES call.

AWS: "CloudTrail record contents" and the sample records of the SES developer guide. The five sends
are data events, everything else is a management event; sends are ``readOnly`` although they send.
That refused sends are recorded with their error on top follows from CloudTrail's general rules; no
sample of one is published, nor of a bulk send, whose message ids are a list here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.local_aws.account.principals import iso
from sestrail_tui.local_aws.cloudtrail.masking import lower_camel, request_parameters
from sestrail_tui.local_aws.wire.ses_parameters import SENDS, template

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.local_aws.account.principals import CallingPrincipal
    from sestrail_tui.local_aws.wire.answer import ApiCall, AwsError

READS: Final = ("Get", "List", "Describe", "Test")
MAX_TEXT: Final = 1024
"""AWS: userAgent, errorCode and errorMessage are cut at 1 KB."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One call and what came of it."""

    call: ApiCall
    principal: CallingPrincipal
    time: int
    """When it was answered, ms UTC."""
    request_id: str
    event_id: str
    agent: str
    ip: str
    identity: str = ""
    """The verified identity (or else the address) the send was made as."""
    message_ids: Sequence[str] = ()
    error: AwsError | None = None

    @property
    def is_send(self) -> bool:
        """Tell data events from management events."""
        return self.call.operation in SENDS


def record(exchange: Exchange) -> dict[str, Any]:
    """Write the record of an exchange."""
    call, error = exchange.call, exchange.error
    account = exchange.principal.identity["accountId"]
    written: dict[str, Any] = {
        "eventVersion": "1.11",
        "userIdentity": exchange.principal.identity,
        "eventTime": iso(exchange.time),
        "eventSource": "ses.amazonaws.com",
        "eventName": call.operation,
        "awsRegion": call.region,
        "sourceIPAddress": exchange.ip,
        "userAgent": exchange.agent[:MAX_TEXT],
    }
    if error is not None:
        written["errorCode"] = error.code
        written["errorMessage"] = error.message[:MAX_TEXT]
    written["requestParameters"] = (
        request_parameters(call.params) if exchange.is_send else plain(call.params) or None
    )
    written["responseElements"] = None
    if exchange.message_ids:
        several = len(exchange.message_ids) > 1
        written["additionalEventData"] = {
            "sesMessageId": list(exchange.message_ids) if several else exchange.message_ids[0]
        }
    written["requestID"] = exchange.request_id
    written["eventID"] = exchange.event_id
    written["readOnly"] = exchange.is_send or call.operation.startswith(READS)
    if exchange.is_send:
        written["resources"] = resources(exchange, account)
    written["eventType"] = "AwsApiCall"
    written["managementEvent"] = not exchange.is_send
    written["recipientAccountId"] = account
    written["eventCategory"] = "Data" if exchange.is_send else "Management"
    written["tlsDetails"] = tls(exchange.agent, call.region)
    if exchange.principal.console:
        written["sessionCredentialFromConsole"] = "true"
    return written


def plain(value: Any) -> Any:
    """Return management parameters, renamed only."""
    if isinstance(value, dict):
        return {lower_camel(name): plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value


def resources(exchange: Exchange, account: str) -> list[dict[str, str]]:
    """Name the identity, the configuration set and the template of a send."""
    params = exchange.call.params
    named = {
        "AWS::SES::EmailIdentity": ("identity", exchange.identity),
        "AWS::SES::ConfigurationSet": (
            "configuration-set",
            params.get("ConfigurationSetName", ""),
        ),
        "AWS::SES::Template": ("template", template(params)),
    }
    return [
        {
            "accountId": account,
            "type": kind,
            "ARN": f"arn:aws:ses:{exchange.call.region}:{account}:{path}/{name}",
        }
        for kind, (path, name) in named.items()
        if name
    ]


def tls(agent: str, region: str) -> dict[str, str]:
    """Return what AWS would see of the connection; the embedded one has no TLS of its own.

    Old Java clients negotiate TLS 1.2.
    """
    old = "Java/1.8" in agent or agent.startswith("aws-sdk-java/1")
    return {
        "tlsVersion": "TLSv1.2" if old else "TLSv1.3",
        "cipherSuite": "ECDHE-RSA-AES128-GCM-SHA256" if old else "TLS_AES_128_GCM_SHA256",
        "clientProvidedHostHeader": f"email.{region}.amazonaws.com",
    }
