"""Sums of figures over rows, exact to the millionth; sums that 64 bits would not hold are Python's whole numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pledges.answers.explorer.binary_copy import Integers
from pledges.answers.explorer.snapshot_columns import LATE, MICRO, OF_OWN_WORDS, OF_QUANTITY, SUMMED
from pledges.values.estimates import EstimateSum

LARGEST = float(2**62)
ZERO = Decimal(0)
AT = {name: place for place, name in enumerate(SUMMED)}


@dataclass(frozen=True, slots=True)
class Sums:
    """What some pledges add up to; their quantities only mean something within one system and unit."""

    pledges: int
    columns: tuple[int, ...]

    def of(self, measure: str) -> EstimateSum:
        """The interval sum of one of MEASURES; without a best, which is not shown."""
        unbounded = self.count(f"{measure}_open")
        low, high = self.bound(f"{measure}_low"), None if unbounded else self.bound(f"{measure}_high")
        if measure not in OF_QUANTITY or not (without := self.count(f"{measure}_without")):
            return EstimateSum(low, None, high, unbounded)
        vague_high, vague_open = ZERO, without
        if measure in OF_OWN_WORDS:
            vague_high, vague_open = self.bound(f"{measure}_vague_high"), self.count(f"{measure}_vague_open")
        stated_high = None if unbounded > vague_open else self.bound(f"{measure}_high") - vague_high
        stated = low - self.bound(f"{measure}_vague_low"), None, stated_high
        return EstimateSum(low, None, high, unbounded, without, stated)

    def bound(self, name: str) -> Decimal:
        return Decimal(self.columns[AT[name]]) / MICRO

    def count(self, name: str) -> int:
        return self.columns[AT[name]]

    @property
    def certainly(self) -> int:
        """How many of the pledges are certainly overdue."""
        return self.count("certainly")

    @property
    def possibly(self) -> int:
        """How many of the pledges are past their due date with no full delivery reported."""
        return self.count("possibly")

    @property
    def dated(self) -> int:
        """How many of the pledges have a due date."""
        return sum(self.count(name) for name in LATE)

    @property
    def stated(self) -> int:
        """How many of the pledges have a value in euro."""
        return self.pledges - self.count("unvalued") - self.count("unconverted")

    def plus(self, other: Sums) -> Sums:
        columns = tuple(a + b for a, b in zip(self.columns, other.columns, strict=True))
        return Sums(self.pledges + other.pledges, columns)


NOTHING = Sums(0, (0,) * len(SUMMED))


@dataclass(frozen=True, slots=True)
class Figures:
    """A row of figures per pledge, or per part of one."""

    table: NDArray[Any]

    @classmethod
    def of(cls, columns: Sequence[Integers]) -> Figures:
        """The columns SUMMED as rows."""
        safe = all(column.dtype != object and np.abs(column).sum(dtype=float) < LARGEST for column in columns)
        return cls(np.stack(columns, axis=1).astype(np.int64 if safe else object))

    def sums(self, rows: Integers, starts: Integers) -> list[Sums]:
        """The sums of the stretches of rows that begin at the starts."""
        return list(self.sums_at(rows, starts, range(len(starts))).values())

    def sums_at(self, rows: Integers, starts: Integers, wanted: Iterable[int]) -> dict[int, Sums]:
        """The sums of some of the stretches by their place."""
        if not len(starts):
            return {}
        whole = len(rows) == len(self.table) and bool((rows[1:] > rows[:-1]).all())
        added = np.add.reduceat(self.table if whole else self.table[rows], starts, axis=0)
        sizes = np.diff(starts, append=len(rows))
        return {place: Sums(int(sizes[place]), tuple(added[place].tolist())) for place in wanted}
