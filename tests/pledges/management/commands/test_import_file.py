"""The command that imports a file: what it prints, when it fails, and that it publishes only when asked."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from pledges.models import DatasetVersion, DuplicateDecision, Outcome, Summary, System
from tests.pledges import staff_steps
from tests.pledges.intake.importers.lookalikes import as_csv, as_xlsx, grid, kiel_row, patriot

pytestmark = pytest.mark.django_db

HEADER = "external id,Donor,Item,unit,How many,Date,Link,source_published\n"
GOOD = "a:1,Germany,Patriot,battery,about 2,2025-06-01,https://example.org,2025-06-15\n"


@pytest.fixture(autouse=True)
def _desk() -> None:
    staff_steps.create_catalogue()
    for name in ("drafter", "reviewer"):
        staff_steps.user(name)


def run(path: Path, *arguments: str) -> str:
    """Return what the command prints."""
    out = io.StringIO()
    call_command("import_file", str(path), "--as", "drafter", *arguments, stdout=out)
    return out.getvalue()


def store_file(folder: Path, content: bytes, name: str = "table.csv") -> Path:
    """Return the path of a file with this content."""
    path = folder / name
    path.write_bytes(content)
    return path


def test_import_file_plans_and_publishes_nothing_unasked(tmp_path: Path) -> None:
    said = run(store_file(tmp_path, (HEADER + GOOD).encode()))
    assert "create 1" in said
    assert said.endswith("0 problems\n")
    assert DatasetVersion.objects.count() == 0


def test_import_file_publishes_when_asked_and_only_once(tmp_path: Path) -> None:
    path = store_file(tmp_path, (HEADER + GOOD).encode())
    assert run(path, "--publish", "--reviewer", "reviewer").endswith("published as version 1\n")
    assert Summary.objects.filter(scope="donor", key="DEU").exists()
    said = run(path, "--publish", "--reviewer", "reviewer")
    assert "unchanged 1" in said
    assert said.endswith("nothing to publish: every row is in the ledger already\n")
    assert DatasetVersion.objects.count() == 1


def test_import_file_reports_twenty_faults_at_once_and_fails(tmp_path: Path) -> None:
    faults = [
        f"b:{number},Germany,Patriot,battery,{'xyzzy' if number % 2 else '2'},"
        f"{'2025-06-01' if number % 2 else 'some day'},https://example.org,2025-06-15\n"
        for number in range(20)
    ]
    out = io.StringIO()
    path = store_file(tmp_path, (HEADER + "".join(faults)).encode())
    with pytest.raises(SystemExit) as ended:
        call_command("import_file", str(path), "--as", "drafter", "--publish", "--reviewer", "reviewer", stdout=out)
    assert ended.value.code == 1
    lines = [line for line in out.getvalue().splitlines() if line.startswith("row ")]
    assert [int(line.split()[1].rstrip(",")) for line in lines] == list(range(2, 22))
    assert "not published: the problems come first" in out.getvalue()
    assert DatasetVersion.objects.count() == 0


def test_import_file_leaves_out_problem_rows_when_asked(tmp_path: Path) -> None:
    bad = GOOD.replace("a:1", "a:2").replace("about 2", "xyzzy")
    path = store_file(tmp_path, (HEADER + GOOD + bad).encode())
    said = run(path, "--publish", "--reviewer", "reviewer", "--leave-out-problem-rows")
    assert "left_out_rows 1" in said
    assert "row 3, quantity = “xyzzy”" in said
    assert DatasetVersion.objects.count() == 1


def test_import_file_speaks_json(tmp_path: Path) -> None:
    found = json.loads(run(store_file(tmp_path, (HEADER + GOOD).encode()), "--json"))
    assert (found["counts"]["create"], found["problems"], found["outcome"]) == (1, [], "")


def test_import_file_recognises_kiel_and_confirms_suggestions(tmp_path: Path) -> None:
    rows = [patriot(units=2), kiel_row(item="Helmet", item_type="Military equipment", units=5, eur=7)]
    path = store_file(tmp_path, as_xlsx({"Bilateral Assistance, MAIN DATA": grid(rows)}), "kiel.xlsx")
    said = run(path, "--confirm-suggestions", "--publish", "--reviewer", "reviewer")
    assert "Kiel Ukraine Support Tracker, Release 18, main data" in said
    assert "confirmed 2" in said
    assert said.endswith("published as version 1\n")


def test_import_file_confirms_no_suggestions_without_a_second_person(tmp_path: Path) -> None:
    path = store_file(tmp_path, as_csv(grid([kiel_row(item="Helmet", item_type="Military equipment", units=5)])))
    with pytest.raises(CommandError, match=r"a reviewer or a steward"):
        run(path, "--confirm-suggestions")
    assert not System.objects.filter(note__contains="suggested by an import").exists()


def test_import_file_lists_suggestions_that_wait(tmp_path: Path) -> None:
    path = store_file(tmp_path, as_csv(grid([kiel_row(item="Helmet", item_type="Military equipment", units=5)])))
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("import_file", str(path), "--as", "drafter", stdout=out)
    assert "  system “Helmet” → helmet (1 rows)" in out.getvalue()


def test_import_file_says_what_is_wrong_with_a_broken_file(tmp_path: Path) -> None:
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("import_file", str(store_file(tmp_path, b"PK\x03\x04", "x.xlsx")), "--as", "drafter", stdout=out)
    assert "the workbook is damaged" in out.getvalue()


def test_import_file_refuses_unknown_account_and_file(tmp_path: Path) -> None:
    path = store_file(tmp_path, (HEADER + GOOD).encode())
    with pytest.raises(CommandError, match="no account is called nobody"):
        call_command("import_file", str(path), "--as", "nobody")
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "absent.csv")


def test_import_file_refuses_to_approve_own_rows(tmp_path: Path) -> None:
    staff_steps.user("alone")
    path = store_file(tmp_path, (HEADER + GOOD).encode())
    with pytest.raises(CommandError, match="wrote rows"):
        call_command("import_file", str(path), "--as", "alone", "--publish", stdout=io.StringIO())
    assert DatasetVersion.objects.count() == 0


def test_import_file_leaves_possible_duplicates_open_only_with_a_reason(tmp_path: Path) -> None:
    run(store_file(tmp_path, (HEADER + GOOD).encode()), "--publish", "--reviewer", "reviewer")
    again = store_file(tmp_path, (HEADER + GOOD.replace("a:1", "b:1")).encode(), "again.csv")
    with pytest.raises(CommandError, match="1 possible duplicate is not decided") as refused:
        run(again, "--publish", "--reviewer", "reviewer")
    assert "row 1 and 2025-DEU-001" in str(refused.value)
    assert str(refused.value).endswith("or --leave-open REASON")
    assert DatasetVersion.objects.count() == 1
    reason = ("--leave-open", "the ministry says that these are two more")
    said = run(again, "--publish", "--reviewer", "reviewer", *reason)
    assert said.endswith("published as version 2\n")
    decision = DuplicateDecision.objects.get()
    assert (decision.outcome, decision.reason, decision.decided_by.username) == (
        Outcome.LEFT_OPEN,
        "the ministry says that these are two more",
        "reviewer",
    )


def test_import_file_takes_columns_constants_sheets_and_donors(tmp_path: Path) -> None:
    matrix = [["nr", "Waffe", "Germany", "Norway"], ["m:1", "Patriot", 2, None], ["Total", None, 2, 0]]
    path = store_file(tmp_path, as_xlsx({"Notes": [["x"]], "Matrix": matrix}), "matrix.xlsx")
    source = ("--set", "source_url=https://example.org/?a=b", "--set", "source_published=2025-06-15")
    facts = ("--set", "occurred=2025-06-01", "--set", "stage=announced", "--set", "unit=battery")
    headers = ("--column", "nr=external_reference", "--column", "Waffe=system")
    said = run(path, *source, *facts, *headers, "--per-donor", "quantity", "--sheet", "Matrix")
    assert "create 1" in said
    assert "remark: row 3, file = “Total”: a sum or a note at the foot of the table: not read" in said
    with pytest.raises(CommandError, match="has no sign ="):
        run(path, "--set", "stage")
