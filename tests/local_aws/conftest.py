"""The fixtures of an embedded AWS."""

from __future__ import annotations

from tests.local_aws.embedded import aws, fresh

__all__ = ["aws", "fresh"]
