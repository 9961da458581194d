from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledges.values.choices import RateSource
from pledges.values.estimates import Estimate
from pledges.values.money import Money, to_eur
from pledges.values.pledge_rate import PledgeRate, pair_bounds

DAY = date(2022, 9, 28)


def fixed_by(amount: Decimal, *, stated: Decimal | None = None) -> tuple[PledgeRate, Decimal]:
    """Return the rate that a promise of so many dollars fixes, and its value."""
    said = None if stated is None else Estimate.exact(stated)
    made = to_eur(Money(Estimate.exact(amount), "USD"), on=DAY, stated_eur=said)
    assert made is not None
    assert made.rate is not None
    assert made.best is not None
    values = pair_bounds([amount], [made.best])
    return PledgeRate(made.rate, made.rate_date, made.rate_source, values), made.best


cents = st.integers(1, 10**12).map(lambda number: Decimal(number) / 100)


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.lists(cents, min_size=1, max_size=8), st.none() | cents)
def test_parts_add_up_at_one_rate(parts: list[Decimal], stated: Decimal | None) -> None:
    rate, whole = fixed_by(sum(parts, Decimal(0)), stated=stated)
    worth = sum((rate.value_of(part) for part in parts), Decimal(0))
    assert 0 <= whole - worth <= Decimal("0.000001") * len(parts)


@settings(deadline=None, derandomize=True, max_examples=100)
@given(cents, st.none() | cents)
def test_the_whole_has_its_own_value(amount: Decimal, stated: Decimal | None) -> None:
    rate, whole = fixed_by(amount, stated=stated)
    assert rate.value_of(amount) == whole


def test_a_part_of_a_stated_conversion_is_its_share_to_the_last_digit() -> None:
    rate, _ = fixed_by(Decimal(700_000_000), stated=Decimal(62_000_000))
    assert rate.source == RateSource.STATED
    assert rate.value_of(Decimal(350_000_000)) == Decimal(31_000_000)
    assert rate.value_of(Decimal(1_400_000_000)) == Decimal(124_000_000)


@pytest.mark.parametrize(
    ("stated", "is_that", "differs"),
    [("52.25", True, False), ("52.26", True, False), ("52", False, False), ("51.7", False, True), ("47", False, True)],
)
def test_a_stated_value_is_compared_with_the_rate(stated: str, *, is_that: bool, differs: bool) -> None:
    rate, _ = fixed_by(Decimal(100), stated=Decimal("104.5"))
    amount = Decimal(50)
    assert (rate.is_that_of(amount, Decimal(stated)), rate.differs_from(amount, Decimal(stated))) == (is_that, differs)
