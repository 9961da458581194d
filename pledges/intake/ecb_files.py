"""Reads reference rates as the European Central Bank publishes them: a CSV of all days or of one, plain or in a ZIP."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from pledges.values.euro_rates import EUR

LARGEST_FILE = 20_000_000
"""Bytes, packed or not; all days since 1999 are under two million."""

MOST_FAULTS = 20
FIRST_DAY = date(1999, 1, 4)
MISSING = frozenset({"", "N/A", "-"})
CURRENCY = re.compile(r"[A-Z]{3}")
RATE = re.compile(r"[0-9]{1,10}(?:\.[0-9]{1,10})?")
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class StatedRate:
    """Units of a currency for one euro on a day, and the line of the file that says so."""

    currency: str
    day: date
    per_euro: Decimal
    line: int

    @property
    def place(self) -> str:
        return f"line {self.line}, column {self.currency}"


class RateFileError(Exception):
    """A file of rates that cannot be taken; the message names every fault, up to twenty, by line and column."""

    def __init__(self, faults: Sequence[str]) -> None:
        more = len(faults) - MOST_FAULTS
        super().__init__("\n".join([*faults[:MOST_FAULTS], *([f"and {more} more"] if more > 0 else [])]))
        self.faults = tuple(faults)


def read_rates(content: bytes, *, today: date) -> list[StatedRate]:
    """The rates of a file, in its order.

    :raises RateFileError: anything in it is not as the bank writes it; nothing of such a file is used.
    """
    if len(content) > LARGEST_FILE:
        raise RateFileError([f"the file has {len(content):,} bytes, at most {LARGEST_FILE:,} are read"])
    text = decode(unzip(content) if content.startswith(b"PK") else content)
    faults: list[str] = []
    rates = list(rates_of_lines(csv.reader(io.StringIO(text, newline=""), strict=True), today=today, faults=faults))
    if not rates and not faults:
        faults.append("line 2: there are no rates below the header")
    if faults:
        raise RateFileError(faults)
    return rates


def unzip(content: bytes) -> bytes:
    """The one CSV of a ZIP."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = [name for name in packed.namelist() if name.lower().endswith(".csv")]
            if len(names) != 1:
                raise RateFileError([f"the ZIP holds {len(names)} CSV files; one is expected, eurofxref-hist.csv"])
            with packed.open(names[0]) as file:
                found = file.read(LARGEST_FILE + 1)
    # A damaged member shows itself as one of these, depending on what is damaged.
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise RateFileError([f"the ZIP cannot be opened: {error}"]) from error
    if len(found) > LARGEST_FILE:
        raise RateFileError([f"the ZIP unpacks to more than {LARGEST_FILE:,} bytes"])
    return found


def decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise RateFileError([f"line {line}: it is no text in UTF-8"]) from error


def rates_of_lines(lines: Iterable[list[str]], *, today: date, faults: list[str]) -> Iterator[StatedRate]:
    """The rates of each line; what is wrong is noted, and reading goes on."""
    currencies: list[str] = []
    width = 0
    seen: dict[date, int] = {}
    number = 0
    try:
        for number, line in enumerate(lines, start=1):
            cells = [cell.strip() for cell in line]
            if number == 1:
                currencies, width = read_header(cells, faults), len(cells)
                if not currencies:
                    return
            elif any(cells) and len(cells) != width:
                faults.append(f"line {number}: it has {len(cells)} cells, the header has {width}")
            elif any(cells):
                day = read_day(cells[0], number, today=today, seen=seen, faults=faults)
                yield from read_line(cells, currencies, day, number, faults)
    except csv.Error as error:
        faults.append(f"line {number + 1}: {error}")
    if not number:
        faults.append("line 1: the file is empty")


def read_header(cells: list[str], faults: list[str]) -> list[str]:
    """The currencies of the columns; the bank ends each line with a comma."""
    names = cells[1:-1] if cells[-1:] == [""] else cells[1:]
    if cells[:1] != ["Date"] or not names:
        faults.append(f"line 1: “{','.join(cells)[:60]}” is no header; “Date,USD,JPY,…” is expected")
        return []
    before = len(faults)
    for place, name in enumerate(names, start=2):
        if not CURRENCY.fullmatch(name) or name == EUR:
            faults.append(f"line 1, column {place}: “{name}” is no currency; a code such as USD is expected")
        elif name in names[: place - 2]:
            faults.append(f"line 1, column {place}: {name} stands twice")
    return names if len(faults) == before else []


def read_day(cell: str, line: int, *, today: date, seen: dict[date, int], faults: list[str]) -> date | None:
    """The day of a line: 2026-10-30, or 30 October 2026 in the file of one day."""
    try:
        day = parse_day(cell)
    except ValueError:
        faults.append(f"line {line}, column Date: “{cell}” is no day; 2026-10-30 or 30 October 2026 is expected")
        return None
    if not FIRST_DAY <= day <= today:
        faults.append(f"line {line}, column Date: {day} is not between {FIRST_DAY} and today, {today}")
        return None
    if day in seen:
        faults.append(f"line {line}, column Date: {day} stands in line {seen[day]} already")
        return None
    seen[day] = line
    return day


def parse_day(cell: str) -> date:
    if ISO_DAY.fullmatch(cell):
        return date.fromisoformat(cell)
    return datetime.strptime(cell, "%d %B %Y").date()  # noqa: DTZ007 - a day has no time zone


def read_line(
    cells: list[str], currencies: list[str], day: date | None, line: int, faults: list[str]
) -> Iterator[StatedRate]:
    for currency, cell in zip(currencies, cells[1 : len(currencies) + 1], strict=True):
        if cell in MISSING:
            continue
        if not RATE.fullmatch(cell) or not Decimal(cell):
            faults.append(f"line {line}, column {currency}: “{cell}” is no rate; 1.1172 or N/A is expected")
        elif day is not None:
            yield StatedRate(currency, day, Decimal(cell).normalize(), line)
