"""Reads a month, quarter, half, season or year, in each order, and times told from the day of the statement."""

import re
from datetime import date, timedelta

from meetings.choices import DatePrecision
from pledges.values.dates.calendar import (
    MONTHS,
    ORDINALS,
    Days,
    half_days,
    month_days,
    quarter_days,
    season_days,
    shift_months,
    week_days,
    year_days,
)
from pledges.values.dates.spans import (
    MONTH,
    NAMED_MONTH,
    SEASON,
    YEAR,
    Context,
    DateError,
    Span,
    checked_year,
    choose_period,
    full_year,
    named_year,
    period_span,
    require_next_year,
)

MONTH_YEARS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<year>\d{4})[-/.](?P<number>0?[1-9]|1[0-2])",
        r"(?P<number>0?[1-9]|1[0-2])[./-](?P<year>\d{4})",
        rf"(?P<year>\d{{4}})[ ,/-]+{NAMED_MONTH}",
        rf"{NAMED_MONTH}[-/](?P<year>\d{{4}})",
        rf"{NAMED_MONTH}(?:-| ?')(?P<year>[2-9]\d)",
    )
)
"""A month with its year, in each order. Of two digits only those that are no day of a month, or have their mark."""


def read_month(words: str, context: Context) -> Span | None:
    if match := next(filter(None, (pattern.fullmatch(words) for pattern in MONTH_YEARS)), None):
        named = match.groupdict()
        number = int(named["number"]) if named.get("number") else MONTHS[named["month"]]
        return period_span(month_days(checked_year(full_year(match["year"])), number), DatePrecision.MONTH)
    match = re.fullmatch(rf"(?:(?P<which>this|next|last|coming) )?(?P<month>{MONTH})\.?(?:,?(?: of)? {YEAR})?", words)
    if match is None:
        return None
    number = MONTHS[match["month"]]
    if match["year"]:
        return period_span(month_days(named_year(match["year"], context), number), DatePrecision.MONTH)
    candidates = [month_days(context.anchor.year + offset, number) for offset in (-2, -1, 0, 1, 2)]
    return period_span(choose_period(candidates, match["which"], context), DatePrecision.MONTH)


BEHIND = rf"(?:,?[ /'-]?(?:of )?(?:{YEAR}|(?<=[qh '/-])(?P<short>[2-9]\d)))?"
QUARTERS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<kind>[qh])(?P<number>[1-4]){BEHIND}",
        rf"(?P<number>[1-4])(?P<kind>[qh])(?![a-z]){BEHIND}",
        r"(?P<year>\d{4}),?[ /-]?(?P<kind>[qh])(?P<number>[1-4])",
        r"(?P<year>\d{4}),?[ /-]?(?P<number>[1-4])(?P<kind>[qh])",
        rf"(?P<number>{'|'.join(ORDINALS)}|[1-4]\.?) (?P<kind>quarter|half)(?:-year)?{BEHIND}",
        rf"(?P<kind>quarter|half) (?P<number>[1-4]){BEHIND}",
        rf"(?P<year>\d{{4}}),? (?P<number>{'|'.join(ORDINALS)}|[1-4]\.?) (?P<kind>quarter|half)",
    )
)


def read_quarter_or_half(words: str, context: Context) -> Span | None:
    """Read Q4 2024, 2024-Q4, 4Q 2024, 1Q25, H1 2025, fourth quarter of 2024, second half of the year, and bare ones."""
    words = re.sub(r"^last (?=quarter of|half of)", lambda m: "fourth " if "quarter" in words else "second ", words)
    match = next(filter(None, (pattern.fullmatch(words) for pattern in QUARTERS)), None)
    if match is None:
        return read_half_month(words, context)
    number = ORDINALS.get(match["number"]) or int(match["number"].rstrip("."))
    quarter = match["kind"].startswith("q")
    if not quarter and number > 2:
        raise DateError(f'a year has no half {number}: "{words}"', hint="H1 2025 or H2 2025")
    days = quarter_days if quarter else half_days
    precision = DatePrecision.QUARTER if quarter else DatePrecision.HALF
    stated = match["year"] or match.groupdict().get("short")
    if stated:
        year = full_year(stated) if stated.isdigit() and len(stated) == 2 else named_year(stated, context)
        return period_span(days(year, number), precision)
    candidates = [days(context.anchor.year + offset, number) for offset in (-2, -1, 0, 1)]
    return period_span(choose_period(candidates, None, context), precision)


