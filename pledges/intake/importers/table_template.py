"""A workbook to fill in: our columns, and lists to choose from where a cell can only name what there is."""

from __future__ import annotations

import io
from collections.abc import Iterator

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from meetings.choices import SourceGrade
from meetings.models import Coalition, Donor, Meeting
from pledges.intake.importers.header_matching import column_letters
from pledges.intake.row_columns import BY_NAME
from pledges.models import Package, System
from pledges.values.amount_words import LOWER_CASE_CODES
from pledges.values.choices import AidType, Provision, Stage, Unit

FILLED_IN = (
    "external_reference", "donors", "system", "unit", "quantity", "amount", "currency", "stage", "occurred", "due",
    "meeting", "coalition", "package", "aid_type", "provision", "source_url", "source_title", "source_publisher",
    "source_published", "source_grade", "quote", "note",
)  # fmt: skip
"""The columns of a table of promises, as people fill it in."""

ROWS, LISTS, GUIDE = "Rows", "Lists", "Columns"
LAST_ROW = 5000
MAY_HOLD_MORE = frozenset({"donors", "system", "unit", "package"})
"""Columns whose cells may say more than one name of the list: the spreadsheet warns, and lets it stand."""

LONGEST_HINT = 255


def template() -> bytes:
    """The workbook, its lists as the catalogue is now."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        rows, guide, lists = (book.add_worksheet(name) for name in (ROWS, GUIDE, LISTS))
        bold = book.add_format({"bold": True, "bottom": 1})
        rows.freeze_panes(1, 0)
        for place, name in enumerate(FILLED_IN):
            rows.write_string(0, place, name, bold)
            rows.set_column(place, place, max(12, len(name) + 2))
        write_guide(guide)
        for place, (name, words) in enumerate(choices_by_column()):
            lists.write_column(0, place, [name, *words])
            offer(rows, name, list_place=place + 1, length=len(words))
        lists.hide()
        rows.activate()
    return stream.getvalue()


def write_guide(guide: Worksheet) -> None:
    """Say of each column what it holds, with an example."""
    guide.set_column(0, 0, 22)
    guide.set_column(1, 2, 60)
    for at, name in enumerate(FILLED_IN):
        column = BY_NAME[name]
        guide.write_row(at, 0, [name, str(column.words), str(column.hint)])


def offer(rows: Worksheet, name: str, *, list_place: int, length: int) -> None:
    """Offer the words of a list below a header."""
    if not length:
        return
    at, letters = FILLED_IN.index(name), column_letters(list_place)
    rows.data_validation(
        1,
        at,
        LAST_ROW,
        at,
        {
            "validate": "list",
            "source": f"={LISTS}!${letters}$2:${letters}${length + 1}",
            "error_type": "warning" if name in MAY_HOLD_MORE else "stop",
            "input_message": str(BY_NAME[name].words)[:LONGEST_HINT],
        },
    )


def choices_by_column() -> Iterator[tuple[str, list[str]]]:
    """Yield the words that each column with a list can hold."""
    yield "donors", list(Donor.objects.order_by("name").values_list("name", flat=True))
    yield "system", list(System.objects.order_by("slug").values_list("slug", flat=True))
    yield "unit", list(Unit.values)
    yield "currency", LOWER_CASE_CODES.upper().split("|")
    yield "stage", list(Stage.values)
    yield "meeting", list(Meeting.objects.order_by("slug").values_list("slug", flat=True))
    yield "coalition", list(Coalition.objects.order_by("slug").values_list("slug", flat=True))
    yield "package", list(Package.objects.order_by("slug").values_list("slug", flat=True))
    yield "aid_type", list(AidType.values)
    yield "provision", list(Provision.values)
    yield "source_grade", list(SourceGrade.values)
