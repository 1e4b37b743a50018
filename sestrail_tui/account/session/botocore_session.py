"""botocore's session as it is used here: it never prompts by itself, and runs helpers by our rules.

It asks nobody: an MFA code only by the prompter that it is given, and a credential helper has no
terminal. A damaged cache is reported by its file name, and a loopback endpoint is called without
a proxy.
Importing this takes a while: where a first frame is awaited, it is imported in a thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.request import getproxies

import botocore.session
from botocore.config import Config
from botocore.credentials import (
    AssumeRoleProvider,
    CanonicalNameCredentialSourcer,
    ContainerProvider,
    CredentialProvider,
    Credentials,
    EnvProvider,
    ProfileProviderBuilder,
    RefreshableCredentials,
)
from botocore.utils import create_nested_client

from sestrail_tui.account.errors.proxy_answers import EVENT, refuse_other_answers
from sestrail_tui.account.loopback import is_loopback
from sestrail_tui.account.session import credential_caches
from sestrail_tui.account.session.credential_process import run_helper
from sestrail_tui.account.session.profile import login_instruction

if TYPE_CHECKING:
    from collections.abc import Callable


class BotocoreSession(botocore.session.Session):  # type: ignore[misc, unused-ignore]
    """A session over one profile; ``prompter`` is asked for an MFA code.

    Raises botocore's errors where the configuration cannot be read.
    """

    def __init__(self, profile: str | None, prompter: Callable[[str], str]) -> None:
        super().__init__(profile=profile)
        resolver = self.get_component("credential_provider")
        builder = _ProfileProviders(self)
        role = AssumeRoleProvider(
            load_config=lambda: self.full_config,
            client_creator=self._create_nested_client,
            cache=credential_caches.roles(),
            profile_name=self.profile_name,
            prompter=prompter,
            credential_sourcer=CanonicalNameCredentialSourcer(
                [EnvProvider(), ContainerProvider(), resolver.get_provider("iam-role")]
            ),
            profile_provider_builder=builder,
        )
        ours = [role, *builder.providers(self.profile_name, profile is not None)]
        by_method = {provider.METHOD: provider for provider in ours}
        resolver.providers[:] = [by_method.get(each.METHOD, each) for each in resolver.providers]

    @property
    def profile_name(self) -> str:
        """The profile's name, ``default`` where none is chosen."""
        return str(self.get_config_variable("profile") or "default")

    def create_client(self, *args: Any, **settings: Any) -> Any:
        """Make a client of a service, without a proxy to an endpoint on this machine."""
        client = super().create_client(*args, **settings)
        if is_loopback(client.meta.endpoint_url) and getproxies():
            config, given = Config(proxies={}), settings.pop("config", None)
            settings["config"] = given.merge(config) if given else config
            client = super().create_client(*args, **settings)
        client.meta.events.register(EVENT, refuse_other_answers)
        return client

    def _create_nested_client(self, service: str, **settings: Any) -> Any:
        """Make a client that credentials are fetched with while another client is made."""
        return create_nested_client(self, service, **{"region_name": None, **settings})


class _ProfileProviders(ProfileProviderBuilder):  # type: ignore[misc, unused-ignore]
    """Makes the providers of a profile's credentials, also of a role's source profile."""

    def __init__(self, session: BotocoreSession) -> None:
        def login() -> str:
            return login_instruction(session)

        super().__init__(
            session,
            cache={},
            sso_token_cache=credential_caches.sso_logins(login),
            login_token_cache=credential_caches.logins(login),
        )
        self._for_session = session

    def providers(self, profile_name: str, disable_env_vars: bool = False) -> list[Any]:
        """Return botocore's, and our own for a ``credential_process``."""
        ours = _HelperProvider(profile_name, self._for_session)
        theirs = super().providers(profile_name, disable_env_vars)
        return [ours if each.METHOD == ours.METHOD else each for each in theirs]


class _HelperProvider(CredentialProvider):  # type: ignore[misc, unused-ignore]
    """Takes credentials from a ``credential_process``."""

    METHOD = "custom-process"

    def __init__(self, profile_name: str, session: BotocoreSession) -> None:
        super().__init__(session)
        self._profile = profile_name

    def load(self) -> Any:
        """Return the credentials that the profile's helper prints, or ``None`` without a helper."""
        settings = self.session.full_config.get("profiles", {}).get(self._profile, {})
        command = settings.get("credential_process")
        if command is None:
            return None
        config_file = str(self.session.get_config_variable("config_file"))

        def keys() -> dict[str, Any]:
            found = run_helper(command, self._profile, config_file)
            found["account_id"] = found["account_id"] or settings.get("aws_account_id")
            return found

        found = keys()
        if found["expiry_time"] is not None:
            return RefreshableCredentials.create_from_metadata(found, keys, self.METHOD)
        del found["expiry_time"]
        return Credentials(**found, method=self.METHOD)
