"""Reading one period as stated: a day, month, quarter, season, half, year, or a part of one."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from meetings.choices import DatePrecision
from pledges.values.dates.calendar import (
    MONTHS,
    ORDINALS,
    SEASONS,
    Days,
    edge,
    half_days,
    month_count,
    month_days,
    quarter_days,
    season_days,
    shift_months,
    third,
    week_days,
    year_days,
)
from pledges.values.nearest_word import nearest_spelling

FIRST_YEAR, LAST_YEAR = 1950, 2100
EXAMPLES = "2024-02-14, 14 Feb 2024, October 2024, Q4 2024, winter 2024, by the end of 2024, or unknown"
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
SEASON = "|".join(SEASONS)
YEAR = r"(?P<year>\d{4}|(?:this|next|last|the|(?:the )?(?:current|coming)) year)"
NUMERIC = re.compile(r"\b(?P<a>\d{1,2})(?P<mark>[./-])(?P<b>\d{1,2})(?P=mark)(?P<year>\d{4})\b")
PARTS: dict[str, int] = {"early": 0, "mid": 1, "middle of": 1, "the middle of": 1, "late": 2}
EDGES = re.compile(
    r"(?:the )?(?P<edge>end|beginning|start|close)(?:[ -]of[ -]|[ -])(?=\S)(?P<rest>.+)|(?P<yearend>year'?s?[ -]end)"
)


class DateError(ValueError):
    """Words that are no date; ``hint`` says what would be right."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Context:
    """The day of the statement, and which comes first in a date like 02/03/2023, where that is known."""

    anchor: date
    order: Literal["day", "month"] | None = None


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


def read_span(words: str, context: Context) -> Span | None:
    """The period that ``words`` name in full; None where they name none.

    :raises DateError: they name a day that does not exist, or one of two days.
    """
    words = re.sub(r"^(?:in|on|during|sometime in|for|the|of) ", "", words)
    # The narrowest reading first: "May 5 2024" is a day before "May" is a month.
    for reader in (_iso, _numeric, _named_day, _month, _quarter_or_half, _season, _year, _relative, _edge, _part):
        if span := reader(words, context):
            return span
    return None


def checked_year(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateError(f"the year {year} is out of range", hint=f"{FIRST_YEAR} to {LAST_YEAR}")
    return year


def _day(year: int, month: int, day: int, *, stated: str) -> Span:
    try:
        found = date(checked_year(year), month, day)
    except ValueError as error:
        if isinstance(error, DateError):
            raise
        raise DateError(f'there is no day "{stated}"', hint="a day of the calendar, as 2022-06-30") from error
    return Span(found, found, DatePrecision.DAY)


def _iso(words: str, context: Context) -> Span | None:
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?z?)?", words):
        return _day(int(match[1]), int(match[2]), int(match[3]), stated=words)
    return None


def _numeric(words: str, context: Context) -> Span | None:
    """Read 14.02.2024 (points: day first) and 16/02/2023 (slashes: only where one order is possible)."""
    match = NUMERIC.fullmatch(words)
    if match is None:
        return None
    a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
    # Points are written in countries that put the day first.
    if match["mark"] == "." or a > 12 or (context.order == "day" and b <= 12):
        return _day(year, b, a, stated=words)
    if b > 12 or a == b or context.order == "month":
        return _day(year, a, b, stated=words)
    raise DateError(f'"{words}" can be two days', hint=f"{year}-{b:02}-{a:02} or {year}-{a:02}-{b:02}, the year first")


def _named_day(words: str, context: Context) -> Span | None:
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    month = rf"(?P<month>{MONTH})\.?"
    year = r"(?:,? (?P<year>\d{4}))?"
    match = re.fullmatch(rf"{day}\.?(?: of)? {month}{year}", words) or re.fullmatch(rf"{month} {day}{year}", words)
    if match is None:
        return None
    number, wanted = MONTHS[match["month"]], int(match["day"])
    if match["year"]:
        return _day(int(match["year"]), number, wanted, stated=words)
    anchor = context.anchor
    # A day without a year lies ahead of the statement; True adds a year.
    passed = (number, wanted) < (anchor.month, anchor.day)
    return _day(anchor.year + passed, number, wanted, stated=words)


