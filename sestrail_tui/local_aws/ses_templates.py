"""v2 templates, which moto does not know, made and removed by its v1 calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

V1_ACTIONS: Final = {
    "CreateEmailTemplate": "CreateTemplate",
    "UpdateEmailTemplate": "UpdateTemplate",
    "DeleteEmailTemplate": "DeleteTemplate",
}
PARTS: Final = {"Subject": "SubjectPart", "Text": "TextPart", "Html": "HtmlPart"}


def v1_template_form(operation: str, params: Mapping[str, Any]) -> dict[str, str]:
    """Give the v1 query form of a v2 call that changes a template."""
    form = {"Action": V1_ACTIONS[operation]}
    if operation == "DeleteEmailTemplate":
        return form | {"TemplateName": params["TemplateName"]}
    content = params["TemplateContent"]
    parts = {f"Template.{PARTS[name]}": text for name, text in content.items()}
    return form | {"Template.TemplateName": params["TemplateName"]} | parts
