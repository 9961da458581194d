"""Drafting reads the annotated passages no worse than it did, and the limits of its speed are those of one process."""

from __future__ import annotations

from collections import Counter

import pytest

from bench.drafting_scores import count_passage, intervals_of, read_passages, shares_of

FLOORS = {
    "recall": 0.59,
    "precision": 0.84,
    "quantity": 0.92,
    "amount": 0.93,
    "stage": 0.94,
    "due": 0.66,
    "nothing lost": 0.90,
}
MOST_RESIDUE = 0.5
MOST_DRAFTED_FIRM = {"conditional": 1, "denied": 0, "cumulative": 2, "request": 0}


@pytest.fixture(scope="module")
def counts() -> list[Counter[str]]:
    return [count_passage(passage) for passage in read_passages()]


def test_scores_stay_above_their_floors(counts: list[Counter[str]]) -> None:
    shares = shares_of(counts)
    assert {name: share for name, floor in FLOORS.items() if (share := shares[name]) is None or share < floor} == {}
    residue = shares["residue of text"]
    assert residue is not None
    assert residue < MOST_RESIDUE


def test_no_more_of_the_uncertain_becomes_firm(counts: list[Counter[str]]) -> None:
    total: Counter[str] = sum(counts, Counter())
    drafted = {name: total[f"{name} drafted firm"] for name in MOST_DRAFTED_FIRM}
    assert {name: number for name, number in drafted.items() if number > MOST_DRAFTED_FIRM[name]} == {}


def test_intervals_hold_the_shares_and_are_the_same_again(counts: list[Counter[str]]) -> None:
    few = counts[:12]
    intervals = intervals_of(few)
    shares = shares_of(few)
    assert intervals_of(few) == intervals
    held = [low <= (shares[name] or 0) <= high for name, (low, high) in intervals.items()]
    assert held == [True] * len(intervals)
