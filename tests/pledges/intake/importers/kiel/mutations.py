"""Copies of Kiel's workbooks with one thing wrong, as people and spreadsheets make them; seeded, to come again.

A mutation changes rows of text in place and says how much the sum of the money that counts changes by, mostly nothing.
What it does may be a fault: then the importer has to say so, or to find the sum all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from pledges.intake.importers.header_matching import fold_header
from pledges.intake.importers.kiel.kiel_cells import CellError, read_sum
from pledges.intake.importers.kiel.kiel_layouts import FIELDS, NAMES
from pledges.values.spreadsheet_cells import SERIAL_START
from tests.pledges.intake.importers.lookalikes import as_csv, as_xlsx

Rows = list[list[str]]
MAIN = "Bilateral Assistance, MAIN DATA"
MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
    "Dezember",
)  # fmt: skip
OTHER_NAMES = {"announced": "dato", "donor": "giver", "total_eur": "verdi_eur", "redistributed": "verdi_eur"}
ODD_DAYS = (
    "2922-03-01", "3/4/2922", "between 3/4/22 & 3/11/22", "since 2/24/2022", "24. Februar 2022", "soon", "06/31/2022",
    "31.02.2023", "44616", "March 2022", "spring 2022", "Feb 24, 2022", "2/24/22", "tbd", "2022", "0", "24 лютого 2022",
)  # fmt: skip
ODD_COUNTS = (
    "1.000.00", "1.000", "200+", "10-12", "ca. 200", "0,125", "-5", "a lot", "1/2", "#REF!", "=A1+1", "12 000", "1'200",
    "½", "5 Tsd.", "twelve", "1e3", "12-Oct", "several", "1,5 Mio",
)  # fmt: skip
ODD_SUMS = (
    "1.000.00", "1.000", "ca. 200", "10-12", "200+", "#REF!", "=A1+1", "EUR 5m", "5 Mio.", "tbd", "many", "1,00,0", "½",
    "abc", "12-Oct", "€ 35,000",
)  # fmt: skip


@dataclass
class Copy:
    """A copy of a release: its sheets with the main data among them, and how much its sum differs from the original."""

    rows: Rows
    random: Random
    before: dict[str, Rows] = field(default_factory=dict)
    after: dict[str, Rows] = field(default_factory=dict)
    name: str = MAIN
    changed: Decimal = Decimal(0)
    form: str = ""

    @property
    def header(self) -> list[str]:
        return next(row for row in self.rows if sum(fold_header(cell) in NAMES for cell in row) >= 3)

    def place(self, name: str) -> int | None:
        folded = [fold_header(cell) for cell in self.header]
        return next((at for at, cell in enumerate(folded) if NAMES.get(cell) == name), None)

    @property
    def counting(self) -> str:
        return "redistributed" if self.place("redistributed") is not None else "total_eur"

    def some_row(self, *, money: bool) -> list[str]:
        """Return a row, one with money that counts where asked."""
        at = self.place(self.counting)
        assert at is not None
        rows = [row for row in self.rows if row is not self.header and len(row) > at]
        wanted = [row for row in rows if not money or (read_sum(row[at]) or 0) > 0]
        return self.random.choice(wanted or rows)

    def put(self, row: list[str], name: str, cell: str) -> None:
        at = self.place(name)
        if at is not None and at < len(row):
            row[at] = cell

    def content(self) -> tuple[bytes, str]:
        """Return the file and its name."""
        if self.before or self.after or self.form == "xlsx":
            return as_xlsx({**self.before, self.name: self.rows, **self.after}), "kiel_main_data.xlsx"
        delimiter, encoding = self.random.choice([(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-16")])
        return as_csv(self.rows, delimiter=delimiter, encoding=encoding), "kiel_main_data.csv"


Mutation = Callable[[Copy], None]


def some_field(copy: Copy) -> int:
    at = copy.place(copy.random.choice([name for name in FIELDS if copy.place(name) is not None]))
    assert at is not None
    return at


def drop_column(copy: Copy) -> None:
    at = some_field(copy)
    for row in copy.rows:
        del row[at : at + 1]


def blank_header(copy: Copy) -> None:
    copy.header[some_field(copy)] = ""


def rename_header(copy: Copy) -> None:
    at = some_field(copy)
    name = NAMES[fold_header(copy.header[at])]
    copy.header[at] = OTHER_NAMES.get(name, f"kolonne_{at}")


def rename_several_headers(copy: Copy) -> None:
    for _ in range(5):
        rename_header(copy)


def spell_headers_otherwise(copy: Copy) -> None:
    copy.header[:] = [copy.random.choice([str.upper, str.lower, str.title])(f" {cell} ") for cell in copy.header]


def shuffle_columns(copy: Copy) -> None:
    order = list(range(len(copy.header)))
    copy.random.shuffle(order)
    width = len(order)
    # Of two columns of one name the first counts, so that these stay in their order.
    order.sort(key=lambda at: (fold_header(copy.header[at]) == "subtypeofitem", 0))
    for row in copy.rows:
        row.extend([""] * (width - len(row)))
        row[:] = [row[at] for at in order]


def move_table(copy: Copy) -> None:
    for row in copy.rows:
        row.insert(0, "")
    copy.rows[:0] = [["Ukraine Support Tracker"], [], ["Data as published"]]


def add_wide_sheets(copy: Copy) -> None:
    wide = [[f"c{n}" for n in range(402)], [str(n) for n in range(402)]]
    copy.before, copy.after = {"Wide": wide}, {"Wider": wide, "Notes": [["text"]]}


def add_own_table(copy: Copy) -> None:
    copy.before = {"List": [["donors", "system", "quantity", "occurred"], ["DEU", "patriot", "1", "2024-01-01"]]}


def add_own_table_and_blank_header(copy: Copy) -> None:
    add_own_table(copy)
    blank_header(copy)


def add_second_copy(copy: Copy) -> None:
    copy.after = {copy.random.choice(["Copy", f"{MAIN} (2)", "Sheet2"]): [list(row) for row in copy.rows[:40]]}
    copy.name = copy.random.choice([MAIN, "Sheet1"])


def odd_day(copy: Copy) -> None:
    for _ in range(3):
        copy.put(copy.some_row(money=True), "announced", copy.random.choice(ODD_DAYS))


def odd_count(copy: Copy) -> None:
    for _ in range(3):
        name = copy.random.choice(["units", "delivered"])
        copy.put(copy.some_row(money=True), name, copy.random.choice(ODD_COUNTS))


def odd_sum(copy: Copy) -> None:
    copy.put(copy.some_row(money=True), copy.counting, copy.random.choice(ODD_SUMS))


def in_german(cell: str, *, grouped: bool) -> str:
    if not re.fullmatch(r"\d+(\.\d+)?", cell):
        return cell
    whole, _, fraction = cell.partition(".")
    whole = f"{int(whole):,}".replace(",", ".") if grouped else whole
    return f"{whole},{fraction}" if fraction else whole


def german_file(copy: Copy) -> None:
    grouped = copy.random.random() < 0.5
    places = [at for name in ("units", "delivered", "total", "total_eur", "allocated", "allocated_eur", "redistributed")
        if (at := copy.place(name)) is not None]  # fmt: skip
    for row in copy.rows:
        for at in places:
            if at < len(row):
                row[at] = in_german(row[at], grouped=grouped)


def german_cell(copy: Copy) -> None:
    at = copy.place(copy.counting)
    assert at is not None
    # A cell that is asked about afterwards is no money any more, so all rows are chosen first.
    for row in [copy.some_row(money=True) for _ in range(3)]:
        row[at] = in_german(row[at], grouped=copy.random.random() < 0.5)


def negative_sum(copy: Copy) -> None:
    row = copy.some_row(money=True)
    at = copy.place(copy.counting)
    assert at is not None
    copy.changed -= 2 * (read_sum(row[at]) or 0)
    for name in ("total", "total_eur", "allocated", "allocated_eur", "redistributed"):
        place = copy.place(name)
        if place is not None and place < len(row) and re.fullmatch(r"\d+(\.\d+)?", row[place]):
            row[place] = copy.random.choice(["-{}", "({})", "−{}"]).format(row[place])


def paste_twice(copy: Copy) -> None:
    copy.rows += [list(row) for row in copy.rows[copy.random.choice([0, 1]) :]]


def paste_block_again(copy: Copy) -> None:
    start = copy.random.randrange(1, len(copy.rows) - 10)
    at = copy.random.randrange(start + 10, len(copy.rows) + 1)
    copy.rows[at:at] = [list(row) for row in copy.rows[start : start + 10]]


def repeat_row(copy: Copy) -> None:
    row = copy.some_row(money=True)
    copy.rows.append(list(row))


def add_blank_rows(copy: Copy) -> None:
    for _ in range(20):
        copy.rows.insert(copy.random.randrange(1, len(copy.rows)), copy.random.choice([[], ["", " "]]))


def add_blanks_to_cells(copy: Copy) -> None:
    for row in copy.rows[1:]:
        row[:] = [f" {cell}\N{NO-BREAK SPACE}" if copy.random.random() < 0.3 and cell else cell for cell in row]


def add_total(copy: Copy) -> None:
    at, donor = copy.place(copy.counting), copy.place("donor")
    assert at is not None
    assert donor is not None
    total = [""] * len(copy.header)
    total[copy.random.choice([0, donor])] = copy.random.choice(["Total", "Summe", "Grand total", "Разом"])
    total[at] = "203100000000"
    copy.rows += [total, [], ["Note: as published by the institute"]]


def days_otherwise(copy: Copy) -> None:
    """Write every day of the table in another way, one for all."""
    ways: tuple[Callable[[date], str], ...] = (
        lambda day: f"{day.day}. {MONTHS[day.month - 1]} {day.year}",
        lambda day: f"{day.day:02d}.{day.month:02d}.{day.year}",
        lambda day: f"{day.day:02d}/{day.month:02d}/{day.year}",
        lambda day: f"{day.month}/{day.day}/{day.year % 100:02d}",
        lambda day: str((day - SERIAL_START).days),
        lambda day: f"{day.isoformat()}T00:00:00",
        lambda day: f"{day:%d %B %Y}",
    )
    way = copy.random.choice(ways)
    at = copy.place("announced")
    assert at is not None
    for row in copy.rows:
        if at < len(row) and re.match(r"\d{4}-\d\d-\d\d", row[at]):
            row[at] = way(date.fromisoformat(row[at][:10]))


def blank_cell(copy: Copy) -> None:
    row = copy.some_row(money=True)
    for name in copy.random.choice([("id",), ("donor",), ("id", "donor"), ("aid_type",), ("announced",)]):
        copy.put(row, name, "")


def misspell_word(copy: Copy) -> None:
    name, cell = copy.random.choice(
        [("aid_type", "Militar"), ("measure", "Alocation"), ("id", "DE M?"), ("donor", "Germny")]
    )
    copy.put(copy.some_row(money=True), name, cell)


def second_money_column(copy: Copy) -> None:
    at = copy.place(copy.counting)
    assert at is not None
    header, name = copy.header, copy.header[at]
    for row in copy.rows:
        row.extend([""] * (len(header) - len(row)))
        row.insert(at, name if row is header else ("7" if row[at] else ""))


def rename_sheet(copy: Copy) -> None:
    copy.form, copy.name = "xlsx", copy.random.choice(["Data", "Tabelle1", "MAIN DATA (2)", "Main_Data"])


def other_delimiter(copy: Copy) -> None:
    """Leave everything as it is: the form of the file changes."""


MUTATIONS: Mapping[str, Mutation] = {
    one.__name__: one
    for one in (
        drop_column, blank_header, rename_header, rename_several_headers, spell_headers_otherwise, shuffle_columns,
        move_table, add_wide_sheets, add_own_table, add_own_table_and_blank_header, add_second_copy, odd_day, odd_count,
        odd_sum, german_file, german_cell, negative_sum, paste_twice, paste_block_again, repeat_row, add_blank_rows,
        add_blanks_to_cells, add_total, days_otherwise, blank_cell, misspell_word, second_money_column, rename_sheet,
        other_delimiter, drop_column, blank_header,
    )
}  # fmt: skip


HARMLESS = frozenset({
    "spell_headers_otherwise", "shuffle_columns", "move_table", "add_wide_sheets", "add_own_table", "german_file",
    "add_blank_rows", "add_blanks_to_cells", "add_total", "days_otherwise", "rename_sheet", "other_delimiter",
})  # fmt: skip
"""Mutations that change nothing of what the file says: there is nothing to say about them either."""


def sum_of_file(rows: Rows, name: str) -> Decimal:
    """Return the sum of a column, straight from the cells."""
    copy = Copy(rows, Random(0))  # noqa: S311 - nothing is guarded by it
    at = copy.place(name)
    assert at is not None
    total = Decimal(0)
    for row in rows:
        try:
            total += (read_sum(row[at]) or 0) if at < len(row) and row is not copy.header else 0
        except CellError:
            continue
    return total
