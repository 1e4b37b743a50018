"""The people and machines of the sample app: whose keys, which client program, from where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class SampleCaller:
    """One program that sends."""

    person: str
    """A name of `principals.roster`."""
    agent: str
    """Its user agent, as the real client writes it."""
    ip: str
    """An address reserved for documentation (RFC 5737)."""


ORDERS: Final = SampleCaller(
    "orders",
    "aws-sdk-java/2.31.50 md/io#sync md/http#Apache ua/2.1 api/SESv2#2.31.x os/Linux#6.1.132 "
    "lang/java#21.0.7 md/OpenJDK_64-Bit_Server_VM#21.0.7+6-LTS exec-env/AWS_ECS_FARGATE m/D,N",
    "203.0.113.24",
)
LAMBDA: Final = SampleCaller(
    "lambda",
    "Boto3/1.38.23 md/Botocore#1.38.23 ua/2.1 os/linux#5.10.236 md/arch#x86_64 lang/python#3.12.9 "
    "md/pyimpl#CPython exec-env/AWS_Lambda_python3.12 m/b,Z cfg/retry-mode#legacy Botocore/1.38.23",
    "198.51.100.77",
)
BATCH: Final = SampleCaller(
    "batch",
    "aws-sdk-java/1.12.780 Linux/4.14.355 OpenJDK_64-Bit_Server_VM/25.432-b06 java/1.8.0_432 "
    "vendor/Amazon.com_Inc. cfg/retry-mode/legacy",
    "203.0.113.140",
)
CI: Final = SampleCaller(
    "ci",
    "aws-cli/2.27.22 md/awscrt#0.26.1 ua/2.1 os/linux#6.8.0 md/arch#x86_64 lang/python#3.13.3 "
    "md/pyimpl#CPython m/E,b,Z cfg/retry-mode#standard md/installer#exe md/prompt#off "
    "md/command#sesv2.send-email",
    "198.51.100.5",
)
CONSOLE: Final = SampleCaller(
    "console",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/135.0.0.0 Safari/537.36",
    "203.0.113.1",
)
SSO: Final = SampleCaller(
    "sso",
    "aws-sdk-go-v2/1.36.3 ua/2.1 os/macos lang/go#1.24.3 md/GOOS#darwin md/GOARCH#arm64 "
    "api/sesv2#1.44.0 m/e",
    "192.0.2.66",
)
DEPLOY: Final = SampleCaller(
    "deploy",
    "aws-sdk-js/3.812.0 ua/2.1 os/linux#6.1.0 lang/js md/nodejs#22.15.0 api/sesv2#3.812.0 m/E",
    "192.0.2.18",
)
LEGACY: Final = SampleCaller(
    "legacy", "Boto/2.49.0 Python/2.7.18 Linux/4.4.0-210-generic", "192.0.2.200"
)
ROOT: Final = SampleCaller(
    "root",
    "aws-cli/1.40.20 md/Botocore#1.38.21 ua/2.0 os/windows#10 md/arch#amd64 lang/python#3.11.9 "
    "md/pyimpl#CPython cfg/retry-mode#legacy botocore/1.38.21",
    "192.0.2.9",
)
