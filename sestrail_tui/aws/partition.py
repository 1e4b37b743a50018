"""The partition of a region, which ARNs begin with (AWS: "AWS partitions", AWS whitepapers)."""

from __future__ import annotations


def partition(region: str) -> str:
    """Give ``aws``, ``aws-cn``, ``aws-us-gov`` or ``aws-eusc``."""
    for prefix, name in (("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"), ("eusc-", "aws-eusc")):
        if region.startswith(prefix):
            return name
    return "aws"
