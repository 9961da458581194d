"""The whole data set as one archive: a table for each list, described as a Frictionless Data Package."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import orjson

from pledges.answers import AsOf
from pledges.answers.downloads.download import LICENCE, citation
from pledges.answers.downloads.download_tables import Table
from pledges.answers.downloads.file_streams import comma_separated
from pledges.answers.downloads.package_notes import licence_note, readme
from pledges.answers.fields import Cell, Type
from pledges.values.methods_version import METHODS_VERSION

TITLE = "Ramstein: the public ledger of defence aid promised to Ukraine"
TYPES: dict[Type, dict[str, str]] = {
    Type.NUMBER: {"type": "number"},
    Type.WHOLE: {"type": "integer"},
    Type.FLAG: {"type": "boolean"},
    Type.DAY: {"type": "date"},
    Type.INSTANT: {"type": "datetime", "format": "any"},
}
DOWNLOADED = "application/zip"


@dataclass(frozen=True, slots=True)
class Resource:
    """One table of the package. `references` are columns that name a row of another: column, resource, its column."""

    name: str
    about: str
    table: Table
    key: tuple[str, ...] = ()
    references: tuple[tuple[str, str, str], ...] = ()


class Pieces(io.RawIOBase):
    """Takes what an archive writes, to be sent on as it comes; it cannot go back."""

    def __init__(self) -> None:
        self.held: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self.held.append(bytes(piece))
        return len(piece)

    def take(self) -> bytes:
        """What has come since the last time."""
        taken = b"".join(self.held)
        self.held.clear()
        return taken


@dataclass(frozen=True, slots=True)
class Package:
    """The tables of one moment."""

    resources: Sequence[Resource]
    as_of: AsOf
    site: str

    def content(self) -> Generator[bytes]:
        """The archive piece by piece; the description comes last, when every table is counted."""
        pieces = Pieces()
        with ZipFile(pieces, "w", ZIP_DEFLATED) as archive:
            described_tables: list[dict[str, Any]] = []
            for name, text in self.notes().items():
                yield from self.add_file(archive, pieces, name, [text.encode()])
            for resource in self.resources:
                counted = Counted(resource.table)
                yield from self.add_file(archive, pieces, f"data/{resource.name}.csv", counted)
                described_tables.append(table_descriptor(resource, counted))
            document = orjson.dumps(self.descriptor(described_tables), option=orjson.OPT_INDENT_2)
            yield from self.add_file(archive, pieces, "datapackage.json", [document])
        yield pieces.take()

    def add_file(self, archive: ZipFile, pieces: Pieces, name: str, content: Iterable[bytes]) -> Iterator[bytes]:
        # The time of the version, not of the download: the same rows are the same bytes.
        stamp = max(self.as_of.known_at.astimezone(UTC).timetuple()[:6], (1980, 1, 1, 0, 0, 0))
        info = ZipInfo(name, date_time=stamp)
        info.compress_type = ZIP_DEFLATED
        with archive.open(info, "w", force_zip64=True) as file:
            for piece in content:
                file.write(piece)
                if packed := pieces.take():
                    yield packed

    def notes(self) -> dict[str, str]:
        """The files for readers: what this is, what may be done with it, and what each column means."""
        words = self.citation
        dictionary = io.StringIO()
        lines = csv.writer(dictionary)
        lines.writerow(["table", "column", "type", "description"])
        for resource in self.resources:
            for column in resource.table.columns:
                lines.writerow([resource.name, column.name, field_type(column)["type"], column.help])
        tables = {resource.name: resource.about for resource in self.resources}
        return {
            "README.md": readme(as_of=self.as_of, site=self.site, citation=words, tables=tables),
            "LICENCE.txt": licence_note(citation=words),
            "data-dictionary.csv": dictionary.getvalue(),
        }

    @property
    def citation(self) -> str:
        return citation(site=self.site, version=self.as_of.version, valid_at=self.as_of.valid_at.isoformat())

    def descriptor(self, resources: list[dict[str, Any]]) -> dict[str, Any]:
        as_of = self.as_of
        return {
            "profile": "data-package",
            "name": "ramstein",
            "title": TITLE,
            "description": f"Everything that was published up to version {as_of.version}, as of {as_of.valid_at}.",
            "version": f"{as_of.version}.{as_of.catalogue}",
            "created": as_of.known_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            "homepage": self.site,
            "licenses": [LICENCE],
            "citation": self.citation,
            "dataset_version": as_of.version,
            "catalogue_version": as_of.catalogue,
            "methods_version": METHODS_VERSION,
            "valid_at": as_of.valid_at.isoformat(),
            "resources": resources,
        }


class Counted:
    """The CSV of a table; once through, its rows, its length and its digest."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.rows = self.size = 0
        self.digest = hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        for piece in comma_separated(self.table, self.count):
            self.size += len(piece)
            self.digest.update(piece)
            yield piece

    def count(self, rows: int) -> None:
        self.rows += rows


def field_type(column: Cell) -> dict[str, str]:
    return TYPES.get(column.type, {"type": "string"})


def column_descriptor(column: Cell) -> dict[str, Any]:
    """Describe one column, with the words that it takes and the unit that it is in."""
    described: dict[str, Any] = {"name": column.name, **field_type(column), "description": column.help}
    if column.vocabulary:
        described["constraints"] = {"enum": list(column.vocabulary.values)}
    return described | ({"unit": column.unit} if column.unit else {})


def table_descriptor(resource: Resource, counted: Counted) -> dict[str, Any]:
    fields = [column_descriptor(column) for column in resource.table.columns]
    keys = [
        {"fields": [column], "reference": {"resource": other, "fields": [named]}}
        for column, other, named in resource.references
    ]
    return {
        "profile": "tabular-data-resource",
        "name": resource.name,
        "title": resource.about,
        "path": f"data/{resource.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "rows": counted.rows,
        "bytes": counted.size,
        "hash": f"sha256:{counted.digest.hexdigest()}",
        "schema": {
            "fields": fields,
            "missingValues": [""],
            **({"primaryKey": list(resource.key)} if resource.key else {}),
            **({"foreignKeys": keys} if keys else {}),
        },
    }
