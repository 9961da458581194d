"""The registry of layouts: nothing outside a layout's folder knows its name."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from pledges.intake.importers.file_layouts import AUTO, ImportOptions
from pledges.intake.importers.import_limits import FileProblem
from pledges.intake.importers.registry import LAYOUT_NAMES, LAYOUTS, TRACKER_SCHEMES, read_file
from tests.pledges.intake.importers.lookalikes import as_csv, grid, patriot

SOURCES = ("pledges", "ramstein", "meetings")
ELSEWHERE = {
    "pledges/values/choices.py",  # the stored word for where a change set came from
    "pledges/site/source_claims.py",  # a figure of that tracker which sources dispute
    "pledges/site/recipe_book.py",  # a question of readers, who compare us with that tracker
    "pledges/answers/tracker_end.py",  # up to which day that tracker was read
    "pledges/charts/sheets/over_time_sheet.py",  # charts over time mark that day
    "pledges/charts/drawings/draw_over_time.py",  # and draw it
    "pledges/management/commands/compare_kiel_releases.py",  # the command line finds commands here
}


def test_no_file_outside_its_folder_knows_kiel() -> None:
    root = Path(settings.BASE_DIR)
    folder = root / "pledges" / "intake" / "importers" / "kiel"
    files = [path for name in SOURCES for path in (root / name).rglob("*.py")]
    naming = {
        str(path.relative_to(root))
        for path in files
        if "migrations" not in path.parts and folder not in path.parents and "kiel" in path.read_text().casefold()
    }
    assert naming == ELSEWHERE | {"pledges/intake/importers/registry.py"}
    registry = (root / "pledges/intake/importers/registry.py").read_text().splitlines()
    assert [line.strip() for line in registry if "kiel" in line.casefold()] == [
        "from pledges.intake.importers.kiel import KIEL",
        "KIEL,",
    ]


def test_layouts_have_names_and_schemes_of_their_own() -> None:
    assert LAYOUT_NAMES == ("table", "kiel")
    assert TRACKER_SCHEMES == ("kiel-",)
    assert len({layout.label for layout in LAYOUTS}) == len(LAYOUTS)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("layout", "origin"), [(AUTO, "kiel"), ("kiel", "kiel"), ("table", "table")], ids=["auto", "kiel", "table"]
)
def test_read_file_takes_the_layout_that_was_asked_for_or_knows_the_file(layout: str, origin: str) -> None:
    content = as_csv(grid([patriot(units=2)]))
    assert read_file(content, filename="t.csv", options=ImportOptions(layout=layout)).origin == origin


@pytest.mark.django_db
def test_read_file_gives_what_no_tracker_knows_to_the_table() -> None:
    content = b"donors,system\nDEU,patriot\n"
    assert read_file(content, filename="t.csv", options=ImportOptions()).origin == "table"
    with pytest.raises(FileProblem, match="no sheet has the columns of Kiel's main data"):
        read_file(content, filename="t.csv", options=ImportOptions(layout="kiel"))
    with pytest.raises(LookupError, match="no layout is called other"):
        read_file(content, filename="t.csv", options=ImportOptions(layout="other"))
