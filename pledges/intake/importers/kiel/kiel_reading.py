"""Reads the rows of the main data into typed items; every cell that is not understood becomes a problem.

A row with such a cell keeps what does not rest on it: a package's money is not lost with an odd day or number of units.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from pledges.intake.cell_problems import CellProblem
from pledges.intake.importers.kiel.kiel_cells import (
    NOTHING,
    USUAL,
    CellError,
    Style,
    fold,
    plain,
    read_announced,
    read_count,
    read_id,
    read_link,
    read_sum,
    style_of,
)
from pledges.intake.importers.kiel.kiel_layouts import Layout
from pledges.intake.importers.row_patterns import NOTE, TOTAL, find_repeated
from pledges.values.choices import AidType, Stage
from pledges.values.currency_words import CURRENCIES

SUMS = ("total", "total_eur", "allocated", "allocated_eur", "redistributed")
NUMBERS = ("units", "delivered", *SUMS)
WITHOUT_WHICH_NOTHING = frozenset({"id", "donor", "aid_type", "measure"})
"""Fields without which a row is nobody's promise, or none of a kind that can be counted."""

MEASURES = {"allocation": Stage.COMMITTED, "commitment": Stage.ANNOUNCED}
Value = TypeVar("Value")


@dataclass(slots=True)
class KielRow:
    """One row of the main data: an item of a package, or money. Blank words mean that the cell says nothing.

    `faulty` are the fields with cells that were not understood: what rests on them is left out, the rest is not.
    """

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
    faulty: frozenset[str] = frozenset()

    @property
    def group(self) -> tuple[str, str]:
        """What money is stated for: the package and the allocation."""
        return self.package, self.allocation

    @property
    def purpose(self) -> tuple[str, str, str]:
        """Whose promise its money can belong to: the package's, of one donor and one type of aid."""
        return self.package, fold(self.donor), self.aid_type

    @property
    def is_cut(self) -> bool:
        return self.value_eur is not None and self.value_eur < 0

    @property
    def sum_unread(self) -> bool:
        """Whether its money is not known because a cell was not understood."""
        return self.value_eur is None and not self.faulty.isdisjoint(SUMS)


@dataclass(slots=True)
class Reader:
    """Reads the cells of one row; collects the problems of all, and remarks on what could have been read otherwise."""

    layout: Layout
    style: Style = USUAL
    problems: list[CellProblem] = field(default_factory=list)
    remarks: list[CellProblem] = field(default_factory=list)
    line: int = 0
    row: list[str] = field(default_factory=list)
    faulty: set[str] = field(default_factory=set)

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

    def read_in_style(self, name: str, reader: Callable[[str, Style], Value], otherwise: Value) -> Value:
        """A cell as read in the style of the file."""
        return self.note_and_read(name, lambda cell: reader(cell, self.style), otherwise)

    def note(self, name: str, rule: str, message: str, hint: str) -> None:
        """Note a fault of a cell once, under the header that the file gives its column."""
        value = plain(self.layout.cell(self.row, name))
        problem = CellProblem(self.line, self.layout.header_in_file(name), value, rule, message, hint)
        self.faulty.add(name)
        if problem not in self.problems[-4:]:
            self.problems.append(problem)

    def remark(self, name: str, message: str) -> None:
        value = plain(self.layout.cell(self.row, name))
        self.remarks.append(CellProblem(self.line, self.layout.header_in_file(name), value, "remark", message))


@dataclass(slots=True)
class RowsRead:
    """The rows of the main data, all problems and remarks."""

    rows: list[KielRow]
    problems: list[CellProblem]
    remarks: list[CellProblem] = field(default_factory=list)


def read_rows(layout: Layout) -> tuple[list[KielRow], list[CellProblem]]:
    """The rows below the header that could be read, and all problems."""
    read = read_main_data(layout)
    return read.rows, read.problems


