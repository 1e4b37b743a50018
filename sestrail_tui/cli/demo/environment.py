"""The shell lines with which any AWS SDK or CLI talks to the embedded AWS."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sestrail_tui.local_aws.process import LocalAws

_PROXIES: Final = frozenset({"http_proxy", "https_proxy", "all_proxy"})
"""Variables, in small or capital letters, that send requests through a proxy."""


def environment(aws: LocalAws, variables: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Give them, short so that none is broken, as fish and shells of the Bourne family take them.

    ``logs start-live-tail`` would put ``stream-`` before the host, which ``127.0.0.1`` does not
    take; and where this environment has a proxy, the reader's own shell has it too.
    """
    return (
        f"export AWS_ENDPOINT_URL={aws.endpoint}",
        f"export AWS_ACCESS_KEY_ID={aws.access_key}",
        f"export AWS_SECRET_ACCESS_KEY={aws.secret_key}",
        f"export AWS_REGION={aws.region} AWS_DEFAULT_REGION={aws.region}",
        "export AWS_DISABLE_HOST_PREFIX_INJECTION=true",
        *past_the_proxy(urlsplit(aws.endpoint).hostname or "", variables),
    )


def past_the_proxy(host: str, variables: Mapping[str, str]) -> tuple[str, ...]:
    """Give the line that keeps a host from the proxy, where there is one and it is not kept yet."""
    if not any(value for name, value in variables.items() if name.lower() in _PROXIES):
        return ()
    kept = (variables.get("no_proxy") or variables.get("NO_PROXY", "")).replace(" ", "").split(",")
    if {host, "*"} & set(kept):
        return ()
    written = shlex.quote(",".join([*filter(None, kept), host]))
    return (f"export NO_PROXY={written} no_proxy={written}",)
