"""What a posted grid makes of the stored rows: rows that were not posted, or not touched, stay as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pledges.desk.grid_columns import TypedRow, fingerprint, payload_of, typed_cells
from pledges.desk.row_display import is_grid_row
from pledges.intake.row_payload import flat
from pledges.ledger import Json
from pledges.models import ChangeSetRow

Defaults = Mapping[str, str]


@dataclass(slots=True)
class WantedRow:
    """A row as it shall be stored: what its mark on the page is, which stored one it is, what it says."""

    mark: str
    key: int | None
    payload: Json


def merge_rows(
    stored: Sequence[ChangeSetRow], typed: Iterable[TypedRow], *, before: Defaults, defaults: Defaults
) -> list[WantedRow]:
    """All rows in order as they shall be stored; one that was emptied says nothing.

    Rows that nobody touched follow what stands on top for all rows from `before` to `defaults`. A new row stands below
    the one it names, else below the one that was posted before it.
    """
    typed = list(typed)
    by_key = {row.key: row for row in typed if row.key is not None and row.is_touched}
    wanted = [stay_or_change(row, by_key.get(row.pk), before=before, defaults=defaults) for row in stored]
    known = {row.pk for row in stored}
    former = ""
    for row in typed:
        if row.key is not None and row.key in known:
            former = str(row.key)
        elif not row.is_blank:
            new = WantedRow(row.mark, None, payload_of(row.cells, kept={}, defaults=defaults))
            wanted.insert(place_below(wanted, former if row.after is None else row.after), new)
            former = row.mark
    return wanted


def stay_or_change(row: ChangeSetRow, typed: TypedRow | None, *, before: Defaults, defaults: Defaults) -> WantedRow:
    kept = flat(row.payload)
    if typed is not None:
        cells = typed.cells
    elif before != defaults and is_grid_row(row):
        cells = typed_cells(kept, before)
    else:
        return WantedRow("", row.pk, row.payload)
    payload = payload_of(cells, kept=kept, defaults=defaults)
    mark = typed.mark if typed else ""
    return WantedRow(mark, row.pk, row.payload if payload == kept else payload)


def place_below(wanted: Sequence[WantedRow], name: str) -> int:
    """Where a row goes that stands below another, by its key or its mark: "start" is above all rows.

    Below what is unknown is the end.
    """
    if name == "start":
        return 0
    for place, row in enumerate(wanted, start=1):
        if name and name in (row.mark, str(row.key)):
            return place
    return len(wanted)


def adopt_saved(
    stored: Iterable[ChangeSetRow], typed: Iterable[TypedRow], *, newest: int, defaults: Defaults
) -> list[TypedRow]:
    """The rows, new ones with their keys where they were saved after the page was read: a form that came twice.

    `newest` is the highest key that was there when the page was read.
    """
    free = [row for row in stored if row.pk > newest]
    found: list[TypedRow] = []
    for row in typed:
        payload = payload_of(row.cells, kept={}, defaults=defaults) if row.key is None else {}
        same = next((one for one in free if payload and flat(one.payload) == payload), None)
        if same is not None:
            free.remove(same)
            row = replace(row, key=same.pk)  # noqa: PLW2901 - the row as it is known now
        found.append(row)
    return found


def is_unharmed(stored: Iterable[ChangeSetRow], typed: Iterable[TypedRow], defaults: Defaults) -> bool:
    """Whether each touched row is stored as the page read it, or as the page has it: no edit of others is lost then."""
    touched = {row.key: row for row in typed if row.key is not None and row.is_touched}
    now = {row.pk: fingerprint(typed_cells(flat(row.payload), defaults)) for row in stored if row.pk in touched}
    return all(key in now and now[key] in (row.base, fingerprint(row.cells)) for key, row in touched.items())
