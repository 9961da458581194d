"""Looks into an XLSX archive before it is read: its true size, how far its cells reach, cells that hold no value.

The library that reads workbooks trusts the places that cells state, and ends the process where they fill the memory.
So every sheet is first read to its end here, by a strict parser, and refused where it reaches too far.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import IO
from xml.parsers import expat

from pledges.intake.importers.import_limits import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_EXPANDED,
    MAX_ROWS,
    FileProblem,
    megabytes,
)

SAVE_AS = "save it as XLSX or CSV"
DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, expat.ExpatError, NotImplementedError, RuntimeError, EOFError,
    OSError, ValueError, KeyError,
)  # fmt: skip
"""What reading a damaged archive can end in."""

CHUNK = 1 << 20
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
PLACE = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})", re.ASCII)

Place = tuple[int, int]
Sheets = dict[str, dict[Place, str] | FileProblem]
"""By sheet, the cells that hold the name of an error, or a formula without a result, with its sign =.

In their place stands what is wrong with a sheet whose cells reach too far: only one that is read has to be small.
"""


def look_into(content: bytes) -> Sheets:
    """The cells without a value of each sheet.

    :raises FileProblem: the archive is broken, no XLSX workbook, far larger than it looks, or all its sheets are.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if WORKBOOK not in archive.namelist():
                raise FileProblem("format", "this archive is no XLSX workbook", SAVE_AS)
            # What the archive states may be a lie; it is proved below, after this cheap check.
            expanded = sum(info.file_size for info in archive.infolist())
            if expanded > MAX_EXPANDED:
                hint = f"up to {megabytes(MAX_EXPANDED)}"
                raise FileProblem("expanded", f"the workbook expands to {megabytes(expanded)}", hint)
            prove_sizes(archive)
            sheets = {sheet: look_into_sheet(archive, part) for sheet, part in sheet_parts(archive).items()}
    except DAMAGE as error:
        raise FileProblem("broken", f"the workbook is damaged: {error}", SAVE_AS) from error
    refused = [one for one in sheets.values() if isinstance(one, FileProblem)]
    if refused and len(refused) == len(sheets):
        raise refused[0]
    return sheets


def prove_sizes(archive: zipfile.ZipFile) -> None:
    """Read every part to its end: one that is larger than it states, or encrypted, is an error."""
    for info in archive.infolist():
        with archive.open(info) as stream:
            while stream.read(CHUNK):
                pass


def look_into_sheet(archive: zipfile.ZipFile, part: str) -> dict[Place, str] | FileProblem:
    """The cells without a value of one sheet, or the problem that its cells reach too far."""
    scan = SheetScan()
    try:
        with archive.open(part) as stream:
            parse(stream, scan.parser)
    except FileProblem as problem:
        return problem
    scan.end_cell()
    return scan.without_value


