"""Rows of the CSV files of reference data; what is wrong with a cell is said with its file, line and column."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from django.db.models import TextChoices

DATA = Path(__file__).resolve().parent / "data"
Row = dict[str, str]
Known = TypeVar("Known")


class BadRowError(ValueError):
    """A row of a file of reference data cannot be loaded."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row with the place where it stands."""

    file: str
    line: int
    cells: Row

    def problem(self, column: str, message: str, *, hint: str) -> BadRowError:
        return BadRowError(f"{self.file}, line {self.line}, column {column}: {message} {hint}")

    def look_up(self, column: str, known: Mapping[str, Known]) -> Known:
        """What a cell names.

        :raises BadRowError: nothing is called so.
        """
        stated = self.cells[column]
        if stated not in known:
            near = get_close_matches(stated, known, n=1)
            hint = f"Did you mean {near[0]!r}?" if near else f"Names are like {next(iter(known), '')!r}."
            raise self.problem(column, f"there is no {stated!r}.", hint=hint)
        return known[stated]

    def choice(self, column: str, choices: type[TextChoices], *, blank: bool = False) -> str:
        """A word of a closed vocabulary, or nothing where the cell may be blank.

        :raises BadRowError: it is another word.
        """
        stated = self.cells[column]
        if stated not in choices.values and not (blank and not stated):
            usual = f"One of {', '.join(choices.values)}{', or nothing' if blank else ''}."
            raise self.problem(column, f"{stated!r} is not known.", hint=usual)
        return stated

    def text(self, column: str, *, most: int) -> str:
        """The words of a cell.

        :raises BadRowError: they are longer than what keeps them.
        """
        stated = self.cells[column]
        if len(stated) > most:
            raise self.problem(column, f"{len(stated)} characters are too many.", hint=f"At most {most}.")
        return stated

    def address(self, column: str, *, most: int) -> str:
        """The web address of a cell, or nothing where it is blank.

        :raises BadRowError: it is longer than what keeps it, or no web address.
        """
        stated = self.text(column, most=most)
        if stated and not stated.startswith(("http://", "https://")):
            raise self.problem(column, f"{stated!r} is no address.", hint="It begins with https:// or http://.")
        return stated

    def day(self, column: str) -> date | None:
        """The day of a cell, or nothing where it is blank.

        :raises BadRowError: it is no day.
        """
        stated = self.cells[column]
        try:
            return date.fromisoformat(stated) if stated else None
        except ValueError as error:
            raise self.problem(column, f"{stated!r} is no day.", hint="A day is like 2025-06-04.") from error


def rows_of(name: str, *, folder: Path | None = None) -> Iterator[Row]:
    """Yield the rows of a CSV file with a header line, usually of this application.

    :raises BadRowError: a row has more or fewer cells than the header line.
    """
    return (row.cells for row in placed_rows_of(name, folder=folder))


def placed_rows_of(
    name: str, *, columns: tuple[str, ...] | None = None, folder: Path | None = None
) -> Iterator[FileRow]:
    """Yield the rows of a CSV file, each with its line, and every cell there.

    :raises BadRowError: the header line has other columns, or a row has more or fewer cells than that.
    """
    with ((folder or DATA) / name).open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        header = tuple(next(reader, ()))
        if columns is not None and header != columns:
            raise BadRowError(
                f"{name}, line 1: the columns are {','.join(header)!r}. They should be {','.join(columns)!r}."
            )
        for cells in reader:
            if len(cells) != len(header):
                raise BadRowError(f"{name}, line {reader.line_num}: {len(cells)} cells. There should be {len(header)}.")
            yield FileRow(name, reader.line_num, dict(zip(header, cells, strict=True)))
