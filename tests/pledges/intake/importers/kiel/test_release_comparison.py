"""Two releases side by side: what became of each number of delivered units, and between which days."""

from __future__ import annotations

from datetime import date

import pytest

from pledges.intake.importers.import_limits import FileProblem
from pledges.intake.importers.kiel.kiel_releases import Release
from pledges.intake.importers.kiel.release_comparison import (
    Course,
    ReleaseComparison,
    ReleaseRows,
    SharedItem,
    compare_releases,
)

OLDER, NEWER = Release(12, date(2023, 5, 31)), Release(18, date(2024, 6, 30))


def rows(release: Release, **items: tuple[str, str]) -> ReleaseRows:
    """Return a release with items of so many promised and delivered."""
    found = {}
    for item, (promised, delivered) in items.items():
        name = f"{release.scheme}:DEM1/0/{item}/1"
        found[name] = {
            "action": "pledge", "external_reference": name, "donors": "DEU:funder", "system": "hawk",
            "unit": "launcher", "quantity": promised, "stage": "committed", "occurred": "2023-01-10",
        }  # fmt: skip
        if delivered != "0":
            line = {"action": "entry", "external_reference": f"{name}/delivered", "quantity": delivered}
            found[f"{name}/delivered"] = line | {"reference": name, "stage": "delivered"}
    return ReleaseRows(release, found)


def test_numbers_date_deliveries_or_are_revisions() -> None:
    found = compare_releases(
        rows(OLDER, hawk=("14", "4"), iris=("4", "4"), gepard=("30", "30"), skynex=("2", "0"), stinger=("9", "some")),
        rows(NEWER, hawk=("14", "9"), iris=("4", "4"), gepard=("30", "20"), skynex=("4", "2"), avenger=("8", "8")),
    )
    assert found.window == (date(2023, 6, 1), date(2024, 6, 30))
    assert {item.newer.split("/")[2]: (item.course, *item.delivered) for item in found.items} == {
        "hawk": (Course.GREW, "4", "9"),
        "iris": (Course.UNCHANGED, "4", "4"),
        "gepard": (Course.SHRANK, "30", "20"),
        "skynex": (Course.PROMISE_CHANGED, "0", "2"),
    }
    with pytest.raises(FileProblem, match="Release 18 is not older than Release 12"):
        compare_releases(rows(NEWER), rows(OLDER))


@pytest.mark.parametrize(
    ("delivered", "course"),
    [
        (("undisclosed", "4"), Course.NUMBER_GIVEN),
        (("4", "undisclosed"), Course.NUMBER_WITHDRAWN),
        (("undisclosed", "some"), Course.WITHOUT_NUMBER),
    ],
)
def test_what_has_no_number_dates_nothing(delivered: tuple[str, str], course: Course) -> None:
    assert SharedItem("old", "new", ("9", "9"), delivered).course == course
    assert ReleaseComparison(OLDER, NEWER, []).of_course(course) == []
