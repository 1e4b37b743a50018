"""CloudFormation templates in JSON: their intrinsic functions, and which resource comes first.

AWS: CloudFormation template reference, "Intrinsic functions", "DependsOn attribute". ``Ref``,
``Fn::GetAtt``, ``Fn::Join`` and ``Fn::Sub`` are known; parameters, conditions and macros are not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sestrail_tui.local_aws.wire.answer import AwsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

VARIABLE: Final = re.compile(r"\$\{([^!}]+)\}")
"""Of ``Fn::Sub``: ``${Name}`` or ``${Name.Attribute}``; ``${!Name}`` is literal text."""


def invalid(message: str) -> AwsError:
    """Word that a request or template cannot be used."""
    return AwsError("ValidationError", message)


def read_template(body: str) -> dict[str, Any]:
    """Read a template's text. Raises `AwsError`."""
    try:
        template = msgspec.json.decode(body, type=dict[str, Any])
    except msgspec.MsgspecError:
        raise invalid("Template format error: JSON not well-formed.") from None
    if not template.get("Resources"):
        raise invalid("Template format error: At least one Resources member must be defined.")
    for name in ("Parameters", "Conditions", "Mappings", "Transform"):
        if name in template:
            raise invalid(f"The embedded AWS knows no {name} in templates.")
    return template


def references(value: Any) -> Iterator[str]:
    """Yield the names that functions inside a value refer to, pseudo parameters too."""
    match value:
        case {"Ref": name} if len(value) == 1:
            yield name
        case {"Fn::GetAtt": [name, _]}:
            yield name
        case {"Fn::Sub": text}:
            yield from (one.partition(".")[0] for one in VARIABLE.findall(text))
        case dict():
            for inner in value.values():
                yield from references(inner)
        case list():
            for inner in value:
                yield from references(inner)


def resolved(value: Any, named: Callable[[str, str], str]) -> Any:
    """Replace functions by what they stand for; ``named`` gives it for a name and attribute.

    The attribute is ``""`` for ``Ref``.
    """
    match value:
        case {"Ref": name} if len(value) == 1:
            value = named(name, "")
        case {"Fn::GetAtt": [name, attribute]}:
            value = named(name, attribute)
        case {"Fn::Join": [between, parts]}:
            value = between.join(resolved(part, named) for part in parts)
        case {"Fn::Sub": text}:
            put = VARIABLE.sub(lambda found: named(*_split(found[1])), text)
            value = put.replace("${!", "${")
        case dict():
            value = {key: resolved(inner, named) for key, inner in value.items()}
        case list():
            value = [resolved(inner, named) for inner in value]
    return value


def _split(variable: str) -> tuple[str, str]:
    name, _, attribute = variable.partition(".")
    return name, attribute


def batches(resources: Mapping[str, Any], pseudo: Mapping[str, str]) -> list[list[str]]:
    """Return the logical names in batches, each after all that it needs. Raises `AwsError`."""
    needs = {name: set(_needs(one)) - pseudo.keys() for name, one in resources.items()}
    unknown = sorted({name for several in needs.values() for name in several - resources.keys()})
    if unknown:
        raise invalid(
            f"Template format error: Unresolved resource dependencies [{', '.join(unknown)}] in "
            "the Resources block of the template"
        )
    found: list[list[str]] = []
    left = dict(needs)
    while left:
        ready = [name for name, several in left.items() if not several & left.keys()]
        if not ready:
            raise invalid(f"Circular dependency between resources: [{', '.join(left)}]")
        found.append(ready)
        left = {name: several for name, several in left.items() if name not in ready}
    return found


def _needs(resource: Mapping[str, Any]) -> Iterator[str]:
    depends = resource.get("DependsOn", [])
    yield from [depends] if isinstance(depends, str) else depends
    yield from references(resource.get("Properties", {}))
