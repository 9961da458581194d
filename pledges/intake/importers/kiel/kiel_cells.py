"""Reads single cells as Kiel's compilers wrote them. What has two meanings is refused, never guessed."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from pledges.intake.table_days import LEDGER_START
from pledges.values.dates import DateError, parse_window
from pledges.values.estimates import EstimateError, parse
from pledges.values.estimates.numbers import read_literal
from pledges.values.spreadsheet_cells import FIRST_YEAR, LAST_YEAR, serial_day

NOTHING = {"", ".", "..", "...", "-", "not given", "no value available", "no price", "not available", "n/a", "none"}
UNDISCLOSED = {"undisclosed", "unknown", "not disclosed", "unspecified", "not specified"}
VAGUE = {"dozens", "several", "partially", "partly", "hundreds", "thousands", "some"}
SCIENTIFIC = re.compile(r"\d+(?:\.\d+)?e[+-]?\d{1,2}", re.IGNORECASE)
NEGATIVE = re.compile(r"[-\u2010-\u2015\u2212] ?(?P<number>\d.*)|\((?P<bracketed>\d[\d.,' ]*)\)")
SURELY_COMMA = re.compile(
    r"-?(?:\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|\d+,(?:\d{1,2}|\d{4,})|\d{4,},\d+|0,\d+)"
)
SURELY_POINT = re.compile(
    r"-?(?:\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}|\d+\.(?:\d{1,2}|\d{4,})|\d{4,}\.\d+|0\.\d+)"
)
IN_GERMAN = re.compile(r"-?\d{1,3}(?:\.\d{3})*(?:,\d+)?|-?\d+(?:,\d+)?")
"""A number with a decimal comma, its thousands grouped by points or not at all."""

FIGURES = re.compile(r"\d[\d.,]*\d|\d")
HEDGED = re.compile(r"\d.*[^\d.,]|[^\d.,-].*\d")
"""A number with something beside it that is no separator."""

SIX_PLACES = Decimal("0.000001")
LOOK_ALIKES = str.maketrans("АВЕЅЈКМНОРСТХУІ", "ABESJKMHOPCTXYI")
"""Cyrillic capitals that look like Latin ones."""

DAY = r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{1,2}/\d{4})"
SLASHED = re.compile(r"\b(\d{1,2})/(\d{1,2})/\d{4}\b")
SHORT_YEAR = re.compile(r"\b(\d{1,2}[/.]\d{1,2}[/.])(\d{2})\b(?![/.])")
YEAR = re.compile(r"\b\d{4}\b")
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ t]00:00(?::00(?:\.0+)?)?)?")
VAGUE_DAY = re.compile(r"(?:unclear|not specified|unspecified|unknown),? (\d{1,2})/(\d{4}|\d{2})")
UNTIL = re.compile(rf"unti?l?l? ?({DAY})")
BETWEEN = re.compile(rf"(?:between|from) ({DAY}) (?:and|until|to) ({DAY})")
SINCE = re.compile(rf"(?:since|from|as of) ({DAY})")
UNKNOWN_DAYS = {"", ".", "..", "undisclosed", "unclear", "unspecified", "not specified", "unknown"}


class CellError(Exception):
    """A cell that cannot be understood; `hint` says what would be right."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def plain(cell: str) -> str:
    """A cell with single plain blanks and none around it."""
    return " ".join(cell.replace("\N{NO-BREAK SPACE}", " ").split())


def fold(cell: str) -> str:
    """A cell without regard to case and blanks, as names are compared."""
    return plain(cell).casefold()


@dataclass(frozen=True, slots=True)
class Style:
    """How a file writes its numbers and days where one cell alone could be read in two ways."""

    decimal_comma: bool = False
    day_first: bool = False


Announced = tuple[str, date | None, str]
"""The words of an announcement, its day where there is one, and a remark."""

USUAL = Style()
"""A decimal point, and the month before the day, as Kiel writes."""


def style_of(numbers: Iterable[str], days: Iterable[str]) -> Style:
    """The style that the cells of a file prove which can be read in one way only."""
    cells = {plain(cell) for cell in numbers}
    commas = sum(bool(SURELY_COMMA.fullmatch(cell)) for cell in cells)
    points = sum(bool(SURELY_POINT.fullmatch(cell)) for cell in cells)
    parts = [(int(match[1]), int(match[2])) for cell in set(days) for match in SLASHED.finditer(cell)]
    # Kiel writes the month first: only a file in which nothing does so is read otherwise.
    day_first = any(first > 12 >= second for first, second in parts)
    month_first = any(second > 12 >= first for first, second in parts)
    return Style(commas > points, day_first and not month_first)


