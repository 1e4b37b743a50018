"""Requests to what the embedded AWS has and AWS has not."""

from __future__ import annotations

import json
import urllib.request
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.local_aws.embedded import Aws


def admin(aws: Aws, path: str, body: Any = None, method: str = "POST") -> Any:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(
        f"{aws.server.endpoint}/_sestrail/{path}", data=data, method=method
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)
