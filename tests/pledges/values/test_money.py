from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledges.values.amount_words import MoneyError, parse_amount
from pledges.values.choices import AmountBasis, RateSource
from pledges.values.estimates import Estimate, parse
from pledges.values.euro_rates import RateTable
from pledges.values.money import Converted, Money, to_eur

RATES = RateTable()
properties = settings(deadline=None, derandomize=True, max_examples=100)


def bounds(low: str, best: str | None, high: str | None) -> tuple[Decimal, Decimal | None, Decimal | None]:
    return Decimal(low), None if best is None else Decimal(best), None if high is None else Decimal(high)


def amount(text: str, currency: str) -> Money:
    return Money(parse(text, counted=False), currency)


def test_money_checks_currency_and_basis() -> None:
    assert Money(Estimate.exact(5), "eur", AmountBasis("contract")).currency == "EUR"
    with pytest.raises(MoneyError, match="EUX"):
        Money(Estimate.exact(5), "EUX")


@pytest.mark.parametrize(
    ("currency", "on", "rate", "day"),
    [
        ("EUR", date(1990, 1, 1), "1", date(1990, 1, 1)),
        ("USD", date(2024, 2, 14), "1.0713", date(2024, 2, 14)),
        ("USD", date(2024, 2, 18), "1.0768", date(2024, 2, 16)),
        ("HRK", date(2023, 1, 5), "7.5365", date(2022, 12, 30)),
        ("HRK", date(2023, 1, 7), "7.53450", date(2023, 1, 1)),
    ],
)
def test_rate_is_of_the_day_or_the_last_before(currency: str, on: date, rate: str, day: date) -> None:
    assert RATES.rate(currency, on) == (Decimal(rate), day)


@pytest.mark.parametrize(
    ("currency", "on"),
    [
        ("UAH", date(2024, 2, 14)),
        ("RUB", date(2024, 2, 14)),
        ("DEM", date(1998, 12, 31)),
        ("USD", date(1998, 1, 1)),
        ("USD", date(2099, 1, 1)),
    ],
)
def test_rate_is_none_where_there_is_none_within_a_week(currency: str, on: date) -> None:
    assert RATES.rate(currency, on) is None
    assert to_eur(amount("5m", currency), on=on, rates=RATES) is None


def test_to_eur_needs_no_rate_for_euro() -> None:
    on = date(2024, 2, 14)
    converted = to_eur(amount("about 4m", "EUR"), on=on, rates=RATES)
    assert converted == Converted(*bounds("3600000", "4000000", "4400000"), Decimal(1), on, RateSource.NONE_NEEDED)


def test_to_eur_divides_every_bound_by_the_reference_rate() -> None:
    converted = to_eur(amount("up to 1,071,300", "USD"), on=date(2024, 2, 14), rates=RATES)
    day = date(2024, 2, 14)
    assert converted == Converted(*bounds("0", None, "1000000"), Decimal("1.0713"), day, RateSource.ECB)


def test_to_eur_prefers_the_conversion_of_the_source() -> None:
    on = date(2024, 2, 14)
    converted = to_eur(amount("7bn", "NOK"), on=on, stated_eur=parse("620m", counted=False), rates=RATES)
    rate = Decimal("11.290323")
    assert converted == Converted(*bounds("620000000", "620000000", "620000000"), rate, on, RateSource.STATED)


def test_to_eur_has_no_rate_where_the_source_states_ranges() -> None:
    converted = to_eur(amount("7-8bn", "NOK"), on=date(2024, 2, 14), stated_eur=parse("600m-700m"), rates=RATES)
    assert converted is not None
    assert (converted.low, converted.rate) == (Decimal(600_000_000), None)


@properties
@given(st.sampled_from(["€", "USD ", "£", "SEK "]), st.integers(0, 10**12), st.sampled_from(["", "about ", "up to "]))
def test_amounts_are_read_back_from_their_words(sign: str, number: int, hedge: str) -> None:
    stated, currency = parse_amount(f"{hedge}{sign}{number:,}")
    assert parse_amount(stated.text, currency=currency) == (stated, currency)


@properties
@given(st.integers(0, 10**12), st.integers(0, 10**12), st.sampled_from(["USD", "NOK", "CZK", "JPY"]))
def test_conversion_keeps_the_order_of_the_bounds(a: int, b: int, currency: str) -> None:
    stated = Estimate("", Decimal(min(a, b)), None, Decimal(max(a, b)))
    converted = to_eur(Money(stated, currency), on=date(2024, 2, 14), rates=RATES)
    assert converted is not None
    assert converted.high is not None
    assert converted.low <= converted.high
