"""botocore's session as it is wanted here, and all that is touched of botocore's private parts.

It asks nobody: an MFA code only by the prompter that it is given, and a credential helper has no
terminal. A damaged cache is told by its file, and a loopback endpoint is not asked through a proxy.
Importing this takes a while: where a first frame is awaited, it is imported in a thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.request import getproxies

import botocore.session
from botocore.config import Config
from botocore.credentials import ProcessProvider, ProfileProviderBuilder

from sestrail_tui.account.errors.proxy_answers import EVENT, refuse_other_answers
from sestrail_tui.account.loopback import is_loopback
from sestrail_tui.account.session import credential_caches
from sestrail_tui.account.session.credential_process import run_helper
from sestrail_tui.account.session.profile import login_words

if TYPE_CHECKING:
    from collections.abc import Callable


class BotocoreSession(botocore.session.Session):  # type: ignore[misc, unused-ignore]
    """A session over one profile; ``prompter`` is asked for an MFA code.

    Raises botocore's errors where the configuration cannot be read.
    """

    def __init__(self, profile: str | None, prompter: Callable[[str], str]) -> None:
        super().__init__(profile=profile)
        resolver = self.get_component("credential_provider")
        role = resolver.get_provider("assume-role")
        builder = _ProviderBuilder(self)
        role.cache = credential_caches.roles()
        role._prompter = prompter
        role._profile_provider_builder = builder
        given = profile is not None
        own = {one.METHOD: one for one in builder.providers(self.profile_name, given)}
        resolver.providers[:] = [own.get(one.METHOD, one) for one in resolver.providers]

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


class _ProviderBuilder(ProfileProviderBuilder):  # type: ignore[misc, unused-ignore]
    """Makes the providers of a profile's credentials, also of a role's source profile."""

    def __init__(self, session: BotocoreSession) -> None:
        def login() -> str:
            return login_words(session)

        super().__init__(
            session,
            cache={},
            sso_token_cache=credential_caches.sso_logins(login),
            login_token_cache=credential_caches.logins(login),
        )

    def _create_process_provider(self, profile_name: str) -> _HelperProvider:
        session = self._session
        return _HelperProvider(profile_name, lambda: session.full_config, session)


class _HelperProvider(ProcessProvider):  # type: ignore[misc, unused-ignore]
    """Takes credentials from a ``credential_process``."""

    def __init__(
        self, profile_name: str, load_config: Callable[[], Any], session: BotocoreSession
    ) -> None:
        super().__init__(profile_name, load_config)
        self._session = session

    def _retrieve_credentials_using(self, credential_process: str) -> dict[str, Any]:
        config_file = str(self._session.get_config_variable("config_file"))
        keys = run_helper(credential_process, self._profile_name, config_file)
        keys["account_id"] = keys["account_id"] or self.profile_config.get("aws_account_id")
        return keys
