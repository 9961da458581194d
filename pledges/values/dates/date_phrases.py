"""Reading a stated date: deadlines, ranges, open windows and times relative to the statement.

| stated | window |
| --- | --- |
| 14 Feb 2024, October 2024, Q4 2024, winter 2024, H1 2025, 2025 | the period |
| October, spring, Q4 | the first that has not ended when it was said |
| next spring | the first that begins after it was said |
| early / mid / late 2025 | a third: January-April, May-August, September-December |
| end of 2025, end of September | the last month, the last third of the month |
| by X, until X, no later than X | a deadline, from the statement to the last day of X |
| before X | a deadline, to the day before X |
| within days / within 30 days / within two months | a deadline, 7 days / 30 days / two months on |
| in the coming days / weeks / months | 7 days / 4 weeks / 6 months on |
| from X until Y, between X and Y, X to Y | from the first day of X to the last of Y |
| from X, starting X / after X | open, from the first day of X / from the day after X |
| unknown, not specified, soon | unknown |

The start of a deadline is the day of the statement, or unknown where that is later than the deadline itself.
"""

import re
import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from meetings.choices import DatePrecision
from pledges.values.dates.calendar import MONTHS, ORDINALS, season_days, shift_months
from pledges.values.dates.date_words import put_into_english
from pledges.values.dates.read_spans import DATED, read_span
from pledges.values.dates.spans import EXAMPLES, NAMED_MONTH, Context, DateError, Span, not_understood, stated_order
from pledges.values.dates.windows import DateWindow
from pledges.values.estimates.numbers import SMALL
from pledges.values.spreadsheet_cells import serial_day, spreadsheet_error

MAX_LENGTH = 120
MAX_COUNT = 600
Ends = tuple[date | None, date | None, DatePrecision]

UNKNOWN = re.compile(
    r"(?:date |timing |time )?(?:unknown|undisclosed|unclear|unspecified|undated|open|tbd|tbc|n/?a|\?+|soon|shortly"
    r"|asap|as soon as possible|not (?:yet )?(?:specified|given|known|stated|disclosed|clear|announced|set|dated))"
)
UNKNOWN_DAY = re.compile(r"(?:unclear|not specified|unspecified|unknown), ?(?P<month>\d{1,2})/(?P<year>\d{4}|\d{2})")
BY = re.compile(r"(?:by|until|till|up to|no later than|not later than|at the latest|latest)(?: by)? (?P<rest>.+)")
BEFORE = re.compile(r"(?:before|ahead of|prior to)(?: the)? (?P<rest>.+)")
FROM = re.compile(
    r"(?:from|since|as of|as from|starting(?: (?:in|from|on|with))?|beginning in|beginning from|not before"
    r"|no earlier than|not earlier than) (?P<rest>.+?)(?: onwards?)?|(?P<bare>.+?)(?: onwards?|,? at the earliest)"
)
AFTER = re.compile(r"(?:after|following) (?P<rest>.+)")
COUNT = rf"(?:(?P<count>\d{{1,4}}|{'|'.join(SMALL)}|an?|the|few|a few|several|couple of|a couple of) )?"
UNIT = r"(?P<unit>days?|weeks?|months?|years?)"
WITHIN = re.compile(rf"within (?:the )?(?:next |coming )?{COUNT}{UNIT}(?: time)?")
COMING = re.compile(rf"(?:in|over|during) the (?:coming|next|following) {COUNT}{UNIT}")
AHEAD = re.compile(rf"in {COUNT}{UNIT}(?:'?s? time)?")
VAGUE_COUNTS = {"few": 0, "a few": 0, "several": 0, "couple of": 2, "a couple of": 2, "a": 1, "an": 1, "the": 1}
VAGUE_SIZES = {"day": 7, "week": 4, "month": 6, "year": 0}
BETWEEN = (re.compile(r"between (?P<first>.+?) and (?P<second>.+)"),)
RANGES = (
    re.compile(r"(?P<first>\d{4}-\d{2}-\d{2})/(?P<second>\d{4}-\d{2}-\d{2})"),
    re.compile(r"(?P<first>\d{1,2}\.?)/(?P<second>\d{1,2}\.? [a-z].+)"),
    re.compile(r"(?:from )?(?P<first>.+?) (?:to|until|till|through|-|or|and) (?P<second>.+)"),
    re.compile(r"(?:from )?(?P<first>.+?)-(?P<second>.+)"),
    re.compile(r"(?:from )?(?P<first>[^/]*[a-z][^/]*)/(?P<second>.+)"),
)


