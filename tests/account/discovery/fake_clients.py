"""Clients that answer what a test says."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from sestrail_tui.account.session.clients import Clients


class FakeClients(Clients):
    """Clients whose calls answer what the test says."""

    def __init__(self, **answers: Any) -> None:
        self.answers = answers

    async def client(self, service: object, region: str) -> Any:
        return self

    def __getattr__(self, name: str) -> Any:
        async def call(**_asked: object) -> Any:
            answer = self.answers[name]
            if isinstance(answer, Exception):
                raise answer
            return answer

        return call


DENIED = ClientError({"Error": {"Code": "AccessDeniedException"}}, "x")

TRAIL = {
    "Name": "org",
    "HomeRegion": "us-east-1",
    "CloudWatchLogsLogGroupArn": "arn:aws:logs:us-east-1:999999999999:log-group:g:*",
}
