"""Which words state a number, and what sums say of the parts that state none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.values.estimates import Estimate, EstimateError, parse, states_number, total
from tests.pledges.values.test_estimates import BOUNDED, UNKNOWNS, phrases, properties

WITHOUT = (
    "several", "several batteries", "a number of", "a few", "some", "multiple", "significant quantities", "additional",
    "additional Patriot systems", "additional PAC-3 missiles", "more", "further", "dozens", "dozens of vehicles",
    "hundreds", "several hundred", "hundreds of additional", "thousands", "tens of thousands", "hundreds of thousands",
    "millions", "up to hundreds", "about dozens", "mehrere", "dutzende", "кілька", "a batch of", *UNKNOWNS,
)  # fmt: skip


@pytest.mark.parametrize("text", WITHOUT)
def test_vague_and_unknown_words_have_no_number(text: str) -> None:
    made = parse(text)
    assert not states_number(text, best=made.best, high=made.high)


@pytest.mark.parametrize("text", sorted({text for text, *_ in BOUNDED} - set(WITHOUT)))
def test_hedged_numbers_are_numbers(text: str) -> None:
    made = parse(text)
    assert states_number(text, best=made.best, high=made.high)


@pytest.mark.parametrize("text", ["both", "another battery", "0", "mindestens sechs", "понад 60", "6 Billion"])
def test_what_names_its_number_in_other_words_has_one(text: str) -> None:
    assert states_number(text, best=None, high=None)


@properties
@given(st.text(max_size=30))
def test_what_has_no_number_has_only_a_low(text: str) -> None:
    try:
        made = parse(text)
    except EstimateError:
        return
    assert states_number(text, best=made.best, high=made.high) or (made.best, made.high) == (None, None)


@properties
@given(st.lists(phrases, max_size=8), st.integers(0, 8))
def test_stated_and_without_number_account_for_every_part(words: list[str], cut: int) -> None:
    parts = [parse(text) for text in words]
    numbered = [part for part in parts if states_number(part.text, best=part.best, high=part.high)]
    summed = total(parts)
    assert len(numbered) + summed.without_number == len(parts)
    assert summed.stated.bounds == total(numbered).estimate.bounds
    assert total(parts[:cut]) + total(parts[cut:]) == summed


def test_a_promise_of_15_without_a_number_is_not_one_of_15() -> None:
    summed = total([Estimate.exact(91), *(parse("several") for _ in range(15))])
    assert (summed.low, summed.high) == (Decimal(121), None)
    assert (summed.stated, summed.without_number) == (Estimate("", Decimal(91), Decimal(91), Decimal(91)), 15)
