"""What countries and territories are called: from Unicode CLDR in the languages of donors, and their formal names."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

NAMES = Path(__file__).resolve().parent / "data" / "territory_names.csv"
"""Written by `bench/territory_names.py` from CLDR 48 (Unicode License V3); formal names are those of ISO 3166-1."""

SITE_LANGUAGES = ("en", "de", "uk")
EU_LETTERS = {"GRC": "EL", "GBR": "UK"}
"""The two letters of the European Union, where they are not those of ISO 3166-1."""


@dataclass(frozen=True, slots=True)
class Territory:
    """A country or territory: its three letters (the code of a donor), its two, and its names by language."""

    code: str
    iso2: str
    formal: tuple[str, ...]
    names: dict[str, tuple[str, ...]]

    @property
    def letters(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.iso2, EU_LETTERS.get(self.code, ""))))

    def all_names(self) -> Iterator[str]:
        yield from self.formal
        for names in self.names.values():
            yield from names

    def site_names(self) -> Iterator[str]:
        """The formal names and those in the languages of the site."""
        yield from self.formal
        for language in SITE_LANGUAGES:
            yield from self.names[language]


def read_territories() -> list[Territory]:
    with NAMES.open(encoding="utf-8", newline="") as lines:
        return [
            Territory(
                code=row.pop("code"),
                iso2=row.pop("iso2"),
                formal=several(row.pop("formal")),
                names={language: several(names) for language, names in row.items()},
            )
            for row in csv.DictReader(lines)
        ]


def several(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split(";")))


@cache
def known_territories() -> tuple[Territory, ...]:
    """Every territory, read once a process."""
    return tuple(read_territories())
