"""Matrices: tables with a column per donor, whose cells are rows of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pledges.intake.donor_names import DonorNames
from pledges.intake.importers.header_matching import MEANINGS, fold_header, number_headers

FEWEST_DONORS = 2
NOTHING = {"", "0", "0.0", "-", "–", "—", ".", "n/a"}

DonorColumn = tuple[int, str, str]
"""The place of a column, the donor that heads it, and what its cells hold: quantity or amount."""


def donor_headers(cells: Sequence[str]) -> list[str]:
    """The headers that name a donor and no column of ours; none where only one does."""
    unknown = [header for header in number_headers(cells) if header and fold_header(header) not in MEANINGS]
    if len(unknown) < FEWEST_DONORS:
        return []
    donors = DonorNames.load()
    named = [header for header in unknown if donors.find(header)]
    return named if len(named) >= FEWEST_DONORS else []


def chosen_for_donors(cells: Sequence[str], per_donor: str) -> dict[str, str]:
    """What stands for each header that names a donor, where the file is said to have a column per donor."""
    return dict.fromkeys(donor_headers(cells), f"donors:{per_donor}") if per_donor else {}


def rows_per_donor(values: dict[str, str], row: Sequence[str], donors: Iterable[DonorColumn]) -> list[dict[str, str]]:
    """A row for each donor whose cell says something; their identifiers differ by the donor."""
    rows = []
    for index, donor, column in donors:
        cell = row[index].strip() if index < len(row) else ""
        if cell.casefold() in NOTHING:
            continue
        one = {**values, "donors": donor, column: cell}
        if "external_reference" in one:
            one["external_reference"] += f"/{donor}"
        rows.append(one)
    return rows
