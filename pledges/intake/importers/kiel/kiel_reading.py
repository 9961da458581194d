"""Reads the rows of the main data into typed items; every cell that is not understood becomes a problem."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from pledges.intake.cell_problems import CellProblem
from pledges.intake.importers.kiel.kiel_cells import (
    NOTHING,
    CellError,
    fold,
    plain,
    read_announced,
    read_count,
    read_id,
    read_link,
    read_number,
)
from pledges.intake.importers.kiel.kiel_layouts import Layout
from pledges.values.amount_words import CURRENCIES
from pledges.values.choices import AidType, Stage

MEASURES = {"allocation": Stage.COMMITTED, "commitment": Stage.ANNOUNCED}
Value = TypeVar("Value")


@dataclass(slots=True)
class KielRow:
    """One row of the main data: an item of a package, or money. Blank words mean that the cell says nothing."""

    line: int
    package: str
    allocation: str
    donor: str
    announced: str
    announced_day: date | None
    stage: Stage
    aid_type: str
    item: str
    item_type: str
    sub_type: str
    units: str
    delivered: str
    delivered_stated: str
    amount: Decimal | None
    currency: str
    value_eur: Decimal | None
    spread_eur: Decimal | None
    explanation: str
    official: bool
    link: str
    more_links: list[str]
    notes: list[str] = field(default_factory=list)
    shares: list[KielRow] = field(default_factory=list)

    @property
    def group(self) -> tuple[str, str]:
        """What money is stated for: the package and the allocation."""
        return self.package, self.allocation


@dataclass(slots=True)
class Reader:
    """Reads the cells of one row and collects the problems of all."""

    layout: Layout
    problems: list[CellProblem] = field(default_factory=list)
    line: int = 0
    row: list[str] = field(default_factory=list)

    def get(self, name: str) -> str:
        """A cell with plain blanks; one that only says that there is nothing is blank."""
        cell = plain(self.layout.cell(self.row, name))
        return "" if cell.casefold() in NOTHING else cell

    def note_and_read(self, name: str, reader: Callable[[str], Value], otherwise: Value) -> Value:
        """A cell as read; one that is not understood is noted."""
        try:
            return reader(self.layout.cell(self.row, name))
        except CellError as error:
            self.note(name, "cell", str(error), error.hint)
            return otherwise

    def note(self, name: str, rule: str, message: str, hint: str) -> None:
        """Note a fault of a cell once, under the header that the file gives its column."""
        value = plain(self.layout.cell(self.row, name))
        problem = CellProblem(self.line, self.layout.header_in_file(name), value, rule, message, hint)
        if problem not in self.problems[-4:]:
            self.problems.append(problem)


def read_rows(layout: Layout) -> tuple[list[KielRow], list[CellProblem]]:
    """The rows below the header that could be read, and all problems of the others."""
    reader = Reader(layout)
    rows = []
    for line, cells in enumerate(layout.sheet.rows[layout.header + 1 :], start=layout.header + 2):
        reader.line, reader.row = line, cells
        if not reader.get("id") and not reader.get("donor"):
            if any(cell.strip() for cell in cells) and (reader.get("item") or reader.get("units")):
                reader.note("id", "required", "the row names neither a package nor a donor", "as in DEM1, Germany")
            continue
        before = len(reader.problems)
        row = read_row(reader)
        if len(reader.problems) == before:
            rows.append(row)
    return rows, reader.problems


def read_row(reader: Reader) -> KielRow:
    package, package_note = reader.note_and_read("id", read_id, ("", ""))
    allocation, _ = reader.note_and_read("allocation", read_id, ("", "")) if reader.get("allocation") else ("0", "")
    nothing: tuple[str, date | None, str] = ("", None, "")
    announced, day, date_note = reader.note_and_read("announced", read_announced, nothing)
    stage = stage_of(reader)
    amount, currency, value = money_of(reader, stage)
    if not reader.get("donor"):
        reader.note("donor", "required", "the donor is missing", "as in Germany")
    links = [reader.get(f"source_{number}") for number in range(1, 5)]
    link, more = read_link(links)
    allocated = reader.note_and_read("allocated_eur", read_number, None)
    redistributed = reader.note_and_read("redistributed", read_number, None)
    spread = allocated if "redistributed" in reader.layout.places and redistributed is None else None
    return KielRow(
        line=reader.line,
        package=package,
        allocation=allocation,
        donor=reader.get("donor"),
        announced=announced,
        announced_day=day,
        stage=stage,
        aid_type=aid_type_of(reader),
        item=reader.get("item"),
        item_type=reader.get("item_type"),
        sub_type=reader.get("sub_type"),
        units=reader.note_and_read("units", read_count, ""),
        delivered=reader.note_and_read("delivered", read_count, ""),
        delivered_stated=plain(reader.layout.cell(reader.row, "delivered")),
        amount=amount,
        currency=currency,
        value_eur=value,
        spread_eur=spread,
        explanation=fold(reader.layout.cell(reader.row, "explanation")),
        official=fold(reader.get("official")) in ("yes", "1", "true"),
        link=link,
        more_links=more,
        notes=[note for note in (package_note, date_note) if note],
    )


def stage_of(reader: Reader) -> Stage:
    """Committed for an allocation, announced for a commitment and for releases that do not tell them apart."""
    if "measure" not in reader.layout.places:
        return Stage.ANNOUNCED
    stage = MEASURES.get(fold(reader.get("measure")))
    if stage is None:
        reader.note("measure", "vocabulary", "this is neither an allocation nor a commitment", "Allocation, Commitment")
    return stage or Stage.ANNOUNCED


def aid_type_of(reader: Reader) -> str:
    stated = fold(reader.get("aid_type"))
    if stated not in AidType.values:
        reader.note("aid_type", "vocabulary", "this is no type of aid", "Military, Humanitarian or Financial")
    return stated


def money_of(reader: Reader, stage: Stage) -> tuple[Decimal | None, str, Decimal | None]:
    """What the row adds to its donor's total: the amount, its currency, and its value in euro as Kiel has it.

    An allocation counts with its redistributed value where the release has one, else with its allocated value, else,
    as commitments and Release 12 and earlier do, with the converted value of the package. The amount is the original
    one where Kiel's value is its conversion, else that value itself.
    """
    places = reader.layout.places
    allocated = stage == Stage.COMMITTED and ("redistributed" in places or "allocated_eur" in places)
    original = reader.note_and_read("allocated" if allocated else "total", read_number, None)
    converted = reader.note_and_read("allocated_eur" if allocated else "total_eur", read_number, None)
    value = (
        reader.note_and_read("redistributed", read_number, None)
        if allocated and "redistributed" in places
        else converted
    )
    if not value:
        return None, "", None
    currency = fold(reader.get("currency")).upper()
    if original and currency in CURRENCIES and currency != "EUR" and value == converted:
        return original, currency, value
    return value, "EUR", value