def read_half_month(words: str, context: Context) -> Span | None:
    """Read the first or the second half of a month: to its fifteenth day, and from the sixteenth."""
    match = re.fullmatch(r"(?P<which>first|second|1st|2nd) half of (?P<rest>.+)", words)
    whole = read_month(match["rest"], context) if match else None
    if match is None or whole is None:
        return None
    middle = whole.start.replace(day=15)
    first = ORDINALS[match["which"]] == 1
    return period_span((whole.start, middle) if first else (middle + timedelta(days=1), whole.end), DatePrecision.PART)


SEASONS_WITH_YEARS = (
    re.compile(
        rf"(?:(?P<which>this|next|last|coming) )?(?P<season>{SEASON})"
        r"(?:(?:,?(?: of)?[ /-]|[ ]?)(?:(?P<year>\d{4}|'\d{2})(?:[-/](?P<second>\d{4}|\d{2}))?"
        r"|(?P<short>[2-9]\d)/(?P<next>\d{2})|(?P<named>(?:this|next|last|the) year)))?"
    ),
    re.compile(rf"(?P<year>\d{{4}})(?:[-/](?P<second>\d{{4}}|\d{{2}}))?,?[ /-](?P<season>{SEASON})"),
)


def read_season(words: str, context: Context) -> Span | None:
    match = next(filter(None, (pattern.fullmatch(words) for pattern in SEASONS_WITH_YEARS)), None)
    if match is None:
        return None
    found: dict[str, str | None] = {"short": None, "next": None, "named": None, "which": None, **match.groupdict()}
    season = str(found["season"])
    stated, second = found["year"] or found["short"], found["second"] or found["next"]
    if stated or found["named"]:
        named = full_year(stated) if stated else named_year(str(found["named"]), context)
        checked_year(named)
        if second:
            require_next_year(named, second, stated=words)
            if season != "winter":
                raise DateError(f'only a winter lies in two years: "{words}"', hint=f"{season} {named}")
            # A winter is named after the year in which it ends: 2023/24 is that of 2024.
            return period_span(season_days(named + 1, season), DatePrecision.SEASON)
        return period_span(season_of(named, season, context), DatePrecision.SEASON)
    candidates = [season_days(context.anchor.year + offset, season) for offset in (-2, -1, 0, 1, 2)]
    return period_span(choose_period(candidates, found["which"], context), DatePrecision.SEASON)


def season_of(year: int, season: str, context: Context) -> Days:
    """The season named after a year; the winter of a year that is over when something is due in it is the next one."""
    days = season_days(year, season)
    over = season == "winter" and not context.back and days[1] < context.anchor <= year_days(year)[1]
    return season_days(year + 1, season) if over else days


def read_year(words: str, context: Context) -> Span | None:
    if match := re.fullmatch(r"(\d{4})[-/](\d{2}|\d{4})", words):
        first = checked_year(int(match[1]))
        second = int(match[2]) if len(match[2]) == 4 else first - first % 100 + int(match[2])
        if second <= first:
            raise DateError(f'"{words}" is no range of years', hint="2024-2025, or 2024-10 for a month")
        return Span(year_days(first)[0], year_days(checked_year(second))[1], DatePrecision.RANGE)
    if match := re.fullmatch(YEAR.replace("the|", ""), words):
        return period_span(year_days(named_year(match["year"], context)), DatePrecision.YEAR)
    return None


def read_relative(words: str, context: Context) -> Span | None:
    anchor = context.anchor
    single = {"today": 0, "now": 0, "tomorrow": 1, "yesterday": -1}
    if words in single:
        day = anchor + timedelta(days=single[words])
        return Span(day, day, DatePrecision.DAY)
    if match := re.fullmatch(r"(?P<which>this|next|last|current|coming) (?P<unit>week|month|quarter)", words):
        shift = {"next": 1, "coming": 1, "last": -1}.get(match["which"], 0)
        return period_span(neighbour(anchor, match["unit"], shift), DatePrecision.RELATIVE)
    if match := re.fullmatch(r"(?P<which>later|earlier) this (?P<unit>week|month|year)", words):
        days = year_days(anchor.year) if match["unit"] == "year" else neighbour(anchor, match["unit"], 0)
        later = match["which"] == "later"
        return period_span((anchor, days[1]) if later else (days[0], anchor), DatePrecision.RELATIVE)
    return None


def neighbour(anchor: date, unit: str, shift: int) -> Days:
    if unit == "week":
        return week_days(anchor + timedelta(weeks=shift))
    if unit == "month":
        moved = shift_months(anchor.replace(day=1), shift)
        return month_days(moved.year, moved.month)
    moved = shift_months(anchor.replace(day=1), 3 * shift)
    return quarter_days(moved.year, (moved.month + 2) // 3)
