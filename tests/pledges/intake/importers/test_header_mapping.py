"""Choosing columns by hand, once for every file with the same header row."""

from __future__ import annotations

import pytest

from pledges.intake.importers.header_mapping import HeaderChoice, choose_columns, header_choices
from pledges.intake.importers.header_matching import layout_fingerprint, map_header, number_headers, remember_mapping
from pledges.intake.importers.import_limits import FileProblem
from pledges.intake.importers.table_importer import read_table
from pledges.models import ImportLayout
from tests.pledges import staff_steps
from tests.pledges.intake.importers.lookalikes import as_csv, as_xlsx

pytestmark = pytest.mark.django_db

GERMAN = [["Unsere Liste"], [], ["Spender", "Waffe", "Stück", "Bemerkung"], ["DEU", "patriot", 2, "neu"]]
HEADERS = ["Spender", "Waffe", "Stück", "Bemerkung"]
CHOSEN = {"Spender": "donors", "Waffe": "system", "Stück": "quantity"}


def test_header_choices_names_the_nearest_column_and_shows_cells() -> None:
    content = b"donor,sytem,how many,Internal\nDEU,patriot,2,a\nNOR,nasams,2,b\n"
    choices = header_choices(content, filename="t.csv")
    assert choices == [
        HeaderChoice("donor", "donors", understood=True, nearest="donors", samples=["DEU", "NOR"]),
        HeaderChoice("sytem", "", understood=False, nearest="system", samples=["patriot", "nasams"]),
        HeaderChoice("how many", "quantity", understood=True, nearest="quantity", samples=["2"]),
        HeaderChoice("Internal", "", understood=False, nearest=choices[3].nearest, samples=["a", "b"]),
    ]


def test_header_choices_finds_a_header_row_of_which_nothing_is_known() -> None:
    for content in (as_csv(GERMAN), as_xlsx({"Liste": GERMAN})):
        choices = header_choices(content, filename="t.csv" if content[:2] != b"PK" else "t.xlsx")
        assert [(one.header, one.understood, one.samples) for one in choices] == [
            ("Spender", False, ["DEU"]),
            ("Waffe", False, ["patriot"]),
            ("Stück", False, ["2"]),
            ("Bemerkung", False, ["neu"]),
        ]


def test_header_choices_refuses_what_has_no_header() -> None:
    with pytest.raises(FileProblem, match="can be a header row"):
        header_choices(b"one\ntwo\n", filename="t.csv")


def test_chosen_columns_are_used_for_the_next_file_of_that_layout() -> None:
    assert [p.rule for p in read_table(as_csv(GERMAN), filename="t.csv").problems] == ["no_header"]
    assert choose_columns(headers=HEADERS, mapping=CHOSEN, now=staff_steps.NOW) == []
    read = read_table(as_csv(GERMAN), filename="t.csv")
    assert (read.rows, read.lines, read.problems) == (
        [{"donors": "DEU", "system": "patriot", "quantity": "2"}],
        [4],
        [],
    )
    assert [(one.header, one.column, one.understood) for one in header_choices(as_csv(GERMAN))] == [
        ("Spender", "donors", True),
        ("Waffe", "system", True),
        ("Stück", "quantity", True),
        ("Bemerkung", "", True),
    ]


def test_columns_chosen_once_need_not_be_remembered() -> None:
    read = read_table(as_csv(GERMAN), filename="t.csv", chosen={**CHOSEN, "Bemerkung": ""})
    assert (len(read.rows), read.problems, ImportLayout.objects.count()) == (1, [], 0)


@pytest.mark.parametrize(
    ("mapping", "rule", "column"),
    [
        ({"Spender": "donor", "Waffe": "system"}, "unknown_column", "Spender"),
        ({"Spender": "donors", "Waffe": "donors"}, "header_twice", "Waffe"),
        ({"Spender": "donors", "Other": "system"}, "unknown_header", "Other"),
        ({}, "no_columns", ""),
    ],
)
def test_choose_columns_says_what_is_wrong_and_keeps_nothing(mapping: dict[str, str], rule: str, column: str) -> None:
    problems = choose_columns(headers=HEADERS, mapping=mapping, now=staff_steps.NOW)
    assert [(p.rule, p.column) for p in problems] == [(rule, column)]
    assert all(p.hint for p in problems)
    assert ImportLayout.objects.count() == 0


def test_columns_of_the_same_name_are_told_apart_by_number() -> None:
    content = b"Country,System,Country,\nDEU,patriot,POL,\n"
    chosen = {"Country": "donors", "Country (2)": "beneficiary"}
    read = read_table(content, filename="t.csv", chosen=chosen)
    assert (read.rows, read.problems) == ([{"donors": "DEU", "system": "patriot", "beneficiary": "POL"}], [])
    assert number_headers(["Country ", "", "Country", ""]) == ["Country", "", "Country (2)", ""]


def test_remembered_mapping_is_used_again_for_the_same_headers_only() -> None:
    header = ["Spender", "system"]
    remember_mapping(header, {"Spender": "donors", "system": "system"}, now=staff_steps.NOW)
    read = read_table(b"Spender,system,quantity\nDEU,patriot,1\n", filename="t.csv")
    assert [p.rule for p in read.problems] == ["unknown_header"]
    remember_mapping([*header, "quantity"], {"Spender": "donors"}, now=staff_steps.NOW)
    read = read_table(b"SPENDER,System,Quantity,\nDEU,patriot,1\n", filename="t.csv", chosen={"SPENDER": "donors"})
    assert (read.problems, read.rows) == ([], [{"donors": "DEU", "system": "patriot", "quantity": "1"}])
    assert ImportLayout.objects.get(fingerprint=layout_fingerprint(header)).last_used == staff_steps.NOW


def test_remembered_column_that_is_gone_is_a_problem() -> None:
    remember_mapping(["Spender", "system"], {"Spender": "givers"}, now=staff_steps.NOW)
    read = read_table(b"Spender,system\nDEU,patriot\n", filename="t.csv")
    assert [(p.rule, p.value) for p in read.problems] == [("unknown_column", "givers")]


def test_map_header_leaves_out_what_was_chosen_so() -> None:
    mapping = map_header(["donor", "Internal"], row=1, chosen={"Internal": ""})
    assert (mapping.columns, mapping.problems) == (["donors", None], [])