def read_number(cell: str, style: Style = USUAL) -> Decimal | None:
    """The number of a cell to six decimals; None where it says nothing.

    :raises CellError: it is no number, negative, or can be two.
    """
    number = read_sum(cell, style)
    if number is not None and number < 0:
        hint = "0 or more; enter a cut of an earlier promise by hand, as an entry of stage withdrawn on that pledge"
        raise CellError(f"“{plain(cell)}” is negative", hint)
    return number


def read_sum(cell: str, style: Style = USUAL) -> Decimal | None:
    """The number of a cell to six decimals, below 0 for a cut; None where it says nothing.

    :raises CellError: it is no number, or can be two.
    """
    words = fold(cell)
    if words in NOTHING or words in UNDISCLOSED:
        return None
    negative = NEGATIVE.fullmatch(words)
    if negative:
        words = negative["number"] or negative["bracketed"]
    number = read_digits(words, stated=plain(cell), style=style)
    return -number if negative and number else number


def read_digits(words: str, *, stated: str, style: Style) -> Decimal:
    """The value of digits with separators.

    :raises CellError: they are no number, or can be two.
    """
    if style.decimal_comma and IN_GERMAN.fullmatch(words):
        words = from_german(words)
    try:
        number = Decimal(words) if SCIENTIFIC.fullmatch(words) else read_literal(words)
        return number.quantize(SIX_PLACES).normalize()
    except EstimateError as error:
        message = f"“{stated}” can be more than one number, or is none"
        raise CellError(message, error.hint or "one number, as in 1000 or 13.33") from error
    except InvalidOperation as error:
        raise CellError(f"“{stated}” is too long for a number", "up to 18 digits") from error


def from_german(number: str) -> str:
    """A number with a decimal comma in figures with a point, and so that no other reading is left."""
    whole, _, fraction = number.replace(".", "").replace(",", ".").partition(".")
    return f"{whole}.{fraction.rstrip('0')}".rstrip(".")


def read_count(cell: str, style: Style = USUAL) -> str:
    """How many as words that the ledger reads; blank where the cell says nothing.

    :raises CellError: it is neither a number nor words that the ledger understands.
    """
    words = fold(cell)
    if words in UNDISCLOSED:
        return "undisclosed"
    if words in VAGUE:
        return words
    try:
        number = read_number(cell, style)
    except CellError:
        if not HEDGED.search(words):
            raise
        return read_words(cell, style)
    return "" if number is None else as_text(number)


def read_words(cell: str, style: Style = USUAL) -> str:
    """The words of a number, as in “ca. 200”, “200+” or “10-12”, where the ledger understands them.

    In a file with decimal commas their numbers are written with a point.

    :raises CellError: it does not.
    """
    stated = plain(cell)
    if style.decimal_comma:
        stated = FIGURES.sub(lambda found: from_german(found[0]) if IN_GERMAN.fullmatch(found[0]) else found[0], stated)
    try:
        parse(stated, later_stage=True)
    except EstimateError as error:
        raise CellError(str(error), error.hint or "one number, as in 1000 or 13.33") from error
    return stated


def as_text(number: Decimal) -> str:
    """A number without an exponent."""
    return format(number, "f")


def read_announced(cell: str, style: Style = USUAL) -> Announced:
    """The announcement as words that the ledger reads, its day where there is one, and a remark.

    Days between slashes are month first, as Kiel writes, unless the file proves another order; between dots they are
    day first. Other words are read as everywhere in the ledger.

    :raises CellError: the words are no date, or none of our time.
    """
    words = SHORT_YEAR.sub(r"\g<1>20\2", fold(cell).rstrip(" .,").replace(" & ", " and "))
    if words in UNKNOWN_DAYS:
        return "unknown", None, ""
    for reader in (read_window, read_written_day):
        if found := reader(words, style, stated=plain(cell)):
            return found
    return read_date_words(words, stated=plain(cell), style=style)


def read_written_day(words: str, style: Style, *, stated: str) -> Announced | None:
    """A day or a month in figures; None where the words are none."""
    if match := VAGUE_DAY.fullmatch(words):
        return month_of(int(match[2]), int(match[1])), None, ""
    if serial := serial_day(words):
        return serial.isoformat(), serial, f"Kiel writes {stated}, the number of that day in a spreadsheet"
    return read_day(words, style) if ISO.fullmatch(words) or re.fullmatch(DAY, words) else None


