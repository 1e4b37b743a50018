"""AWS's partitions, their regions and hosts, as botocore's own data tells them (partitions.json).

Read as a file, for importing botocore takes long.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

_NO_PLACE: Final = "global"
"""How a partition's region that is none is called: ``aws-global``."""
_LIVE_TAIL_IN: Final = frozenset({"aws", "aws-eusc"})
"""AWS: user guide, "View log events in near real time with Live Tail": not in China or GovCloud.
The isolated partitions are not named there."""


@dataclass(frozen=True, slots=True)
class Partition:
    """One partition: commercial AWS, China, GovCloud, the European Sovereign Cloud..."""

    name: str
    """What its ARNs begin with: ``aws``, ``aws-cn``, ``aws-us-gov``, ``aws-eusc``."""
    suffixes: tuple[str, ...]
    """What its hosts end with, dual-stack ones too: ``amazonaws.com``, ``api.aws``."""
    pattern: re.Pattern[str]
    """What its regions look like, new ones too."""
    regions: dict[str, str]
    """Those that are known, each with where it is."""


@cache
def partitions() -> tuple[Partition, ...]:
    """Return every partition, commercial AWS first."""
    spec = find_spec("botocore")
    for place in [] if spec is None else list(spec.submodule_search_locations or ()):
        try:
            told = json.loads((Path(place) / "data" / "partitions.json").read_bytes())
        except (OSError, ValueError):
            continue
        return tuple(map(_partition, told["partitions"]))
    return ()


def partition(region: str) -> str:
    """Return the partition of a region, ``aws`` where none is known to have it."""
    known = (one.name for one in partitions() if region in one.regions)
    alike = (one.name for one in partitions() if one.pattern.fullmatch(region))
    return next(known, None) or next(alike, "aws")


def region_names() -> dict[str, str]:
    """Return the regions that are known, each with where it is."""
    return {region: place for one in partitions() for region, place in one.regions.items()}


def is_aws_host(host: str) -> bool:
    """Return whether a host is AWS's own, in any partition."""
    return any(host.endswith(f".{suffix}") for one in partitions() for suffix in one.suffixes)


def has_live_tail(region: str) -> bool:
    """Return whether CloudWatch Logs has Live Tail in a region."""
    return partition(region) in _LIVE_TAIL_IN


def _partition(told: dict[str, Any]) -> Partition:
    outputs = told["outputs"]
    return Partition(
        told["id"],
        tuple(dict.fromkeys((outputs["dnsSuffix"], outputs["dualStackDnsSuffix"]))),
        re.compile(told["regionRegex"]),
        {
            region: about.get("description", "")
            for region, about in told["regions"].items()
            if _NO_PLACE not in region
        },
    )
