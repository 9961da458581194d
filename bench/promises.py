"""Invents pledges with a realistic mix: always the same ones for the same number of pledges."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from bench.invented_windows import Window, after_day, happening, within_month
from bench.versions import VERSIONS, version_after

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
UNBOUNDED, UNDISCLOSED, RANGED, VALUED, SEVERAL_PARTIES, IN_COALITION = 0.05, 0.03, 0.10, 0.10, 0.10, 0.30
WITHDRAWN_SHARE, SECOND_TERMS, THIRD_TERMS, DUE, AT_MEETING = 0.02, 0.08, 0.02, 0.40, 0.90
ANNOUNCED_AT_ONCE, TOLD_AT_ONCE = 0.5, 0.5
"""How many pledges the first version holds, and how many later entries stand in the version of their pledge."""

IN_OTHER_UNIT, IN_PACKAGE, IN_INITIATIVE, RESTATING, FOR_OTHERS, NO_FUNDER = 0.05, 0.05, 0.10, 0.01, 0.01, 0.01
AID_TYPES = (("military", 95), ("humanitarian", 3), ("financial", 2))
PROVISIONS = (("unknown", 60), ("from_stock", 20), ("new_purchase", 12), ("third_country_purchase", 8))


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of the catalogue that pledges are spread over; a system with the units it is counted in."""

    systems: Sequence[tuple[int, tuple[str, ...]]]
    donors: Sequence[tuple[int, str]]
    meetings: Sequence[int]
    coalitions: Sequence[int]
    initiatives: Sequence[int]
    packages: Sequence[int]
    sources: Sequence[int]
    beneficiary: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """Low, best and high of a quantity or an amount, and the words for them."""

    text: str
    low: int
    best: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a pledge, in the version that published it."""

    stage: str
    occurred: Window
    quantity: Estimate
    value: Estimate | None
    version: int
    source: int


@dataclass(frozen=True, slots=True)
class Due:
    """From which day, and since which version, a pledge is due when."""

    effective: date
    version: int
    window: Window | None
    deadline: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """One pledge with its terms and entries; `dues` has its terms, the first ones and those that move the due date."""

    system: int
    unit: str
    parties: list[tuple[int, str, str | None]]
    lead: str
    version: int
    source: int
    aid_type: str
    provision: str
    beneficiary: int
    meeting: int | None
    coalition: int | None
    initiative: int | None
    package: int | None
    restates: bool
    dues: list[Due]
    steps: list[Step]


def running_sums(weighted: Sequence[tuple[object, int]]) -> list[int]:
    return list(accumulate(weight for _, weight in weighted))


class Inventor:
    """Draws promises; systems and donors with weights falling as 1/rank."""

    def __init__(self, keys: Keys, *, seed: int) -> None:
        self.keys = keys
        self.random = random.Random(seed)  # noqa: S311 - figures for measuring, no secrets
        self.by_rank = {
            length: list(accumulate(1 / rank for rank in range(1, length + 1)))
            for length in (len(keys.systems), len(keys.donors))
        }
        self.step_weights = running_sums(STEPS)
        self.aid_weights, self.provision_weights = running_sums(AID_TYPES), running_sums(PROVISIONS)

    def promises(self, count: int) -> Iterator[Promise]:
        """Return so many promises, one after the other."""
        return (self.promise() for _ in range(count))

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def promise(self) -> Promise:
        """Return the next promise."""
        draw, keys = self.random, self.keys
        donors = draw.choices(keys.donors, cum_weights=self.by_rank[len(keys.donors)], k=3)
        system, units = draw.choices(keys.systems, cum_weights=self.by_rank[len(keys.systems)])[0]
        start = FIRST_DAY + timedelta(days=draw.randrange((LAST_DAY - FIRST_DAY).days))
        version = 1 if self.chance(ANNOUNCED_AT_ONCE) else version_after(start, draw.randrange(VERSIONS))
        steps = self.steps(start, version)
        return Promise(
            system=system,
            unit=draw.choice(units) if self.chance(IN_OTHER_UNIT) else units[0],
            parties=self.parties(donors),
            lead=donors[0][1],
            version=version,
            source=draw.choice(keys.sources),
            aid_type=draw.choices(AID_TYPES, cum_weights=self.aid_weights)[0][0],
            provision=draw.choices(PROVISIONS, cum_weights=self.provision_weights)[0][0],
            beneficiary=donors[1][0] if self.chance(FOR_OTHERS) else keys.beneficiary,
            meeting=draw.choice(keys.meetings) if self.chance(AT_MEETING) else None,
            coalition=draw.choice(keys.coalitions) if self.chance(IN_COALITION) else None,
            initiative=draw.choice(keys.initiatives) if self.chance(IN_INITIATIVE) else None,
            package=draw.choice(keys.packages) if self.chance(IN_PACKAGE) else None,
            restates=self.chance(RESTATING),
            dues=self.dues(start, version),
            steps=steps,
        )

    def parties(self, donors: list[tuple[int, str]]) -> list[tuple[int, str, str | None]]:
        """Return the parties (donor, role, share): mostly one funder, else several with or without known shares."""
        first, second, third = (donor for donor, _ in donors)
        if self.chance(NO_FUNDER):
            return [(first, "lead", None)]
        if len({first, second, third}) < 3 or not self.chance(SEVERAL_PARTIES):
            return [(first, "funder", None)]
        several: list[list[tuple[int, str, str | None]]] = [
            [(first, "funder", "0.6"), (second, "funder", "0.4")],
            [(first, "funder", None), (second, "funder", None)],
            [(first, "funder", None), (second, "stock_owner", None)],
            [(first, "funder", "0.5"), (second, "funder", None), (third, "supplier", None)],
            [(donor, "funder", "0.3333333333") for donor in (first, second, third)],
            [(first, "stock_owner", "0.7"), (second, "stock_owner", "0.2"), (third, "funder", None)],
            [(first, "stock_owner", None)],
        ]
        return self.random.choice(several)

    def dues(self, start: date, version: int) -> list[Due]:
        """Return the terms: those of the beginning, and later ones that take effect on a later day, some to come."""
        draw = self.random
        window = self.due_window(start) if self.chance(DUE) else None
        found = [Due(start, version, window, window is not None and window.start is None)]
        more = 2 if self.chance(THIRD_TERMS) else 1 if self.chance(SECOND_TERMS) else 0
        for _ in range(more):
            last = found[-1]
            effective = last.effective + timedelta(days=draw.randrange(0, 400))
            window = self.due_window(effective)
            version = min(last.version + draw.randrange(0, 12), VERSIONS)
            found.append(Due(effective, version, window, window.start is None))
        return found

    def due_window(self, start: date) -> Window:
        """Return a due window some time after a day: a month, a deadline at the end of a year, or open at its end."""
        draw = self.random
        day = start + timedelta(days=draw.randrange(30, 720))
        kind = draw.random()
        if kind < 0.1:
            return Window(f"by the end of {day.year}", None, date(day.year, 12, 31), "deadline")
        return after_day(day) if kind < 0.15 else within_month(day)

    def steps(self, start: date, version: int) -> list[Step]:
        """Return the three entries: what was promised, then parts or the whole of it at later stages."""
        draw = self.random
        stages = draw.choices(STEPS, cum_weights=self.step_weights)[0][0]
        if self.chance(WITHDRAWN_SHARE):
            stages = WITHDRAWN
        number = draw.randrange(2, 200)
        valued = self.chance(VALUED)
        first = stages[1] if stages[0] == "signalled" else stages[0]
        made = []
        for place, stage in enumerate(stages):
            day = start + timedelta(days=place * draw.randrange(20, 300))
            part = number if stage == first or draw.random() < 0.5 else draw.randrange(1, number)
            value = Estimate(f"{part} million", *3 * (part * 10**6,)) if valued and place == 0 else None
            if place and not self.chance(TOLD_AT_ONCE):
                version = max(version, version_after(day, draw.randrange(VERSIONS)))
            occurred = happening(day, kind=draw.random())
            made.append(Step(stage, occurred, self.estimate(part), value, version, draw.choice(self.keys.sources)))
        return made

    def estimate(self, number: int) -> Estimate:
        """Return a number as stated: exact, a range, at least so many, or undisclosed."""
        kind = self.random.random()
        if kind < UNBOUNDED:
            return Estimate(f"at least {number}", number, None, None)
        if kind < UNBOUNDED + UNDISCLOSED:
            return Estimate("undisclosed", 1, None, None)
        if kind < UNBOUNDED + UNDISCLOSED + RANGED and number > 9:
            low, high = number - number // 10, number + number // 10
            return Estimate(f"{low}-{high}", low, number, high)
        return Estimate(str(number), number, number, number)
