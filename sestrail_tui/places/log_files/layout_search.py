"""Finding the folders of log files below a prefix of a bucket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sestrail_tui.core.errors import AccessDenied
from sestrail_tui.places.log_files.layout import Folder, ListFolders, step

if TYPE_CHECKING:
    from sestrail_tui.places.log_files.calls import ListObjects


@dataclass(frozen=True, slots=True)
class FoundFolders:
    """The folders of log files, and why some places could not be looked into."""

    folders: tuple[Folder, ...]
    refused: tuple[AccessDenied, ...] = ()


async def find_folders(
    list_objects: ListObjects, prefix: str, regions: tuple[str, ...]
) -> FoundFolders:
    """Go down from ``prefix`` to every account and Region; ``regions`` limits these (all: empty).

    Takes two calls for each account, and one for all of them. One account refused leaves the
    others. Raises any other `SourceError`, and the refusal of everything.
    """
    found: list[Folder] = []
    refused: list[AccessDenied] = []
    ahead = [prefix]
    while ahead:
        current = ahead.pop()
        way = step(current)
        if isinstance(way, Folder):
            if not regions or way.region in regions:
                found.append(way)
        elif isinstance(way, ListFolders):
            try:
                children = await _children(list_objects, current)
            except AccessDenied as error:
                refused.append(error)
                continue
            ahead += filter(way.fits, children)
        else:
            ahead += way.prefixes
    if refused and not found:
        raise refused[0]
    return FoundFolders(tuple(sorted(found, key=lambda folder: folder.prefix)), tuple(refused))


async def _children(list_objects: ListObjects, prefix: str) -> list[str]:
    children: list[str] = []
    after = ""
    while True:
        page = await list_objects(prefix, after, folders=True)
        children += page.folders
        if not page.more or not page.folders:
            return children
        # "0" follows "/" in S3's order: after all that lies in the last folder.
        after = f"{page.folders[-1].removesuffix('/')}0"
