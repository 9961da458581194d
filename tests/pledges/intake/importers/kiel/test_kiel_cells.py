"""Cells as Kiel's compilers wrote them: understood, or refused with a hint."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pledges.intake.importers.kiel.kiel_cells import (
    CellError,
    Style,
    fold,
    read_announced,
    read_count,
    read_id,
    read_link,
    read_number,
    style_of,
)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("35000000", 35000000),
        ("395,88", Decimal("395.88")),
        (" 3193503.68 \n", Decimal("3193503.68")),
        ("1,200", 1200),
        ("13.333333333333334", Decimal("13.333333")),
        ("1e6", 1000000),
        (".", None),
        (" . ", None),
        ("..", None),
        ("\N{NO-BREAK SPACE}", None),
        ("Not given", None),
        ("Not Given", None),
        ("No value available", None),
        ("No price", None),
        ("undisclosed", None),
    ],
)
def test_read_number_understands(cell: str, number: Decimal | int | None) -> None:
    assert read_number(cell) == number


@pytest.mark.parametrize(
    "cell", ["1.000.00", "1.000", "20.000", "-5", "10-12", "many", "1,00,0", "9" * 40, "#REF!", "=1+1"]
)
def test_read_number_refuses(cell: str) -> None:
    with pytest.raises(CellError) as refused:
        read_number(cell)
    assert refused.value.hint


def test_read_number_says_how_to_enter_a_cut() -> None:
    with pytest.raises(CellError) as refused:
        read_number("-1500000")
    assert "an entry of stage withdrawn" in refused.value.hint


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("14", "14"),
        ("14.0", "14"),
        ("Undisclosed", "undisclosed"),
        ("dozens", "dozens"),
        ("partially", "partially"),
        (".", ""),
        ("13.333333333333334", "13.333333"),
    ],
)
def test_read_count_understands(cell: str, words: str) -> None:
    assert read_count(cell) == words


@pytest.mark.parametrize(
    ("cell", "words", "day"),
    [
        ("2024-02-14", "2024-02-14", date(2024, 2, 14)),
        ("2022-03-01 00:00:00", "2022-03-01", date(2022, 3, 1)),
        ("16/02/2023", "2023-02-16", date(2023, 2, 16)),
        ("until 2/24/2023", "until 2023-02-24", None),
        ("until 06.02.2024", "until 2024-02-06", None),
        ("until 17/10/2022", "until 2022-10-17", None),
        ("until 06/31/2022", "until 2022-06", None),
        ("until 6/2022", "until 2022-06", None),
        ("unti 10/3/2022", "until 2022-10-03", None),
        ("between 3/20/2022 and 7/1/2022", "between 2022-03-20 and 2022-07-01", None),
        ("from 01/01/2024 until 05/01/2024", "between 2024-01-01 and 2024-05-01", None),
        ("unclear, 04/22", "2022-04", None),
        ("unclear 3/2023", "2023-03", None),
        ("not specified, 03/22", "2022-03", None),
        ("unclear ", "unknown", None),
        ("Undisclosed", "unknown", None),
        (".", "unknown", None),
    ],
)
def test_read_announced_understands(cell: str, words: str, day: date | None) -> None:
    assert read_announced(cell)[:2] == (words, day)


def test_read_announced_remarks_on_day_that_does_not_exist() -> None:
    assert read_announced("until 06/31/2022")[2] == "Kiel writes 06/31/2022, no such day: read as the end of that month"


@pytest.mark.parametrize(
    "cell",
    [
        "06/31/2022",
        "31/31/2022",
        "until 13/40/2022",
        "soon",
        "unclear, 13/22",
        "2022-02-30",
        "from 7/1/2022 until 3/1/2022",
    ],
)
def test_read_announced_refuses(cell: str) -> None:
    with pytest.raises(CellError):
        read_announced(cell)


def test_read_id_makes_cyrillic_letters_latin() -> None:
    assert read_id("СZM39") == ("CZM39", "Kiel writes СZM39 with Cyrillic letters")


def test_read_id_refuses_blank() -> None:
    with pytest.raises(CellError):
        read_id(" ")


def test_read_link_finds_addresses_among_titles() -> None:
    cells = [
        "\N{NO-BREAK SPACE}https://a.example/x ",
        ".https://b.example",
        ":",
        "E-Mail from the Ministry",
        "https://a.example/x",
    ]
    assert read_link(cells) == ("https://a.example/x", ["https://b.example"])


def test_fold_ignores_case_and_blanks() -> None:
    assert fold(" Leopard\N{NO-BREAK SPACE} 1A5 ") == "leopard 1a5"


@pytest.mark.parametrize(
    ("cell", "expected"), [("ca. 1.234", "ca. 1234"), ("1.234+", "1234+"), ("rund 2,5", "rund 2.5"), ("10-12", "10-12")]
)
def test_words_of_a_number_are_read_in_the_style_of_the_file(cell: str, expected: str) -> None:
    assert read_count(cell, Style(decimal_comma=True)) == expected


def test_days_are_read_the_day_first_only_where_no_cell_says_otherwise() -> None:
    assert [style_of([], days).day_first for days in (["13/02/2022", "14/02/2022", "02/15/2022"], ["13/02/2022"])] == [
        False,
        True,
    ]
