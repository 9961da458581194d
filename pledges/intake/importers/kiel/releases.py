"""The releases of the Kiel Ukraine Support Tracker: how far each reaches, and which one a file is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

KIEL_URL = "https://www.ifw-kiel.de/topics/war-against-ukraine/ukraine-support-tracker/"
KIEL_PUBLISHER = "Kiel Institute for the World Economy"
SCHEME = "kiel-r"

CUT_OFFS: dict[int, date] = {
    7: date(2022, 8, 3),
    8: date(2022, 10, 3),
    9: date(2022, 11, 20),
    10: date(2023, 1, 15),
    11: date(2023, 2, 24),
    12: date(2023, 5, 31),
    13: date(2023, 7, 31),
    14: date(2023, 10, 31),
    15: date(2024, 1, 15),
    16: date(2024, 2, 29),
    17: date(2024, 4, 30),
    18: date(2024, 6, 30),
    19: date(2024, 8, 31),
    20: date(2024, 10, 31),
    21: date(2024, 12, 31),
    22: date(2025, 2, 28),
    23: date(2025, 4, 30),
    24: date(2025, 6, 30),
    25: date(2025, 8, 31),
    26: date(2025, 10, 31),
    27: date(2025, 12, 31),
    28: date(2026, 2, 28),
}
"""The last day that each release covers."""

STRAY_SHARE = 400
"""One row in so many may carry a day after the cut-off: Release 12 has four."""


@dataclass(frozen=True, slots=True)
class Release:
    """One release: its number and the last day that it covers."""

    number: int
    cut_off: date

    @property
    def scheme(self) -> str:
        """Return the scheme of its external references."""
        return f"{SCHEME}{self.number}"

    @property
    def title(self) -> str:
        """Return how the workbook is cited."""
        return f"Kiel Ukraine Support Tracker, Release {self.number}, main data"


def release_of(days: Iterable[date]) -> Release | None:
    """Return the release that reaches as far as the announcement days do, leaving out a few stray ones."""
    ordered = sorted(days, reverse=True)
    if not ordered:
        return None
    last = ordered[min(len(ordered) // STRAY_SHARE, len(ordered) - 1)]
    found = [Release(number, cut_off) for number, cut_off in CUT_OFFS.items() if last <= cut_off]
    return found[0] if found else None


def release_number(scheme: str) -> int | None:
    """Return the number of the release that a scheme names."""
    rest = scheme.removeprefix(SCHEME)
    return int(rest) if scheme.startswith(SCHEME) and rest.isdigit() else None
