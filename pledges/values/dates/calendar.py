"""The periods of the calendar as first and last day, and the names people give them."""

import calendar
from datetime import date, timedelta

Days = tuple[date, date]

MONTHS: dict[str, int] = {
    name: number
    for number in range(1, 13)
    for name in (calendar.month_name[number].casefold(), calendar.month_abbr[number].casefold())
} | {"sept": 9}
SEASONS: dict[str, int] = {"winter": 12, "spring": 3, "summer": 6, "autumn": 9, "fall": 9}
"""The first month of each season; winter begins in the year before the one it is named after."""
ORDINALS: dict[str, int] = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}


def month_days(year: int, month: int) -> Days:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def months_days(year: int, month: int, count: int) -> Days:
    """The days of ``count`` months, the first of them ``month``."""
    start = date(year, month, 1)
    return start, shift_months(start, count) - timedelta(days=1)


def quarter_days(year: int, quarter: int) -> Days:
    return months_days(year, 3 * quarter - 2, 3)


def half_days(year: int, half: int) -> Days:
    return months_days(year, 6 * half - 5, 6)


def year_days(year: int) -> Days:
    return date(year, 1, 1), date(year, 12, 31)


def named_period_days(period: str) -> Days:
    """The days of a period by the name that groups have: 2024, 2024-Q3, 2024-07."""
    year, _dash, part = period.partition("-")
    if part.startswith("Q"):
        return quarter_days(int(year), int(part[1]))
    return month_days(int(year), int(part)) if part else year_days(int(year))


def season_days(year: int, season: str) -> Days:
    """The season named after ``year``: winter 2024 is 1 December 2023 to 29 February 2024."""
    month = SEASONS[season]
    return months_days(year - 1 if month == 12 else year, month, 3)


def week_days(day: date) -> Days:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def shift_months(day: date, months: int) -> date:
    """The same day of another month, or its last day where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_count(days: Days) -> int:
    start, end = days
    return (end.year - start.year) * 12 + end.month - start.month + 1


def third(days: Days, part: int) -> Days:
    """The early (0), middle (1) or late (2) third: four months of a year, ten days of a month."""
    start, end = days
    count = month_count(days)
    if count == 1:
        first = start + timedelta(days=10 * part)
        return first, end if part == 2 else first + timedelta(days=9)
    first = shift_months(start, part * count // 3)
    return first, shift_months(first, count // 3) - timedelta(days=1)


def edge(days: Days, *, last: bool) -> Days:
    """The beginning or the end of a period: its first or last month, or the first or last third of a month."""
    if month_count(days) == 1:
        return third(days, 2 if last else 0)
    day = days[1] if last else days[0]
    return month_days(day.year, day.month)
