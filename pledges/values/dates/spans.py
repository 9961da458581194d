"""One period as stated: what it is read with, and which of several a bare name means."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from meetings.choices import DatePrecision
from pledges.values.dates.calendar import (
    MONTHS,
    SEASONS,
    Days,
)
from pledges.values.nearest_word import nearest_spelling

FIRST_YEAR, LAST_YEAR = 1950, 2100
EXAMPLES = "2024-02-14, 14 Feb 2024, October 2024, Q4 2024, winter 2024, by the end of 2024, or unknown"
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
SEASON = "|".join(SEASONS)
NAMED_MONTH = rf"(?P<month>{MONTH})\.?"
YEAR = r"(?P<year>\d{4}|(?:this|next|last|the|(?:the )?(?:current|coming)) year)"
NUMERIC = re.compile(r"\b(?P<a>\d{1,2})(?P<mark>[./-])(?P<b>\d{1,2})(?P=mark)(?P<year>\d{4})\b")
CENTURY = 2000


class DateError(ValueError):
    """Words that are no date; ``hint`` says what would be right."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Context:
    """The day of the statement, which comes first in a date like 02/03/2023 where that is known, and where it looks.

    ``back`` is True of what has happened: a bare "October" is then the last one that has begun, else the first that has
    not ended.
    """

    anchor: date
    order: Literal["day", "month"] | None = None
    back: bool = False


def stated_order(words: str) -> Literal["day", "month"] | None:
    """The order that a text shows by a date that has only one: 3/20/2022 puts the month first."""
    found = [match for match in NUMERIC.finditer(words) if match["mark"] != "."]
    month_first = any(int(match["b"]) > 12 for match in found)
    day_first = any(int(match["a"]) > 12 for match in found)
    if month_first == day_first:
        return None
    return "month" if month_first else "day"


@dataclass(frozen=True, slots=True)
class Span:
    """A period as read."""

    start: date
    end: date
    precision: DatePrecision

    @property
    def days(self) -> Days:
        return self.start, self.end


def checked_year(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateError(f"the year {year} is out of range", hint=f"{FIRST_YEAR} to {LAST_YEAR}")
    return year


def day_span(year: int, month: int, day: int, *, stated: str) -> Span:
    try:
        found = date(checked_year(year), month, day)
    except ValueError as error:
        if isinstance(error, DateError):
            raise
        raise DateError(f'there is no day "{stated}"', hint="a day of the calendar, as 2022-06-30") from error
    return Span(found, found, DatePrecision.DAY)


def full_year(stated: str) -> int:
    """The year that two digits behind the name of a month, or four, name."""
    year = int(stated.removeprefix("'"))
    return year + CENTURY if year < 100 else year


def period_span(days: Days, precision: DatePrecision) -> Span:
    return Span(*days, precision)


def choose_period(candidates: list[Days], which: str | None, context: Context) -> Days:
    """Choose the period that a bare name means: the first that has not ended, or the next or last one if said so."""
    if which == "last":
        return [days for days in candidates if days[1] < context.anchor][-1]
    if which == "next":
        return next(days for days in candidates if days[0] > context.anchor)
    if context.back and which != "coming":
        return [days for days in candidates if days[0] <= context.anchor][-1]
    return next(days for days in candidates if days[1] >= context.anchor)


def named_year(stated: str, context: Context) -> int:
    if stated.isdigit():
        return checked_year(int(stated))
    return context.anchor.year + {"next": 1, "last": -1, "coming": 1}.get(stated.split()[-2], 0)


def require_next_year(first: int, second: str, *, stated: str) -> None:
    if int(second) not in (first + 1, (first + 1) % 100):
        raise DateError(f'"{stated}" does not name one winter', hint=f"winter {first}/{(first + 1) % 100:02}")


def not_understood(words: str) -> DateError:
    """The error for words that name no period, with the nearest right ones."""
    if re.search(r"\d{1,2}[./-]\d{1,2}[./-]\d{2}\b(?!\d)", words):
        return DateError(f'"{words}" has a year of two digits', hint="four digits, as 2023-02-16")
    known = [*MONTHS, *SEASONS, "unknown", "quarter", "half", "year", "within"]
    for word in re.findall(r"[a-z]{3,}", words):
        near = nearest_spelling(word, known)
        if near and near != word:
            return DateError(f'"{words}" is not a date', hint=f'did you mean "{near}"?')
    return DateError(f'"{words}" is not a date', hint=EXAMPLES)
