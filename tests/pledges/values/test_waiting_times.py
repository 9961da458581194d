"""The waiting estimate: a case worked by hand, the proof that it is the likeliest, and bounds that hold it."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledges.values.waiting_times import (
    Step,
    Wait,
    count_informative,
    estimate_waits,
    find_median,
    innermost_steps,
    median_bounds,
    merge_equal,
    share_bounds,
    wait_between,
    wait_not_over,
    widen_waits,
)

properties = settings(deadline=None, max_examples=60)

WAITS = st.builds(
    lambda after, length, weight: Wait(after, inf if length is None else after + length, weight),
    st.integers(-1, 30),
    st.none() | st.integers(1, 12),
    st.sampled_from((1.0, 0.5, 0.25)),
)
DAYS = st.dates(date(2023, 1, 1), date(2023, 3, 1))


def rounded(steps: list[Step]) -> list[tuple[float, float, float]]:
    return [(step.after, step.until, round(step.share, 6)) for step in steps]


def test_case_worked_by_hand() -> None:
    """Three promises: (0, 10], (5, 15], and one that has not arrived after 12 days.

    Mass can lie in (5, 10] and in (12, 15]. With x in the first, the likelihood is x · 1 · (1 - x): x = 1/2.
    """
    waits = [Wait(0, 10), Wait(5, 15), Wait(12, inf)]
    assert steps_of(waits) == [(5, 10), (12, 15)]
    assert rounded(estimate_waits(waits)) == [(5, 10, 0.5), (12, 15, 1.0)]
    third = pytest.approx(1 / 3)
    two = pytest.approx(2 / 3)
    assert share_bounds(waits, [0, 1, 5, 6, 10, 12, 13, 15]) == [
        (0.0, 0.0), (0.0, third), (0.0, third), (0.0, two), (third, two), (third, two), (third, 1.0), (two, 1.0)
    ]  # fmt: skip
    assert find_median(estimate_waits(waits)) == Step(5, 10, pytest.approx(0.5))
    assert median_bounds(waits) == (6, 15)


def steps_of(waits: list[Wait]) -> list[tuple[float, float]]:
    lefts, rights = innermost_steps(*merge_equal(waits)[:2])
    return list(zip(lefts.tolist(), rights.tolist(), strict=True))


def test_days_that_are_known_count_exactly() -> None:
    promised, day = date(2024, 3, 1), date(2024, 3, 4)
    assert wait_between((promised, promised), (day, day)) == Wait(2, 3)
    assert wait_between((promised, promised), (promised, promised)) == Wait(-1, 0)
    assert wait_between((promised, day), (promised, day), weight=0.5) == Wait(-1, 3, 0.5)
    assert wait_not_over((promised, day), on=date(2024, 3, 10)) == Wait(6, inf)
    # What is delivered before it is announced has waited no day.
    assert wait_between((day, day), (promised, promised)) == Wait(-1, 0)


def test_known_days_give_the_shares_that_anybody_counts() -> None:
    waits = [Wait(day - 1, day) for day in (3, 3, 5, 9)]
    assert rounded(estimate_waits(waits)) == [(2, 3, 0.5), (4, 5, 0.75), (8, 9, 1.0)]
    assert median_bounds(waits) == (3, 3)


def test_intervals_that_end_where_others_begin_have_no_day_in_common() -> None:
    assert steps_of([Wait(2, 3), Wait(3, 4)]) == [(2, 3), (3, 4)]


def test_nothing_arrived_has_no_median() -> None:
    waits = [Wait(10, inf), Wait(40, inf)]
    assert rounded(estimate_waits(waits)) == [(40, inf, 1.0)]
    assert find_median(estimate_waits(waits)) is None
    assert median_bounds(waits) == (11, None)
    assert estimate_waits([]) == []


def test_only_what_has_arrived_informs() -> None:
    assert count_informative([[Wait(0, 5, 0.5), Wait(9, inf, 0.5)], [Wait(3, inf)], [Wait(1, 2, 0.0)], []]) == 1


@properties
@given(st.lists(WAITS, min_size=1, max_size=14))
def test_estimate_is_the_likeliest(waits: list[Wait]) -> None:
    """No day deserves more mass than it has: the condition under which a mixture's likelihood is at its maximum."""
    after, until, weights = merge_equal(waits)
    masses = masses_of(estimate_waits(waits))
    reached = np.array(
        [
            sum(mass for left, right, mass in masses if a <= left and right <= u)
            for a, u in zip(after, until, strict=True)
        ]
    )
    assert all(reached > 0)
    for day in (*range(44), inf):
        inside = (after < day) & (day <= until)
        assert (weights / reached)[inside].sum() <= weights.sum() * (1 + 1e-5)


