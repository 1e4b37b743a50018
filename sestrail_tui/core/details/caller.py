"""Overview: who called, and over which TLS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.core.details.section import DetailLine, Section, at, given, moment_text, text_at
from sestrail_tui.core.timestamps import parse_time
from sestrail_tui.core.units import duration_text

if TYPE_CHECKING:
    from sestrail_tui.core.record import Record

_TYPES: Final = {
    "Root": "root of the account",
    "IAMUser": "IAM user",
    "AssumedRole": "assumed role",
    "Role": "role",
    "FederatedUser": "federated user",
    "Directory": "directory user",
    "AWSAccount": "another AWS account",
    "AWSService": "AWS service",
    "IdentityCenterUser": "IAM Identity Center user",
    "SAMLUser": "user of a SAML provider",
    "WebIdentityUser": "user of a web identity provider",
    "Unknown": "unknown to CloudTrail",
}
_OLD_TLS: Final = ("SSLv", "TLSv1.0", "TLSv1.1")
_SESSION: Final = "sessionContext."


def identity_section(record: Record, data: dict[str, Any]) -> Section:
    """Tell who called, with which credentials, from what session."""
    identity = at(data, "userIdentity")
    if not identity:
        absent = DetailLine("", "The record names no caller (it has no userIdentity).", "dim")
        return Section("Identity", (absent, _console(record)))
    kind = text_at(identity, "type")
    lines = [
        DetailLine("Who", record.principal or "not said", "plain" if record.principal else "dim"),
        DetailLine("Type", _TYPES.get(kind, kind) or "not said", "plain" if kind else "dim"),
        *given("ARN", text_at(identity, "arn")),
        *_account(record, text_at(identity, "accountId")),
        *_access_key(text_at(identity, "accessKeyId")),
        _mfa(record),
        _console(record),
        *_session_began(record, text_at(identity, _SESSION + "attributes.creationDate")),
        *given("Role", text_at(identity, _SESSION + "sessionIssuer.arn")),
        *given("Source identity", text_at(identity, _SESSION + "sourceIdentity")),
        *given("Assumed root", text_at(identity, _SESSION + "assumedRoot"), "warn"),
        *given("Federated by", _federated_by(identity)),
        *given("On behalf of", _on_behalf_of(identity)),
        *given("Delegated by", text_at(identity, "invokedByDelegate.accountId")),
        *given("Invoked by", text_at(identity, "invokedBy")),
        *given("In scope of", text_at(identity, "inScopeOf.sourceArn")),
    ]
    return Section("Identity", tuple(lines))


def _account(record: Record, account: str) -> tuple[DetailLine, ...]:
    if account and record.account and account != record.account:
        return (DetailLine("Account", f"{account}, not the record's own {record.account}", "warn"),)
    return given("Account", account)


def _access_key(key: str) -> tuple[DetailLine, ...]:
    """Name the key; AWS: IAM identifiers, unique ID prefixes."""
    if key.startswith("ASIA"):
        return (DetailLine("Access key", f"{key} (temporary)"),)
    if key.startswith("AKIA"):
        return (DetailLine("Access key", f"{key} (long-term)"),)
    return given("Access key", key)


def _mfa(record: Record) -> DetailLine:
    return DetailLine("MFA", record.mfa or "not said", "plain" if record.mfa else "dim")


def _console(record: Record) -> DetailLine:
    if record.console == "yes":
        return DetailLine("Console session", "yes: someone signed in to the AWS console", "warn")
    return DetailLine("Console session", "no")


def _session_began(record: Record, created: str) -> tuple[DetailLine, ...]:
    label = "Signed in" if record.console == "yes" else "Session began"
    time_ms = parse_time(created)
    if time_ms is None:
        return given(label, created)
    text = moment_text(time_ms)
    if record.time_ms is not None and record.time_ms >= time_ms:
        text += f" ({duration_text(record.time_ms - time_ms)} before the call)"
    return (DetailLine(label, text),)


def _federated_by(identity: object) -> str:
    return text_at(identity, _SESSION + "webIdFederationData.federatedProvider") or text_at(
        identity, "identityProvider"
    )


def _on_behalf_of(identity: object) -> str:
    user, store = (text_at(identity, f"onBehalfOf.{key}") for key in ("userId", "identityStoreArn"))
    return f"{user} in {store}" if user and store else user or store


def tls_section(data: dict[str, Any]) -> Section:
    """Tell how the connection was encrypted; CloudTrail leaves it out in two known cases."""
    details = at(data, "tlsDetails")
    version = text_at(details, "tlsVersion")
    cipher = text_at(details, "cipherSuite")
    lines = [
        DetailLine(
            "Version",
            " \u00b7 ".join(part for part in (version, cipher) if part),
            "warn" if version == "TLSv1" or version.startswith(_OLD_TLS) else "plain",
        )
    ]
    if not version and not cipher:
        lines = [
            DetailLine(
                "",
                "Not recorded: CloudTrail has no TLS details where an AWS service called, or the "
                "console on someone's behalf.",
                "dim",
            )
        ]
    lines += given("Key exchange", text_at(details, "keyExchange"))
    lines += given("Host", text_at(details, "clientProvidedHostHeader"))
    return Section("TLS", tuple(lines))
