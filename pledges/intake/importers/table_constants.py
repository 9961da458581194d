"""Cells that hold for a whole file: what a table does not say row by row, because whoever made it knew."""

from __future__ import annotations

from collections.abc import Mapping

from pledges.intake.cell_problems import did_you_mean
from pledges.intake.importers.import_limits import FileProblem
from pledges.intake.row_columns import ALL_COLUMNS, COLUMNS, SOURCE_COLUMNS
from pledges.values.choices import Action

OFTEN = ("source_url", "source_title", "source_publisher", "source_published", "stage", "occurred", "currency", "unit",
    "meeting")  # fmt: skip
"""The columns that are asked for beside a file."""

BESIDE = {"currency": "amount", "unit": "system"}
"""Constants that only mean something beside another cell."""


def check_constants(constants: Mapping[str, str]) -> None:
    """Refuse a column that there is not.

    :raises FileProblem: there is no such column.
    """
    for column in constants:
        if column not in ALL_COLUMNS:
            hint = did_you_mean(column, ALL_COLUMNS) or "one of our columns"
            raise FileProblem("unknown_column", f"no column is called “{column}”, of the same for every row", hint)


def fill_constants(row: dict[str, str], constants: Mapping[str, str]) -> dict[str, str]:
    """A row with the constants that it has no cell of its own for.

    A row with a source of its own takes nothing of another source.
    """
    if not constants:
        return row
    stated = row.get("action", "").strip().lower() or Action.PLEDGE.value
    columns = COLUMNS[Action(stated)] if stated in Action.values else frozenset(ALL_COLUMNS)
    own_source = bool(row.get("source_url") or row.get("source_title"))
    filled = dict(row)
    for column, value in constants.items():
        beside = BESIDE.get(column, "")
        if column not in columns or row.get(column) or (beside and not row.get(beside)):
            continue
        if not (own_source and column in SOURCE_COLUMNS):
            filled[column] = value
    return filled
