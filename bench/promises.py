"""Invents pledges with a realistic mix: always the same ones for the same number of pledges."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

FIRST_DAY = date(2022, 2, 24)
LAST_DAY = date(2026, 12, 31)
STEPS = (
    (("announced", "delivered", "delivered"), 30),
    (("announced", "contracted", "delivered"), 25),
    (("announced", "committed", "shipped"), 15),
    (("announced", "committed", "contracted"), 15),
    (("committed", "shipped", "delivered"), 10),
    (("signalled", "announced", "committed"), 5),
)
"""The three stages of a pledge, with how often they are met."""

WITHDRAWN = ("announced", "committed", "withdrawn")
UNBOUNDED, UNDISCLOSED, RANGED, VALUED, TWO_PARTIES, IN_COALITION = 0.05, 0.03, 0.10, 0.10, 0.08, 0.30
WITHDRAWN_SHARE, VOIDED_ENTRY, SECOND_TERMS, DUE, AT_MEETING = 0.02, 0.01, 0.01, 0.40, 0.90


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of the catalogue that pledges are spread over."""

    systems: Sequence[tuple[int, str]]
    donors: Sequence[tuple[int, str]]
    meetings: Sequence[int]
    coalitions: Sequence[int]


@dataclass(frozen=True, slots=True)
class Estimate:
    """Low, best and high of a quantity or an amount."""

    low: int
    best: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a pledge."""

    stage: str
    start: date
    end: date
    quantity: Estimate
    value: Estimate | None
    voided: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """One pledge with its terms and entries."""

    system: tuple[int, str]
    parties: list[tuple[int, str, str | None]]
    lead: str
    meeting: int | None
    coalition: int | None
    due: tuple[date, date] | None
    moved_due: tuple[date, date] | None
    steps: list[Step]


class Inventor:
    """Draws promises; systems and donors with weights falling as 1/rank."""

    def __init__(self, keys: Keys, *, seed: int) -> None:
        self.keys = keys
        self.random = random.Random(seed)  # noqa: S311 - figures for measuring, no secrets
        self.by_rank = {
            length: list(accumulate(1 / rank for rank in range(1, length + 1)))
            for length in (len(keys.systems), len(keys.donors))
        }
        self.step_weights = list(accumulate(weight for _, weight in STEPS))

    def promises(self, count: int) -> Iterator[Promise]:
        """Return so many promises, one after the other."""
        return (self.promise() for _ in range(count))

    def promise(self) -> Promise:
        """Return the next promise."""
        draw, keys = self.random, self.keys
        donors = draw.choices(keys.donors, cum_weights=self.by_rank[len(keys.donors)], k=2)
        start = FIRST_DAY + timedelta(days=draw.randrange((LAST_DAY - FIRST_DAY).days))
        due = self.due_window(start) if draw.random() < DUE else None
        return Promise(
            system=draw.choices(keys.systems, cum_weights=self.by_rank[len(keys.systems)])[0],
            parties=self.parties(donors),
            lead=donors[0][1],
            meeting=draw.choice(keys.meetings) if draw.random() < AT_MEETING else None,
            coalition=draw.choice(keys.coalitions) if draw.random() < IN_COALITION else None,
            due=due,
            moved_due=self.due_window(start) if draw.random() < SECOND_TERMS else None,
            steps=self.steps(start),
        )

    def parties(self, donors: list[tuple[int, str]]) -> list[tuple[int, str, str | None]]:
        """Return the parties (donor, role, share): mostly one funder, else two with or without known shares."""
        (first, _), (second, _) = donors
        if self.random.random() >= TWO_PARTIES or first == second:
            return [(first, "funder", None)]
        kind = self.random.randrange(3)
        if kind == 0:
            return [(first, "funder", "0.6"), (second, "funder", "0.4")]
        if kind == 1:
            return [(first, "funder", None), (second, "funder", None)]
        return [(first, "funder", None), (second, "stock_owner", None)]

    def due_window(self, start: date) -> tuple[date, date]:
        """Return a due window of a month, some time after the promise."""
        first = start + timedelta(days=self.random.randrange(30, 720))
        return first, first + timedelta(days=30)

    def steps(self, start: date) -> list[Step]:
        """Return the three entries: what was promised, then parts or the whole of it at later stages."""
        draw = self.random
        stages = draw.choices(STEPS, cum_weights=self.step_weights)[0][0]
        if draw.random() < WITHDRAWN_SHARE:
            stages = WITHDRAWN
        number = draw.randrange(2, 200)
        valued, voided = draw.random() < VALUED, draw.random() < VOIDED_ENTRY
        first = stages[1] if stages[0] == "signalled" else stages[0]
        made = []
        for place, stage in enumerate(stages):
            day = start + timedelta(days=place * draw.randrange(20, 300))
            last = day + timedelta(days=30 if draw.random() < 0.2 else 0)
            part = number if stage == first or draw.random() < 0.5 else draw.randrange(1, number)
            value = Estimate(part * 10**6, part * 10**6, part * 10**6) if valued and place == 0 else None
            made.append(Step(stage, day, last, self.estimate(part), value, voided and place == 2))
        return made

    def estimate(self, number: int) -> Estimate:
        """Return a number as stated: exact, a range, at least so many, or undisclosed."""
        kind = self.random.random()
        if kind < UNBOUNDED:
            return Estimate(number, None, None)
        if kind < UNBOUNDED + UNDISCLOSED:
            return Estimate(1, None, None)
        if kind < UNBOUNDED + UNDISCLOSED + RANGED:
            return Estimate(number - number // 10, number, number + number // 10)
        return Estimate(number, number, number)
