"""The names of an account's log groups, for the shell to complete: asked in little time, kept."""

from __future__ import annotations

import contextlib
import json
import os
import threading
import time
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.core.process.private_file import write_private

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WITHIN_S: Final = 2.5
"""How long a shell is kept waiting, in seconds."""
KEPT_S: Final = 600
"""How long an answer is good, in seconds."""
_PAGES: Final = 40
"""Of 50 names each (AWS: DescribeLogGroups API reference)."""


def log_group_names(
    profile: str | None,
    region: str | None,
    cache: Path,
    *,
    ask: Callable[[str | None, str | None], list[str]] | None = None,
    now: Callable[[], float] = time.time,
    within_s: float = WITHIN_S,
) -> list[str]:
    """Return the names; none where AWS cannot be asked, or does not answer in time.

    ``ask`` may block for as long as it likes: it runs in a daemon thread that nobody waits for.
    """
    key = json.dumps([profile, region, os.environ.get("AWS_PROFILE"), _endpoint()])
    kept = _read(cache)
    if key in kept and 0 <= now() - kept[key][0] < KEPT_S:
        return list(kept[key][1])
    answers: list[list[str]] = []
    done = threading.Event()

    def run() -> None:
        with contextlib.suppress(Exception):  # without an answer nothing is completed
            answers.append((ask or _ask)(profile, region))
        done.set()

    threading.Thread(target=run, daemon=True, name="log-groups").start()
    done.wait(within_s)
    if not answers:
        return []
    _write(cache, {**kept, key: (now(), answers[0])})
    return answers[0]


def _endpoint() -> str:
    return os.environ.get("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS") or os.environ.get(
        "AWS_ENDPOINT_URL", ""
    )


def _ask(profile: str | None, region: str | None) -> list[str]:
    from botocore.config import Config  # noqa: PLC0415 - a third of a second

    from sestrail_tui.account.page_tokens import EndlessPagesError, PageTokens  # noqa: PLC0415
    from sestrail_tui.account.session.credentials import open_session  # noqa: PLC0415

    session = open_session(profile)
    region = region or os.environ.get("AWS_REGION") or session.get_config_variable("region")
    settings = Config(connect_timeout=1, read_timeout=2, retries={"total_max_attempts": 1})
    client = session.create_client("logs", region_name=region, config=settings)
    names: list[str] = []
    token: dict[str, str] = {}
    tokens = PageTokens("The list of log groups", _PAGES)
    with contextlib.closing(client), contextlib.suppress(EndlessPagesError):
        while True:
            page = client.describe_log_groups(limit=50, **token)
            names += [group["logGroupName"] for group in page.get("logGroups", ())]
            more = tokens.take(page.get("nextToken"))
            if more is None:
                break
            token = {"nextToken": more}
    return sorted(set(names))


def _read(cache: Path) -> dict[str, Any]:
    try:
        kept = json.loads(cache.read_bytes())
        return {key: (float(at), list(map(str, names))) for key, (at, names) in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _write(cache: Path, kept: dict[str, Any]) -> None:
    with contextlib.suppress(OSError):
        write_private(cache, json.dumps(kept).encode())
