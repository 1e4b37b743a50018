from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.core.decoding.user_agent import client_name

MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("", ""),
        ("[]", ""),
        ("-", "-"),
        ("Boto3/1.43.115 md/Botocore#1.43.115 ua/2.1 os/linux Botocore/1.43.115", "boto3 1.43"),
        ("Botocore/1.43.115 ua/2.0 os/linux", "botocore 1.43"),
        ("aiobotocore/3.10.0 md/Botocore#1.43.117", "aiobotocore 3.10"),
        (
            "Boto3/1.43.0 md/Botocore#1.43.0 exec-env/AWS_Lambda_python3.12 Botocore/1.43.0",
            "boto3 1.43 on Lambda",
        ),
        ("Boto3/1.34.2 exec-env/AWS_ECS_FARGATE Botocore/1.34.2", "boto3 1.34 on ECS"),
        ("aws-cli/2.23.4", "aws-cli 2.23"),
        ("aws-cli/2.23.4 md/awscrt#0.23.4 ua/2.0", "aws-cli 2.23"),
        ("[aws-cli/1.11.10 Python/2.7.8 botocore/1.4.67]", "aws-cli 1.11"),
        ("aws-cli/2.13.5 exec-env/CloudShell prompt/off", "aws-cli 2.13 on CloudShell"),
        ("aws-sdk-java/2.20.1 Linux/5.10 Java/11", "Java SDK 2.20"),
        ("aws-sdk-js/3.632.0 ua/2.0 md/nodejs#20.18.0", "JS SDK 3.632"),
        ("aws-sdk-js/3.5.0 exec-env/AWS_Lambda_nodejs20.x", "JS SDK 3.5 on Lambda"),
        ("aws-sdk-nodejs/2.1231.0 linux/v16", "JS SDK 2.1231"),
        ("aws-sdk-go-v2/1.36.3 ua/2.1 lang/go#1.24.5", "Go SDK 2"),
        ("aws-sdk-go/1.44.0 (go1.19; linux; amd64)", "Go SDK 1.44"),
        ("aws-sdk-php/3.300.1 ua/2.0", "PHP SDK 3.300"),
        ("aws-sdk-dotnet-coreclr/3.7.0.1 ua/2.0", ".NET SDK 3.7"),
        ("aws-sdk-dotnet-45/3.5.1.1", ".NET SDK 3.5"),
        ("aws-sdk-ruby3/3.190.0 ua/2.0", "Ruby SDK 3.190"),
        ("aws-sdk-rust/1.3.1 os/linux", "Rust SDK 1.3"),
        ("aws-sdk-cpp/1.11.1 ua/2.0", "C++ SDK 1.11"),
        ("aws-sdk-kotlin/1.0.1", "Kotlin SDK 1.0"),
        (
            "APN/1.0 HashiCorp/1.0 Terraform/1.9.2 (+https://www.terraform.io)"
            " terraform-provider-aws/5.70.0 aws-sdk-go-v2/1.30",
            "Terraform 1.9",
        ),
        (f"{MAC} Chrome/135.0.0.0 Safari/537.36", "Chrome 135"),
        (f"{MAC} Chrome/122.0.0.0 Safari/537.36 Edg/122.0.0.0", "Edge 122"),
        (f"{MAC} Chrome/120.0.0.0 Safari/537.36 OPR/106.0.0.0", "Opera 106"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0", "Firefox 126"),
        (f"{MAC} Version/17.4 Safari/605.1.15", "Safari 17"),
        ("Mozilla/5.0 (compatible)", "browser"),
        ("AWS Internal", "AWS Internal"),
        ("aws-internal/3 aws-sdk-java/1.11.672", "AWS Internal"),
        ("lambda.amazonaws.com", "lambda"),
        ("events.amazonaws.com.cn", "events"),
        ("[SESConsole/1.0, aws-internal/3]", "SES console"),
        ("PostmanRuntime/7.36.0", "PostmanRuntime 7.36"),
        ("curl/8.1.2", "curl 8.1"),
        ("node", "node"),
        ("my-app/v2.1 (linux)", "my-app 2.1"),
        ("x" * 1000, "x" * 40),
        (" /1.0", "/1.0"),
    ],
)
def test_names(agent: str, name: str) -> None:
    assert client_name(agent) == name


def test_no_agent() -> None:
    assert client_name(None) == ""


@given(st.text() | st.from_regex(r"\A\[?[\w-]*/[\d.]* exec-env/\w+\]?\Z"))
def test_any_agent_has_a_short_name(agent: str) -> None:
    assert len(client_name(agent)) <= 1024
