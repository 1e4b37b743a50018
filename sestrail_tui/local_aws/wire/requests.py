"""Reading SES requests: v1 is the query protocol, v2 is rest-json, both by AWS's own models.

v2's requests are written anew for moto, which knows the routes of botocore's model and no older.

No v1 (STS, CloudFormation) request has a map, so none is read.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, unquote, urlencode

import msgspec
from botocore.serialize import create_serializer

from sestrail_tui.local_aws.wire.answer import AwsError
from sestrail_tui.local_aws.wire.protocol import operation_model, service_model

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from botocore.model import OperationModel, Shape

    from sestrail_tui.local_aws.wire.answer import ApiCall

    Tree = dict[str, "Tree | str"]
    """A form's dotted names, as branches."""

CONTAINERS: Final = frozenset({"structure", "list"})
SCALARS: Final[Mapping[str, Callable[[str], Any]]] = {
    "boolean": lambda text: text.lower() == "true",
    "integer": int,
    "long": int,
    "float": float,
    "double": float,
}


def read_query(service: str, body: bytes) -> tuple[OperationModel, dict[str, Any]]:
    """Read a query-protocol request: ``Action=...&Destination.ToAddresses.member.1=...``."""
    form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    action = form.get("Action", "")
    model = service_model(service)
    if action not in model.operation_names:
        raise AwsError("InvalidAction", f"Could not find operation {action}")
    operation = model.operation_model(action)
    shape = operation.input_shape
    return operation, read_shape(shape, branches(form)) or {} if shape else {}


def branches(form: Mapping[str, str]) -> Tree:
    """Grow a tree from dotted names."""
    tree: Tree = {}
    for name, text in form.items():
        at = tree
        *path, last = name.split(".")
        for part in path:
            inner = at.setdefault(part, {})
            if isinstance(inner, str):  # a name that goes on behind a value: the longer one counts
                inner = at[part] = {}
            at = inner
        at.setdefault(last, text)
    return tree


def read_shape(shape: Shape, tree: Tree | str) -> Any:
    """Read the value of ``shape`` out of its branch; None where there is nothing of its kind."""
    if isinstance(tree, str):
        return None if shape.type_name in CONTAINERS else scalar(shape.type_name, tree)
    if shape.type_name == "structure":
        inner = {
            name: read_shape(member, tree[wire])
            for name, member in shape.members.items()
            if (wire := member.serialization.get("name", name)) in tree
        }
        return {name: value for name, value in inner.items() if value is not None} or None
    if shape.type_name == "list":
        members = [read_shape(shape.member, one) for one in numbered(tree)]
        return members or None
    return None


def numbered(tree: Tree) -> list[Tree | str]:
    """Return what stands under ``member.1``, ``member.2`` and so on."""
    under = tree.get("member", {})
    if isinstance(under, str):
        return []
    return [under[at] for at in sorted(under, key=lambda at: (len(at), at))]


def scalar(kind: str, text: str) -> Any:
    """Read one value; a number that is none stays text, for the validation to refuse."""
    try:
        return SCALARS.get(kind, str)(text)
    except ValueError:
        return text


MOVED: Final = (
    ("ListEmailIdentities", "GET", "/v2/email/identities"),
    ("ListEmailIdentities", "POST", "/v2/email/list-identities"),
    ("ListConfigurationSets", "GET", "/v2/email/configuration-sets"),
    ("ListConfigurationSets", "POST", "/v2/email/list-configuration-sets"),
    ("ListContacts", "GET", "/v2/email/contact-lists/{ContactListName}/contacts"),
    ("ListContacts", "POST", "/v2/email/contact-lists/{ContactListName}/contacts/list"),
    ("ListImportJobs", "GET", "/v2/email/import-jobs"),
    ("ListImportJobs", "POST", "/v2/email/import-jobs/list"),
    ("PutEmailIdentityDkimSigningAttributes", "PUT",
     "/v1/email/identities/{EmailIdentity}/dkim/signing"),
)  # fmt: skip
"""Routes that AWS's models have or had (botocore 1.13 to 1.44), all of which AWS serves:
what a GET has in its query, the later POST has in its body."""


@cache
def routes(service: str) -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """Return method, path and operation of everything in a rest-json model, fixed paths first."""
    model = service_model(service)
    named = [(name, model.operation_model(name).http) for name in model.operation_names]
    placed = [(name, http["method"], http["requestUri"]) for name, http in named]
    found = []
    for name, method, uri in (*placed, *MOVED):
        path = uri.partition("?")[0].rstrip("/")
        pattern = re.sub(r"\{(\w+)\+?\}", r"(?P<\1>[^/]+)", path)
        found.append((path.count("{"), method, re.compile(pattern), name))
    return tuple(one[1:] for one in sorted(found, key=lambda one: one[0]))


def read_rest(
    service: str, method: str, path: str, query: Mapping[str, str], body: bytes
) -> tuple[OperationModel, dict[str, Any]]:
    """Read a rest-json request; ``path`` is still percent-encoded."""
    for verb, pattern, name in routes(service):
        place = pattern.fullmatch(path.rstrip("/"))
        if place is not None and verb == method:
            operation = service_model(service).operation_model(name)
            return operation, rest_params(operation, place.groupdict(), query, body)
    raise AwsError("NotFoundException", f"No operation of SES v2 is at {method} {path}", 404)


def rest_params(
    operation: OperationModel, place: Mapping[str, str], query: Mapping[str, str], body: bytes
) -> dict[str, Any]:
    """Gather parameters from path, query string and JSON body."""
    try:
        params = msgspec.json.decode(body or b"{}", type=dict[str, Any])
    except msgspec.MsgspecError:
        raise AwsError("SerializationException", "The body is no JSON object") from None
    for name, member in operation.input_shape.members.items():
        wire = member.serialization.get("name", name)
        if member.serialization.get("location") == "uri":
            params[name] = unquote(place[wire])
        elif wire in query and name not in params:
            params[name] = scalar(member.type_name, query[wire])
    return params


def written_rest(call: ApiCall) -> tuple[str, str, bytes]:
    """Give method, path with its query, and body of a call, as botocore's model has them today."""
    operation = operation_model(call.service, call.operation)
    made = create_serializer("rest-json").serialize_to_request(dict(call.params), operation)
    query = urlencode(made["query_string"], doseq=True)
    body = made["body"]
    path = made["url_path"] + (f"?{query}" if query else "")
    return made["method"], path, body if isinstance(body, bytes) else body.encode()
