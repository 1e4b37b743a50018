"""The certificates that are trusted: a bundle that cannot be read is told before any call."""

from __future__ import annotations

import ssl
from typing import Any

from sestrail_tui.core.errors import NotSetUp
from sestrail_tui.core.safe_text import safe


def check_ca_bundle(session: Any) -> None:
    """Read the bundle that AWS_CA_BUNDLE or ``ca_bundle`` of the profile names; blocks (a file).

    Raises `NotSetUp`. botocore would say so at the first call, as a failure of the network.
    """
    path = str(session.get_config_variable("ca_bundle") or "")
    if not path:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
    except ssl.SSLError:
        reason = "it holds no certificate in PEM form"
    except OSError as error:
        reason = str(error.strerror)
    else:
        return
    raise NotSetUp(
        f"The CA bundle {safe(path)} cannot be used: {reason}. Correct AWS_CA_BUNDLE, or ca_bundle "
        "in the AWS config file, whichever names it."
    )
