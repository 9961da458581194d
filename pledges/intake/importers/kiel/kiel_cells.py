"""Reads single cells as Kiel's compilers wrote them. What has two meanings is refused, never guessed."""

from __future__ import annotations

import calendar
import re
from datetime import date
from decimal import Decimal, InvalidOperation

NOTHING = {"", ".", "..", "...", "-", "not given", "no value available", "no price", "not available", "n/a", "none"}
UNDISCLOSED = {"undisclosed", "unknown", "not disclosed", "unspecified", "not specified"}
VAGUE = {"dozens", "several", "partially", "partly", "hundreds", "thousands", "some"}
PLAIN = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d{1,2})?", re.IGNORECASE)
DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}")
THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
THOUSAND_DOTS = re.compile(r"[1-9]\d{0,2}\.000")
"""One thousand as written in German, or one with three decimals."""

SIX_PLACES = Decimal("0.000001")
LOOK_ALIKES = str.maketrans("АВЕЅЈКМНОРСТХУІ", "ABESJKMHOPCTXYI")
"""Cyrillic capitals that look like Latin ones."""

DAY = r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{1,2}/\d{4})"
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ t]00:00(?::00(?:\.0+)?)?)?")
VAGUE_DAY = re.compile(r"(?:unclear|not specified|unspecified|unknown),? (\d{1,2})/(\d{4}|\d{2})")
UNTIL = re.compile(rf"unti?l?l? ?({DAY})")
BETWEEN = re.compile(rf"(?:between|from) ({DAY}) (?:and|until|to) ({DAY})")
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


def read_number(cell: str) -> Decimal | None:
    """The number of a cell to six decimals; None where it says nothing.

    :raises CellError: it is no number, or can be two.
    """
    words = fold(cell)
    if words in NOTHING or words in UNDISCLOSED:
        return None
    if DECIMAL_COMMA.fullmatch(words):
        words = words.replace(",", ".")
    elif THOUSANDS.fullmatch(words):
        words = words.replace(",", "")
    if not PLAIN.fullmatch(words) or THOUSAND_DOTS.fullmatch(words):
        raise CellError(f"“{plain(cell)}” can be more than one number, or is none", "one number, as in 1000 or 13.33")
    try:
        number = Decimal(words).quantize(SIX_PLACES).normalize()
    except InvalidOperation as error:
        raise CellError(f"“{plain(cell)}” is too long for a number", "up to 18 digits") from error
    if number < 0:
        hint = "0 or more; enter a cut of an earlier promise by hand, as an entry of stage withdrawn on that pledge"
        raise CellError(f"“{plain(cell)}” is negative", hint)
    return number


def read_count(cell: str) -> str:
    """How many as words that the ledger reads; blank where the cell says nothing.

    :raises CellError: it is neither a number nor one of the words known.
    """
    words = fold(cell)
    if words in UNDISCLOSED:
        return "undisclosed"
    if words in VAGUE:
        return words
    number = read_number(cell)
    return "" if number is None else as_text(number)


def as_text(number: Decimal) -> str:
    """A number without an exponent."""
    return format(number, "f")


def read_announced(cell: str) -> tuple[str, date | None, str]:
    """The announcement as words that the ledger reads, its day where there is one, and a remark.

    Days between slashes are month first, as Kiel writes; between dots they are day first.

    :raises CellError: the words are no date.
    """
    words = fold(cell).rstrip(" .,")
    if words in UNKNOWN_DAYS:
        return "unknown", None, ""
    if match := ISO.fullmatch(words):
        return (day := iso_day(*map(int, match.groups()))).isoformat(), day, ""
    if match := VAGUE_DAY.fullmatch(words):
        return month_of(int(match[2]), int(match[1])), None, ""
    if match := UNTIL.fullmatch(words):
        stated, _, remark = read_day(match[1], last=True)
        return f"until {stated}", None, remark
    if match := BETWEEN.fullmatch(words):
        (first, _, _), (second, _, remark) = read_day(match[1]), read_day(match[2], last=True)
        if first > second:
            raise CellError(f"“{plain(cell)}” runs backwards", "the earlier day first")
        return f"between {first} and {second}", None, remark
    if re.fullmatch(DAY, words):
        return read_day(words)
    raise CellError(f"“{plain(cell)}” is not a date", "2023-02-24, until 2/24/2023, or unclear, 04/2022")


def read_day(words: str, *, last: bool = False) -> tuple[str, date | None, str]:
    """A day or a month in ISO form, the day, and a remark.

    As the last day of a window, a day after the end of its month means that end.
    """
    if match := ISO.fullmatch(words):
        return (day := iso_day(*map(int, match.groups()))).isoformat(), day, ""
    parts = [int(part) for part in re.split(r"[/.]", words)]
    if len(parts) == 2:
        return month_of(parts[1], parts[0]), None, ""
    first, second, year = parts
    month, number = (second, first) if "." in words else (first, second)
    if month > 12 >= number:
        month, number = number, month
    if last and 1 <= month <= 12 and calendar.monthrange(year, month)[1] < number <= 31:
        return month_of(year, month), None, f"Kiel writes {words}, no such day: read as the end of that month"
    return (day := iso_day(year, month, number)).isoformat(), day, ""


def iso_day(year: int, month: int, number: int) -> date:
    """A day.

    :raises CellError: there is no such day.
    """
    try:
        return date(year, month, number)
    except ValueError as error:
        raise CellError(f"there is no day {number} of month {month} in {year}", "a day that exists") from error


def month_of(year: int, month: int) -> str:
    """A month in ISO form.

    :raises CellError: there is no such month.
    """
    year = year + 2000 if year < 100 else year
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
