"""Where the log files of an Athena table lie: its folders, and the values of its partition keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.core.errors import NotSetUp
from sestrail_tui.core.safe_text import safe
from sestrail_tui.places.athena.partitions import partitions
from sestrail_tui.places.log_files.layout import FOLLOWED, Folder
from sestrail_tui.places.log_files.layout_search import find_folders

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sestrail_tui.places.athena.catalog import CatalogTable
    from sestrail_tui.places.log_files.calls import ListObjects

_VALUES: Final = 1000
"""That an injected key may be asked for at once (AWS: "Supported types for partition projection").
"""


class TablePlace:
    """The folders of a table, looked for once; ``regions`` limits them (all: empty)."""

    def __init__(
        self, table: CatalogTable, list_objects: ListObjects, regions: tuple[str, ...]
    ) -> None:
        self._table = table
        self._list_objects = list_objects
        self._regions = regions
        self._folders: tuple[Folder, ...] | None = None
        self._keys = partitions(table)

    async def folders(self) -> tuple[Folder, ...]:
        """Return the folders of log files that a query may look into. Raises `SourceError`."""
        if self._folders is None:
            base = key_prefix(self._table.location)
            found = await find_folders(self._list_objects, base, self._regions)
            accounts, regions = self._listed(self._keys.account), self._listed(self._keys.region)
            self._folders = tuple(
                folder
                for folder in found.folders
                if folder.kind == FOLLOWED[0]
                and (not accounts or folder.account in accounts)
                and (not regions or folder.region in regions)
            )
        return self._folders

    async def values(self) -> Mapping[str, Sequence[str]]:
        """Return the values to ask partition keys for. Raises `SourceError`."""
        keys = self._keys
        found: dict[str, Sequence[str]] = {}
        if keys.unknown:
            raise NotSetUp(
                f"Athena table {safe(self._table.name)} wants a value for its partition key "
                f"{safe(keys.unknown[0])} (injected), which sestrail cannot know: make another "
                "table over the bucket."
            )
        if keys.account in keys.injected:
            found[keys.account] = sorted({folder.account for folder in await self.folders()})[
                :_VALUES
            ]
        if keys.region in keys.injected:
            found[keys.region] = sorted({folder.region for folder in await self.folders()})[
                :_VALUES
            ]
        elif keys.region and self._regions:
            found[keys.region] = self._regions
        return found

    def _listed(self, key: str) -> frozenset[str]:
        """Return the values that a key may have where the table lists them; empty: any."""
        values = self._table.told.parameters.get(f"projection.{key}.values", "")
        return frozenset(values.split(",")) if key and values else frozenset()


def bucket_of(location: str) -> str:
    """Return the bucket of ``s3://bucket/...``."""
    return location.removeprefix("s3://").partition("/")[0]


def key_prefix(location: str) -> str:
    """Return the part of a location's key that is the same for all files, with ``/`` at its end."""
    fixed = location.removeprefix("s3://").partition("/")[2].partition("${")[0]
    cut = fixed if "${" not in location else fixed.rpartition("/")[0]
    return f"{cut.strip('/')}/" if cut.strip("/") else ""
