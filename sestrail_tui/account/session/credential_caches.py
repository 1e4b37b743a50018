"""The AWS CLI's caches of credentials and logins, where a damaged file is told by its name.

botocore tells it by the hash that the file is called by.
"""

from __future__ import annotations

import json
import os.path
from typing import TYPE_CHECKING, Any, Final

from botocore.utils import JSONFileCache, get_login_token_cache_directory

from sestrail_tui.core.errors import NotSetUp
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Callable

_ROLES: Final = "~/.aws/cli/cache"
"""Where the AWS CLI keeps the credentials of roles it assumed: an MFA code typed there counts
here, and the other way round."""
_SSO_LOGINS: Final = "~/.aws/sso/cache"
_ROLE_KEYS: Final = {"AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"}


class FileCache(JSONFileCache):  # type: ignore[misc, unused-ignore]
    """botocore's cache in a folder."""

    def __init__(
        self, folder: str, is_whole: Callable[[Any], bool], fix: Callable[[], str]
    ) -> None:
        """``fix`` gives the end of the sentence about a damaged file, once it is deleted."""
        self._folder = os.path.expanduser(folder)  # noqa: PTH111 - which raises without a home
        super().__init__(self._folder)
        self._is_whole = is_whole
        self._fix = fix

    def __getitem__(self, key: str) -> Any:
        """Return what is kept under ``key``. Raises `NotSetUp` where the file is damaged."""
        path = os.path.join(self._folder, f"{key}.json")  # noqa: PTH118
        try:
            with open(path, encoding="utf-8") as file:  # noqa: PTH123
                value = json.load(file)
        except FileNotFoundError:
            raise KeyError(key) from None
        except OSError as error:
            reason = error.strerror
        except ValueError:
            reason = "it is no JSON"
        else:
            if self._is_whole(value):
                return value
            reason = "what AWS's tools keep there is not in it"
        raise NotSetUp(
            f"The cached credentials in {safe(path)} cannot be read: {reason}. Delete the file"
            f"{self._fix()}."
        )


def roles() -> Any:
    """Return the cache of roles that were assumed: in memory where there is no home."""
    if os.path.expanduser("~") == "~":  # noqa: PTH111
        return {}
    return FileCache(_ROLES, _is_role, lambda: "; it is made anew by itself")


def sso_logins(login: Callable[[], str]) -> FileCache:
    """Return the cache of SSO logins; ``login`` gives how a person logs in again."""
    return FileCache(_SSO_LOGINS, _is_table, lambda: f", and {login()}")


def logins(login: Callable[[], str]) -> FileCache:
    """Return the cache of logins by ``aws login``."""
    return FileCache(get_login_token_cache_directory(), _is_table, lambda: f", and {login()}")


def _is_table(value: Any) -> bool:
    return isinstance(value, dict)


def _is_role(value: Any) -> bool:
    keys = value.get("Credentials") if isinstance(value, dict) else None
    return isinstance(keys, dict) and keys.keys() >= _ROLE_KEYS