def parse_window(text: str, *, anchor: date, month_first: bool = False, back: bool = False) -> DateWindow:
    """The window that a stated date names; ``anchor`` is the day of the statement.

    Of what has happened (``back``) a bare name is the last such period that has begun, of what is due the first that
    has not ended.

    A day written 02/03/2023 can be two days and is refused, unless another date in the same words shows the order
    ("between 3/20/2022 and 7/1/2022") or ``month_first`` says how the source writes.

    :raises DateError: the words are blank, ambiguous, no date or no day that exists; ``hint`` says what would be right.
    """
    stated = text.strip()
    if not stated:
        raise DateError("the date is blank", hint=EXAMPLES)
    if len(stated) > MAX_LENGTH:
        raise DateError(f"the date has {len(stated)} characters", hint="only the date, the rest as a note")
    if fault := spreadsheet_error(stated):
        raise DateError(fault, hint="the date, or nothing")
    if day := serial_day(stated):
        return DateWindow.day(day)
    words = normal_form(stated)
    order = stated_order(words) or ("month" if month_first else None)
    start, end, precision = _read_window(words, Context(anchor, order, back))
    return DateWindow(stated, start, end, precision)


MONTH_AND_FIGURES = re.compile(rf"(?<!\d )(?<!\d\. ){NAMED_MONTH} (?P<figures>2\d|3[01])\b(?![ ,.-]*\d)")


@lru_cache(maxsize=5_000)
def normal_form(text: str) -> str:
    """The words in lower case with plain spaces, hyphens and quotes."""
    plain = re.sub(r"[\u2010-\u2015\u2212]", "-", unicodedata.normalize("NFKC", text).casefold())
    plain = re.sub(r"[\u2018\u2019]", "'", plain)
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b(?! (?:quarter|half))", "", plain)
    english = put_into_english(plain)
    if english != plain and (found := MONTH_AND_FIGURES.search(english)):
        # English puts the day behind the month, other languages before it.
        stated = text.strip()
        hint = f"{found['figures']} before the month, or 20{found['figures']} behind it"
        raise DateError(f'"{stated}" can be a day or a year', hint=hint)
    plain = re.sub(r"\s+", " ", english).strip(" .,;:'")
    plain = re.sub(r" ?/ ?", "/", plain)
    return re.sub(r"\b([qh]) (?=[1-4]\b)", r"\1", plain)


def _read_window(words: str, context: Context) -> Ends:
    if UNKNOWN.fullmatch(words):
        return None, None, DatePrecision.UNKNOWN
    if match := UNKNOWN_DAY.fullmatch(words):
        year = match["year"] if len(match["year"]) == 4 else f"20{match['year']}"
        words = f"{match['month']}/{year}"
    span = read_span(words, context)
    if span is not None:
        return span.start, span.end, span.precision
    for reader in (_duration, _range, _deadline, _open):
        if ends := reader(words, context):
            return ends
    raise not_understood(words)


def _span(words: str, context: Context) -> Span:
    span = read_span(words, context)
    if span is None:
        raise not_understood(words)
    return span


def _deadline(words: str, context: Context) -> Ends | None:
    """Read the deadlines; of what has happened, and of one before the statement, the start is unknown."""
    if match := BY.fullmatch(words) or re.fullmatch(r"within (?P<rest>.+)", words):
        last = _last_day(match["rest"], context)
    elif match := BEFORE.fullmatch(words):
        span = _span(match["rest"], context)
        to_the_end = re.match(r"(?:end|close|year)\b", match["rest"])
        if not context.back and span.start <= context.anchor and not DATED.search(match["rest"]):
            # What comes before a summer that has begun comes before the next one.
            span = _span(match["rest"], replace(context, anchor=span.end + timedelta(days=1)))
        last = span.end if to_the_end else span.start - timedelta(days=1)
    else:
        return None
    starts_now = not context.back and context.anchor <= last
    return (context.anchor if starts_now else None), last, DatePrecision.DEADLINE


def _last_day(words: str, context: Context) -> date:
    span = read_span(words, context)
    if span is not None:
        return span.end
    duration = _duration(words, context)
    if duration is None or duration[1] is None:
        raise not_understood(words)
    return duration[1]


def _open(words: str, context: Context) -> Ends | None:
    if match := FROM.fullmatch(words):
        return _span(match["rest"] or match["bare"], context).start, None, DatePrecision.RANGE
    if match := AFTER.fullmatch(words):
        return _span(match["rest"], context).end + timedelta(days=1), None, DatePrecision.RANGE
    return None


def _duration(words: str, context: Context) -> Ends | None:
    """Read times counted from the statement: "within days", "in the coming months", "in two weeks"."""
    anchor = context.anchor
    if words == "immediately":
        return anchor, anchor + timedelta(days=7), DatePrecision.DEADLINE
    if match := WITHIN.fullmatch(words):
        last = _later(anchor, match["count"], match["unit"])
        return anchor, last, DatePrecision.RANGE if last is None else DatePrecision.DEADLINE
    if match := COMING.fullmatch(words):
        return anchor, _later(anchor, match["count"], match["unit"]), DatePrecision.RELATIVE
    if (match := AHEAD.fullmatch(words)) and match["count"]:
        return _ahead(anchor, match["count"], match["unit"])
    return None


