"""What each promise says about waiting: shares of it, each with the interval in which its wait lies.

A promise weighs 1, whatever it is of. What a report of delivery certainly brings of it is a share that waited from one
window to the other; what it perhaps brings waited longer than to the first day of that window, and no more is known;
what nothing reports has waited longer than to the asked day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import inf

from pledges.values.estimates import Estimate
from pledges.values.waiting_times import Wait, wait_between, wait_not_over

Days = tuple[date, date]

LEAST = 1e-9
"""A share below it is what rounding leaves."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A report of delivery whose window has begun: from when to when, and how much."""

    window: Days
    quantity: Estimate


def wait_shares(
    announced: Days, promised: Estimate, arrivals: Sequence[Arrival], *, on: date, is_delivered: bool
) -> list[Wait]:
    """The shares of a promise with their waits; together they are 1.

    Of 14 announced in March, 6 delivered in June and nothing since: 6/14 waited from March to June, 8/14 wait still.
    What counts as delivered has arrived whole, in parts as large as the reports say to each other.
    """
    ended = [arrival.window[1] <= on for arrival in arrivals]
    if is_delivered:
        shares = [(most_likely(one.quantity) if over else 0.0,) * 2 for one, over in zip(arrivals, ended, strict=True)]
    else:
        shares = [share_of(one.quantity, promised, over=over) for one, over in zip(arrivals, ended, strict=True)]
    certain = sum(share for share, _ in shares)
    whole = certain if is_delivered and certain > 0 else max(certain, 1.0)
    waits = [
        wait_between(announced, arrival.window, weight=share / whole)
        for arrival, (share, _) in zip(arrivals, shares, strict=True)
        if share > LEAST
    ]
    left = max(1 - certain / whole, 0.0)
    unsure = min(sum(possible - share for share, possible in shares), left)
    if unsure > LEAST:
        first = min(
            arrival.window[0]
            for arrival, (share, possible) in zip(arrivals, shares, strict=True)
            if possible - share > LEAST
        )
        waits.append(Wait(wait_between(announced, (first, max(on, first))).after, inf, unsure))
    if left - unsure > LEAST:
        waits.append(wait_not_over(announced, on=on, weight=left - unsure))
    return waits


def most_likely(quantity: Estimate) -> float:
    return float(quantity.low if quantity.best is None else quantity.best)


def share_of(quantity: Estimate, promised: Estimate, *, over: bool) -> tuple[float, float]:
    """What share of a promise a report brings certainly, and at most.

    Where both say a figure it is the one by the other; else the least by the most, and the other way round. Of a window
    that still runs nothing is certain.
    """
    if quantity.best is not None and promised.best is not None and promised.best > 0:
        share = min(float(quantity.best / promised.best), 1.0)
        return (share if over else 0.0), share
    at_most = 1.0
    if quantity.high is not None and promised.low > 0:
        at_most = min(float(quantity.high / promised.low), 1.0)
    certain = float(quantity.low / promised.high) if promised.high else 0.0
    return (min(certain, at_most) if over else 0.0), at_most