@properties
@given(st.lists(WAITS, min_size=1, max_size=4))
def test_no_masses_of_a_fine_grid_are_likelier(waits: list[Wait]) -> None:
    """The oracle by brute force: every way to lay the mass out over the steps, in fortieths."""
    after, until, weights = merge_equal(waits)
    lefts, rights = innermost_steps(after, until)
    inside = ((after[:, None] <= lefts) & (until[:, None] >= rights)).astype(float)
    parts = [cut for cut in itertools.product(range(41), repeat=len(lefts) - 1) if sum(cut) <= 40]
    grid = np.array([(*cut, 40 - sum(cut)) for cut in parts], dtype=float) / 40
    likeliest = (weights @ np.log(np.maximum(inside @ grid.T, 1e-300))).max()
    found = np.zeros(len(lefts))
    for left, right, mass in masses_of(estimate_waits(waits)):
        found[np.flatnonzero((lefts == left) & (rights == right))[0]] = mass
    assert weights @ np.log(np.maximum(inside @ found, 1e-300)) >= likeliest - 1e-6


@properties
@given(st.lists(WAITS, min_size=2, max_size=14))
def test_wider_intervals_hold_those_they_came_from(waits: list[Wait]) -> None:
    assert sorted(widen_waits(waits), key=ends_of) == sorted(
        (Wait(*found) for found in zip(*(one.tolist() for one in merge_equal(waits)), strict=True)), key=ends_of
    )
    wider = widen_waits(waits, most=1)
    assert len(wider) <= 3
    assert sum(wait.weight for wait in wider) == pytest.approx(sum(wait.weight for wait in waits))
    assert all(any(one.after <= wait.after and wait.until <= one.until for one in wider) for wait in waits)


def ends_of(wait: Wait) -> tuple[float, float]:
    return wait.after, wait.until


def masses_of(steps: list[Step]) -> list[tuple[float, float, float]]:
    before = [0.0, *(step.share for step in steps)]
    return [(step.after, step.until, step.share - last) for step, last in zip(steps, before, strict=False)]


@properties
@given(st.lists(WAITS, min_size=1, max_size=14))
def test_bounds_of_the_windows_hold_the_estimate(waits: list[Wait]) -> None:
    steps = estimate_waits(waits)
    assert steps[-1].share == pytest.approx(1)
    ends = [step.until for step in steps if step.until != inf]
    for step, (certain, possible) in zip(steps, share_bounds(waits, ends), strict=False):
        assert certain - 1e-6 <= step.share <= possible + 1e-6
    least, greatest = median_bounds(waits)
    median = find_median(steps)
    if median is None:
        assert greatest is None
    else:
        assert least is not None
        assert least <= median.until
        assert greatest is None or median.after < greatest


@properties
@given(st.lists(st.tuples(DAYS, st.integers(0, 9), DAYS, st.integers(0, 9)), min_size=1, max_size=8), st.data())
def test_true_waits_lie_in_the_intervals(windows: list[tuple[date, int, date, int]], data: st.DataObject) -> None:
    for announced, wide, delivered, long in windows:
        said = announced + timedelta(days=data.draw(st.integers(0, wide)))
        came = delivered + timedelta(days=data.draw(st.integers(0, long)))
        wait = wait_between(
            (announced, announced + timedelta(days=wide)), (delivered, delivered + timedelta(days=long))
        )
        assert wait.after < max((came - said).days, 0) <= wait.until
