from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledges.values.choices import RateSource
from pledges.values.euro_rates import EUR, FIXED_RATES, FoundRate, RateTable
from pledges.values.money import currency_code

RATES = RateTable()
LATER = RateTable(loaded={("USD", date(2026, 11, 13)): Decimal("1.1234")})

FIXED = {
    "ATS": "13.7603",
    "BEF": "40.3399",
    "BGN": "1.95583",
    "CYP": "0.585274",
    "DEM": "1.95583",
    "EEK": "15.6466",
    "ESP": "166.386",
    "FIM": "5.94573",
    "FRF": "6.55957",
    "GRD": "340.750",
    "HRK": "7.53450",
    "IEP": "0.787564",
    "ITL": "1936.27",
    "LTL": "3.45280",
    "LUF": "40.3399",
    "LVL": "0.702804",
    "MTL": "0.429300",
    "NLG": "2.20371",
    "PTE": "200.482",
    "SIT": "239.640",
    "SKK": "30.1260",
}


@pytest.mark.parametrize(("currency", "per_euro"), FIXED.items())
def test_a_currency_that_the_euro_replaced_converts_at_its_fixed_rate_afterwards(currency: str, per_euro: str) -> None:
    assert currency_code(currency) == currency
    since = FIXED_RATES[currency][1]
    assert RATES.find(currency, date(2026, 6, 1)) == FoundRate(Decimal(per_euro), since, RateSource.FIXED)


def test_every_fixed_rate_is_tested() -> None:
    assert FIXED.keys() == FIXED_RATES.keys()


@pytest.mark.parametrize(
    ("currency", "on", "per_euro", "day"),
    [
        ("HRK", date(2022, 9, 28), "7.5313", date(2022, 9, 28)),
        ("HRK", date(2022, 12, 31), "7.5365", date(2022, 12, 30)),
        ("BGN", date(2025, 6, 1), "1.9558", date(2025, 5, 30)),
        ("LTL", date(2014, 3, 2), "3.4528", date(2014, 2, 28)),
    ],
)
def test_before_the_changeover_the_rate_of_the_day_counts(currency: str, on: date, per_euro: str, day: date) -> None:
    assert RATES.find(currency, on) == FoundRate(Decimal(per_euro), day, RateSource.ECB)


@pytest.mark.parametrize("currency", ["DEM", "GRD", "FRF"])
def test_there_is_no_fixed_rate_before_the_changeover(currency: str) -> None:
    assert RATES.find(currency, FIXED_RATES[currency][1] - timedelta(days=1)) is None


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (date(2026, 11, 13), (Decimal("1.1234"), date(2026, 11, 13))),
        (date(2026, 11, 15), (Decimal("1.1234"), date(2026, 11, 13))),
        (date(2026, 11, 12), None),
        (date(2026, 11, 21), None),
        (date(2026, 10, 30), RATES.rate("USD", date(2026, 10, 30))),
    ],
)
def test_loaded_rates_go_on_where_those_of_the_package_end(on: date, found: tuple[Decimal, date] | None) -> None:
    assert LATER.rate("USD", on) == found


@pytest.mark.parametrize(
    ("rates", "currency", "on", "ends"),
    [
        (RATES, "USD", date(2026, 10, 30), False),
        (RATES, "USD", date(2026, 11, 3), False),
        (RATES, "USD", date(2026, 11, 4), True),
        (RATES, "EUR", date(2027, 1, 1), False),
        (RATES, "UAH", date(2027, 1, 1), False),
        (RATES, "RUB", date(2027, 1, 1), False),
        (RATES, "HRK", date(2027, 1, 1), False),
        (LATER, "USD", date(2026, 11, 17), False),
        (LATER, "USD", date(2026, 11, 18), True),
    ],
)
def test_rates_end_before_a_day_more_than_a_long_weekend_later(
    rates: RateTable, currency: str, on: date, *, ends: bool
) -> None:
    assert rates.ends_before(currency, on) is ends


@settings(deadline=None, derandomize=True, max_examples=200)
@given(st.dates(date(1999, 1, 4), date(2027, 1, 1)), st.sampled_from([EUR, "USD", "NOK", "HRK", "BGN", "UAH", "DEM"]))
def test_a_rate_is_never_of_a_later_day(on: date, currency: str) -> None:
    found = RATES.find(currency, on)
    assert found is None or found.day <= on
    assert found is None or found.source == RateSource.FIXED or on - found.day <= timedelta(days=7)
