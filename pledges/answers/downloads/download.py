"""A download and its manifest: the same bytes, sent or counted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from pledges.answers.downloads.download_tables import Table
from pledges.answers.downloads.file_streams import Counted, comma_separated, ndjson, workbook

LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
"""What may be done with the rows. The words quoted from sources stay with their publishers."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of file: its type, and how a table becomes its bytes."""

    name: str
    media_type: str
    content: Callable[[Table, Counted], Iterator[bytes]]


FORMS = {
    form.name: form
    for form in (
        Form("csv", "text/csv; charset=utf-8", comma_separated),
        Form("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook),
        Form("ndjson", "application/x-ndjson", ndjson),
    )
}


def citation(*, site: str, version: int, valid_at: str) -> str:
    name = "Ramstein: the public ledger of defence aid promised to Ukraine"
    return f"{name}, dataset version {version}, as of {valid_at}. {site}"


@dataclass(slots=True)
class Download:
    """The bytes of a table, sent piece by piece while a transaction is open.

    It ends when the database says that there are no more rows; what fails on the way breaks the transfer off, so that
    a client never takes part of a file for the whole.
    """

    table: Table
    form: Form
    resources: ExitStack = field(default_factory=ExitStack)
    rows: int = 0

    def __iter__(self) -> Generator[bytes]:
        with self.resources:
            yield from self.form.content(self.table, self.count)

    def count(self, rows: int) -> None:
        self.rows += rows

    def close(self) -> None:
        """Give the transaction back, whether anything was sent or not."""
        self.resources.close()

    def manifest(self) -> dict[str, Any]:
        """Rows, bytes and SHA-256 of exactly this download."""
        digest, size = hashlib.sha256(), 0
        for piece in self:
            digest.update(piece)
            size += len(piece)
        return {"rows": self.rows, "bytes": size, "sha256": digest.hexdigest()}
