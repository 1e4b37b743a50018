from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from sestrail_tui.account.discovery.log_group_names import KEPT_S, log_group_names
from sestrail_tui.account.partitions import region_names
from sestrail_tui.local_aws.process import start

if TYPE_CHECKING:
    from pathlib import Path


def names(cache: Path, *answers: Any, at: float = 0.0) -> list[str]:
    def ask(_profile: str | None, _region: str | None) -> list[str]:
        answer = answers[0]
        if isinstance(answer, Exception):
            raise answer
        return list(answer)

    return log_group_names("p", "r", cache, ask=ask, now=lambda: at)


def test_an_answer_is_kept_for_a_while(tmp_path: Path) -> None:
    cache = tmp_path / "new" / "names.json"
    assert names(cache, ["a"]) == ["a"]
    assert cache.stat().st_mode & 0o777 == 0o600
    assert names(cache, ["b"], at=KEPT_S - 1) == ["a"]
    assert names(cache, ["b"], at=KEPT_S + 1) == ["b"]


def test_a_damaged_cache_and_a_refusal_are_no_names(tmp_path: Path) -> None:
    cache = tmp_path / "names.json"
    for text in ("", "[]", '{"x": 3}', '{"x": [1, 2]}'):
        cache.write_text(text)
        assert names(cache, RuntimeError("no")) == []
    assert names(cache, ["a"]) == ["a"]


def test_nobody_waits_for_an_answer_that_does_not_come(tmp_path: Path) -> None:
    never = threading.Event()

    def ask(*_: Any) -> list[str]:
        never.wait()
        return ["late"]

    assert log_group_names(None, None, tmp_path / "n.json", ask=ask, within_s=0.01) == []
    never.set()


@pytest.mark.parametrize("token", ["again", ""])
def test_tokens_without_an_end_end_the_asking(
    token: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page's token that comes again ends it at once; one that is ever new after some pages."""
    asked: list[str] = []

    class Logs:
        def describe_log_groups(self, **given: Any) -> dict[str, Any]:
            asked.append(given.get("nextToken", ""))
            group = {"logGroupName": f"g{len(asked) % 3}"}
            return {"logGroups": [group], "nextToken": token or str(len(asked))}

        def close(self) -> None:
            asked.append("closed")

    class Session:
        def create_client(self, *_: Any, **__: Any) -> Logs:
            return Logs()

    monkeypatch.setattr(
        "sestrail_tui.account.session.credentials.open_session", lambda _profile: Session()
    )
    found = log_group_names("p", "r", tmp_path / "names.json", within_s=20)
    assert found == (["g1", "g2"] if token else ["g0", "g1", "g2"])
    assert asked[-1] == "closed"
    assert len(asked) == (3 if token else 42)


def test_the_embedded_aws_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with start(delay_s=1, rate=0) as aws:
        monkeypatch.setenv("AWS_ENDPOINT_URL", aws.endpoint)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", aws.access_key)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", aws.secret_key)
        found = log_group_names(None, aws.region, tmp_path / "names.json", within_s=20)
    assert aws.log_group in found


def test_regions_are_places_where_something_is() -> None:
    regions = region_names()
    assert regions["eu-west-1"] == "Europe (Ireland)"
    assert not any("global" in name for name in regions)
