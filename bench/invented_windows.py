"""Windows of days as sources state them: a day, some weeks, a month, half a year, from a day on."""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

MONTHLY, HALF_YEARLY, WEEKS = 0.12, 0.05, 0.03
"""How often a source states no more than the month, the half-year, or some weeks; else it is the day."""


class Window(NamedTuple):
    """The words, the first and the last day, and how finely they were stated."""

    text: str
    start: date | None
    end: date | None
    precision: str


def happening(day: date, *, kind: float) -> Window:
    """Return the window in which something happened; `kind` from 0 to 1 says how finely it is stated."""
    if kind < MONTHLY:
        return within_month(day)
    if kind < MONTHLY + HALF_YEARLY:
        return within_half_year(day)
    if kind < MONTHLY + HALF_YEARLY + WEEKS:
        last = day + timedelta(days=30)
        return Window(f"{day} to {last}", day, last, "range")
    return Window(str(day), day, day, "day")


def within_month(day: date) -> Window:
    _, length = monthrange(day.year, day.month)
    return Window(f"{day:%Y-%m}", day.replace(day=1), day.replace(day=length), "month")


def within_half_year(day: date) -> Window:
    if day.month <= 6:
        return Window(f"H1 {day.year}", date(day.year, 1, 1), date(day.year, 6, 30), "half")
    return Window(f"H2 {day.year}", date(day.year, 7, 1), date(day.year, 12, 31), "half")


def after_day(day: date) -> Window:
    return Window(f"from {day}", day, None, "day")
