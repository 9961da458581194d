"""How large a file may be, and the one clear problem of a file that cannot be read."""

from __future__ import annotations

MAX_BYTES = 50 * 1024 * 1024
MAX_EXPANDED = 200 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_CELLS = 5_000_000
MAX_CELL = 32_767
"""The most characters that a cell of a workbook can hold."""


class FileProblem(Exception):  # noqa: N818 - the vocabulary of the intake: a problem, with a hint
    """The file as a whole cannot be read. `rule` is stable, `hint` says what would be right."""

    def __init__(self, rule: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.rule, self.message, self.hint = rule, message, hint


def megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:,.0f} MB"


def check_bytes(content: bytes) -> None:
    """Refuse a file that is empty or too large.

    :raises FileProblem: it is.
    """
    if not content.strip(b"\0 \t\r\n"):
        raise FileProblem("empty", "the file is empty", "a header row and at least one row below it")
    if len(content) > MAX_BYTES:
        raise FileProblem("bytes", f"the file has {megabytes(len(content))}", f"up to {megabytes(MAX_BYTES)}")


def check_row(row: list[str], *, number: int, cells: int) -> None:
    """Refuse a table that grows beyond what one import takes.

    :raises FileProblem: there are too many rows, columns or cells, or a cell is too long.
    """
    if number > MAX_ROWS:
        raise FileProblem("rows", f"the table has more than {MAX_ROWS:,} rows", "import it in parts")
    if len(row) > MAX_COLUMNS:
        hint = f"up to {MAX_COLUMNS}; is the delimiter right?"
        raise FileProblem("columns", f"row {number} has {len(row):,} columns", hint)
    if cells > MAX_CELLS:
        raise FileProblem("cells", f"the table has more than {MAX_CELLS:,} cells", "import it in parts")
    for cell in row:
        if len(cell) > MAX_CELL:
            message = f"a cell of row {number} has {len(cell):,} characters"
            raise FileProblem("cell_length", message, f"up to {MAX_CELL:,}; is a quotation mark left open?")
