"""The real releases, where they lie beside the checkout: their own sums come out of the ledger."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from pledges import ledger, projections
from pledges.intake.catalogue_files import load_catalogue_files
from pledges.intake.duplicates.decide_pairs import leave_open
from pledges.intake.importers.file_layouts import FileRead
from pledges.intake.importers.import_drafts import ImportOptions, ImportReport, import_file
from pledges.intake.importers.kiel.kiel_cells import fold, read_sum
from pledges.intake.importers.kiel.kiel_items import ItemCatalogue
from pledges.intake.importers.kiel.kiel_layouts import find_layout
from pledges.intake.importers.kiel.release_comparison import Course, compare_releases, read_release_rows
from pledges.intake.importers.registry import read_file
from pledges.intake.importers.sheets import open_sheets
from pledges.intake.starter_data import read_rows
from pledges.models import DuplicateCandidate, Summary
from tests.pledges import staff_steps
from tests.pledges.intake.importers.lookalikes import author

FOLDER = Path(settings.BASE_DIR).parent / "shared" / "data" / "kiel"
R18, R12 = "kiel_r18_main_data.xlsx", "kiel_r12_main_data_utf16.csv"
DATA = Path(settings.BASE_DIR) / "pledges" / "data"
STARTER, IMPROVEMENTS = DATA / "starter_kiel.csv", DATA / "starter_improvements.csv"

TAKES_MINUTES = pytest.mark.skipif(
    os.environ.get("LONG_TESTS") != "1", reason="takes minutes on two cores: make test with LONG_TESTS=1 runs it"
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"Kiel's workbooks are not here: {FOLDER} is absent"),
]

TRACKED = "kiel-r18:"

Sums = dict[str, Decimal]


def import_workbook(name: str, *, publish: bool = True, void_vanished: bool = False) -> ImportReport:
    """Return the report on a release, published with the rows that have no problems."""
    report = import_file(
        (FOLDER / name).read_bytes(),
        filename=name,
        author=author(),
        today=staff_steps.TODAY,
        now=staff_steps.NOW,
        options=ImportOptions(void_vanished=void_vanished),
        confirm=True,
        without_problem_rows=True,
    )
    assert report.changeset is not None
    if publish:
        reviewer = staff_steps.user("reviewer")
        if DuplicateCandidate.objects.filter(changeset=report.changeset, strong=True, settled=False).exists():
            reason = "rows of one list"
            leave_open(
                changeset=report.changeset, reason=reason, actor=reviewer, today=staff_steps.TODAY, now=staff_steps.NOW
            )
        ledger.submit(changeset=report.changeset, actor=author(), now=staff_steps.NOW)
        ledger.approve(
            changeset=report.changeset,
            reviewer=reviewer,
            seen=ledger.hash_shown_rows(report.changeset),
            now=staff_steps.NOW,
        )
        ledger.publish(changeset=report.changeset, reviewer=reviewer, now=staff_steps.NOW)
        projections.drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)
    return report


def sums_of_file(name: str, field: str) -> Sums:
    """Return the sums per donor of a column, straight from the file; what is negative is taken off."""
    layout = find_layout(open_sheets((FOLDER / name).read_bytes(), filename=name))
    assert layout is not None
    donors = ItemCatalogue.load()
    sums: Sums = defaultdict(Decimal)
    for row in layout.sheet.rows[layout.header + 1 :]:
        value = read_sum(layout.cell(row, field))
        if value:
            sums[donors.donor_of(layout.cell(row, "donor"))] += value
    return dict(sums)


def sums_of_ledger(*columns: str) -> Sums:
    """Return the sums per donor over all types of aid, of the best values where there are, else the low ones."""
    sums: Sums = defaultdict(Decimal)
    for row in Summary.objects.filter(scope="donor", system=None):
        for column in columns:
            best, low = getattr(row, f"{column}_best"), getattr(row, f"{column}_low")
            sums[row.key] += best if best is not None else low
    return {key: value for key, value in sums.items() if value}


def summaries() -> list[tuple[object, ...]]:
    """Return every summary, without what says when it was computed."""
    columns = [
        f.attname for f in Summary._meta.concrete_fields if f.name not in ("id", "computed_at", "dataset_version")
    ]
    return sorted(Summary.objects.values_list(*columns), key=str)


def test_release_18_finds_the_starter_rows_and_gives_kiels_own_sums() -> None:
    load_catalogue_files()
    rows = read_rows(STARTER)
    staff_steps.publish_all(rows)
    # What dates and betters these rows keeps them as they are for the importer.
    better = [one for one in read_rows(IMPROVEMENTS) if TRACKED in (one.get("target", "") + one.get("reference", ""))]
    assert Counter(one["action"] for one in better) == {"correct": 15, "terms": 9, "entry": 2}
    staff_steps.publish_all(better)
    report = import_workbook(R18)
    assert report.changeset is not None
    assert (report.release, report.problems, len(report.left_out)) == (18, [], 2)
    names = {row["external_reference"] for row in rows}
    planned = report.changeset.rows.filter(payload__external_reference__in=names)
    assert Counter(planned.values_list("plan__action", flat=True)) == {"unchanged": len(rows)}
    counts = [report.counts[name] for name in ("create", "unchanged", "conflict", "without_fact")]
    assert counts == [6463, 444, 0, 24]
    sums = sums_of_ledger("value_firm", "value_delivered")
    assert sums == sums_of_file(R18, "redistributed")
    millions = {key: round(sums[key] / 10**6) for key in ("USA", "DEU", "GBR")}
    assert millions == {"USA": 75097, "DEU": 14689, "GBR": 13103}
    assert round(sum(sums.values()) / 10**7) == 20310


@TAKES_MINUTES
def test_release_18_is_unchanged_the_second_time_and_can_be_undone() -> None:
    load_catalogue_files()
    before = summaries()
    report = import_workbook(R18)
    again = import_workbook(R18, publish=False)
    assert (again.writes, again.problems, again.vanished) == (0, [], [])
    assert again.counts["unchanged"] == report.counts["create"]
    assert report.changeset is not None
    ledger.undo(changeset=report.changeset, reviewer=staff_steps.user("other"), reason="a trial", now=staff_steps.NOW)
    projections.drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)
    assert summaries() == before


@TAKES_MINUTES
def test_release_18_over_release_12_replaces_it() -> None:
    load_catalogue_files()
    older = import_workbook(R12)
    assert older.release == 12
    assert older.problems == []
    cuts = [one for one in older.remarks if "withdrawn" in one.message]
    assert [(one.row, one.column, one.value) for one in cuts] == [(531, "Converted Value in EUR", "-1500000")]
    assert sums_of_ledger("value_promised") == sums_of_file(R12, "total_eur")
    newer = import_workbook(R18, void_vanished=True)
    assert newer.problems == []
    assert (older.counts["create"], len(newer.vanished)) == (3691, 463)
    assert newer.counts["change"] > 1500
    assert newer.counts["unchanged"] > 1000
    assert newer.counts["create"] + newer.counts["duplicate"] > 4000
    assert sums_of_ledger("value_firm", "value_delivered") == sums_of_file(R18, "redistributed")


def sums_by_type(name: str, field: str) -> dict[tuple[str, str], Decimal]:
    """Return the sums per donor and type of aid of a column, straight from the file."""
    layout = find_layout(open_sheets((FOLDER / name).read_bytes(), filename=name))
    assert layout is not None
    donors = ItemCatalogue.load()
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in layout.sheet.rows[layout.header + 1 :]:
        value = read_sum(layout.cell(row, field))
        if value:
            sums[donors.donor_of(layout.cell(row, "donor")), fold(layout.cell(row, "aid_type"))] += value
    return dict(sums)


def sums_of_rows(found: FileRead, stages: set[str]) -> dict[tuple[str, str], Decimal]:
    """Return the sums per donor and type of aid of the rows of some stages; an entry is of its pledge's."""
    pledges = {row["external_reference"]: row for row in found.payloads if row["action"] == "pledge"}
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in found.payloads:
        if row["stage"] in stages and "value_eur" in row:
            pledge = pledges[row.get("reference", row["external_reference"])]
            sign = -1 if row["stage"] == "withdrawn" else 1
            sums[pledge["donors"].removesuffix(":funder"), pledge["aid_type"]] += sign * Decimal(row["value_eur"])
    return dict(sums)


