"""The releases of the Kiel Ukraine Support Tracker: how far each reaches, and which one a file is.

The last day that each release covers, and how it is known, stands in `kiel_releases.csv`: read on a page of the
institute or of the press, from a published file's own coverage, or only from memory. Pages name days, not numbers:
which number a day belongs to was counted from the releases before and after it.
"""

from __future__ import annotations

import calendar
import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pledges.intake.importers.import_limits import FileProblem

KIEL_URL = "https://www.ifw-kiel.de/topics/war-against-ukraine/ukraine-support-tracker/"
KIEL_PUBLISHER = "Kiel Institute for the World Economy"
SCHEME = "kiel-r"
RELEASES = Path(__file__).with_name("kiel_releases.csv")
STATED = re.compile(r"\brelease\s*(?:no\.?|number|#)?\s*(\d{1,3})\b", re.IGNORECASE)
HIGHEST = 999

STRAY_SHARE = 400
"""One row in so many may carry a day after the cut-off: Release 12 has four."""


@dataclass(frozen=True, slots=True)
class Release:
    """One release: its number, the last day that it covers, and whether that day was read somewhere."""

    number: int
    cut_off: date
    confirmed: bool = True

    @property
    def scheme(self) -> str:
        return f"{SCHEME}{self.number}"

    @property
    def title(self) -> str:
        return f"Kiel Ukraine Support Tracker, Release {self.number}, main data"

    @property
    def coverage(self) -> str:
        """How far it reaches, in words that say where that was not confirmed."""
        words = f"{self.cut_off:%B %Y}"
        return words if self.confirmed else f"{words}, the last day of which is not confirmed"


@cache
def known_releases() -> dict[int, Release]:
    """The releases whose last day is known, the oldest first."""
    with RELEASES.open(encoding="utf-8", newline="") as lines:
        found = [
            Release(int(row["release"]), date.fromisoformat(row["last_day"]), row["known_by"] != "memory")
            for row in csv.DictReader(lines)
        ]
    return {release.number: release for release in sorted(found, key=lambda release: release.number)}


def release_of(days: Iterable[date], *, number: int | None = None) -> Release:
    """The release of a number, else the one that reaches as far as the announcement days do.

    Where the last day that a release covers is not known, or its announcements go beyond a day that was never
    confirmed, it is the end of the month of the last announcement.

    :raises FileProblem: neither tells it, or a known release cannot hold such late days.
    """
    last = last_day(days)
    if number is None:
        # In order of time, so the first release that reaches so far is the one.
        found = next((one for one in known_releases().values() if last and last <= one.cut_off), None)
        if found is None:
            raise FileProblem("release", "the days do not tell which release this is", "name it, as in release 18")
        return found
    if not min(known_releases()) <= number <= HIGHEST:
        message = f"Release {number} is not known"
        raise FileProblem("release", message, f"{min(known_releases())} or later")
    known = known_releases().get(number)
    if known is None:
        if last is None:
            raise FileProblem("release", f"no day tells how far Release {number} reaches", "announcement dates")
        return Release(number, end_of_month(last), confirmed=False)
    if last and last > known.cut_off and not known.confirmed:
        return Release(number, end_of_month(last), confirmed=False)
    if last and last > known.cut_off:
        message = (
            f"Release {number} reaches to {known.cut_off.isoformat()}; this file has days up to {last.isoformat()}"
        )
        raise FileProblem("release", message, "the number of the release that this is")
    return known


def last_day(days: Iterable[date]) -> date | None:
    """The last announcement, leaving out a few stray ones; None where there is none."""
    ordered = sorted(days, reverse=True)
    # The latest days beyond so many strays; at least one day is left.
    return ordered[min(len(ordered) // STRAY_SHARE, len(ordered) - 1)] if ordered else None


def end_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def stated_release(rows: Iterable[Sequence[str]]) -> int | None:
    """The number that cells name, as in “Release 18”; None where they name none, or several."""
    numbers = {int(found[1]) for row in rows for cell in row if len(cell) < 200 and (found := STATED.search(cell))}
    return numbers.pop() if len(numbers) == 1 else None


def release_number(scheme: str) -> int | None:
    rest = scheme.removeprefix(SCHEME)
    return int(rest) if scheme.startswith(SCHEME) and rest.isdigit() else None