def _month(words: str, context: Context) -> Span | None:
    if match := re.fullmatch(r"(?P<year>\d{4})[-/](?P<month>0?[1-9]|1[0-2])", words) or re.fullmatch(
        r"(?P<month>0?[1-9]|1[0-2])[./-](?P<year>\d{4})", words
    ):
        return _period(month_days(checked_year(int(match["year"])), int(match["month"])), DatePrecision.MONTH)
    match = re.fullmatch(rf"(?:(?P<which>this|next|last|coming) )?(?P<month>{MONTH})\.?(?:,?(?: of)? {YEAR})?", words)
    if match is None:
        return None
    number = MONTHS[match["month"]]
    if match["year"]:
        return _period(month_days(_stated_year(match["year"], context), number), DatePrecision.MONTH)
    candidates = [month_days(context.anchor.year + offset, number) for offset in (-2, -1, 0, 1, 2)]
    return _period(_choose(candidates, match["which"], context), DatePrecision.MONTH)


def _quarter_or_half(words: str, context: Context) -> Span | None:
    """Read Q4 2024, 2024-Q4, 4Q 2024, H1 2025, fourth quarter of 2024, second half of the year, and bare ones."""
    words = re.sub(r"^last (?=quarter of|half of)", lambda m: "fourth " if "quarter" in words else "second ", words)
    year = rf"(?:,?[ -]?(?:of )?{YEAR})?"
    match = (
        re.fullmatch(rf"(?P<kind>[qh])(?P<number>[1-4]){year}", words)
        or re.fullmatch(rf"(?P<number>[1-4])(?P<kind>[qh]){year}", words)
        or re.fullmatch(r"(?P<year>\d{4})[ /-]?(?P<kind>[qh])(?P<number>[1-4])", words)
        or re.fullmatch(rf"(?P<number>{'|'.join(ORDINALS)}) (?P<kind>quarter|half){year}", words)
    )
    if match is None:
        return None
    number = ORDINALS.get(match["number"]) or int(match["number"])
    quarter = match["kind"].startswith("q")
    if not quarter and number > 2:
        raise DateError(f'a year has no half {number}: "{words}"', hint="H1 2025 or H2 2025")
    days = quarter_days if quarter else half_days
    precision = DatePrecision.QUARTER if quarter else DatePrecision.HALF
    if match["year"]:
        return _period(days(_stated_year(match["year"], context), number), precision)
    candidates = [days(context.anchor.year + offset, number) for offset in (-1, 0, 1)]
    return _period(_choose(candidates, None, context), precision)


def _season(words: str, context: Context) -> Span | None:
    year = r"(?P<year>\d{4})(?:[-/](?P<second>\d{4}|\d{2}))?|(?P<named>(?:this|next|last|the) year)"
    match = re.fullmatch(
        rf"(?:(?P<which>this|next|last|coming) )?(?P<season>{SEASON})(?:,?(?: of)? (?:{year}))?", words
    )
    if match is None:
        return None
    season = match["season"]
    if match["year"] or match["named"]:
        named = _stated_year(match["year"] or match["named"], context)
        if match["second"]:
            _require_next_year(named, match["second"], stated=words)
            if season != "winter":
                raise DateError(f'only a winter lies in two years: "{words}"', hint=f"{season} {named}")
            # A winter is named after the year in which it ends: 2023/24 is that of 2024.
            named += 1
        return _period(season_days(named, season), DatePrecision.SEASON)
    candidates = [season_days(context.anchor.year + offset, season) for offset in (-2, -1, 0, 1, 2)]
    return _period(_choose(candidates, match["which"], context), DatePrecision.SEASON)