@pytest.mark.parametrize(
    ("name", "field", "stages"),
    [(R18, "redistributed", {"committed", "withdrawn"}), (R12, "total_eur", {"announced", "withdrawn"})],
)
def test_rows_of_a_release_have_its_sums_by_donor_and_type_of_aid(name: str, field: str, stages: set[str]) -> None:
    load_catalogue_files()
    found = read_file((FOLDER / name).read_bytes(), filename=name, options=ImportOptions())
    assert found.problems == []
    assert sums_of_rows(found, stages) == sums_by_type(name, field)
    if name == R18:
        apart = {
            row["external_reference"]: Decimal(row["value_eur"])
            for row in found.payloads
            if row.get("aid_type") == "financial" and ":SEH8/" in row["external_reference"]
        }
        assert round(sum(apart.values()), 2) == Decimal("35444967.26")
        assert len(apart) == 3


def test_release_18_dates_what_release_12_counted_already() -> None:
    """What both have depends on what pairs them: here donor, item, system and unit, scored by date and number."""
    load_catalogue_files()
    found = compare_releases(read_release_rows(FOLDER / R12), read_release_rows(FOLDER / R18))
    assert found.window == (date(2023, 6, 1), date(2024, 6, 30))
    assert {course.value: len(found.of_course(course)) for course in Course} == {
        "unchanged": 408, "grew": 6, "shrank": 1, "promise changed": 13,
        "number given": 48, "number withdrawn": 9, "without number": 790,
    }  # fmt: skip
    (revised,) = found.of_course(Course.SHRANK)
    assert (revised.newer.split("/")[-2], revised.delivered) == ("stinger-anti-aircraft-system", ("800", "423"))
