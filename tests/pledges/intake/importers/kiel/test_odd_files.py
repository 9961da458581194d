"""Releases that are not as they should be: every fault is named where it is, and no sum changes without a word."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from pledges.intake.importers.file_layouts import FileRead, ImportOptions
from pledges.intake.importers.header_mapping import choose_columns
from pledges.intake.importers.import_drafts import import_file
from pledges.intake.importers.import_limits import FileProblem
from pledges.intake.importers.kiel.kiel_headers import COLUMNS
from pledges.intake.importers.registry import read_file
from tests.pledges import staff_steps
from tests.pledges.intake.importers.lookalikes import (
    R18_HEADER,
    Cell,
    as_csv,
    as_xlsx,
    author,
    grid,
    kiel_row,
    patriot,
)

pytestmark = pytest.mark.django_db

MAIN = "Bilateral Assistance, MAIN DATA"
MONEY = kiel_row(eur=1000, allocated=1000, allocated_eur=1000)
REQUIRED = ("ID", "Countries", "Announcement Date", "Type of Aid General", "Items", "No. of Units")
COUNTED = (
    "Explanation", "Original Currency", "Type of donation", "Type of Item",
    "No. of Units Delivered (in-kind military aid)", "Total ", "Converted Value in EUR", "Allocated Total",
    "Allocated Total in EUR", "Allocated Total in EUR (redistributed)", "Allocation ID",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _catalogue() -> None:
    staff_steps.create_catalogue()


def read(content: bytes, *, filename: str = "kiel.xlsx", **options: Any) -> FileRead:
    """Return what a file of Release 18 holds."""
    return read_file(content, filename=filename, options=ImportOptions(**{"release": 18, **options}))


def read_rows(*rows: dict[str, Cell], **options: Any) -> FileRead:
    return read(as_csv(grid(list(rows))), filename="kiel.csv", **options)


def sums(found: FileRead) -> Decimal:
    """Return what the rows add up to in euro; what is withdrawn is taken off."""
    signs = {"withdrawn": -1}
    return sum(
        (Decimal(row.get("value_eur", 0)) * signs.get(row.get("stage", ""), 1) for row in found.payloads), Decimal(0)
    )


def name_problems(found: FileRead) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.rule) for problem in found.problems]


def rename_header(header: str, other: Cell) -> Sequence[Sequence[Cell]]:
    return [[other if name == header else name for name in R18_HEADER], *grid([MONEY])[1:]]


def test_other_sheets_may_be_as_wide_as_they_like() -> None:
    wide: list[Sequence[Cell]] = [[f"c{n}" for n in range(402)], list(range(402))]
    found = read(as_xlsx({"Wide": wide, MAIN: grid([MONEY]), "Wide too": wide}))
    assert (sums(found), found.problems) == (1000, [])
    with pytest.raises(FileProblem, match="sheet “Wide, MAIN DATA”: row 1 has 402 columns"):
        read(as_xlsx({"Wide, MAIN DATA": wide, "Notes": [["x"]]}))


@pytest.mark.parametrize("other", [None, "dato"])
@pytest.mark.parametrize("header", [*REQUIRED, *COUNTED])
def test_missing_header_is_asked_for_by_name_and_no_other_sheet_is_read(header: str, other: str | None) -> None:
    second = [["donors", "system", "quantity", "occurred"], ["DEU", "patriot", 1, "2024-01-01"]]
    found = read(as_xlsx({"Ours": second, MAIN: rename_header(header, other)}))
    assert found.payloads == []
    assert name_problems(found) == [(1, header.strip(), "missing_header")]
    assert f"sheet “{MAIN}” has no header “{header.strip()}” in row 1" in found.problems[0].message
    place = R18_HEADER.index(header)
    asked = other or (f"column {chr(65 + place)}" if MONEY.get(header) else "")
    assert asked in ["", *(one.header for one in found.asks)]


def test_chosen_headers_are_read_and_remembered() -> None:
    names = {"Announcement Date": "dato", "Countries": "giver", "Allocated Total in EUR (redistributed)": "verdi_eur"}
    content = as_xlsx({MAIN: [[names.get(name, name) for name in R18_HEADER], *grid([MONEY])[1:]]})
    found = read(content)
    assert {one[1] for one in name_problems(found)} == set(names)
    assert {one.header: one.nearest for one in found.asks if not one.column}.keys() == set(names.values())
    mapping = {one.header: one.column for one in found.asks}
    mapping |= {"dato": "announced", "giver": "donor", "verdi_eur": "redistributed"}
    columns = [name for _, some in COLUMNS for name, _ in some]
    problems = choose_columns(
        headers=list(mapping), mapping=mapping, now=staff_steps.NOW, columns=columns, tracker="kiel"
    )
    assert problems == []
    again = read(content)
    assert (sums(again), again.problems) == (1000, [])
    assert again.payloads[0]["donors"] == "DEU:funder"


def test_columns_can_be_said_to_be_absent_and_no_money_at_all_is_refused() -> None:
    header = [name for name in R18_HEADER if name != "Allocated Total in EUR (redistributed)"]
    content = as_xlsx({MAIN: grid([MONEY], header=header)})
    assert sums(read(content, absent=["redistributed"])) == 1000
    header = [name for name in header if "EUR" not in name]
    absent = ["redistributed", "allocated_eur", "total_eur"]
    without = as_xlsx({MAIN: grid([MONEY], header=header)})
    assert (1, "Converted Value in EUR", "missing_header") in name_problems(read(without, absent=absent))


def test_file_called_like_kiels_never_goes_to_the_table_unseen() -> None:
    other = [[f"kolonne {n}" for n in range(9)], [str(n) for n in range(9)]]
    asked = read(as_csv(other), filename="ukraine_support_tracker_r24.csv")
    assert {one[2] for one in name_problems(asked)} == {"missing_header"}
    with pytest.raises(FileProblem, match="called like one of Kiel's"):
        read(b"a,b\n1,2\n", filename="kiel.csv")
    own = [["donors", "system", "quantity"], ["DEU", "patriot", "1"]]
    without_header = grid([MONEY, MONEY, MONEY])[1:]
    for sheets in ({"List": own, MAIN: without_header}, {"List": own, "Data": [*without_header, *without_header]}):
        with pytest.raises(FileProblem, match="called like one of Kiel's"):
            read(as_xlsx(sheets))
    ours = read(b"donors,system,quantity\nDEU,patriot,1\n", filename="kiel-mended.csv")
    assert ours.payloads == [{"donors": "DEU", "system": "patriot", "quantity": "1"}]


@pytest.mark.parametrize(
    ("day", "occurred"),
    [
        ("between 3/4/22 & 3/11/22", "between 2022-03-04 and 2022-03-11"),
        ("since 2/24/2022", "from 2022-02-24"),
        ("2/24/22", "2022-02-24"),
        ("Feb 24, 2022", "2022-02-24"),
        ("March 2022", "between 2022-03-01 and 2022-03-31"),
        ("44616", "2022-02-24"),
        ("24. Februar 2022", "2022-02-24"),
        ("24 лютого 2022", "2022-02-24"),
    ],
)
def test_day_that_can_be_read_in_one_way_is_read(day: str, occurred: str) -> None:
    found = read_rows({**MONEY, "Announcement Date": day})
    assert (found.problems, sums(found), found.payloads[0]["occurred"]) == ([], 1000, occurred)


@pytest.mark.parametrize("day", ["2922-02-24", "2/24/2922", "some day", "06/31/2022"])
def test_row_with_an_odd_day_keeps_its_money(day: str) -> None:
    found = read_rows({**MONEY, "Announcement Date": day})
    assert name_problems(found) == [(2, "Announcement Date", "cell")]
    assert (sums(found), found.payloads[0]["occurred"]) == (1000, "unknown")
    assert f"Kiel writes the date “{day}”" in found.payloads[0]["note"]


def test_row_with_odd_units_keeps_the_money_of_its_package() -> None:
    found = read_rows(patriot(units="1.000.00", eur=1000, allocated=1000, allocated_eur=1000))
    assert name_problems(found) == [(2, "No. of Units", "cell")]
    assert [(row["system"], row["value_eur"]) for row in found.payloads] == [("money", "1000")]


@pytest.mark.parametrize(
    ("cell", "value"),
    [("0,125", "0.125"), ("35.000.000,00", "35000000"), ("1.234.567,89", "1234567.89"), ("1,234,567.89", "1234567.89"),
    ("395,88", "395.88")],
)  # fmt: skip
def test_numbers_that_can_be_read_in_one_way_are_read(cell: str, value: str) -> None:
    found = read_rows({**MONEY, "Allocated Total in EUR (redistributed)": cell})
    assert (found.problems, found.payloads[0]["value_eur"]) == ([], value)


def test_file_with_decimal_commas_is_read_so_throughout() -> None:
    rows = [
        patriot(
            units="13,333", delivered="1.000", eur="26583725,44", allocated="300000000", allocated_eur="26583725,44"
        ),
        kiel_row(id="DEM2", allocation="DEM2_1", eur="1.500", allocated="1.500", allocated_eur="1.500"),
    ]
    found = read_rows(*rows)
    assert (found.problems, sums(found)) == ([], Decimal("26585225.44"))
    assert [row["quantity"] for row in found.payloads[:2]] == ["13.333", "1000"]


@pytest.mark.parametrize("units", ["200+", "10-12", "ca. 200", "about 200"])
def test_numbers_in_words_are_read_as_everywhere(units: str) -> None:
    found = read_rows(patriot(units=units))
    assert (found.problems, found.payloads[0]["quantity"]) == ([], units)


def test_allocation_of_another_type_of_aid_is_a_pledge_of_its_own() -> None:
    package: dict[str, Cell] = {"id": "SEH8", "donor": "Sweden"}
    rows = [
        kiel_row(kind="Commitment", allocation=0, aid="Humanitarian", total=500, total_eur=500, **package),
        kiel_row(allocation="SEH8_1", aid="Humanitarian", eur=20, **package),
        kiel_row(allocation="SEH8_2", aid="Financial", eur=30, **package),
    ]
    found = read_rows(*rows)
    assert [(row["action"], row.get("aid_type", ""), row["value_eur"]) for row in found.payloads] == [
        ("pledge", "humanitarian", "500"),
        ("entry", "", "20"),
        ("pledge", "financial", "30"),
    ]


def test_negative_sum_is_withdrawn_from_what_it_cuts() -> None:
    found = read_rows(MONEY, kiel_row(allocation="DEM1_2", allocated=-300, allocated_eur=-300, eur=-300))
    cut = found.payloads[1]
    assert (cut["action"], cut["reference"], cut["stage"]) == ("entry", "kiel-r18:DEM1/DEM1_1/money/1", "withdrawn")
    assert (cut["value_eur"], sums(found), found.problems) == ("300", 700, [])
    assert [(one.row, one.column, one.value) for one in found.remarks] == [
        (3, "Allocated Total in EUR (redistributed)", "-300")
    ]
    report = import_file(
        as_csv(grid([MONEY, kiel_row(id="DEM9", allocation="DEM9_1", eur="(300)")])),
        filename="kiel.csv",
        author=author(),
        today=staff_steps.TODAY,
        now=staff_steps.NOW,
        options=ImportOptions(release=18),
        confirm=True,
    )
    assert (report.problems, report.counts["create"]) == ([], 2)


def test_cut_of_nothing_is_a_problem_at_its_cell() -> None:
    found = read_rows(kiel_row(eur=-300))
    assert name_problems(found) == [(2, "Allocated Total in EUR (redistributed)", "cut")]


def test_file_pasted_twice_is_read_once_and_pointed_out() -> None:
    other = kiel_row(id="NOM1", donor="Norway", allocation="NOM1_1", eur=50)
    table = grid([MONEY, other])
    found = read(as_csv([*table, *table]), filename="kiel.csv")
    assert (name_problems(found), sums(found)) == ([(5, "", "repeated_rows")], 1050)
    assert "rows 5 to 6 says again, word for word, what rows 2 to 3 says" in found.problems[0].message


def test_two_sheets_that_fit_are_pointed_out() -> None:
    found = read(as_xlsx({"Copy": grid([MONEY]), "Copy (2)": grid([MONEY, {**MONEY, "ID": "DEM2"}])}))
    assert [(one.value, one.rule) for one in found.problems] == [("Copy", "other_sheet")]


def test_money_column_that_stands_twice_is_pointed_out() -> None:
    table = grid([MONEY])
    found = read(as_csv([[*table[0], "Allocated Total in EUR (redistributed)"], [*table[1], 7]]), filename="kiel.csv")
    assert name_problems(found) == [(1, "Allocated Total in EUR (redistributed) (2)", "header_twice")]


def test_sum_at_the_foot_is_no_row_and_money_without_a_package_is_a_problem() -> None:
    total = {"Countries": "Total", "Allocated Total in EUR (redistributed)": "1000"}
    found = read_rows(MONEY, total, {"Explanation": "Note: as published"})
    assert (found.problems, sums(found), [one.row for one in found.remarks]) == ([], 1000, [3, 4])
    nameless = {**MONEY, "ID": "", "Countries": ""}
    assert name_problems(read_rows(nameless, MONEY)) == [(2, "ID", "required")]


def test_sum_that_stood_on_its_package_before_becomes_a_pledge_of_its_own() -> None:
    package: dict[str, Cell] = {"id": "DEH8"}
    rows = [
        kiel_row(kind="Commitment", allocation=0, aid="Humanitarian", total=500, total_eur=500, **package),
        kiel_row(allocation="DEH8_2", aid="Financial", eur=30, **package),
    ]
    found = read_rows(*rows)
    commitment, apart = (dict(row) for row in found.payloads)
    # The package is not in the catalogue yet, and no part of what the tracker states.
    commitment.pop("package")
    left = {name: apart.pop(name) for name in ("donors", "system", "unit", "aid_type", "package")}
    staff_steps.publish_all([commitment, {**apart, "action": "entry", "reference": commitment["external_reference"]}])
    report = import_file(
        as_csv(grid(rows)),
        filename="kiel.csv",
        author=author(),
        today=staff_steps.TODAY,
        now=staff_steps.NOW,
        options=ImportOptions(release=18),
        confirm=True,
    )
    assert left["aid_type"] == "financial"
    assert (report.problems, report.counts["unchanged"], report.counts["change"]) == ([], 1, 1)
