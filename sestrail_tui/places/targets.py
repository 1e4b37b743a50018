"""Whose accounts are followed: profiles, and roles assumed with them, each under a short name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sestrail_tui.core.errors import UsageError
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Target:
    """One set of credentials to follow with."""

    profile: str | None = None
    role: str | None = None
    """The ARN of the role to assume with the profile's credentials."""


def targets(profiles: Sequence[str], roles: Sequence[str]) -> tuple[Target, ...]:
    """Read ``--profile`` and ``--role-arn``, each given any number of times.

    A role is an ARN, assumed with the one profile (or the environment), or ``PROFILE=ARN``. A
    profile that assumes a role is not followed itself. Raises `UsageError`.
    """
    profiles = tuple(dict.fromkeys(profiles))
    assumed = [_role(text, profiles) for text in dict.fromkeys(roles)]
    bases = {target.profile for target in assumed}
    followed = [Target(profile) for profile in profiles if profile not in bases]
    return (*followed, *assumed) or (Target(),)


def _role(text: str, profiles: Sequence[str]) -> Target:
    # An IAM name may hold "=", as a profile's may: IAM user guide, "IAM name requirements".
    start = 0 if text.startswith("arn:") else text.find("=arn:") + 1
    profile, arn = text[: max(0, start - 1)], text[start:]
    match arn.split(":", 5):
        case ["arn", _, "iam", _, account, resource] if account and resource.startswith("role/"):
            pass
        case _:
            raise UsageError(
                f"{safe(text)} names no role: give arn:aws:iam::ACCOUNT:role/NAME, or "
                "PROFILE=ARN to say whose credentials assume it."
            )
    if profile:
        return Target(profile, arn)
    if len(profiles) > 1:
        raise UsageError(
            f"Which of the profiles assumes {safe(arn)}? Give --role-arn PROFILE={safe(arn)}."
        )
    return Target(profiles[0] if profiles else None, arn)


def labels(targets: Sequence[Target]) -> tuple[str, ...]:
    """Return each target a name of its own, as short as tells them apart.

    A profile by its name; a role by its account, with its own name where that is not enough.
    """
    short = [_account(one) if one.role else one.profile or "default" for one in targets]
    often = Counter(short)
    names: list[str] = []
    for target, name in zip(targets, short, strict=True):
        if often[name] > 1 and target.role:
            name = f"{name} {target.role.rpartition('/')[2]}"  # noqa: PLW2901
        while name in names:
            name = f"{name} {target.profile or 'default'}"  # noqa: PLW2901
        names.append(name)
    return tuple(names)


def _account(target: Target) -> str:
    return (target.role or "").split(":")[4]
