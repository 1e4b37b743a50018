"""Writing results as the query protocol does: XML, lists as ``member`` elements.

SES v1, STS and CloudFormation speak it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from sestrail_tui.local_aws.wire.answer import Answer
from sestrail_tui.local_aws.wire.protocol import check_result, operation_model, service_model

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sestrail_tui.local_aws.wire.answer import ApiCall


def query_answer(call: ApiCall, result: Mapping[str, Any], request_id: str) -> Answer:
    """Answer a call of the query protocol."""
    name = call.operation
    operation = operation_model(call.service, name)
    check_result(operation, result)
    inner = f"<{name}Result>{elements(result)}</{name}Result>" if operation.output_shape else ""
    xml = (
        f'<{name}Response xmlns="{service_model(call.service).metadata["xmlNamespace"]}">{inner}'
        f"<ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata></{name}Response>"
    )
    return Answer(xml.encode(), content_type="text/xml")


def elements(value: Any) -> str:
    """Write a structure, list or scalar as XML."""
    if isinstance(value, dict):
        return "".join(f"<{name}>{elements(one)}</{name}>" for name, one in value.items())
    if isinstance(value, list):
        return "".join(f"<member>{elements(one)}</member>" for one in value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return escape(str(value))
