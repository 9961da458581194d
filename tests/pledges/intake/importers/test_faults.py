"""Twenty different faults in one file: all of them reported at once, each at its row and column."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from pledges.intake.importers.import_drafts import ImportReport, import_file
from pledges.models import DatasetVersion
from tests.pledges import staff_steps
from tests.pledges.intake.importers.lookalikes import as_csv, author

pytestmark = pytest.mark.django_db

HEADER = (
    "action", "external_reference", "donors", "system", "unit", "quantity", "amount", "currency", "stage", "occurred",
    "due", "meeting", "source_url", "source_published", "reference", "beneficiary", "aid_type", "note", "Wepon",
)  # fmt: skip
SOUND = {
    "donors": "DEU",
    "system": "patriot",
    "unit": "battery",
    "quantity": "2",
    "occurred": "2025-06-01",
    "source_url": "https://example.org/statement",
    "source_published": "2025-06-15",
}
FAULTS: list[tuple[dict[str, str], str, str]] = [
    ({"donors": "Germny"}, "donors", "unknown_donor"),
    ({"donors": "DEU:payer"}, "donors", "vocabulary"),
    ({"donors": "DEU:funder:1.5"}, "donors", "share"),
    ({"donors": "DEU:funder:0.7;NOR:funder:0.7"}, "donors", "share_sum"),
    ({"donors": "DEU;DEU"}, "donors", "donor_twice"),
    ({"system": "Patrot"}, "system", "unknown_system"),
    ({"unit": "squadron"}, "unit", "unit_of_system"),
    ({"quantity": "xyzzy"}, "quantity", "estimate"),
    ({"quantity": "=2+2"}, "quantity", "formula"),
    ({"quantity": "#REF!"}, "quantity", "spreadsheet_error"),
    ({"amount": "5 million", "currency": "ABC"}, "amount", "amount"),
    ({"stage": "promised"}, "stage", "vocabulary"),
    ({"occurred": "2025-02-30"}, "occurred", "date"),
    ({"occurred": "458090"}, "occurred", "date"),
    ({"due": "one day"}, "due", "date"),
    ({"meeting": "udcg-99"}, "meeting", "unknown_name"),
    ({"source_published": "06/01/2025"}, "source_published", "date"),
    ({"external_reference": "without-scheme"}, "external_reference", "form"),
    ({"action": "promise"}, "action", "vocabulary"),
    ({"action": "entry", "reference": "2025-DEU-999", "donors": "", "system": "", "unit": ""}, "reference", ""),
    ({"aid_type": "moral"}, "aid_type", "vocabulary"),
    ({"beneficiary": "Atlantis"}, "beneficiary", "unknown_donor"),
    ({"note": "x" * 1001}, "note", "length"),
]


@pytest.fixture(autouse=True)
def _desk() -> None:
    staff_steps.create_catalogue()
    staff_steps.user("drafter")


def content() -> bytes:
    """Return the file: one sound row, then a row for each fault; its header has a fault of its own."""
    rows = [SOUND | {"external_reference": "t:0"}]
    rows += [SOUND | {"external_reference": f"t:{n}"} | cells for n, (cells, _, _) in enumerate(FAULTS, 1)]
    return as_csv([HEADER, *([row.get(name, "") for name in HEADER] for row in rows)], delimiter=";")


def import_faulty_file() -> ImportReport:
    """Return the report on the file."""
    return import_file(content(), filename="faults.csv", author=author(), today=staff_steps.TODAY, now=staff_steps.NOW)


def test_every_fault_is_reported_at_once_at_its_row_and_column() -> None:
    report = import_faulty_file()
    found = {(problem.row, problem.column, problem.rule) for problem in report.problems}
    places = {(row, column) for row, column, _ in found}
    wanted = [(row, column, rule) for row, (_, column, rule) in enumerate(FAULTS, 3)]
    assert [one[:2] for one in wanted if one[:2] not in places] == [], sorted(found)
    assert [one for one in wanted if one[2] and one not in found] == []
    assert (1, "Wepon", "unknown_header") in found
    assert len(wanted) >= 20
    assert not [problem for problem in report.problems if problem.row == 2]


def test_every_problem_says_value_rule_and_what_would_be_right() -> None:
    problems = import_faulty_file().problems
    assert [one for one in problems if not (one.message and one.rule)] == []
    assert [one.rule for one in problems if not one.hint and one.value] == []


def test_sound_row_is_planned_beside_the_faulty_ones_and_nothing_is_published() -> None:
    report = import_faulty_file()
    assert report.changeset is not None
    assert report.changeset.rows.order_by("position").first().plan["action"] == "create"
    assert DatasetVersion.objects.count() == 0


def test_command_gives_all_of_them_as_json(tmp_path: Path) -> None:
    path = tmp_path / "faults.csv"
    path.write_bytes(content())
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("import_file", str(path), "--as", "drafter", "--json", stdout=out)
    assert ended.value.code == 1
    said = json.loads(out.getvalue())["problems"]
    assert {one["row"] for one in said} == {1, *range(3, len(FAULTS) + 3)}
    assert set(said[0]) == {"row", "column", "value", "rule", "message", "hint"}


def test_rows_with_a_fault_of_the_file_are_left_out_when_asked() -> None:
    report = import_file(
        content(),
        filename="faults.csv",
        author=author(),
        today=staff_steps.TODAY,
        now=staff_steps.NOW,
        without_problem_rows=True,
    )
    assert report.changeset is not None
    assert [row.payload["external_reference"] for row in report.changeset.rows.all()] == ["t:0"]
    assert report.counts["left_out_rows"] == len(FAULTS)


def test_own_reports_are_tables_that_can_be_read_again() -> None:
    stream = io.StringIO()
    columns = ("row", "column", "value", "rule", "message", "hint")
    writer = csv.DictWriter(stream, columns)
    writer.writeheader()
    writer.writerows(problem.to_json() for problem in import_faulty_file().problems)
    assert len(list(csv.DictReader(io.StringIO(stream.getvalue())))) == len(import_faulty_file().problems)