def read_window(words: str, style: Style, *, stated: str) -> Announced | None:
    """The time between two days, until or since one, in the ways that Kiel writes it; None where it is none of these.

    :raises CellError: it runs backwards.
    """
    if match := UNTIL.fullmatch(words):
        until, _, remark = read_day(match[1], style, last=True)
        return f"until {until}", None, remark
    if match := SINCE.fullmatch(words):
        return f"from {read_day(match[1], style)[0]}", None, ""
    if match := BETWEEN.fullmatch(words):
        (first, _, _), (second, _, remark) = read_day(match[1], style), read_day(match[2], style, last=True)
        if first > second:
            raise CellError(f"“{stated}” runs backwards", "the earlier day first")
        return f"between {first} and {second}", None, remark
    return None


def read_date_words(words: str, *, stated: str, style: Style) -> Announced:
    """A date in words, as in “24. Februar 2022” or “March 2022”, as the ledger reads it anywhere.

    :raises CellError: the words are no date, or name no year.
    """
    example = "2023-02-24, until 2/24/2023, or unclear, 04/2022"
    if not YEAR.search(words):
        raise CellError(f"“{stated}” is not a date", example)
    try:
        window = parse_window(words, anchor=LEDGER_START, month_first=not style.day_first, back=True)
    except DateError as error:
        raise CellError(f"“{stated}” is not a date: {error}", getattr(error, "hint", "") or example) from error
    for day in filter(None, (window.start, window.end)):
        iso_day(day.year, day.month, day.day)
    if window.end is None:
        return (f"from {window.start}" if window.start else "unknown"), None, ""
    if window.deadline or window.start is None:
        return f"until {window.end}", None, ""
    if window.start == window.end:
        return window.start.isoformat(), window.start, ""
    return f"between {window.start} and {window.end}", None, ""


def read_day(words: str, style: Style = USUAL, *, last: bool = False) -> Announced:
    """A day or a month in ISO form, the day, and a remark.

    As the last day of a window, a day after the end of its month means that end.
    """
    if match := ISO.fullmatch(words):
        return (day := iso_day(*map(int, match.groups()))).isoformat(), day, ""
    parts = [int(part) for part in re.split(r"[/.]", words)]
    if len(parts) == 2:
        return month_of(parts[1], parts[0]), None, ""
    first, second, year = parts
    month, number = (second, first) if "." in words or style.day_first else (first, second)
    if month > 12 >= number:
        month, number = number, month
    if last and 1 <= month <= 12 and calendar.monthrange(year, month)[1] < number <= 31:
        return month_of(year, month), None, f"Kiel writes {words}, no such day: read as the end of that month"
    return (day := iso_day(year, month, number)).isoformat(), day, ""


def iso_day(year: int, month: int, number: int) -> date:
    """A day.

    :raises CellError: there is no such day, or it is not of our time.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CellError(f"{year} is no year of our time", f"a year from {FIRST_YEAR} to {LAST_YEAR}")
    try:
        return date(year, month, number)
    except ValueError as error:
        raise CellError(f"there is no day {number} of month {month} in {year}", "a day that exists") from error


def month_of(year: int, month: int) -> str:
    """A month in ISO form.

    :raises CellError: there is no such month.
    """
    year = year + 2000 if year < 100 else year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CellError(f"{year} is no year of our time", f"a year from {FIRST_YEAR} to {LAST_YEAR}")
    if not 1 <= month <= 12:
        raise CellError(f"there is no month {month}", "1 to 12")
    return f"{year:04d}-{month:02d}"


def read_id(cell: str) -> tuple[str, str]:
    """A package's name with Latin letters, and a remark where Kiel's has others.

    :raises CellError: it is blank or too long.
    """
    stated = plain(cell)
    latin = stated.translate(LOOK_ALIKES)
    if not re.fullmatch(r"[A-Za-z0-9_.\-]{1,40}", latin):
        raise CellError(f"“{stated}” is not the name of a package", "donor prefix, letter and number, as in DEM1")
    return latin, "" if latin == stated else f"Kiel writes {stated} with Cyrillic letters"


def read_link(cells: list[str]) -> tuple[str, list[str]]:
    """The first address among the source cells, and the other ones."""
    links: list[str] = []
    for cell in cells:
        links += [link.rstrip(".,;)") for link in re.findall(r"https?://[^\s;,<>\"]+", cell)]
    unique = list(dict.fromkeys(links))
    return (unique[0] if unique else ""), unique[1:]
