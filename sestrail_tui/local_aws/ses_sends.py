"""Judging a send: every kind of it, v1 or v2, is put to moto as the v1 call of the same meaning.

moto's v2 API knows neither templates nor bulk; its v1 API knows all of it, over the same
identities. Configuration sets, which moto ignores in sends, are looked up first.
"""

from __future__ import annotations

import base64
import email.policy
import uuid
from email.parser import BytesHeaderParser
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any, Final

from .answer import AwsError
from .records import sender, template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .answer import Call
    from .moto_ses import MotoSes

V2_CODES: Final = {
    "MessageRejected": ("MessageRejected", 400),
    "TemplateDoesNotExist": ("NotFoundException", 404),
    "ConfigurationSetDoesNotExist": ("NotFoundException", 404),
}
"""How v2 names what v1 refuses; anything else is a BadRequestException."""


def judge(moto: MotoSes, call: Call) -> str:
    """Give the identity a send is made as; `AwsError` as its own API refuses it."""
    address = from_address(call.params)
    try:
        need_configuration_set(moto, call)
        moto.query(call.region, dict(v1_form(call.params)))
    except AwsError as error:
        raise reworded(error, call, address) from None
    known = moto.recall(call.region, {"Action": "ListIdentities"}).all("member")
    return address if address in known else address.rpartition("@")[2]


def need_configuration_set(moto: MotoSes, call: Call) -> None:
    """Refuse a send through a configuration set that does not exist."""
    if name := call.params.get("ConfigurationSetName"):
        form = {"Action": "DescribeConfigurationSet", "ConfigurationSetName": name}
        moto.recall(call.region, form)


def reworded(error: AwsError, call: Call, address: str) -> AwsError:
    """Word a refusal of moto's as AWS words it in the API that was called."""
    code, message, status = error.code, error.message, error.status
    if code == "MessageRejected" and "Too many" not in message:
        message = (
            "Email address is not verified. The following identities failed the check in region "
            f"{call.region.upper()}: {address}"
        )
    if code == "TemplateDoesNotExist":
        message = f"Template {template(call.params)} does not exist."
    if call.service == "sesv2" and status < 500:
        code, status = V2_CODES.get(code, ("BadRequestException", 400))
    return AwsError(code, message, status)


def v1_form(params: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the v1 query form of a send."""
    if source := params.get("Source") or params.get("FromEmailAddress"):
        yield "Source", source
    content = params.get("Content") or params.get("DefaultContent") or {}
    raw = params.get("RawMessage") or content.get("Raw")
    entries = params.get("BulkEmailEntries") or params.get("Destinations")
    if raw:
        yield "Action", "SendRawEmail"
        # only the headers matter to moto, which takes no message that is not UTF-8
        yield "RawMessage.Data", base64.b64encode(ascii_only(raw["Data"])).decode()
        return
    if entries:
        yield "Action", "SendBulkTemplatedEmail"
        yield "DefaultTemplateData", "{}"
        for number, entry in enumerate(entries, 1):
            at = f"Destinations.member.{number}.Destination"
            yield from addresses(entry.get("Destination", {}), at)
    elif template(params):
        yield "Action", "SendTemplatedEmail"
        yield "TemplateData", "{}"
    else:
        yield "Action", "SendEmail"
        yield "Message.Subject.Data", "subject"
        yield "Message.Body.Text.Data", "body"
    if name := template(params):
        yield "Template", name
    yield from addresses(params.get("Destination") or {}, "Destination")


def addresses(destination: Mapping[str, list[str]], at: str) -> Iterator[tuple[str, str]]:
    """Give the form of a Destination."""
    for kind, several in destination.items():
        for number, address in enumerate(several, 1):
            yield f"{at}.{kind}.member.{number}", address


def ascii_only(data: str | bytes) -> bytes:
    """Give a raw message, base64 as it came, with everything beyond ASCII replaced."""
    return base64.b64decode(data).decode("ascii", "replace").encode("ascii", "replace")


def from_address(params: Mapping[str, Any]) -> str:
    """Give the bare From address, out of the message's own header where only that has it."""
    raw = params.get("RawMessage") or (params.get("Content") or {}).get("Raw")
    if (named := sender(params)) or not raw:
        return named
    parser = BytesHeaderParser(policy=email.policy.compat32)
    header = parser.parsebytes(ascii_only(raw["Data"]))["from"]
    return parseaddr(str(header or ""))[1]


def message_ids(call: Call, now: int) -> list[str]:
    """Make an id, of AWS's look, for each message of a send; it begins with the time in ms."""
    entries = call.params.get("BulkEmailEntries") or call.params.get("Destinations") or ()
    messages = len(entries) if "Bulk" in call.operation else 1
    return [f"0100{now:012x}-{uuid.uuid4()}-000000" for _ in range(messages)]
