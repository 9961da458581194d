"""Which release a file is, how far it reaches, and how sure that is."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from pledges.intake.importers.import_limits import FileProblem
from pledges.intake.importers.kiel.kiel_layouts import find_layout
from pledges.intake.importers.kiel.kiel_releases import (
    RELEASES,
    Release,
    known_releases,
    release_number,
    release_of,
    stated_release,
)
from pledges.intake.importers.sheets import open_sheets
from tests.pledges.intake.importers.lookalikes import as_xlsx, grid, patriot


def test_release_of_goes_by_the_last_days() -> None:
    assert release_of([date(2024, 6, 28)]) == Release(18, date(2024, 6, 30))
    assert release_of([date(2022, 9, 1)]) == Release(7, date(2022, 10, 3))


def test_release_of_leaves_out_stray_days() -> None:
    days = [date(2023, 5, 31)] * 1995 + [date(2024, 2, 24)] * 4
    assert release_of(days) == Release(12, date(2023, 5, 31))


@pytest.mark.parametrize("days", [[], [date(2040, 1, 1)]])
def test_release_of_days_that_tell_nothing_asks_for_the_number(days: list[date]) -> None:
    with pytest.raises(FileProblem, match="the days do not tell"):
        release_of(days)


def test_release_that_is_not_known_yet_reaches_to_the_end_of_its_last_month() -> None:
    assert release_of([date(2026, 4, 3)], number=29) == Release(29, date(2026, 4, 30), confirmed=False)
    with pytest.raises(FileProblem, match="no day tells how far"):
        release_of([], number=29)


def test_release_with_days_beyond_its_end_is_refused_where_that_end_was_read_somewhere() -> None:
    with pytest.raises(FileProblem, match="Release 12 reaches to 2023-05-31"):
        release_of([date(2024, 6, 28)], number=12)
    assert release_of([date(2024, 6, 21)], number=17) == Release(17, date(2024, 6, 30), confirmed=False)


@pytest.mark.parametrize("number", [0, 6, 1000])
def test_release_that_cannot_be_is_refused(number: int) -> None:
    with pytest.raises(FileProblem, match="is not known"):
        release_of([date(2024, 6, 28)], number=number)


def test_release_says_where_its_last_day_was_not_confirmed() -> None:
    assert known_releases()[18].coverage == "June 2024"
    assert known_releases()[17].coverage == "April 2024, the last day of which is not confirmed"


def test_every_release_says_how_its_last_day_is_known() -> None:
    with RELEASES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [int(row["release"]) for row in rows] == list(range(7, 29))
    assert {row["known_by"] for row in rows} == {"page", "file", "memory"}
    assert [row["release"] for row in rows if row["known_by"] == "page" and not row["source_url"]] == []
    days = [row["last_day"] for row in rows]
    assert days == sorted(days)


@pytest.mark.parametrize(
    ("rows", "number"),
    [
        ([["Ukraine Support Tracker, Release 18"]], 18),
        ([["release no. 21 (February 2025)"], ["Release 21"]], 21),
        ([["Changes since Release 17"], ["Release 18"]], None),
        ([["released 18 times"], ["18"]], None),
    ],
)
def test_stated_release_is_taken_where_it_is_one(rows: list[list[str]], number: int | None) -> None:
    assert stated_release(rows) == number


def test_find_layout_reads_the_number_outside_the_data() -> None:
    data = grid([patriot(text="as in Release 9")])
    found = {
        name: find_layout(open_sheets(as_xlsx(sheets), filename="k.xlsx"))
        for name, sheets in {
            "above": {"MAIN DATA": [["Release 20"], *data]},
            "beside": {"About": [["Ukraine Support Tracker"], ["Release 19"]], "MAIN DATA": data},
            "nowhere": {"MAIN DATA": data},
        }.items()
    }
    assert {name: layout and layout.release for name, layout in found.items()} == {
        "above": 20,
        "beside": 19,
        "nowhere": None,
    }


def test_release_names_its_references() -> None:
    assert Release(18, date(2024, 6, 30)).scheme == "kiel-r18"
    assert [release_number(scheme) for scheme in ("kiel-r18", "kiel-rx", "other")] == [18, None, None]
