"""How long promises wait, from intervals: the non-parametric estimate of Turnbull, and what the windows alone bound.

A wait is known as an interval of whole days, open on the left: of (l, r] it is said that the wait is longer than l days
and at most r. What is announced in [a1, a2] and delivered in [d1, d2] waits (d1 - a2 - 1, d2 - a1]; what is not
delivered by the day v waits (v - a2, ∞). So a promise of 1 March, delivered on 4 March, is (2, 3]: exactly three days.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FEWEST = 10
"""Informative promises below which nothing is said of a group."""

PRECISION, MOST_ROUNDS = 1e-10, 20_000
"""When the estimate stands: no mass moves by more; and after how many rounds it is taken as it is."""

MOST_INTERVALS = 4000
"""So many different intervals are estimated as they are; more are put together first."""

EVEN = 1e-9
"""What sums of shares may lack by rounding."""


@dataclass(frozen=True, slots=True)
class Wait:
    """A share of a promise (weight, 0 to 1) that waited longer than `after` days and at most `until`."""

    after: float
    until: float
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Step:
    """Between `after` and `until` days the share that has arrived grows to `share`; where between is not known."""

    after: float
    until: float
    share: float


def wait_between(announced: tuple[date, date], delivered: tuple[date, date], *, weight: float = 1.0) -> Wait:
    """The wait from one window to another; what is delivered on the day of its announcement, or before, waited 0."""
    shortest = max((delivered[0] - announced[1]).days, 0)
    longest = max((delivered[1] - announced[0]).days, shortest)
    return Wait(shortest - 1, longest, weight)


def wait_not_over(announced: tuple[date, date], *, on: date, weight: float = 1.0) -> Wait:
    """The wait of what has not arrived by the end of a day."""
    return Wait(max((on - announced[1]).days, -1), inf, weight)


def estimate_waits(waits: Iterable[Wait]) -> list[Step]:
    """The share that has arrived after so many days, at the greatest likelihood of the intervals (Turnbull, 1976).

    Mass stands only where the left end of an interval is followed at once by a right end; how it lies within such a
    step the data do not say. The last step may end at infinity: what is left there has not arrived as far as is known.
    """
    after, until, weights = merge_equal(waits)
    if not weights.size:
        return []
    lefts, rights = innermost_steps(after, until)
    inside = (after[:, None] <= lefts) & (until[:, None] >= rights)
    masses = maximize_likelihood(inside, weights)
    shares = np.cumsum(masses)
    return [
        Step(float(left), float(right), min(float(share), 1.0))
        for left, right, share, mass in zip(lefts, rights, shares, masses, strict=True)
        if mass > EVEN
    ]


def merge_equal(waits: Iterable[Wait]) -> tuple[Floats, Floats, Floats]:
    """The ends and weights of the waits, equal intervals as one."""
    merged: defaultdict[tuple[float, float], float] = defaultdict(float)
    for wait in waits:
        if wait.weight > 0:
            merged[wait.after, wait.until] += wait.weight
    ends = sorted(merged)
    return (
        np.array([after for after, _ in ends], dtype=float),
        np.array([until for _, until in ends], dtype=float),
        np.array([merged[one] for one in ends], dtype=float),
    )


def innermost_steps(after: Floats, until: Floats) -> tuple[Floats, Floats]:
    """The intervals that can hold mass: a left end that is followed at once by a right end.

    At one and the same day right ends come first, since (2, 3] and (3, 4] have no day in common.
    """
    ends = sorted({(float(day), 1) for day in after} | {(float(day), 0) for day in until})
    pairs = [
        (day, following)
        for (day, is_left), (following, is_next_left) in itertools.pairwise(ends)
        if is_left and not is_next_left
    ]
    return np.array([left for left, _ in pairs]), np.array([right for _, right in pairs])


def maximize_likelihood(inside: NDArray[np.bool_], weights: Floats) -> Floats:
    """The masses of the steps by expectation and maximization: each interval shares itself out over its steps.

    Each second round takes a longer stride along what the last two have moved, kept where it is likelier (squared
    extrapolation); plain rounds alone creep.
    """
    reach = inside.astype(float)
    masses = np.full(inside.shape[1], 1.0 / inside.shape[1])

    def next_masses(now: Floats) -> Floats:
        moved = now * (reach.T @ (weights / (reach @ now)))
        return np.asarray(moved / moved.sum(), dtype=float)

    def likelihood(now: Floats) -> float:
        return float(weights @ np.log(np.maximum(reach @ now, 1e-300)))

    for _ in range(MOST_ROUNDS):
        first = next_masses(masses)
        second = next_masses(first)
        if np.abs(second - masses).max() < PRECISION:
            return second
        step, bend = first - masses, second - 2 * first + masses
        length = np.linalg.norm(bend)
        chosen = second
        if length > 0:
            stride = -max(float(np.linalg.norm(step) / length), 1.0)
            leap = masses - 2 * stride * step + stride**2 * bend
            if leap.min() > 0:
                leap = next_masses(leap / leap.sum())
                if likelihood(leap) >= likelihood(second):
                    chosen = leap
        masses = chosen
    return masses


def widen_waits(waits: Iterable[Wait], *, most: int = MOST_INTERVALS) -> list[Wait]:
    """The waits, with ends moved outwards to whole weeks, fortnights and so on until few enough intervals differ.

    A wider interval claims less, so that what is estimated stays true, only coarser.
    """
    merged = [Wait(*found) for found in zip(*(ends.tolist() for ends in merge_equal(waits)), strict=True)]
    grid = 7
    while len(merged) > max(most, 3):  # no day, some, and without end stay apart on any grid
        wider = (Wait((one.after + 1) // grid * grid - 1, round_up(one.until, grid), one.weight) for one in merged)
        merged = [Wait(*found) for found in zip(*(ends.tolist() for ends in merge_equal(wider)), strict=True)]
        grid *= 2
    return merged


def round_up(day: float, grid: int) -> float:
    return day if day == inf else -(-day // grid) * grid


def share_bounds(waits: Sequence[Wait], days: Iterable[float]) -> list[tuple[float, float]]:
    """For each number of days the least and the greatest share that can have arrived, from the windows alone.

    Every estimate lies between them: what must have arrived (its interval has ended) and what may (it has begun).
    """
    after, until, weights = merge_equal(waits)
    whole = float(weights.sum()) or 1.0
    return [(float(weights[until <= day].sum()) / whole, float(weights[after < day].sum()) / whole) for day in days]


def find_median(steps: Sequence[Step]) -> Step | None:
    """The step in which half has arrived; None where more than half has not, as far as is known."""
    return next((step for step in steps if step.share >= 0.5 - EVEN and step.until != inf), None)


def median_bounds(waits: Sequence[Wait]) -> tuple[float | None, float | None]:
    """The least and the greatest number of days by which half can have arrived; None where that has no end."""
    ends = sorted({end for wait in waits for end in (wait.after + 1, wait.until) if end != inf})
    bounds = share_bounds(waits, ends)
    least = next((day for day, (_, most) in zip(ends, bounds, strict=True) if most >= 0.5 - EVEN), None)
    greatest = next((day for day, (certain, _) in zip(ends, bounds, strict=True) if certain >= 0.5 - EVEN), None)
    return least, greatest


def count_informative(waits_of: Iterable[Sequence[Wait]]) -> int:
    """How many promises say by when a part of them had arrived."""
    return sum(any(wait.until != inf and wait.weight > 0 for wait in waits) for waits in waits_of)
