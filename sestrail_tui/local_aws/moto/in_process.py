"""moto, called in process and without a server: its SES holds identities, sets and templates.

It is imported in the thread that all calls to it use, one after the other.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode
from xml.sax.saxutils import unescape

from botocore.awsrequest import AWSPreparedRequest
from botocore.compat import HTTPHeaders

from sestrail_tui.local_aws.moto import internals
from sestrail_tui.local_aws.wire.answer import AwsError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Future

    from sestrail_tui.local_aws.moto.internals import Stubber

ACCOUNTS: Final = count(123456789012)
"""moto keeps its state for the whole process; each embedded AWS has an account of its own in it."""
HOSTS: Final = {
    "ses": "email.{region}.amazonaws.com",
    "s3": "s3.{region}.amazonaws.com",
    "sqs": "sqs.{region}.amazonaws.com",
    "iam": "iam.amazonaws.com",
}
"""Where AWS has each service that moto answers for."""
FORM: Final = "application/x-www-form-urlencoded; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Reply:
    """What moto answered."""

    status: int
    content_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    def all(self, tag: str) -> list[str]:
        """Return the texts of every XML element of a name."""
        found = re.findall(rf"<{tag}>(.*?)</{tag}>", self.body.decode(), re.DOTALL)
        return [unescape(text) for text in found]

    def refusal(self) -> AwsError:
        """Read a v1 error."""
        code, message = self.all("Code"), self.all("Message")
        return AwsError(
            code[0] if code else "InternalFailure", message[0] if message else "", self.status
        )


@dataclass(frozen=True, slots=True)
class Moto:
    """moto's SES of every Region; call it in ``thread`` only."""

    thread: ThreadPoolExecutor
    moto: Future[Stubber] = field(repr=False)
    account: str
    known: dict[tuple[str, str | tuple[tuple[str, str], ...]], Reply] = field(default_factory=dict)
    """What `recall` and `recall_path` were answered, until `forget`."""

    def recall(self, region: str, form: Mapping[str, str]) -> Reply:
        """Make a v1 call that every send needs, once until something is changed."""
        key = (region, tuple(form.items()))
        if key not in self.known:
            self.known[key] = self.query(region, form)
        return self.known[key]

    def recall_path(self, region: str, path: str) -> Reply:
        """Get something of v2, once until something is changed."""
        if (region, path) not in self.known:
            self.known[region, path] = self.request(region, "GET", path, "application/json", b"")
        return self.known[region, path]

    def forget(self) -> None:
        """Ask again: something was changed."""
        self.known.clear()

    def request(self, region: str, method: str, path: str, content_type: str, body: bytes) -> Reply:
        """Make a SES request; `AwsError` where moto cannot take it."""
        scope = f"AKIAEXAMPLE/20260101/{region}/ses/aws4_request"
        signed = f"AWS4-HMAC-SHA256 Credential={scope}, Signature=none"
        headers = {"Authorization": signed, "Content-Type": content_type}
        return self.forward(host("ses", region), method, path, headers, body)

    def forward(
        self, to: str, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> Reply:
        """Send a request as it is, to one of AWS's hosts; `AwsError` as above.

        What moto does not have is a 404 without a body.
        """
        named = HTTPHeaders()
        for name, value in {**headers, "x-moto-account-id": self.account}.items():
            named[name] = value
        request = AWSPreparedRequest(method, f"http://{to}{path}", named, body, stream_output=False)
        try:
            got = self.moto.result().process_request(request)
        except NotImplementedError:
            got = None
        except Exception as error:
            # moto answers what it does not know with whatever exception comes of it
            raise AwsError(
                "InternalFailure", f"moto cannot take this call: {error!r}", 500
            ) from error
        status, found, answer = got or (404, {}, b"")
        kept = {str(name).title(): str(value) for name, value in found.items()}
        content = answer.encode() if isinstance(answer, str) else answer
        return Reply(status, kept.get("Content-Type", ""), content, kept)

    def query(self, region: str, form: Mapping[str, str]) -> Reply:
        """Make a v1 call; `AwsError` as moto refused it."""
        body = urlencode([*form.items(), ("Version", "2010-12-01")]).encode()
        reply = self.request(region, "POST", "/", FORM, body)
        if reply.status >= 400:
            raise reply.refusal()
        return reply


def host(service: str, region: str) -> str:
    """Return AWS's host of a service that moto answers for."""
    return HOSTS[service].format(region=region)


def start_moto() -> Moto:
    """Begin importing moto in a thread; calls wait for it."""
    thread = ThreadPoolExecutor(1, "moto")
    return Moto(thread, thread.submit(internals.load_stubber), str(next(ACCOUNTS)))
