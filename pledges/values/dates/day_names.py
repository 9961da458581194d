"""Reads one day, or one week, in figures or with the name of its month."""

import calendar
import re
from datetime import date, timedelta

from meetings.choices import DatePrecision
from pledges.values.dates.calendar import MONTHS, ORDINALS, month_days, week_days
from pledges.values.dates.spans import (
    NAMED_MONTH,
    NUMERIC,
    Context,
    DateError,
    Span,
    checked_year,
    day_span,
    full_year,
)

ISO = re.compile(
    r"(\d{4})(?:(?P<mark>[-/.])(\d{1,2})(?P=mark)(\d{1,2})|(\d{2})(\d{2}))"
    r"(?:[t ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?z| ?[+-]\d{2}:?\d{2})?)?"
)


def read_iso_day(words: str, context: Context) -> Span | None:
    if match := ISO.fullmatch(words):
        month, day = (match[3], match[4]) if match["mark"] else (match[5], match[6])
        return day_span(int(match[1]), int(month), int(day), stated=words)
    return None


def read_numeric_day(words: str, context: Context) -> Span | None:
    """Read 14.02.2024 (points: day first) and 16/02/2023 (slashes: only where one order is possible)."""
    match = NUMERIC.fullmatch(words)
    if match is None:
        return None
    a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
    # Points are written in countries that put the day first.
    if match["mark"] == "." or a > 12 or (context.order == "day" and b <= 12):
        return day_span(year, b, a, stated=words)
    if b > 12 or a == b or context.order == "month":
        return day_span(year, a, b, stated=words)
    raise DateError(f'"{words}" can be two days', hint=f"{year}-{b:02}-{a:02} or {year}-{a:02}-{b:02}, the year first")


DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?"
NAMED_DAYS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{DAY}(?: of)?[ -]?{NAMED_MONTH}(?:(?:,? |-)(?P<year>\d{{4}}|'?\d{{2}}))?",
        rf"{DAY}/{NAMED_MONTH}/(?P<year>\d{{4}}|\d{{2}})",
        rf"{NAMED_MONTH} {DAY}(?:,? (?P<year>\d{{4}}))?",
        rf"{NAMED_MONTH}-{DAY}-(?P<year>\d{{4}})",
        rf"(?P<year>\d{{4}})[ -]{NAMED_MONTH}[ -]{DAY}",
    )
)
A_DAY, A_YEAR = timedelta(days=1), timedelta(days=366)


def read_named_day(words: str, context: Context) -> Span | None:
    match = next(filter(None, (pattern.fullmatch(words) for pattern in NAMED_DAYS)), None)
    if match is None:
        return None
    number, wanted = MONTHS[match["month"]], int(match["day"])
    if match["year"]:
        return day_span(full_year(match["year"]), number, wanted, stated=words)
    return nearest_day(number, wanted, context, stated=words)


def nearest_day(month: int, number: int, context: Context, *, stated: str) -> Span:
    """Read a day without a year: the next one, or the last one of what has happened."""
    anchor = context.anchor
    # What is told in the evening may be dated a day earlier elsewhere.
    last = anchor + A_DAY if context.back else anchor
    passed = (month, number) > (last.month, last.day) if context.back else (month, number) < (anchor.month, anchor.day)
    year = last.year - passed if context.back else anchor.year + passed
    if (month, number) == (2, 29):
        years = range(year, year - 4, -1) if context.back else range(year, year + 4)
        year = next((one for one in years if calendar.isleap(one)), year)
        if calendar.isleap(year) and abs(date(year, 2, 29) - anchor) > A_YEAR:
            raise DateError(f'the nearest "{stated}" is in {year}', hint=f"{year}-02-29, or another day")
    return day_span(year, month, number, stated=stated)


WEEK = re.compile(
    r"(?P<year>\d{4})[ -]?w(?P<week>\d{2})"
    r"|(?:calendar )?(?:week|cw|kw|wk|w)[ .]*(?P<number>\d{1,2})(?:,? of|,|/)? ?(?P<of>\d{4})"
)


WEEK_OF_MONTH = re.compile(
    rf"(?P<which>first|second|third|fourth|last) week of {NAMED_MONTH},?(?: of)? (?P<year>\d{{4}})"
)


def read_week_of_month(words: str, context: Context) -> Span | None:
    """Read the first week of a month, its first seven days, and so on."""
    match = WEEK_OF_MONTH.fullmatch(words)
    if match is None:
        return None
    first, last = month_days(checked_year(int(match["year"])), MONTHS[match["month"]])
    if match["which"] == "last":
        return Span(last - timedelta(days=6), last, DatePrecision.RANGE)
    start = first + timedelta(days=7 * (ORDINALS[match["which"]] - 1))
    return Span(start, start + timedelta(days=6), DatePrecision.RANGE)


def read_week(words: str, context: Context) -> Span | None:
    """Read a week of the calendar by its number: 2024-W12, week 12 of 2024."""
    match = WEEK.fullmatch(words)
    if match is None:
        return read_week_of_month(words, context)
    year, week = int(match["year"] or match["of"]), int(match["week"] or match["number"])
    try:
        monday = date.fromisocalendar(checked_year(year), week, 1)
    except ValueError as error:
        raise DateError(f'there is no "{words}"', hint="week 1 to 52") from error
    return Span(*week_days(monday), DatePrecision.RANGE)
