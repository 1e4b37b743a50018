"""Check that every relative link and anchor in the Markdown files leads somewhere."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HTML = re.compile(r"(?:src|href)=\"([^\"]+)\"")
HEADING = re.compile(r"^#+\s+(.*)$", re.MULTILINE)
FENCE = re.compile(r"```.*?```", re.DOTALL)


def anchor(heading: str) -> str:
    """Give the anchor that a code host makes of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(path: Path) -> set[str]:
    """Give every anchor of a Markdown file."""
    return {anchor(heading) for heading in HEADING.findall(FENCE.sub("", path.read_text()))}


def dead(path: Path) -> list[str]:
    """Give the links of one file that lead nowhere."""
    text = FENCE.sub("", path.read_text())
    broken = []
    for link in LINK.findall(text) + HTML.findall(text):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, part = link.partition("#")
        place = (path.parent / target) if target else path
        if not place.exists() or (part and place.suffix == ".md" and part not in anchors(place)):
            broken.append(f"{path.relative_to(ROOT)}: {link}")
    return broken


def main() -> int:
    """Check every Markdown file outside hidden folders."""
    files = [
        p
        for p in sorted(ROOT.rglob("*.md"))
        if not any(part.startswith(".") for part in p.relative_to(ROOT).parts)
    ]
    broken = [line for path in files for line in dead(path)]
    sys.stdout.write(
        "".join(f"{line}\n" for line in broken) or f"links: {len(files)} files, none dead\n"
    )
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
