"""Cells that could be read wrongly by a factor without a word: each is read right, or asked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pledges.values.amount_words import parse_amount
from pledges.values.dates import DateError, parse_window
from pledges.values.estimates import EstimateError, parse

READ = [
    ("$.5 million", "500000"),
    ("$.75bn", "750000000"),
    ("EUR ,5 Mrd.", "500000000"),
    ("MEUR 5", "5000000"),
    ("M$ 12.5", "12500000"),
    ("12 thousand million euros", "12000000000"),
    ("a million euros", "1000000"),
    ("EUR 1.234 million", "1234000"),
    ("EUR 325.12", "325.12"),
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_amount_is_read(text: str, expected: str) -> None:
    estimate, _ = parse_amount(text)
    assert (estimate.low, estimate.high) == (Decimal(expected), Decimal(expected))


ASKED = [
    *("MUSD 5 million", "M$ 5 million", "5 million M€", "5 million TEUR", "TEUR 5 million", "EUR 12 Mio. Mio."),
    *("B$10 million", "T$10 million", "TEUR 1.234", "1.234 TEUR", "MEUR 1,234", "1,234 M€"),
    *("rund 1.234 Euro", "über 1.234 Euro", "up to 325.125 EUR", "EUR 325.125 grant", "EUR 1.234-1.567"),
    *("EUR 500-1 million", "EUR 800-1.2 million", "EUR 100-1 billion", "EUR million", "million EUR", "EUR bn"),
]


@pytest.mark.parametrize("text", ASKED)
def test_amount_is_asked(text: str) -> None:
    with pytest.raises(EstimateError) as caught:
        parse_amount(text)
    assert caught.value.hint


@pytest.mark.parametrize("text", ["05-2024", "2024-2025", "2024-05-03", "Mar-24"])
def test_day_in_a_cell_of_an_amount_is_no_range(text: str) -> None:
    with pytest.raises(EstimateError, match="is a day"):
        parse_amount(text, currency="EUR")


@pytest.mark.parametrize(
    ("text", "expected"), [(".5", "0.5"), (".5 batteries", "0.5"), ("ca.5", None), ("250-500", None)]
)
def test_fraction_without_its_nought(text: str, expected: str | None) -> None:
    estimate = parse(text)
    assert estimate.low >= 1 if expected is None else estimate.low == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    [
        *("10 Prozent", "50 PROZENT", "10 PCT", "3 Paar Stiefel", "10 Doz", "2 Thirds", "3 Viertel", "10 Von Zwanzig"),
        *("10 Monate", "10 Months", "10 Jahre", "10 KG", "10 Euro", "10 Dollars", "10 Kronen", "10 EUR"),
        *("10 Verloren", "10 Withdrawn", "10 Stück pro Monat", "10 Monatlich"),
    ],
)
def test_capital_makes_no_name_of_what_changes_a_number(text: str) -> None:
    with pytest.raises(EstimateError):
        parse(text)


@pytest.mark.parametrize("text", ["14 Gepard", "2 Sea King", "3 IRIS-T SLM", "100 Leopard 1A5"])
def test_names_still_stand_beside_a_number(text: str) -> None:
    assert parse(text).low == int(text.split(maxsplit=1)[0])


def test_financial_year_is_asked_in_either_form() -> None:
    for text in ("FY2025", "FY 2024/25"):
        with pytest.raises(DateError):
            parse_window(text, anchor=date(2025, 1, 1))


@pytest.mark.parametrize("text", ["März 25", "mars 25", "березень 25", "в березні 25"])
def test_figures_behind_a_month_are_asked_where_the_day_stands_before_it(text: str) -> None:
    with pytest.raises(DateError, match="a day or a year"):
        parse_window(text, anchor=date(2025, 1, 1))


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("25 März 2025", "2025-03-25"),
        ("März 2025", "2025-03-01"),
        ("25. März", "2025-03-25"),
        ("March 25", "2025-03-25"),
    ],
)
def test_day_or_year_beside_a_month_is_read_where_it_is_plain(text: str, start: str) -> None:
    assert str(parse_window(text, anchor=date(2025, 1, 1)).start) == start
