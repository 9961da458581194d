"""Opens a file or a pasted block: its tables as rows of text, whatever the format."""

from __future__ import annotations

from collections.abc import Iterator

from pledges.intake.importers.archives import SAVE_AS
from pledges.intake.importers.import_limits import FileProblem, check_bytes
from pledges.intake.importers.text_tables import decode, text_rows
from pledges.intake.importers.workbooks import Sheet, is_workbook, workbook_sheets

__all__ = ["Sheet", "open_sheets"]

REFUSED = {"xls": "an old XLS workbook", "ods": "an OpenDocument table", "xlsb": "a binary workbook", "pdf": "a PDF"}
BEGINNINGS = {
    b"%PDF": "a PDF",
    b"{\\rtf": "a text document",
    b"\x1f\x8b": "a packed file",
    b"7z\xbc\xaf": "a packed file",
    b"Rar!": "a packed file",
    b"<html": "a web page",
    b"<!doctype html": "a web page",
    b"<?xml": "an XML file",
}
"""What a file begins with that is neither text in columns nor a workbook."""


def open_sheets(content: bytes | str, *, filename: str = "") -> Iterator[Sheet]:
    """Yield the tables of a file (CSV, XLSX) or of a pasted block, those on hidden sheets last.

    :raises FileProblem: it is no table, of a kind that is not read, damaged or too large.
    """
    if isinstance(content, str):
        check_bytes(content.encode(errors="replace"))
        yield Sheet(filename, list(text_rows(content.lstrip("\ufeff"))))
        return
    check_bytes(content)
    ending = filename.rpartition(".")[2].lower()
    kind = REFUSED.get(ending) or kind_of(content)
    if kind:
        raise FileProblem("format", f"this is {kind}", SAVE_AS)
    if is_workbook(content):
        yield from workbook_sheets(content)
    elif ending in ("xlsx", "xlsm"):
        raise FileProblem("broken", "the file is called a workbook and is none", "save it anew as XLSX or CSV")
    else:
        yield Sheet(filename, list(text_rows(decode(content))))


def kind_of(content: bytes) -> str:
    """What a file is by its beginning, where that is nothing to read a table from."""
    start = content[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return next((kind for beginning, kind in BEGINNINGS.items() if start.startswith(beginning.lower())), "")
