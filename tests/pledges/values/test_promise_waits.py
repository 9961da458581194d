"""Shares of a promise with their waits: worked by hand, and always a whole."""

from __future__ import annotations

from datetime import date, timedelta
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledges.values.estimates import Estimate, parse
from pledges.values.promise_waits import Arrival, wait_shares
from pledges.values.waiting_times import Wait

DAY = date(2024, 3, 1)
MARCH = (date(2024, 3, 1), date(2024, 3, 31))
JUNE = (date(2024, 6, 1), date(2024, 6, 30))
YEAR_END = date(2024, 12, 31)


def shares(promised: str, *arrivals: Arrival, on: date = YEAR_END, is_delivered: bool = False) -> list[Wait]:
    return wait_shares(MARCH, parse(promised), arrivals, on=on, is_delivered=is_delivered)


def test_parts_worked_by_hand() -> None:
    """14 announced in March, 6 delivered in June, nothing since.

    From 31 March to 1 June are 62 days, from 1 March to 30 June 121: 6/14 waited (61, 121]. Of 8/14 it is known on 31
    December that they waited longer than the 275 days since 31 March.
    """
    six = Arrival(JUNE, parse("6"))
    assert shares("14", six) == [Wait(61, 121, 6 / 14), Wait(275, inf, pytest.approx(8 / 14))]
    # In the middle of June nothing is certain of a window that still runs.
    assert shares("14", six, on=date(2024, 6, 15)) == [
        Wait(61, inf, pytest.approx(6 / 14)),
        Wait(76, inf, pytest.approx(8 / 14)),
    ]
    eight = Arrival((DAY, YEAR_END), parse("8"))
    assert shares("14", six, eight, is_delivered=True) == [Wait(61, 121, 6 / 14), Wait(-1, 305, 8 / 14)]


def test_what_has_no_number_claims_nothing_certain() -> None:
    assert shares("dozens", Arrival(JUNE, parse("several"))) == [Wait(61, inf, 1.0)]
    assert shares("several") == [Wait(275, inf, 1.0)]
    # At least 5 of at most 20 have come, and at most all.
    some = Arrival(JUNE, parse("at least 5"))
    assert shares("10-20", some) == [Wait(61, 121, 0.25), Wait(61, inf, 0.75)]
    assert shares("at least 4", some, is_delivered=True) == [Wait(61, 121, 1.0)]


def test_more_than_was_promised_is_the_whole() -> None:
    both = (Arrival(JUNE, parse("9")), Arrival((YEAR_END, YEAR_END), parse("3")))
    assert shares("10", *both) == [Wait(61, 121, 0.75), Wait(274, 305, 0.25)]


LOW = st.integers(0, 20)
ESTIMATES = st.builds(
    lambda low, wide, *, is_open: Estimate("", low, None, None if is_open else low + wide),
    LOW, st.integers(0, 9), is_open=st.booleans(),
)  # fmt: skip
ARRIVALS = st.builds(
    lambda start, long, quantity: Arrival((DAY + timedelta(start), DAY + timedelta(start + long)), quantity),
    st.integers(-10, 300), st.integers(0, 60), ESTIMATES,
)  # fmt: skip


@settings(deadline=None, max_examples=80)
@given(ESTIMATES, st.lists(ARRIVALS, max_size=4), st.booleans())
def test_shares_are_a_whole(promised: Estimate, arrivals: list[Arrival], is_delivered: bool) -> None:  # noqa: FBT001 - drawn
    waits = wait_shares(MARCH, promised, arrivals, on=YEAR_END, is_delivered=is_delivered)
    assert sum(wait.weight for wait in waits) == pytest.approx(1)
    assert all(wait.weight > 0 and -1 <= wait.after < wait.until for wait in waits)
