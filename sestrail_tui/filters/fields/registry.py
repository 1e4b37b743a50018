"""The fields of the filter language, one small class each; help and completion are made of them."""

# ruff: noqa: D101 - the help of a field is its documentation

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.decoding.address import address
from sestrail_tui.core.decoding.kinds import is_raw_message
from sestrail_tui.filters.fields.choices import Console, KindOf, Mfa
from sestrail_tui.filters.fields.field import Field
from sestrail_tui.filters.fields.network import is_network, short_form, within
from sestrail_tui.filters.fields.pattern import Pattern
from sestrail_tui.filters.fields.time import Time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sestrail_tui.core.record import Record


class ConfigSet(Field):
    name = "config"
    help = "the configuration set in the request; config:(none) finds sends that name none"
    example = "config:hoge-config"
    columns = ("config_set",)
    may_be_unknown = True
    also = ("configuration", "configset", "configuration-set", "set")

    def is_hidden(self, record: Record) -> bool:
        """Add a raw message whose request names none: its headers may."""
        return super().is_hidden(record) or (not record.config_set and is_raw_message(record))


class Principal(Field):
    name = "principal"
    help = "who called: role/session, user, root or service"
    example = "principal:ci-*"
    columns = ("principal",)
    also = ("user", "who", "role", "identity", "caller")


class From(Field):
    name = "from"
    help = "the sender: the whole header, the address, or all of a domain with from:@example.com"
    example = "from:*@example.com"
    columns = ("sender",)
    may_be_unknown = True
    also = ("sender", "email", "mail")

    def is_hidden(self, record: Record) -> bool:
        """Add a send that leaves its From to the message: what it has then is its identity."""
        guessed = record.kind == "send" and "@" not in record.sender
        return super().is_hidden(record) or guessed

    def forms(self, value: str) -> Iterable[str]:
        """Add the address of ``Name <address>``."""
        return (value, address(value))

    def canonical(self, pattern: Pattern) -> Pattern:
        """Read ``@domain`` as every address of that domain."""
        return Pattern.of(("", *pattern.parts)) if pattern.parts[0].startswith("@") else pattern


class Call(Field):
    name = "call"
    help = 'the API call, in both versions or in one: call:v2, call:"SendEmail v2"'
    example = "call:SendRawEmail"
    columns = ("call",)
    also = ("event", "name", "eventname", "api", "action")

    def is_hidden(self, record: Record) -> bool:
        """Say of which version of SendEmail it is only where the request is there."""
        return record.call == record.name == "SendEmail"

    def forms(self, value: str) -> Iterable[str]:
        """Add the call without its version, and the version alone."""
        name, _, version = value.rpartition(" ")
        return (value, name, version) if name else (value,)


class ErrorCode(Field):
    name = "error"
    help = "the error of a refused call, with or without the ending Exception; error:* finds all"
    example = "error:MessageRejected"
    columns = ("error",)
    also = ("errorcode", "status", "refused", "failed", "exception")

    def forms(self, value: str) -> Iterable[str]:
        """Add the code without the ending ``Exception``, or with it."""
        short = _EXCEPTION.sub("", value)
        return (short, f"{short}Exception")


class Reason(Field):
    name = "reason"
    help = "the message that came with the error"
    example = "reason:*not*verified*"
    columns = ("error_message",)
    also = ("errormessage", "error-message", "why")


class Tls(Field):
    name = "tls"
    help = "the TLS version: tls:TLSv1.2 or tls:1.2"
    example = "tls:TLSv1.2"
    columns = ("tls",)
    also = ("ssl", "tlsversion")

    def forms(self, value: str) -> Iterable[str]:
        """Add the version's number."""
        return (value, value[4:]) if value[:4].casefold() == "tlsv" else (value,)


class Host(Field):
    name = "host"
    help = "the host name of the endpoint that was called"
    example = "host:email.*.amazonaws.com"
    columns = ("host",)
    also = ("endpoint",)


