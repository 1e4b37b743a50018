"""The program that called, read from its user agent: ``boto3 1.43``, ``Chrome 135``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_VERSION: Final = r"(\d+(?:\.\d+)?)?[^\s,]*"

_KNOWN: Final = tuple(
    (re.compile(pattern + _VERSION, re.IGNORECASE), name)
    for pattern, name in (
        # Tools built on an SDK name it too, so they come first.
        (r"\bTerraform/v?", "Terraform"),
        (r"\bOpenTofu/v?", "OpenTofu"),
        (r"\bpulumi[\w-]*/v?", "Pulumi"),
        (r"\bAWSPowerShell(?:\.\w+)?/", "PowerShell"),
        (r"\baws-cli/", "aws-cli"),
        (r"\baiobotocore/", "aiobotocore"),
        (r"\bBoto3/", "boto3"),
        (r"\bBotocore/", "botocore"),
        (r"\baws-sdk-java/", "Java SDK"),
        (r"\baws-sdk-kotlin/", "Kotlin SDK"),
        (r"\baws-sdk-(?:js|nodejs|react-native)/", "JS SDK"),
        (r"\baws-sdk-go-v", "Go SDK"),
        (r"\baws-sdk-go/", "Go SDK"),
        (r"\baws-sdk-php2?/", "PHP SDK"),
        (r"\baws-sdk-dotnet[\w-]*/", ".NET SDK"),
        (r"\baws-sdk-ruby\d*/", "Ruby SDK"),
        (r"\baws-sdk-rust/", "Rust SDK"),
        (r"\baws-sdk-cpp/", "C++ SDK"),
        (r"\baws-sdk-swift/", "Swift SDK"),
    )
)

_BROWSERS: Final = tuple(
    (re.compile(pattern + r"(\d+)"), name)
    for pattern, name in (
        # Each claims to be the ones below it.
        (r"\bEdg(?:e|A|iOS)?/", "Edge"),
        (r"\bOPR/", "Opera"),
        (r"\b(?:Firefox|FxiOS)/", "Firefox"),
        (r"\b(?:Chrome|CriOS)/", "Chrome"),
        (r"\bVersion/(?=\d+[^ ]* .*\bSafari/)", "Safari"),
    )
)

_CONSOLE: Final = re.compile(r"\A(\w+)Console/")
_SERVICE: Final = re.compile(r"\A([\w.-]+)\.amazonaws\.com(?:\.cn)?\Z")
_PLACE: Final = re.compile(r"\bexec-env/(?:AWS_)?(Lambda|ECS|CloudShell|EKS|Batch)", re.IGNORECASE)
_PLACES: Final = {place.lower(): place for place in ("Lambda", "ECS", "CloudShell", "EKS", "Batch")}
_PRODUCT: Final = re.compile(r"\A([^\s/,;]+)(?:/v?(\d+(?:\.\d+)?))?")
_WIDEST: Final = 40


@lru_cache(maxsize=4096)
def client_name(agent: str | None) -> str:
    """Name the client behind ``userAgent``; ``""`` where there is none.

    A browser means the SES console. The name ends in ``on Lambda`` (ECS, CloudShell...) where
    the SDK says that it runs there. Anything unknown is its first product token.
    """
    agent = (agent or "").strip().removeprefix("[").removesuffix("]").strip()
    if not agent:
        return ""
    return _special(agent) or _sdk(agent) or _browser(agent) or _product(agent)


def _special(agent: str) -> str:
    if agent.lower().startswith(("aws internal", "aws-internal")):
        return "AWS Internal"
    if service := _SERVICE.match(agent):
        return service[1]
    if console := _CONSOLE.match(agent):
        return f"{console[1]} console"
    return ""


def _sdk(agent: str) -> str:
    for pattern, name in _KNOWN:
        if found := pattern.search(agent):
            client = f"{name} {found[1]}" if found[1] else name
            break
    else:
        return ""
    place = _PLACE.search(agent)
    return f"{client} on {_PLACES[place[1].lower()]}" if place else client


def _browser(agent: str) -> str:
    if not agent.startswith("Mozilla/"):
        return ""
    for pattern, name in _BROWSERS:
        if found := pattern.search(agent):
            return f"{name} {found[1]}"
    return "browser"


def _product(agent: str) -> str:
    found = _PRODUCT.match(agent)
    if found is None:
        return agent[:_WIDEST]
    name = found[1][:_WIDEST]
    return f"{name} {found[2]}" if found[2] else name
