"""Two releases of Kiel's tables side by side: when what they count as delivered came, and which numbers they took back.

A release says how many of an item were delivered by its last day, and never when. What an older release counts already
came by that release's last day; what only the newer one counts came between the two. Nothing of the older release is
taken as true instead of the newer one: a number that shrank is a revision, and is listed, not proposed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path

from pledges.intake.importers.file_layouts import ImportOptions
from pledges.intake.importers.import_limits import FileProblem
from pledges.intake.importers.kiel.kiel_headers import open_layout
from pledges.intake.importers.kiel.kiel_items import ItemCatalogue
from pledges.intake.importers.kiel.kiel_reading import read_main_data
from pledges.intake.importers.kiel.kiel_releases import Release, release_of
from pledges.intake.importers.kiel.kiel_rows import MONEY, Builder
from pledges.intake.importers.kiel.previous_releases import DELIVERED, Payload, Previous, match
from pledges.intake.importers.sheets import open_sheets
from pledges.values.choices import Action, Stage


class Course(StrEnum):
    """What became of the number of an item that counts as delivered, from the older release to the newer one."""

    UNCHANGED = "unchanged"
    GREW = "grew"
    SHRANK = "shrank"
    PROMISE_CHANGED = "promise changed"
    NUMBER_GIVEN = "number given"
    NUMBER_WITHDRAWN = "number withdrawn"
    WITHOUT_NUMBER = "without number"


@dataclass(frozen=True, slots=True)
class ReleaseRows:
    """What one release says, by external reference."""

    release: Release
    rows: Mapping[str, Payload]

    def say_delivered(self, item: str) -> str:
        """How many of an item were delivered, in its words; no line of a delivery says none."""
        row = self.rows.get(item + DELIVERED)
        return "0" if row is None else row["quantity"]


@dataclass(frozen=True, slots=True)
class SharedItem:
    """An item that both releases have, with the numbers promised and delivered in each."""

    older: str
    newer: str
    promised: tuple[str, str]
    delivered: tuple[str, str]

    @property
    def course(self) -> Course:
        before, after = map(read_number, self.delivered)
        if before is None or after is None:
            if before is None and after is None:
                return Course.WITHOUT_NUMBER
            return Course.NUMBER_GIVEN if before is None else Course.NUMBER_WITHDRAWN
        if before == after:
            return Course.UNCHANGED
        if self.promised[0] != self.promised[1]:
            # The promise itself was counted anew, so that nothing says that anything moved.
            return Course.PROMISE_CHANGED
        return Course.GREW if after > before else Course.SHRANK


@dataclass(frozen=True, slots=True)
class ReleaseComparison:
    """The items that two releases share; `window` is the time between their last days."""

    older: Release
    newer: Release
    items: Sequence[SharedItem]

    @property
    def window(self) -> tuple[date, date]:
        return self.older.cut_off + timedelta(days=1), self.newer.cut_off

    def of_course(self, course: Course) -> list[SharedItem]:
        return [item for item in self.items if item.course == course]


def read_number(words: str) -> Decimal | None:
    try:
        return Decimal(words)
    except InvalidOperation:
        return None


def read_release_rows(path: Path, *, number: int | None = None) -> ReleaseRows:
    """The rows that an import of a release would make; the ledger is not asked.

    :raises FileProblem: the file is no release of Kiel's tables, or does not tell which one it is.
    """
    layout = open_layout(
        list(open_sheets(path.read_bytes(), filename=path.name)), filename=path.name, options=ImportOptions()
    )
    if layout is None:
        raise FileProblem("layout", f"{path.name} has no main data of Kiel's", "a release of the tracker")
    rows = read_main_data(layout).rows
    days = (row.announced_day for row in rows if row.announced_day)
    release = release_of(days, number=number if number is not None else layout.release)
    built = Builder(release, ItemCatalogue.load()).build(rows)
    return ReleaseRows(release, {payload["external_reference"]: payload for payload in built.payloads})


def compare_releases(older: ReleaseRows, newer: ReleaseRows) -> ReleaseComparison:
    """The items that both releases have, paired as an import of the newer one over the older would pair them.

    :raises FileProblem: the first is not the older one.
    """
    if older.release.cut_off >= newer.release.cut_off:
        message = f"Release {older.release.number} is not older than Release {newer.release.number}"
        raise FileProblem("release", message, "the older release first")
    pairs = match(list(newer.rows.values()), Previous(older=dict(older.rows), newest=older.release.number)).pairs
    items = [
        SharedItem(
            old,
            new,
            (older.rows[old]["quantity"], newer.rows[new]["quantity"]),
            (older.say_delivered(old), newer.say_delivered(new)),
        )
        for new, old in sorted(pairs.items())
        if not new.endswith(DELIVERED) and newer.rows[new].get("system") != MONEY and is_promise(newer.rows[new])
    ]
    return ReleaseComparison(older.release, newer.release, items)


def is_promise(row: Payload) -> bool:
    return row["action"] == Action.PLEDGE.value and row.get("stage") != Stage.WITHDRAWN.value
