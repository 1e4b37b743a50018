"""One connection over all that is followed: each target in each region is a part of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sestrail_tui.account.session.clock_skew import Skew
from sestrail_tui.follow.connections.several import SeveralConnection
from sestrail_tui.follow.dedupe.seen_content import SeenContent
from sestrail_tui.follow.retry.pacing import Pacers
from sestrail_tui.places.connect import AwsConnection
from sestrail_tui.places.reader import Claims
from sestrail_tui.places.targets import labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.follow.protocol import Connection
    from sestrail_tui.places.options import Options
    from sestrail_tui.places.targets import Target


def connect(
    options: Options, followed: Sequence[Target], clock: Clock, skew: Skew | None = None
) -> Connection:
    """Return the connection to one target, or to several side by side.

    Each region that is named is a part of its own: one that cannot be reached stops no other.
    ``skew`` is told of AWS's time.
    """
    seen, pacers = SeenContent(), Pacers(clock)
    skew = Skew(clock) if skew is None else skew
    parts: dict[str, Connection] = {}
    profiles: dict[str, str | None] = {}
    regions: Sequence[str] = tuple(dict.fromkeys(options.regions))
    for label, one in zip(labels(followed), followed, strict=True):
        claims = Claims()
        for region in regions or ("",):
            asked = replace(
                options,
                profile=one.profile,
                role=one.role,
                regions=(region,) if region else (),
                own_arns=len(followed) > 1,
            )
            names = [label] if len(followed) > 1 else []
            names += [region] if len(regions) > 1 else []
            name = " ".join(names)
            profiles[name] = one.profile
            parts[name] = AwsConnection(
                asked, clock, seen=seen, pacers=pacers, claims=claims, skew=skew, part=name
            )
    if len(parts) == 1:
        return parts.popitem()[1]
    return SeveralConnection(parts, clock, follow=options.follow, profiles=profiles, seen=seen)
