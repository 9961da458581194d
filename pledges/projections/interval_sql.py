"""Interval arithmetic as SQL expressions, the counterpart of `pledges.values.estimates` inside the database.

Inside a query an open upper bound is the numeric 'Infinity' and an unknown best is NULL. Lows are always finite.
"""

from typing import NamedTuple


class Bounds(NamedTuple):
    """The SQL expressions of low, best and high."""

    low: str
    best: str
    high: str

    def select(self, name: str) -> str:
        """The three expressions as select items `<name>_low, <name>_best, <name>_high`."""
        return f"{self.low} AS {name}_low, {self.best} AS {name}_best, {self.high} AS {name}_high"

    def select_finished(self, name: str) -> str:
        """Select items with an open upper bound as NULL, for storing and for answers."""
        high = f"NULLIF({self.high}, 'Infinity')"
        return f"{self.low} AS {name}_low, {self.best} AS {name}_best, {high} AS {name}_high"


ZERO = Bounds("0::numeric", "0::numeric", "0::numeric")


def column(name: str) -> Bounds:
    """The bounds held in the columns `<name>_low`, `<name>_best` and `<name>_high`."""
    return Bounds(f"{name}_low", f"{name}_best", f"{name}_high")


def settle_best(low: str, best: str, high: str) -> Bounds:
    """Bounds whose best, where it is unknown, is the only possible value: that of low and high where they meet.

    A known best lies between them, so there is nothing to settle; looking at it first saves most of the comparisons.
    """
    return Bounds(low, f"coalesce({best}, CASE WHEN {low} = {high} THEN {low} END)", high)


def all_best_known(*parts: Bounds) -> str:
    return " AND ".join(f"{part.best} IS NOT NULL" for part in parts)


def maximum(*parts: Bounds) -> Bounds:
    """The maximum, bound by bound; best where every part has one."""
    # greatest() passes over NULL, so a best is taken only where every part has one.
    low, best, high = (f"greatest({', '.join(getattr(p, end) for p in parts)})" for end in ("low", "best", "high"))
    return settle_best(low, f"CASE WHEN {all_best_known(*parts)} THEN {best} END", high)


def difference(minuend: Bounds, subtrahend: Bounds) -> Bounds:
    """The difference, never negative: low minus high, best minus best, high minus low."""
    low = f"greatest(0, {minuend.low} - {subtrahend.high})"
    best = f"greatest(0, {minuend.best} - {subtrahend.best})"
    high = f"greatest(0, {minuend.high} - {subtrahend.low})"
    return settle_best(low, f"CASE WHEN {all_best_known(minuend, subtrahend)} THEN {best} END", high)


def choose(cases: list[tuple[str, Bounds]], otherwise: Bounds) -> Bounds:
    """The bounds of the first case whose condition holds."""
    expressions = []
    for end in ("low", "best", "high"):
        whens = " ".join(f"WHEN {condition} THEN {getattr(bounds, end)}" for condition, bounds in cases)
        expressions.append(f"CASE {whens} ELSE {getattr(otherwise, end)} END")
    return Bounds(*expressions)


def scale_bounds(bounds: Bounds, ratio: str) -> Bounds:
    """The bounds times a ratio, rounded to the six decimals that figures are kept in."""
    return Bounds(*(f"round({end} * {ratio}, 6)" for end in bounds))


def add_columns(source: str, *items: str) -> str:
    """A query that adds columns to a query; the fence keeps each expression from being copied into the next."""
    # OFFSET 0 keeps PostgreSQL from pulling the subquery up.
    return f"SELECT *, {', '.join(items)} FROM ({source} OFFSET 0) AS level"
