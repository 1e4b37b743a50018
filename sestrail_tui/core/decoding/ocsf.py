"""Records that a CloudWatch pipeline rewrote to OCSF, turned back into CloudTrail's own shape.

OCSF class 6003 is "API Activity"; the places are those of OCSF's own CloudTrail mapping (1.1),
older ones where they moved. What the rewriting dropped stays absent.
"""

from __future__ import annotations

from typing import Any, Final

API_ACTIVITY: Final = 6003

_PLACES: Final = (
    ("eventName", ("api.operation",)),
    ("eventSource", ("api.service.name",)),
    ("eventID", ("metadata.uid",)),
    ("eventTime", ("time_dt", "time")),
    ("eventVersion", ("metadata.product.version",)),
    ("awsRegion", ("cloud.region",)),
    ("sourceIPAddress", ("src_endpoint.ip", "src_endpoint.domain", "src_endpoint.svc_name")),
    ("vpcEndpointId", ("src_endpoint.uid", "src_endpoint.vpc_uid")),
    ("userAgent", ("http_request.user_agent",)),
    ("requestID", ("api.request.uid",)),
    ("requestParameters", ("api.request.data",)),
    ("responseElements", ("api.response.data",)),
    ("errorCode", ("api.response.error",)),
    ("errorMessage", ("api.response.error_message", "api.response.message")),
    ("recipientAccountId", ("cloud.account.uid",)),
    ("userIdentity.type", ("actor.user.type",)),
    ("userIdentity.userName", ("actor.user.name",)),
    ("userIdentity.accountId", ("actor.user.account.uid", "actor.user.account_uid")),
    ("userIdentity.accessKeyId", ("actor.user.credential_uid",)),
    ("userIdentity.invokedBy", ("actor.invoked_by",)),
    ("userIdentity.identityProvider", ("actor.idp.name",)),
    ("userIdentity.sessionContext.sessionIssuer.arn", ("actor.session.issuer",)),
    (
        "userIdentity.sessionContext.attributes.creationDate",
        ("actor.session.created_time_dt", "actor.session.created_time"),
    ),
    (
        "userIdentity.sessionContext.attributes.mfaAuthenticated",
        ("actor.session.is_mfa", "actor.session.mfa"),
    ),
    ("tlsDetails.tlsVersion", ("tls.version",)),
    ("tlsDetails.cipherSuite", ("tls.cipher",)),
    ("tlsDetails.clientProvidedHostHeader", ("tls.sni",)),
)


def is_ocsf(data: dict[str, Any]) -> bool:
    """Tell an API activity of OCSF from a record of CloudTrail's own, which gives its version."""
    return data.get("class_uid") == API_ACTIVITY and "eventVersion" not in data


def to_cloudtrail(data: dict[str, Any]) -> dict[str, Any]:
    """Return the record in CloudTrail's shape, as far as the OCSF record says anything.

    ``unmapped`` carries what OCSF has no place for, as an object or under dotted names.
    """
    record: dict[str, Any] = {"class_uid": API_ACTIVITY}
    unmapped = data.get("unmapped")
    if isinstance(unmapped, dict):
        for name, value in unmapped.items():
            _put(record, name, value)
    for name, places in _PLACES:
        value = next((found for place in places if (found := _get(data, place)) is not None), None)
        if value is not None:
            _put(record, name, value)
    for place in ("actor.user.uid", "actor.user.uid_alt", "actor.user.uuid"):
        uid = _get(data, place)
        if isinstance(uid, str):
            is_arn = uid.startswith("arn:")
            _put(record, "userIdentity.arn" if is_arn else "userIdentity.principalId", uid)
    resources = data.get("resources")
    if isinstance(resources, list):
        record["resources"] = [_resource(item) for item in resources if isinstance(item, dict)]
    if data.get("status") == "Failure" and not record.get("errorCode"):
        record["errorCode"] = "Failure"
    return record


def _resource(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "ARN": data.get("uid"),
        "type": data.get("type"),
        "accountId": _get(data, "owner.account.uid") or data.get("account_uid"),
    }


def _get(data: object, path: str) -> object:
    for key in path.split("."):
        if not isinstance(data, dict):
            return None
        data = data.get(key)
    return data


def _put(data: dict[str, Any], path: str, value: object) -> None:
    """Set ``value`` under the dotted path; one already in the way by another shape wins."""
    *parents, last = path.split(".")
    for key in parents:
        inner = data.setdefault(key, {})
        if not isinstance(inner, dict):
            return
        data = inner
    data[last] = value