def read_main_data(layout: Layout) -> RowsRead:
    """Read the rows below the header; one that stands again is read once, a sum at the foot not at all."""
    below = list(enumerate(layout.sheet.rows[layout.header + 1 :], start=layout.header + 2))
    numbers = (layout.cell(row, name) for _, row in below for name in NUMBERS)
    reader = Reader(layout, style_of(numbers, (layout.cell(row, "announced") for _, row in below)))
    repeated = find_repeated(below, header=layout.sheet.rows[layout.header], weighty=lambda row: has_money(layout, row))
    reader.problems += repeated.problems
    feet = feet_of(layout, below)
    rows = []
    for line, cells in below:
        if line in repeated.lines or not any(cell.strip() for cell in cells):
            continue
        reader.line, reader.row, reader.faulty = line, cells, set()
        if line in feet:
            reader.remark("id", "a sum or a note at the foot of the sheet: not read")
            continue
        if not reader.get("id") and not reader.get("donor"):
            if has_money(layout, cells) or reader.get("item") or reader.get("units"):
                reader.note("id", "required", "the row names neither a package nor a donor", "as in DEM1, Germany")
            continue
        row = read_row(reader)
        if not reader.faulty & WITHOUT_WHICH_NOTHING:
            rows.append(row)
    return RowsRead(rows, reader.problems, reader.remarks)


def has_money(layout: Layout, row: list[str]) -> bool:
    return any(fold(layout.cell(row, name)) not in NOTHING for name in SUMS)


def feet_of(layout: Layout, below: list[tuple[int, list[str]]]) -> set[int]:
    """The rows at the end that are sums or notes: they name no package, and a sum says so."""
    feet: set[int] = set()
    for line, row in reversed(below):
        filled = [plain(cell) for cell in row if plain(cell)]
        if not filled:
            continue
        package = layout.cell(row, "id")
        total = any(TOTAL.match(cell) for cell in filled[:2])
        note = len(filled) == 1 and (NOTE.match(filled[0]) or " " in filled[0])
        if not (note or (total and (not plain(package) or TOTAL.match(plain(package))))):
            break
        feet.add(line)
    return feet


def read_row(reader: Reader) -> KielRow:
    package, package_note = reader.note_and_read("id", read_id, ("", ""))
    allocation, _ = reader.note_and_read("allocation", read_id, ("", "")) if reader.get("allocation") else ("0", "")
    announced, day, date_note = announced_of(reader)
    stage = stage_of(reader)
    amount, currency, value = money_of(reader, stage)
    if not reader.get("donor"):
        reader.note("donor", "required", "the donor is missing", "as in Germany")
    links = [reader.get(f"source_{number}") for number in range(1, 5)]
    link, more = read_link(links)
    allocated = reader.read_in_style("allocated_eur", read_sum, None)
    redistributed = reader.read_in_style("redistributed", read_sum, None)
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
        units=reader.read_in_style("units", read_count, ""),
        delivered=reader.read_in_style("delivered", read_count, ""),
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
        faulty=frozenset(reader.faulty),
    )


def announced_of(reader: Reader) -> tuple[str, date | None, str]:
    """When the row was announced; words that are no date are noted, and the row stands with what else it says."""
    stated = plain(reader.layout.cell(reader.row, "announced"))
    nothing: tuple[str, date | None, str] = ("unknown", None, f"Kiel writes the date “{stated}”, which is none")
    announced, day, note = reader.read_in_style("announced", read_announced, nothing)
    if note and "announced" not in reader.faulty:
        reader.remark("announced", note)
    return announced, day, note


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
    original = reader.read_in_style("allocated" if allocated else "total", read_sum, None)
    converted = reader.read_in_style("allocated_eur" if allocated else "total_eur", read_sum, None)
    value = (
        reader.read_in_style("redistributed", read_sum, None) if allocated and "redistributed" in places else converted
    )
    if not value:
        return None, "", None
    currency = fold(reader.get("currency")).upper()
    if original and currency in CURRENCIES and currency != "EUR" and value == converted:
        return original, currency, value
    return value, "EUR", value
