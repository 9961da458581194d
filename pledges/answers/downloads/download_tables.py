"""Rows to be downloaded, as JSON, as lines of CSV and as typed cells: from the database, or from what Python made."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import orjson

from pledges.answers.fields import Cell, Shape
from pledges.answers.keyset_lists import Listing

UNSAFE_START = re.compile(r"^[-=+@\t\r]")
"""What a spreadsheet would take for a formula."""


class Table(Protocol):
    """What can be downloaded. Strings are pieces of some rows each; rows come in the order of the list."""

    @property
    def columns(self) -> Sequence[Cell]: ...

    def json(self) -> Iterator[tuple[int, str]]:
        """Portions of rows as lines of JSON, each with the number of its rows."""

    def csv(self) -> Iterator[tuple[int, str]]:
        """Portions of rows as lines of CSV, each with the number of its rows."""

    def cells(self) -> Iterator[Sequence[Any]]:
        """The values of each row."""


@dataclass(frozen=True, slots=True)
class ListedTable:
    """Rows that the database writes out."""

    listing: Listing
    shape: Shape
    fields: tuple[str, ...] = ()
    expand: tuple[str, ...] = ()

    @property
    def columns(self) -> Sequence[Cell]:
        return self.shape.cells(self.fields, self.expand)

    def json(self) -> Iterator[tuple[int, str]]:
        return self._lines(self.shape.json(self.fields, self.expand), end="\n")

    def csv(self) -> Iterator[tuple[int, str]]:
        return self._lines(self.shape.csv(self.fields, self.expand), end="\r\n")

    def cells(self) -> Iterator[Sequence[Any]]:
        selected = [f"({cell.sql})" for cell in self.columns]
        for rows in self.listing.stream(*selected):
            yield from rows

    def _lines(self, line: str, *, end: str) -> Iterator[tuple[int, str]]:
        for rows in self.listing.stream(line):
            yield len(rows), end.join([row[0] for row in rows]) + end


@dataclass(frozen=True, slots=True)
class MadeTable:
    """Rows that Python made, as dictionaries; `rows` is asked anew for every reading."""

    columns: Sequence[Cell]
    rows: Callable[[], Iterable[Mapping[str, Any]]]

    def json(self) -> Iterator[tuple[int, str]]:
        for row in self.rows():
            yield 1, orjson.dumps(row, option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE).decode()

    def csv(self) -> Iterator[tuple[int, str]]:
        for row in self.rows():
            line = io.StringIO()
            csv.writer(line).writerow([write_csv_value(value) for value in self._values(row)])
            yield 1, line.getvalue()

    def cells(self) -> Iterator[Sequence[Any]]:
        return (self._values(row) for row in self.rows())

    def _values(self, row: Mapping[str, Any]) -> list[Any]:
        return [flat(inside(row, column.path)) for column in self.columns]


def inside(row: Any, path: tuple[str, ...]) -> Any:
    """The value at a path; None where a group on the way is missing."""
    for name in path:
        row = row.get(name) if isinstance(row, Mapping) else None
    return row


def flat(value: Any) -> Any:
    """A value for one cell: plain lists joined by semicolons, anything deeper as JSON."""
    if isinstance(value, Mapping) or (
        isinstance(value, list) and any(isinstance(one, Mapping | list) for one in value)
    ):
        return orjson.dumps(value, option=orjson.OPT_UTC_Z).decode()
    return ";".join(map(str, value)) if isinstance(value, list) else value


def write_csv_value(value: Any) -> str:
    """A value as it stands in CSV; text that a spreadsheet would take for a formula gets an apostrophe."""
    if isinstance(value, str):
        return f"'{value}" if UNSAFE_START.match(value) else value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return str(orjson.dumps(value, option=orjson.OPT_UTC_Z).decode().strip('"'))
