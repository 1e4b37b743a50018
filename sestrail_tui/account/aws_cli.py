"""AWS CLI commands as argument lists, for the reader to run."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

Argv = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AwsCli:
    """Writes commands for one profile."""

    profile: str = ""

    def __call__(self, service: str, *more: str, region: str = "") -> Argv:
        """Return ``aws SERVICE OPERATION ... --region R --profile P``."""
        argv = ["aws", service, *more]
        argv += ["--region", region] if region else []
        argv += ["--profile", self.profile] if self.profile else []
        return tuple(argv)

    def sestrail(self, *arguments: str, region: str = "") -> Argv:
        """Return a command of sestrail's own, for the same profile."""
        argv = ["sestrail", *arguments]
        argv += ["--region", region] if region else []
        argv += ["--profile", self.profile] if self.profile else []
        return tuple(argv)


def compact(value: Any) -> str:
    """Write JSON for an argument."""
    return json.dumps(value, separators=(",", ":"))