def parse(stream: IO[bytes], parser: expat.XMLParserType) -> None:
    """Parse a part. One that declares entities is refused: no workbook needs them.

    :raises ExpatError: it is no XML.
    """
    parser.StartDoctypeDeclHandler = refuse_entities
    while chunk := stream.read(CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def refuse_entities(*_: object) -> None:
    """Refuse a document type.

    :raises ValueError: always.
    """
    raise ValueError("a part declares entities")


@dataclass(slots=True)
class SheetScan:
    """Walks through the cells of a sheet: where they stand, and which of them hold no value."""

    parser: expat.XMLParserType = field(default_factory=expat.ParserCreate)
    row: int = 0
    column: int = 0
    last_row: int = 0
    last_column: int = 0
    kind: str = ""
    formula: list[str] | None = None
    value: list[str] = field(default_factory=list)
    without_value: dict[Place, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start

    def start(self, name: str, attributes: dict[str, str]) -> None:
        # Prefixes of namespaces are free, and some writers use them.
        tag = name if ":" not in name else name.rpartition(":")[2]
        if tag == "c":
            self.begin_cell(attributes)
        elif tag in ("v", "is"):
            self.reach()
            # Text is gathered only where it matters: a sheet has millions of plain cells.
            wanted = self.formula is not None or self.kind == "e"
            self.parser.CharacterDataHandler = self.value.append if wanted else None
        elif tag == "f":
            self.reach()
            self.formula = []
            self.parser.CharacterDataHandler = self.formula.append
        elif tag == "row":
            self.end_cell()
            self.row = whole(attributes["r"]) if "r" in attributes else self.row + 1
            self.column = 0

    def begin_cell(self, attributes: dict[str, str]) -> None:
        """Take a cell: where it says that it stands, else beside the one before it."""
        self.end_cell()
        stated = attributes.get("r")
        self.kind = attributes.get("t", "")
        if stated is None:
            self.column += 1
            return
        match = PLACE.fullmatch(stated)
        if match is None:
            raise ValueError(f"no cell is called {stated[:20]}")
        self.column, self.row = column_number(match[1]), int(match[2])

    def reach(self) -> None:
        """Take a cell that holds something into the extent of the sheet."""
        if self.row > self.last_row or self.column > self.last_column:
            self.last_row, self.last_column = max(self.last_row, self.row), max(self.last_column, self.column)
            check_extent(self.last_row, self.last_column)

    def end_cell(self) -> None:
        """Keep the cell before where it holds an error or a formula without a result, as text that says so.

        A formula whose stored result is blank text (t="str") has a result: the blank.
        """
        if self.formula is None and self.kind != "e":
            return
        value = "".join(self.value).strip()
        if self.kind == "e":
            self.without_value[self.row, self.column] = value or "#N/A"
        elif self.kind != "str" and not value:
            self.without_value[self.row, self.column] = f"={''.join(self.formula or ()).strip()}"
        self.kind, self.formula, self.value = "", None, []
        self.parser.CharacterDataHandler = None


def whole(stated: str) -> int:
    """The number of a row.

    :raises ValueError: it is none.
    """
    if not (stated.isascii() and stated.isdecimal() and len(stated) < 9):
        raise ValueError(f"no row is called {stated[:20]}")
    return int(stated)


def check_extent(rows: int, columns: int) -> None:
    """Refuse a sheet that reaches too far.

    :raises FileProblem: it has too many rows, columns or cells.
    """
    if rows > MAX_ROWS:
        raise FileProblem("rows", f"a sheet reaches to row {rows:,}", f"up to {MAX_ROWS:,} rows; import it in parts")
    if rows * columns > MAX_CELLS and columns > MAX_COLUMNS:
        hint = f"up to {MAX_COLUMNS} columns and {MAX_CELLS:,} cells; delete stray cells far to the right"
        raise FileProblem("cells", f"a sheet reaches to column {columns:,} and row {rows:,}", hint)
    if rows * columns > MAX_CELLS:
        raise FileProblem("cells", f"a sheet has {rows * columns:,} cells", f"up to {MAX_CELLS:,}; import it in parts")


@lru_cache(maxsize=1 << 15)
def column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        # Base 26 without a zero: A is 1, Z is 26, AA is 27.
        number = number * 26 + ord(letter) - 64
    return number


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of the archive that holds each sheet, by the sheet's name.

    :raises ValueError: a sheet has no part of its own.
    """
    targets = {one["Id"]: one["Target"] for one in elements(archive, RELATIONS, "Relationship") if "Id" in one}
    sheets = {}
    for one in elements(archive, WORKBOOK, "sheet"):
        key = next((value for name, value in one.items() if name.endswith(":id")), "")
        target = targets.get(key, "")
        part = target.lstrip("/") if target.startswith(("/", "xl/")) else f"xl/{target}"
        # A path that leads out of its folder, or to no part at all, is no sheet.
        if posixpath.normpath(part) != part or part not in archive.namelist():
            raise ValueError(f"sheet “{one.get('name', '')}” has no part of its own")
        sheets[one.get("name", "")] = part
    return sheets


def elements(archive: zipfile.ZipFile, part: str, tag: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []

    def keep(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == tag:
            found.append(attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = keep
    with archive.open(part) as stream:
        parse(stream, parser)
    return found