def _year(words: str, context: Context) -> Span | None:
    if match := re.fullmatch(r"(?:fy ?)?(\d{4})[-/](\d{2}|\d{4})", words):
        first = checked_year(int(match[1]))
        second = int(match[2]) if len(match[2]) == 4 else first - first % 100 + int(match[2])
        if second <= first:
            raise DateError(f'"{words}" is no range of years', hint="2024-2025, or 2024-10 for a month")
        return Span(year_days(first)[0], year_days(checked_year(second))[1], DatePrecision.RANGE)
    if match := re.fullmatch(YEAR.replace("the|", ""), words):
        return _period(year_days(_stated_year(match["year"], context)), DatePrecision.YEAR)
    return None


def _relative(words: str, context: Context) -> Span | None:
    anchor = context.anchor
    single = {"today": 0, "now": 0, "tomorrow": 1, "yesterday": -1}
    if words in single:
        day = anchor + timedelta(days=single[words])
        return Span(day, day, DatePrecision.DAY)
    if match := re.fullmatch(r"(?P<which>this|next|last|current|coming) (?P<unit>week|month|quarter)", words):
        shift = {"next": 1, "coming": 1, "last": -1}.get(match["which"], 0)
        return _period(_neighbour(anchor, match["unit"], shift), DatePrecision.RELATIVE)
    if match := re.fullmatch(r"(?P<which>later|earlier) this (?P<unit>week|month|year)", words):
        days = year_days(anchor.year) if match["unit"] == "year" else _neighbour(anchor, match["unit"], 0)
        later = match["which"] == "later"
        return _period((anchor, days[1]) if later else (days[0], anchor), DatePrecision.RELATIVE)
    return None


def _neighbour(anchor: date, unit: str, shift: int) -> Days:
    if unit == "week":
        return week_days(anchor + timedelta(weeks=shift))
    if unit == "month":
        moved = shift_months(anchor.replace(day=1), shift)
        return month_days(moved.year, moved.month)
    moved = shift_months(anchor.replace(day=1), 3 * shift)
    return quarter_days(moved.year, (moved.month + 2) // 3)


def _edge(words: str, context: Context) -> Span | None:
    match = EDGES.fullmatch(words)
    if match is None:
        return None
    if match["yearend"]:
        return _period(edge(year_days(context.anchor.year), last=True), DatePrecision.PART)
    whole = _divisible(match["rest"].removeprefix("the "), context)
    if whole is None:
        return None
    return _period(edge(whole.days, last=match["edge"] in ("end", "close")), DatePrecision.PART)


def _part(words: str, context: Context) -> Span | None:
    match = re.fullmatch(rf"(?P<part>{'|'.join(PARTS)})(?: to late)?[ -](?P<rest>.+)", words)
    if match is None:
        return None
    whole = _divisible(match["rest"].removeprefix("in ").removeprefix("the "), context)
    if whole is None:
        return None
    return _period(third(whole.days, PARTS[match["part"]]), DatePrecision.PART)


def _divisible(words: str, context: Context) -> Span | None:
    """The whole month or longer that can have an early and a late part; None for anything else."""
    whole = read_span(f"this {words}" if words in ("month", "quarter", "year") else words, context)
    if whole is None or whole.precision == DatePrecision.RANGE or month_count(whole.days) not in (1, 3, 6, 12):
        return None
    start, end = whole.days
    whole_months = start.day == 1 and (end + timedelta(days=1)).day == 1
    return whole if whole_months else None


def _period(days: Days, precision: DatePrecision) -> Span:
    return Span(*days, precision)


def _choose(candidates: list[Days], which: str | None, context: Context) -> Days:
    """Choose the period that a bare name means: the first that has not ended, or the next or last one if said so."""
    if which == "last":
        return [days for days in candidates if days[1] < context.anchor][-1]
    if which == "next":
        return next(days for days in candidates if days[0] > context.anchor)
    return next(days for days in candidates if days[1] >= context.anchor)


def _stated_year(stated: str, context: Context) -> int:
    if stated.isdigit():
        return checked_year(int(stated))
    return context.anchor.year + {"next": 1, "last": -1, "coming": 1}.get(stated.split()[-2], 0)


def _require_next_year(first: int, second: str, *, stated: str) -> None:
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
