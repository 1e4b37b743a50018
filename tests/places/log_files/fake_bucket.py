"""A bucket in memory that behaves as badly as S3 and CloudTrail may."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sestrail_tui.core.errors import SourceError
from sestrail_tui.places.log_files.calls import Object, ObjectPage
from sestrail_tui.places.log_files.log_file import LogFile

if TYPE_CHECKING:
    from tests.follow.fakes import JumpingClock

ACCOUNT = "123456789012"
REGION = "us-east-1"
Fault = Callable[[str, str], SourceError | None]
"""From the operation (``list``, ``get``) and the prefix or key to what the call raises."""


def packed(messages: Iterable[str]) -> bytes:
    """Give a log file's bytes."""
    return gzip.compress(f'{{"Records":[{",".join(messages)}]}}'.encode(), mtime=0)


def log_key(
    minute_ms: int, unique: str, *, account: str = ACCOUNT, region: str = REGION, base: str = ""
) -> str:
    """Name a log file as CloudTrail does."""
    at = datetime.fromtimestamp(minute_ms // 60_000 * 60, UTC)
    return (
        f"{base}AWSLogs/{account}/CloudTrail/{region}/{at:%Y/%m/%d}/"
        f"{account}_CloudTrail_{region}_{at:%Y%m%dT%H%M}Z_{unique}.json.gz"
    )


@dataclass(frozen=True)
class Stored:
    """An object, and from when it can be listed and read (ms UTC)."""

    data: bytes
    readable: int
    etag: str = "e"


@dataclass
class FakeBucket:
    """`ListObjects` (called itself) and `GetObject` (``get``)."""

    clock: JumpingClock
    objects: dict[str, Stored] = field(default_factory=dict)
    page_size: int = 50
    latency_s: float = 0.05
    fault: Fault = lambda _operation, _place: None
    spoil: Callable[[bytes], bytes] = lambda data: data
    listed: list[tuple[str, str]] = field(default_factory=list)
    got: list[str] = field(default_factory=list)

    def put(self, key: str, messages: Iterable[str], readable: int = 0, etag: str = "e") -> None:
        self.objects[key] = Stored(packed(messages), readable, etag)

    async def __call__(self, prefix: str, after: str, *, folders: bool = False) -> ObjectPage:
        self.listed.append((prefix, after))
        await self._call("list", prefix)
        now = self.clock.now_ms()
        keys = [
            key
            for key in sorted(self.objects)
            if key.startswith(prefix) and key > after and self.objects[key].readable <= now
        ]
        if folders:
            below = [key.removeprefix(prefix).partition("/") for key in keys]
            names = sorted({f"{prefix}{name}/" for name, slash, _ in below if slash})
            page = names[: self.page_size]
            return ObjectPage((), tuple(page), len(names) > len(page))
        files = [
            LogFile("b", key, self.objects[key].etag, self.objects[key].readable, REGION)
            for key in keys[: self.page_size]
        ]
        return ObjectPage(tuple(files), (), len(keys) > len(files))

    async def get(self, file: LogFile) -> Object:
        self.got.append(file.key)
        await self._call("get", file.key)
        stored = self.objects[file.key]
        return Object(self.spoil(stored.data), stored.readable)

    async def _call(self, operation: str, place: str) -> None:
        await self.clock.sleep(self.latency_s)
        error = self.fault(operation, place)
        if error is not None:
            raise error


def damaged_sometimes(seed: int, share: float) -> Callable[[bytes], bytes]:
    """Cut off or alter a share of what is read; the second try may be damaged too."""
    chance = random.Random(seed)

    def spoil(data: bytes) -> bytes:
        if chance.random() >= share:
            return data
        at = chance.randrange(1, len(data))
        return data[:at] if chance.random() < 0.5 else data[:at] + b"\xff" + data[at + 1 :]

    return spoil
