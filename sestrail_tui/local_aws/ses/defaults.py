"""What v2 sets on identities and configuration sets, and moto cannot: a default set, a pause.

AWS: SES API v2 reference, PutEmailIdentityConfigurationSetAttributes and
PutConfigurationSetSendingOptions. To be called in moto's thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.local_aws.moto import internals
from sestrail_tui.local_aws.wire.answer import AwsError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sestrail_tui.local_aws.moto.in_process import Moto
    from sestrail_tui.local_aws.wire.answer import ApiCall


def put_default_set(moto: Moto, call: ApiCall) -> None:
    """Set an identity a default configuration set, or none."""
    identity = internals.email_identities(moto.account, call.region).get(
        call.params["EmailIdentity"]
    )
    if identity is None:
        name = call.params["EmailIdentity"]
        raise AwsError("NotFoundException", f"Email identity {name} does not exist.", 404)
    name = call.params.get("ConfigurationSetName")
    if name:
        need_set(moto, call.region, name)
    identity.configuration_set_name = name


def put_sending_options(moto: Moto, call: ApiCall) -> None:
    """Pause what is sent through a configuration set, or go on with it."""
    name = call.params["ConfigurationSetName"]
    need_set(moto, call.region, name)
    enabled = call.params.get("SendingEnabled", False)
    internals.configuration_sets(moto.account, call.region)[name].enabled = {
        "SendingEnabled": enabled
    }


def need_set(moto: Moto, region: str, name: str) -> None:
    """Refuse a configuration set that does not exist."""
    if name not in internals.configuration_sets(moto.account, region):
        raise AwsError("NotFoundException", f"Configuration set <{name}> does not exist.", 404)


DEFAULTS: Final[Mapping[str, Callable[[Moto, ApiCall], None]]] = {
    "PutEmailIdentityConfigurationSetAttributes": put_default_set,
    "PutConfigurationSetSendingOptions": put_sending_options,
}