class Ip(Field):
    name = "ip"
    help = "the source address, with * or as a network: ip:203.0.113.0/24"
    example = "ip:203.0.113.*"
    columns = ("ip",)
    also = ("address", "sourceip", "source-ip", "cidr")

    def matcher(self, pattern: Pattern) -> Callable[[str], bool]:
        """Give the test of an address, or of membership in a network."""
        if pattern.value is not None and is_network(pattern.value):
            return within(pattern.value)
        return super().matcher(pattern)

    def forms(self, value: str) -> Iterable[str]:
        """Add an IPv6 address in its shortest form, or as the IPv4 address that it stands for."""
        return (value, short_form(value)) if ":" in value else (value,)

    def canonical(self, pattern: Pattern) -> Pattern:
        """Write an IPv6 address in its shortest form."""
        value = pattern.value
        return pattern if value is None else Pattern.literal(short_form(value))


class Client(Field):
    name = "client"
    help = "the client, as read from the user agent: boto3 1.43, Chrome 135"
    example = "client:aws-cli*"
    columns = ("client",)
    also = ("sdk",)


class Agent(Field):
    name = "agent"
    help = "the user agent as it is, or the client read from it"
    example = "agent:boto3*"
    columns = ("agent", "client")
    also = ("useragent", "user-agent")


class Template(Field):
    name = "template"
    help = "the template; template:* finds every templated send"
    example = "template:Welcome*"
    columns = ("template",)
    may_be_unknown = True


class Tag(Field):
    name = "tag"
    help = "a message tag, by name=value or by its name alone; those of bulk entries too"
    example = "tag:campaign=test"
    columns = ("tags",)
    may_be_unknown = True
    also = ("tags", "label")

    def is_hidden(self, record: Record) -> bool:
        """Add a raw message: its headers may name tags besides (AWS: ``X-SES-MESSAGE-TAGS``)."""
        return super().is_hidden(record) or is_raw_message(record)

    def forms(self, value: str) -> Iterable[str]:
        """Add the tag's name."""
        return (value, value.partition("=")[0])


class Region(Field):
    name = "region"
    help = "the AWS region"
    example = "region:ap-northeast-*"
    columns = ("region",)


class Account(Field):
    name = "account"
    help = "the account's number"
    example = "account:123456789012"
    columns = ("account",)


class MessageId(Field):
    name = "message"
    help = "the SES message id, as the API returned it or as the mail's Message-ID has it"
    example = "message:01000100a11a11aa-*"
    columns = ("message_id",)
    may_be_unknown = True
    also = ("messageid", "message-id")

    def forms(self, value: str) -> Iterable[str]:
        """Add each id of a bulk send."""
        return (value, *value.split())

    def canonical(self, pattern: Pattern) -> Pattern:
        """Read the ``Message-ID`` that SES gives a mail, ``<ID@email.amazonses.com>``, as the id.

        AWS: "the message ID (...) is the same as in the Message-ID header without the domain", SES
        API reference, ``SendEmail``.
        """
        first, *rest = pattern.parts
        parts = [first.removeprefix("<"), *rest]
        parts[-1] = parts[-1].partition("@")[0].removesuffix(">")
        return Pattern.of(parts)


class EventId(Field):
    name = "id"
    help = "the record's eventID"
    example = "id:eb834e01-*"
    columns = ("event_id",)
    also = ("eventid", "event-id")


class RequestId(Field):
    name = "request"
    help = "the request's id, as an SDK reports it"
    example = "request:ab2cc803-*"
    columns = ("request_id",)
    also = ("requestid", "request-id")


class SharedId(Field):
    name = "shared"
    help = "the sharedEventID, alike in all copies of one call; shared:* finds calls that have one"
    example = "shared:0d6c9e1a-*"
    columns = ("shared_id",)
    also = ("sharedid", "sharedeventid", "shared-event-id", "copy", "copies")


class SourceName(Field):
    name = "source"
    help = "where the record was read: a log group, event history, a file"
    example = "source:CloudTrail/*"
    columns = ("source",)
    also = ("log-group", "group", "file")


_EXCEPTION: Final = re.compile(r"Exception\Z", re.IGNORECASE)

FIELDS: Final[dict[str, Field]] = {
    field.name: field
    for field in (
        ConfigSet(),
        Principal(),
        From(),
        Call(),
        ErrorCode(),
        Reason(),
        Console(),
        Mfa(),
        Tls(),
        Ip(),
        Host(),
        Client(),
        Agent(),
        Template(),
        Tag(),
        Region(),
        Account(),
        MessageId(),
        EventId(),
        RequestId(),
        SharedId(),
        SourceName(),
        KindOf(),
        Time(),
    )
}
"""Every field by its name, in the order of the help."""
