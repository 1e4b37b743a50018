"""``sestrail demo --serve``: the embedded AWS as a local SES, until told to end."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING, Final

import click

from sestrail_tui.cli.demo.ended import is_up
from sestrail_tui.cli.standard_streams import say
from sestrail_tui.core.errors import DemoError
from sestrail_tui.core.process.signals import ending_signals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.local_aws.process import LocalAws

_LOOK_S: Final = 2.0

PYTHON: Final = """\
boto3.client("sesv2", endpoint_url="{endpoint}", region_name="{region}",
    aws_access_key_id="{key}", aws_secret_access_key="{secret}")"""
JAVASCRIPT: Final = """\
new SESv2Client({{ endpoint: "{endpoint}", region: "{region}",
    credentials: {{ accessKeyId: "{key}", secretAccessKey: "{secret}" }} }})"""
JAVA: Final = """\
SesV2Client.builder().endpointOverride(URI.create("{endpoint}")).region(Region.of("{region}"))
    .credentialsProvider(StaticCredentialsProvider.create(
        AwsBasicCredentials.create("{key}", "{secret}"))).build()"""
GO: Final = """\
sesv2.New(sesv2.Options{{BaseEndpoint: aws.String("{endpoint}"), Region: "{region}",
    Credentials: credentials.NewStaticCredentialsProvider("{key}", "{secret}", "")}})"""


def serve(aws: LocalAws, shell: Sequence[str]) -> int:
    """Print how to send to it, and wait for Ctrl-C, SIGTERM or the end of the terminal.

    Raises `DemoError` where the embedded AWS ends by itself.
    """
    ended = threading.Event()
    before = {number: signal.signal(number, lambda *_: ended.set()) for number in ending_signals()}
    try:
        click.echo("\n\n".join(f"{title}:\n{text}" for title, text in lines(aws, shell)))
        say(
            "\nA local SES is up, and takes any sender. Follow what is sent to it in another "
            "terminal: the shell lines, then `sestrail`. Ctrl-C ends it."
        )
        while not ended.wait(_LOOK_S):
            if not is_up(aws.endpoint):
                raise DemoError("The embedded AWS has ended: run sestrail demo --serve again.")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    say("The local SES has ended.")
    return 0


def lines(aws: LocalAws, shell: Sequence[str]) -> list[tuple[str, str]]:
    """Return what each language needs, under its name."""
    facts = {
        "endpoint": aws.endpoint,
        "region": aws.region,
        "key": aws.access_key,
        "secret": aws.secret_key,
    }
    return [
        ("Shell, and any SDK that reads its environment", "\n".join(shell)),
        ("Python (boto3)", PYTHON.format(**facts)),
        ("JavaScript (@aws-sdk/client-sesv2)", JAVASCRIPT.format(**facts)),
        ("Java (software.amazon.awssdk:sesv2)", JAVA.format(**facts)),
        ("Go (github.com/aws/aws-sdk-go-v2/service/sesv2)", GO.format(**facts)),
    ]
