"""Opens a file or a pasted block: its tables as rows of text, whatever the format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pledges.intake.importers.limits import FileProblem, check_bytes
from pledges.intake.importers.texts import decode, text_rows
from pledges.intake.importers.workbooks import is_workbook, workbook_sheets

REFUSED = {"xls": "an old XLS workbook", "ods": "an OpenDocument table", "xlsb": "a binary workbook", "pdf": "a PDF"}


@dataclass(slots=True)
class Sheet:
    """One table: its name, and its rows of text as they stand, header and blank rows among them."""

    name: str
    rows: list[list[str]] = field(default_factory=list)


def open_sheets(content: bytes | str, *, filename: str = "") -> Iterator[Sheet]:
    """Yield the tables of a file (CSV, XLSX) or of a pasted block.

    :raises FileProblem: it is no table, of a kind that is not read, damaged or too large.
    """
    if isinstance(content, str):
        check_bytes(content.encode(errors="replace"))
        yield Sheet(filename, list(text_rows(content)))
        return
    check_bytes(content)
    ending = filename.rpartition(".")[2].lower()
    if ending in REFUSED:
        raise FileProblem("format", f"this is {REFUSED[ending]}", "save it as XLSX or CSV")
    if is_workbook(content):
        for name, rows in workbook_sheets(content):
            yield Sheet(name, rows)
    elif ending in ("xlsx", "xlsm"):
        raise FileProblem("broken", "the file is called a workbook and is none", "save it anew as XLSX or CSV")
    else:
        yield Sheet(filename, list(text_rows(decode(content))))
