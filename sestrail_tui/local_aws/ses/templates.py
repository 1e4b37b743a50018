"""v2 templates, which moto does not know, made, read and removed by its v1 calls."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.local_aws.ses.answers import in_v2
from sestrail_tui.local_aws.wire.answer import AwsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sestrail_tui.local_aws.moto.in_process import Moto
    from sestrail_tui.local_aws.wire.answer import ApiCall

V1_ACTIONS: Final = {
    "CreateEmailTemplate": "CreateTemplate",
    "UpdateEmailTemplate": "UpdateTemplate",
    "DeleteEmailTemplate": "DeleteTemplate",
    "GetEmailTemplate": "GetTemplate",
    "ListEmailTemplates": "ListTemplates",
    "TestRenderEmailTemplate": "TestRenderTemplate",
}
PARTS: Final = {"Subject": "SubjectPart", "Text": "TextPart", "Html": "HtmlPart"}


def template_call(moto: Moto, call: ApiCall) -> dict[str, Any]:
    """Make a v2 call about templates, in moto's thread; `AwsError` as v2 refuses it."""
    try:
        reply = moto.query(call.region, v1_template_form(call.operation, call.params))
    except AwsError as error:
        raise in_v2(error) from None
    if call.operation == "GetEmailTemplate":
        found = {name: reply.all(part) for name, part in PARTS.items()}
        content = {name: texts[0] for name, texts in found.items() if texts}
        return {"TemplateName": call.params["TemplateName"], "TemplateContent": content}
    if call.operation == "ListEmailTemplates":
        made = (datetime.fromisoformat(one).timestamp() for one in reply.all("CreatedTimestamp"))
        listed = zip(reply.all("Name"), made, strict=True)
        names = ("TemplateName", "CreatedTimestamp")
        return {"TemplatesMetadata": [dict(zip(names, one, strict=True)) for one in listed]}
    if call.operation == "TestRenderEmailTemplate":
        return {"RenderedTemplate": reply.all("RenderedTemplate")[0]}
    return {}


def v1_template_form(operation: str, params: Mapping[str, Any]) -> dict[str, str]:
    """Return the v1 query form of a v2 call about templates."""
    form = {"Action": V1_ACTIONS[operation]}
    if "TemplateContent" in params:
        parts = {
            f"Template.{PARTS[name]}": text for name, text in params["TemplateContent"].items()
        }
        return form | {"Template.TemplateName": params["TemplateName"]} | parts
    return form | {
        name: str(params[name]) for name in ("TemplateName", "TemplateData") if name in params
    }
