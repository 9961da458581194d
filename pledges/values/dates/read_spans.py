"""Reads one period as stated: a day, month, quarter, season, half, year, or a part of one."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from meetings.choices import DatePrecision
from pledges.values.dates.calendar import (
    Days,
    edge,
    month_count,
    third,
    year_days,
)
from pledges.values.dates.day_names import read_iso_day, read_named_day, read_numeric_day, read_week
from pledges.values.dates.period_names import read_month, read_quarter_or_half, read_relative, read_season, read_year
from pledges.values.dates.spans import (
    SEASON,
    Context,
    DateError,
    Span,
    checked_year,
    period_span,
)

DATED = re.compile(r"\d{4}|'\d{2}|\b(?:this|last|next|coming|current|year|month|quarter$)\b")
"""Words that say which period is meant."""
PARTS: dict[str, int] = {"early": 0, "mid": 1, "middle of": 1, "the middle of": 1, "late": 2}
EDGES = re.compile(
    r"(?:the )?(?P<edge>end|beginning|start|close)(?:[ -]of[ -]|[ -])(?=\S)(?P<rest>.+)"
    r"|(?P<yearend>year'?s?[ -]end|eoy)(?:,? (?P<year>\d{4}))?"
)


def read_span(words: str, context: Context) -> Span | None:
    """The period that ``words`` name in full; None where they name none.

    :raises DateError: they name a day that does not exist, or one of two days.
    """
    words = re.sub(r"^(?:in|on|during|throughout|(?:over|in) the course of|sometime in|for|the|of) ", "", words)
    words = re.sub(
        r"^the (?=(?:early|late|mid|" + SEASON + r"|first|second|third|fourth|month|1st|2nd|3rd|4th)\b)", "", words
    )
    # The narrowest reading first: "May 5 2024" is a day before "May" is a month.
    for reader in READERS:
        if span := reader(words, context):
            return span
    return None


def read_edge(words: str, context: Context) -> Span | None:
    match = EDGES.fullmatch(words)
    if match is None:
        return None
    if match["yearend"]:
        year = int(match["year"]) if match["year"] else context.anchor.year
        return period_span(edge(year_days(checked_year(year)), last=True), DatePrecision.PART)
    last = match["edge"] in ("end", "close")
    return part_of(match["rest"].removeprefix("the "), context, lambda days: edge(days, last=last))


def read_part(words: str, context: Context) -> Span | None:
    """Read early, mid and late periods, and from one part to a later one: "mid-to-late 2024", "early/mid March"."""
    parts = "|".join(PARTS)
    match = re.fullmatch(
        rf"(?P<part>{parts})(?:(?:[ -]to[ -]|/| or | and |-)(?P<last>{parts}))?(?:[ -]| in )(?:the )?(?P<rest>.+)",
        words,
    )
    if match is None:
        return None
    first, last = PARTS[match["part"]], PARTS[match["last"] or match["part"]]
    if last < first:
        raise DateError(f'"{words}" runs backwards', hint=f"{match['last']} to {match['part']}")
    rest = match["rest"].removeprefix("in ").removeprefix("the ")
    return part_of(rest, context, lambda days: (third(days, first)[0], third(days, last)[1]))


def part_of(words: str, context: Context, take: Callable[[Days], Days]) -> Span | None:
    """The part of a period; of a bare one that of another year, where this part is over, or has not begun."""
    whole = divisible(words, context)
    if whole is None:
        return None
    days = take(whole.days)
    if not DATED.search(words):
        if context.back and days[0] > context.anchor:
            whole = divisible(words, replace(context, anchor=whole.start - timedelta(days=1))) or whole
        elif not context.back and days[1] < context.anchor:
            whole = divisible(words, replace(context, anchor=whole.end + timedelta(days=1))) or whole
        days = take(whole.days)
    return period_span(days, DatePrecision.PART)


def divisible(words: str, context: Context) -> Span | None:
    """The whole month or longer that can have an early and a late part; None for anything else."""
    whole = read_span(f"this {words}" if words in ("month", "quarter", "year") else words, context)
    if whole is None or whole.precision == DatePrecision.RANGE or month_count(whole.days) not in (1, 3, 6, 12):
        return None
    start, end = whole.days
    whole_months = start.day == 1 and (end + timedelta(days=1)).day == 1
    return whole if whole_months else None


READERS = (
    read_iso_day,
    read_numeric_day,
    read_named_day,
    read_month,
    read_quarter_or_half,
    read_season,
    read_year,
    read_week,
    read_relative,
    read_edge,
    read_part,
)
