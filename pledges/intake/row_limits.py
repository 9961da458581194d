"""How much one change set takes that people and programs write; imports have limits of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pledges.ledger import Json, TooLarge

MOST_ROWS = 5000
MOST_CELLS = 60
LONGEST_CELL = 2000
MOST_REASONS = 20


def require_row_count(count: int) -> None:
    """Refuse more rows than a change set takes.

    :raises TooLarge: nothing is stored of any of them.
    """
    if count > MOST_ROWS:
        raise TooLarge(
            f"there are {count:,} rows, and a change set takes {MOST_ROWS:,}: put the others into a further one"
        )


def require_sizes(rows: Iterable[tuple[int, Json]]) -> None:
    """Refuse rows, each with its place, that have too many or too long cells.

    :raises TooLarge: names every one, up to a number; nothing is stored of any row.
    """
    reasons = [reason for place, payload in rows for reason in oversized_cells(place, payload)]
    if reasons:
        said = tuple(reasons[:MOST_REASONS])
        raise TooLarge(f"a cell takes {LONGEST_CELL:,} characters and a row {MOST_CELLS} cells", reasons=said)


def oversized_cells(place: int, payload: Json) -> Sequence[str]:
    if len(payload) > MOST_CELLS:
        return [f"row {place}: it has {len(payload)} cells"]
    return [
        f"row {place}: {name} has {len(value):,} characters"
        for name, value in payload.items()
        if isinstance(value, str) and len(value) > LONGEST_CELL
    ]
