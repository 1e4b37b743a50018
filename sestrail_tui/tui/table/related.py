"""What else is known of a row: its copies in other accounts, what it corrects, what corrects it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.core.details.section import DetailLine, Section, moment_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.store.store import Store


def words(store: Store, row: int) -> tuple[str, ...]:
    """Return the flags of a row: ``2 accounts``, ``corrects``, ``corrected``."""
    found: list[str] = []
    if len(copies := store.copies.of(row)) > 1:
        accounts = {store.value(copy, "account") for copy in copies}
        alike = len(accounts) == 1
        found.append(f"{len(copies)} copies" if alike else f"{len(accounts)} accounts")
    if store.corrections.any:
        found += ["corrects"] if store.corrections.is_correction(row) else []
        found += ["corrected"] if store.corrections.of(row) else []
    return tuple(found)


def sections(store: Store, row: int) -> tuple[Section, ...]:
    """Return what the detail says of a row besides its own record."""
    told = [Section("Recorded in", tuple(_accounts(store, row)))]
    told.append(Section("Correction", tuple(_corrections(store, row))))
    return tuple(section for section in told if section.lines)


def _accounts(store: Store, row: int) -> Iterator[DetailLine]:
    copies = store.copies.of(row)
    if len(copies) < 2:
        return
    for copy in copies:
        record = store.record(copy)
        here = "  (this one)" if copy == row else ""
        where = f"{record.event_id}  {record.source}{here}"
        yield DetailLine(record.account or "not said", where, "plain" if copy == row else "dim")
    yield DetailLine(
        "", "One call, recorded in each account that it concerned; a shows the next.", "dim"
    )
    yield DetailLine("Filter", f"shared:{store.record(row).shared_id}", "dim")


def _corrections(store: Store, row: int) -> Iterator[DetailLine]:
    links = store.corrections
    if links.is_correction(row):
        original = links.original(row)
        corrected = store.record(row).corrects
        if original is None:
            yield DetailLine("Corrects", f"{corrected}, which is not held here", "warn")
        else:
            at = moment_text(store.time_ms(original))
            yield DetailLine("Corrects", f"{corrected} of {at}; r goes there", "warn")
    for later in links.of(row):
        record = store.record(later)
        at = moment_text(record.delivered_ms)
        yield DetailLine("Corrected by", f"{record.event_id}, delivered {at}; r goes there", "warn")


def other_end(store: Store, row: int) -> int | None:
    """Return the row that this one corrects, else the first that corrects it, if it is held."""
    original = store.corrections.original(row)
    return next(iter(store.corrections.of(row)), None) if original is None else original
