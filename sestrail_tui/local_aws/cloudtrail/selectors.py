"""Event selectors of a trail: which are valid, and which records they let through.

AWS: PutEventSelectors API reference and "Logging data events", CloudTrail user guide. A record is
delivered once if any selector matches; within a selector all fields must. Basic selectors know no
SES type, so SES sends need advanced ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.local_aws.wire.answer import AwsError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Selector = dict[str, Any]
"""``AdvancedEventSelector`` or ``EventSelector``, as the API takes it."""

POSITIVE: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "Equals": str.__eq__,
    "StartsWith": str.startswith,
    "EndsWith": str.endswith,
}
NEGATIVE: Final[Mapping[str, Callable[[str, str], bool]]] = {
    f"Not{name}": test for name, test in POSITIVE.items()
}
EQUALS_ONLY: Final = frozenset({"eventCategory", "resources.type", "readOnly"})
FIELDS: Final = EQUALS_ONLY | {
    "eventName", "eventSource", "eventType", "resources.ARN", "sessionCredentialFromConsole",
    "userIdentity.arn", "errorCode", "vpcEndpointId",
}  # fmt: skip
CATEGORIES: Final = frozenset({"Management", "Data", "NetworkActivity"})
BASIC_DATA_TYPES: Final = frozenset(
    {"AWS::S3::Object", "AWS::Lambda::Function", "AWS::DynamoDB::Table"}
)
MAX_VALUES: Final = 500
ALL_COLONS: Final = 2
"""In ``arn:aws:lambda``: every resource of the account."""


def check(advanced: Sequence[Selector], basic: Sequence[Selector]) -> None:
    """Refuse selectors as AWS does: `AwsError` ``InvalidEventSelectorsException``."""
    if bool(advanced) == bool(basic):
        raise invalid("Give either EventSelectors or AdvancedEventSelectors.")
    for selector in basic:
        for resource in selector.get("DataResources", ()):
            if resource.get("Type") not in BASIC_DATA_TYPES:
                raise invalid(f"{resource.get('Type')} needs an advanced event selector.")
    if sum(len(values) for one in advanced for values in all_values(one)) > MAX_VALUES:
        raise invalid(f"More than {MAX_VALUES} values in all selectors.")
    for selector in advanced:
        check_advanced(selector)


def check_advanced(selector: Selector) -> None:
    """Refuse one advanced selector that AWS would refuse."""
    fields = {one["Field"]: one for one in selector["FieldSelectors"]}
    if len(fields) < len(selector["FieldSelectors"]):
        raise invalid("A field may appear once in a selector.")
    for name, field in fields.items():
        operators = set(field) - {"Field"}
        if name not in FIELDS:
            raise invalid(f"Field {name} is not supported.")
        if not operators:
            raise invalid(f"Field {name} needs an operator.")
        if name in EQUALS_ONLY and operators != {"Equals"}:
            raise invalid(f"Field {name} supports Equals only.")
    category = fields.get("eventCategory", {}).get("Equals", [])
    if len(category) != 1 or category[0] not in CATEGORIES:
        raise invalid("eventCategory must equal one of Management, Data, NetworkActivity.")
    types = fields.get("resources.type", {}).get("Equals", [])
    if category == ["Data"] and len(types) != 1:
        raise invalid("A Data selector must equal exactly one resources.type.")
    if "readOnly" in fields and fields["readOnly"]["Equals"] not in (["true"], ["false"]):
        raise invalid("readOnly must equal true or false.")


def all_values(selector: Selector) -> list[list[str]]:
    """Return every list of values in an advanced selector."""
    return [
        values
        for field in selector["FieldSelectors"]
        for operator, values in field.items()
        if operator != "Field"
    ]


def invalid(why: str) -> AwsError:
    """Word a refusal."""
    return AwsError("InvalidEventSelectorsException", f"Invalid event selectors: {why}")


def lets_through(advanced: Sequence[Selector], basic: Sequence[Selector], record: Any) -> bool:
    """Return whether a trail with these selectors delivers a record."""
    return any(advanced_match(one, record) for one in advanced) or any(
        basic_match(one, record) for one in basic
    )


def basic_match(selector: Selector, record: Any) -> bool:
    """Match a basic selector: management events, and data events of the resources that it names.

    A value is a prefix of S3 keys, a whole ARN of anything else, or all of them (``arn:aws:s3``).
    """
    kind = selector.get("ReadWriteType", "All")
    if kind != "All" and (kind == "ReadOnly") != record["readOnly"]:
        return False
    if record["managementEvent"]:
        excluded = selector.get("ExcludeManagementEventSources") or ()
        included: bool = selector.get("IncludeManagementEvents", True)
        return included and record["eventSource"] not in excluded
    return any(
        resource["Type"] == named["type"] and basic_arn_match(resource["Type"], value, named["ARN"])
        for resource in selector.get("DataResources") or ()
        for value in resource.get("Values") or ()
        for named in record.get("resources", ())
    )


def basic_arn_match(kind: str, value: str, arn: str) -> bool:
    """Match one value of a basic selector."""
    if value.strip(":").count(":") == ALL_COLONS or kind == "AWS::S3::Object":
        return arn.startswith(value)
    return arn == value


def advanced_match(selector: Selector, record: Any) -> bool:
    """Match an advanced selector; its resource fields must hold for one and the same resource."""
    fields = selector["FieldSelectors"]
    of_resource = [one for one in fields if one["Field"].startswith("resources.")]
    if not all(field_match(one, text(record, one["Field"])) for one in fields
               if one not in of_resource):  # fmt: skip
        return False
    return not of_resource or any(
        all(
            field_match(one, resource.get(one["Field"].partition(".")[2], ""))
            for one in of_resource
        )
        for resource in record.get("resources", ())
    )


def field_match(field: Mapping[str, Any], value: str) -> bool:
    """Match one field: any positive operator that is given, and none of the negative ones."""
    positive: list[bool] = [
        POSITIVE[name](value, one) for name in POSITIVE for one in field.get(name, ())
    ]
    negative: list[bool] = [
        NEGATIVE[name](value, one) for name in NEGATIVE for one in field.get(name, ())
    ]
    return (any(positive) or not positive) and not any(negative)


def text(record: Any, name: str) -> str:
    """Return a field of a record as selectors see it: booleans as ``true`` and ``false``."""
    value = record
    for key in name.split("."):
        value = value.get(key, "") if isinstance(value, dict) else ""
    return str(value).lower() if isinstance(value, bool) else str(value)
