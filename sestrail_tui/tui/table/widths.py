"""How wide the columns' values are, learnt from each distinct value once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from sestrail_tui.core.safe_text import safe
from sestrail_tui.filters.columns import COLUMNS, LAG

if TYPE_CHECKING:
    from sestrail_tui.store.columns.dictionary import Dictionary, Value
    from sestrail_tui.store.store import Store


class Widest:
    """The widest value of each column so far, in cells; it only ever grows."""

    def __init__(self, store: Store) -> None:
        # The place of each column's dictionary among the store's.
        from sestrail_tui.store.columns.columns import INDEX_OF

        self._store = store
        dictionaries = store.columns.dictionaries
        self._values = {
            column.id: dictionaries[INDEX_OF[column.attribute]]
            for column in COLUMNS.values()
            if column.attribute
        }
        self._seen = dict.fromkeys(self._values, 0)
        self._reuses = dict.fromkeys(self._values, 0)
        self._cells = dict.fromkeys(self._values, 0)

    def measure(self) -> dict[str, int]:
        """Look at the values that are new, and give the widths by column."""
        for column, values in self._values.items():
            for value in self._new(column, values):
                if isinstance(value, str) and len(value) > self._cells[column] // 2:
                    self._cells[column] = max(
                        self._cells[column], cell_len(safe(COLUMNS[column].layout.short(value)))
                    )
        return {**self._cells, LAG.id: LAG.layout.best if self._store.lag() else 0}

    def _new(self, column: str, dictionary: Dictionary) -> list[Value]:
        values, reuses = dictionary.values_by_code, dictionary.reuses
        reused = dictionary.reused_since(self._reuses[column])
        first = 0 if reused is None else self._seen[column]
        self._seen[column], self._reuses[column] = len(values), reuses
        return values[first:] + [values[code] for code in reused or () if code < first]
