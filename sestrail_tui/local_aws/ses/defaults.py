"""What v2 sets on identities and configuration sets, and moto cannot: a default set, a pause.

AWS: SES API v2 reference, PutEmailIdentityConfigurationSetAttributes and
PutConfigurationSetSendingOptions. To be called in moto's thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.local_aws.server.answer import AwsError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sestrail_tui.local_aws.server.answer import ApiCall
    from sestrail_tui.local_aws.ses.moto import MotoSes


def put_default_set(moto: MotoSes, call: ApiCall) -> None:
    """Give an identity a default configuration set, or none."""
    identity = held(moto, call.region).email_identities.get(call.params["EmailIdentity"])
    if identity is None:
        name = call.params["EmailIdentity"]
        raise AwsError("NotFoundException", f"Email identity {name} does not exist.", 404)
    name = call.params.get("ConfigurationSetName")
    if name:
        need_set(moto, call.region, name)
    identity.configuration_set_name = name


def put_sending_options(moto: MotoSes, call: ApiCall) -> None:
    """Pause what is sent through a configuration set, or go on with it."""
    name = call.params["ConfigurationSetName"]
    need_set(moto, call.region, name)
    enabled = call.params.get("SendingEnabled", False)
    held(moto, call.region).config_sets[name].enabled = {"SendingEnabled": enabled}


def need_set(moto: MotoSes, region: str, name: str) -> None:
    """Refuse a configuration set that does not exist."""
    if name not in held(moto, region).config_sets:
        raise AwsError("NotFoundException", f"Configuration set <{name}> does not exist.", 404)


def held(moto: MotoSes, region: str) -> Any:
    """Give what moto holds of a Region."""
    from moto.ses.models import ses_backends  # noqa: PLC0415 - it takes a second

    return ses_backends[moto.account][region]


DEFAULTS: Final[Mapping[str, Callable[[MotoSes, ApiCall], None]]] = {
    "PutEmailIdentityConfigurationSetAttributes": put_default_set,
    "PutConfigurationSetSendingOptions": put_sending_options,
}
