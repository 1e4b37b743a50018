"""The sentence for each error that botocore or the network raises, by its class's name.

By name, so that this module loads neither botocore nor aiohttp.
"""

from __future__ import annotations

import difflib
import os
import re
from typing import TYPE_CHECKING, Final

from sestrail_tui.account.errors.unread_files import unread_files
from sestrail_tui.account.partitions import is_aws_host, region_names
from sestrail_tui.core.errors import CredentialsExpired, NotSetUp, PersonNeeded, Unreachable
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.account.errors.call import CallName, Explanation

_LOCAL_ENDPOINT: Final = re.compile(
    r"Could not connect to the endpoint URL: \"(https?://(?:127\.[\d.]+|localhost|\[::1\])(?::\d+)?)"
)


_UNTRUSTED: Final = re.compile(
    r"CERTIFICATE_VERIFY_FAILED.*(unable to get (local )?issuer|self[- ]signed)", re.DOTALL
)
"""OpenSSL's words for a certificate whose signer is not among those trusted."""
_HOST: Final = re.compile(r"https?://([^/\s:\"]+)")


def no_region() -> str:
    """Return what to do where no region is set, and which file that may set one is not read."""
    return (
        "No AWS region is set: give --region, set AWS_REGION, or set the profile's region with "
        f"`aws configure set region REGION`.{unread_files()}"
    )


def _bad_certificate(call: CallName, reason: str) -> Explanation:
    if _UNTRUSTED.search(reason):
        return NotSetUp, (
            f"No answer to {call}: the certificate of {_host(reason)} is signed by nobody who is "
            "trusted here. If a proxy or firewall looks into TLS, name its CA's PEM file in "
            "AWS_CA_BUNDLE, or in ca_bundle of the profile."
        )
    if "CERTIFICATE_VERIFY_FAILED" in reason:
        return Unreachable, (
            f"No answer to {call}: the certificate of {_host(reason)} is not right ({reason}). "
            "Check this machine's clock, and what stands between (proxy, captive portal)."
        )
    return _no_answer(call, reason)


def _host(reason: str) -> str:
    found = _HOST.search(reason)
    return found[1] if found else "the host"


def _unknown_region(call: CallName, reason: str) -> str:
    """Say that a call's region is none, where its host, which is AWS's, does not answer."""
    known = region_names()
    if not call.region or call.region in known or not is_aws_host(_host(reason)):
        return ""
    close = sorted(difflib.get_close_matches(call.region, known, n=3))
    meant = f": is {' or '.join(close)} meant?" if close else "."
    return (
        f"No answer to {call}: {safe(call.region)} is no region that is known here, and "
        f"{_host(reason)} is not there. Correct --region, AWS_REGION or the profile's region{meant}"
    )


def _no_answer(call: CallName, reason: str) -> Explanation:
    if unknown := _unknown_region(call, reason):
        return NotSetUp, unknown
    if local := _LOCAL_ENDPOINT.search(reason):  # no network is between
        return Unreachable, (
            f"No answer to {call}: nothing answers at {local.group(1)}. That address is not AWS's: "
            "it is that of an embedded AWS that has ended, or is set by AWS_ENDPOINT_URL, "
            "AWS_ENDPOINT_URL_<SERVICE> or endpoint_url in the AWS config file."
        )
    return (
        Unreachable,
        f"No answer to {call}: {reason}. Check the network (proxy, VPN, endpoint).",
    )


def _stalled(call: CallName, _reason: str) -> Explanation:
    return Unreachable, f"The answer to {call} stalled and was given up. Check the network."


def _unreadable(call: CallName, reason: str) -> Explanation:
    return (
        Unreachable,
        f"The answer to {call} cannot be read: {reason}. Wait a little; if it stays so, look at "
        "what stands between (proxy, VPN, endpoint).",
    )


def _sso(call: CallName, _reason: str) -> Explanation:
    return PersonNeeded, f"The AWS login has run out or was never made: {call.login}."


