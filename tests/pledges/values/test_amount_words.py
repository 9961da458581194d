from decimal import Decimal

import pytest

from pledges.values.amount_words import MoneyError, currency_code, parse_amount
from pledges.values.estimates import Estimate, EstimateError


def bounds(low: str, best: str | None, high: str | None) -> tuple[Decimal, Decimal | None, Decimal | None]:
    return Decimal(low), None if best is None else Decimal(best), None if high is None else Decimal(high)


@pytest.mark.parametrize(
    ("text", "number", "currency"),
    [
        ("€325m", "325000000", "EUR"),
        ("EUR 325 million", "325000000", "EUR"),
        ("325m EUR", "325000000", "EUR"),
        ("€ 325 m", "325000000", "EUR"),
        ("eur 5m", "5000000", "EUR"),
        ("half a billion euros", "500000000", "EUR"),
        ("a €500 million package", "500000000", "EUR"),
        ("$1.2bn", "1200000000", "USD"),
        ("a $500 million package", "500000000", "USD"),
        ("US$ 60 million", "60000000", "USD"),
        ("A$50m", "50000000", "AUD"),
        ("C$10 million", "10000000", "CAD"),
        ("GBP 162m", "162000000", "GBP"),
        ("£7.1bn", "7100000000", "GBP"),
        ("NOK 7bn", "7000000000", "NOK"),
        ("500 million Norwegian kroner", "500000000", "NOK"),
        ("500 million kronor", "500000000", "SEK"),
        ("CZK 1 200 000", "1200000", "CZK"),
        ("750 million kuna", "750000000", "HRK"),
        ("5 million Deutsche Mark", "5000000", "DEM"),
    ],
)
def test_parse_amount_reads_amount_and_currency(text: str, number: str, currency: str) -> None:
    assert parse_amount(text) == (Estimate(text, *bounds(number, number, number)), currency)


@pytest.mark.parametrize(
    ("text", "low", "best", "high", "currency"),
    [
        ("about $4m", "3600000", "4000000", "4400000", "USD"),
        ("at least USD 422m", "422000000", None, None, "USD"),
        ("more than $1 billion", "1000000000", None, None, "USD"),
        ("almost £12bn", "10800000000", None, "12000000000", "GBP"),
        ("€3-4bn", "3000000000", None, "4000000000", "EUR"),
        ("€3m-€4m", "3000000", None, "4000000", "EUR"),
        ("between $3bn and $4bn", "3000000000", None, "4000000000", "USD"),
        ("billions of euros", "2000000000", None, None, "EUR"),
    ],
)
def test_parse_amount_reads_bounds(text: str, low: str, best: str | None, high: str | None, currency: str) -> None:
    assert parse_amount(text) == (Estimate(text, *bounds(low, best, high)), currency)


@pytest.mark.parametrize(
    ("text", "given_currency", "currency"),
    [("$100m", "CAD", "CAD"), ("500 million kroner", "NOK", "NOK"), ("5000000", "eur", "EUR"), ("€5m", "EUR", "EUR")],
)
def test_parse_amount_takes_the_currency_given_beside_it(text: str, given_currency: str, currency: str) -> None:
    assert parse_amount(text, currency=given_currency)[1] == currency


def test_parse_amount_leaves_an_undisclosed_amount_open_from_zero() -> None:
    assert parse_amount("undisclosed", currency="EUR") == (Estimate("undisclosed", *bounds("0", None, None)), "EUR")


@pytest.mark.parametrize(
    ("text", "currency", "message", "hint"),
    [
        ("500 million kroner", None, "DKK, NOK, SEK", "NOK"),
        ("325 million", None, "no currency", "EUR 325 million"),
        ("$61bn (£49bn)", None, "two currencies", "original"),
        ("€5m", "USD", "not in USD", "EUR"),
        ("7bn", "NOX", "not a currency code", "NOK"),
        ("USE 4m", None, "not a currency code", "USD"),
    ],
)
def test_parse_amount_refuses_a_doubtful_currency(text: str, currency: str | None, message: str, hint: str) -> None:
    with pytest.raises(MoneyError) as caught:
        parse_amount(text, currency=currency)
    assert message in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize("text", ["-€5m", "€", "€1.000", "€5m a year"])
def test_parse_amount_refuses_what_is_no_amount(text: str) -> None:
    with pytest.raises(EstimateError) as caught:
        parse_amount(text)
    assert f'in the amount "{text}"' in caught.value.message
    assert caught.value.hint


def test_currency_code_takes_small_letters_and_former_currencies() -> None:
    assert [currency_code(stated) for stated in ("eur", " USD ", "HRK")] == ["EUR", "USD", "HRK"]