def _ahead(anchor: date, count: str, unit: str) -> Ends:
    """Read "in two weeks": the week that lies two weeks on."""
    day = _later(anchor, count, unit)
    if day is None or count in ("few", "a few", "several"):
        return anchor, day, DatePrecision.RELATIVE
    span = _around(day, unit)
    return span.start, span.end, DatePrecision.RELATIVE


def _later(anchor: date, stated: str | None, unit: str) -> date | None:
    """The day that many units on; None for "years" without a number, which has no end."""
    plural, unit = unit.endswith("s"), unit.removesuffix("s")
    if stated is None or stated in VAGUE_COUNTS:
        number = VAGUE_COUNTS.get(stated or "", 0 if plural else 1)
    else:
        number = SMALL[stated] if stated in SMALL else int(stated)
    number = number or VAGUE_SIZES[unit]
    if number > MAX_COUNT:
        raise DateError(f"{number} {unit}s are too far ahead", hint=f"up to {MAX_COUNT}")
    if unit in ("day", "week"):
        return anchor + timedelta(days=number * (7 if unit == "week" else 1))
    if number == 0:
        return None
    if unit == "year" and number > 50:
        raise DateError(f"{number} years are too far ahead", hint="up to 50")
    return shift_months(anchor, number * (12 if unit == "year" else 1))


def _around(day: date, unit: str) -> Span:
    name = {"day": "today", "week": "this week", "month": "this month", "year": "this year"}[unit.removesuffix("s")]
    return _span(name, Context(day))


def _range(words: str, context: Context) -> Ends | None:
    """Read a range; the first part takes the year, and a bare day the month, of the second."""
    for pattern in BETWEEN + RANGES:
        match = pattern.fullmatch(words)
        if match is None:
            continue
        pair = _pair(match["first"], match["second"], context)
        if pair is not None:
            return pair[0].start, pair[1].end, DatePrecision.RANGE
    return None


def _pair(first: str, second: str, context: Context) -> tuple[Span, Span] | None:
    first, second = _complete_month(*_complete_kind(first, second))
    early, late = _ends(first, second, context)
    if late is None:
        return None
    year = re.search(r"\d{4}", second)
    if year and not re.search(r"\d{4}", first):
        # A year that is stated needs no looking ahead or back.
        context = replace(context, back=True)
        early = read_span(f"{first} {year[0]}", context) or early
        if early and early.start > late.end:
            early, late = _over_new_year(first, second, late, context)
    if early is None:
        return None
    if early.start > late.end:
        raise DateError(f"the window runs backwards, from {early.start} to {late.end}", hint="the earlier day first")
    return early, late


def _ends(first: str, second: str, context: Context) -> tuple[Span | None, Span | None]:
    """Read both ends: of what is due the second follows the first, of what has happened the first precedes."""
    if context.back:
        late = read_span(second, context)
        return read_span(first, replace(context, anchor=late.end) if late else context), late
    early = read_span(first, context)
    return early, read_span(second, replace(context, anchor=early.start) if early else context)


def _over_new_year(first: str, second: str, late: Span, context: Context) -> tuple[Span | None, Span]:
    """Read "November to January 2025", where the year is the end's, and "autumn/winter 2024", where the beginning's."""
    year = late.end.year
    if late.precision == DatePrecision.SEASON and late.start.year < year and not re.search(r"\d[-/]\d", second):
        days = season_days(year + 1, "winter")
        return read_span(f"{first} {year}", context), Span(*days, DatePrecision.SEASON)
    return read_span(f"{first} {year - 1}", context), late


def _complete_kind(first: str, second: str) -> tuple[str, str]:
    """Give "first" its quarter: "first and second quarter 2025"."""
    ordinals = "|".join((*ORDINALS, "[1-4]"))
    match = re.fullmatch(rf"(?:{ordinals})\.? (quarter|half)\b.*", second)
    return (f"{first} {match[1]}", second) if match and re.fullmatch(rf"(?:{ordinals})\.?", first) else (first, second)


def _complete_month(first: str, second: str) -> tuple[str, str]:
    """Give a bare day its month: "14-16 February 2024" and "Feb 14-16, 2024"."""
    months = "|".join(sorted(MONTHS, key=len, reverse=True))
    if re.fullmatch(r"\d{1,2}\.?", first) and (match := re.fullmatch(rf"\d{{1,2}}\.? ((?:{months})\b.*)", second)):
        return f"{first} {match[1]}", second
    if re.fullmatch(r"\d{1,2}\.", first) and (match := re.fullmatch(r"\d{1,2}\.(\d{1,2}\.\d{4})", second)):
        return f"{first}{match[1]}", second
    if re.fullmatch(r"\d{1,2}\.", first) and (match := re.fullmatch(r"\d{1,2}[./](\d{4})", second)):
        return f"{first}{match[1]}", second
    match = re.fullmatch(rf"({months})\.? \d{{1,2}}", first)
    if match and re.fullmatch(r"\d{1,2}(?:,? \d{4})?", second):
        return first, f"{match[1]} {second}"
    return first, second