def _no_credentials(_call: CallName, reason: str) -> Explanation:
    return (
        NotSetUp,
        f"No AWS credentials were found ({reason}). Name a profile with --profile, set "
        f"AWS_PROFILE or AWS_ACCESS_KEY_ID, or run `aws configure`.{unread_files()}",
    )


def _no_region(_call: CallName, _reason: str) -> Explanation:
    return NotSetUp, no_region()


def _bad_config(_call: CallName, reason: str) -> Explanation:
    file = os.environ.get("AWS_CONFIG_FILE") or "~/.aws/config"
    named = [f"{name}," for name in sorted(os.environ) if _is_quoted(name, reason)]
    return NotSetUp, (
        f"The AWS configuration cannot be used: {reason}. Correct {' '.join([*named, ''])}"
        f"{'or ' if named else ''}{safe(file)}."
    )


def _is_quoted(name: str, reason: str) -> bool:
    """Return whether a variable of the environment has a value that is complained of."""
    value = os.environ.get(name, "")
    return name.startswith("AWS_") and len(value) > 1 and f'"{value}"' in reason


def _no_profile(_call: CallName, reason: str) -> Explanation:
    return (
        NotSetUp,
        f"{reason}: look at --profile and AWS_PROFILE; `aws configure list-profiles` shows those "
        f"that there are.{unread_files()}",
    )


def _bad_region(_call: CallName, reason: str) -> Explanation:
    return (
        NotSetUp,
        f"{reason}: give a region such as us-east-1 with --region, AWS_REGION or the profile.",
    )


def _no_renewal(call: CallName, reason: str) -> Explanation:
    return CredentialsExpired, f"The credentials cannot be renewed ({reason}): {call.login}."


BY_CLASS: Final[tuple[tuple[frozenset[str], Callable[[CallName, str], Explanation]], ...]] = (
    (frozenset({"SSOError", "LoginError", "TokenRetrievalError", "NoAuthTokenError"}), _sso),
    (frozenset({"RefreshWithMFAUnsupportedError"}), _sso),
    (frozenset({"NoCredentialsError", "PartialCredentialsError"}), _no_credentials),
    (frozenset({"NoRegionError"}), _no_region),
    (frozenset({"InvalidRegionError"}), _bad_region),
    (frozenset({"ProfileNotFound"}), _no_profile),
    (
        frozenset(
            {
                "ConfigParseError",
                "ConfigNotFound",
                "InvalidConfigError",
                "UnknownCredentialError",
                "InvalidEndpointConfigurationError",
                "InvalidProxiesConfigError",
                "InvalidRetryConfigurationError",
                "InvalidMaxRetryAttemptsError",
                "InvalidDefaultsMode",
                "InvalidIMDSEndpointError",
                "InvalidIMDSEndpointModeError",
                "InvalidEndpointDiscoveryConfigurationError",
                "InvalidSTSRegionalEndpointsConfigError",
                "InvalidS3AddressingStyleError",
                "InvalidS3UsEast1RegionalEndpointConfigError",
                "InvalidChecksumConfigError",
                "MissingDependencyException",
            }
        ),
        _bad_config,
    ),
    (frozenset({"CredentialRetrievalError", "MetadataRetrievalError"}), _no_renewal),
    (
        frozenset(
            {"ReadTimeoutError", "ConnectTimeoutError", "TimeoutError", "SocketTimeoutError"}
        ),
        _stalled,
    ),
    (
        # botocore's parsers and event streams; json, msgspec and gzip under them
        frozenset(
            {
                "ResponseParserError",
                "ParserError",
                "ValueError",
                "MsgspecError",
                "IncompleteReadError",
                "ChecksumError",
                "FlexibleChecksumError",
            }
        ),
        _unreadable,
    ),
    (frozenset({"SSLError"}), _bad_certificate),
    (frozenset({"HTTPClientError", "ConnectionError", "ClientError", "OSError"}), _no_answer),
)
"""First match wins."""
