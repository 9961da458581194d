"""What spreadsheets leave in cells in place of what was typed: errors, days made of ranges, days as numbers."""

import re
from datetime import date, timedelta

ERROR = re.compile(r"#[A-ZÄÖÜÉ][A-ZÄÖÜÉ_/0-9 ]*[!?]?|#N/A|#DIV/0!|Err:\d{3}")
"""#REF!, #N/A, #NAME? and what they are called in other languages (#BEZUG!, #NV, #VALEUR!)."""
TOO_NARROW = re.compile(r"#{3,}")
MONTHS = {
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "may": 5,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
    "mär": 3,
    "mai": 5,
    "okt": 10,
    "dez": 12,
}
MONTH_LIKE = (
    r"(?:jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|mär(?:z)?|apr(?:il)?|may|mai|june?|juni|july?|juli"
    r"|aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)"
)
DAY_LIKE = re.compile(
    rf"\d{{4}}-\d{{1,2}}-\d{{1,2}}(?:[ t]\d{{2}}:\d{{2}}(?::\d{{2}}(?:\.\d+)?)?)?"
    rf"|\d{{1,2}}\.?[- /]?{MONTH_LIKE}\.?(?:[- /]\d{{2,4}})?|{MONTH_LIKE}\.?[- /]\d{{1,4}}"
    r"|\d{1,2}([./])\d{1,2}\1(?:\d{4}|\d{2})",
    re.IGNORECASE,
)
PERIOD_LIKE = re.compile(
    rf"\d{{4}}-\d{{1,2}}-\d{{1,2}}(?:[ t]\d{{2}}:\d{{2}}.*)?|\d{{1,2}}\.?[- /]?{MONTH_LIKE}\.?(?:[- /]\d{{2,4}})?"
    rf"|{MONTH_LIKE}\.?[- /]\d{{2,4}}|\d{{1,2}}[-/](?:19|20)\d\d|(?:19|20)\d\d-(?:19|20)\d\d",
    re.IGNORECASE,
)
FIRST_YEAR, LAST_YEAR = 1990, 2099
"""Sources and lists bear days of these years; any other is a slip of the keyboard."""

SERIAL = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)
SERIAL_START = date(1899, 12, 30)
"""Day 0 of spreadsheets, as all days after February 1900 count it."""


def spreadsheet_error(text: str) -> str:
    """What is wrong with a cell that holds the error of a spreadsheet; blank where it holds none."""
    if not text.startswith(("#", "Err:")):
        return ""
    if TOO_NARROW.fullmatch(text):
        return f'"{text}" is what a spreadsheet shows where a column is too narrow'
    return f'"{text}" is the error of a spreadsheet, and no value' if ERROR.fullmatch(text) else ""


def is_day_like(text: str) -> bool:
    """Whether a cell that should hold a number holds a day, as spreadsheets make one of 3-5, 3.5 or 3/5."""
    return DAY_LIKE.fullmatch(text) is not None


def is_period_like(text: str) -> bool:
    """Whether a cell that should hold an amount holds a day, a month or years: 2024-05-03, 05-2024, 2024-2025."""
    return PERIOD_LIKE.fullmatch(text) is not None


def range_behind(text: str) -> str:
    """The range that a spreadsheet may have made such a day of; it runs forwards, whichever number is the month."""
    day = text.casefold().replace("t", " ").split(" 0")[0] if ":" in text else text.casefold()
    numbers = {int(one) for one in re.findall(r"(?<!\d)\d{1,2}(?!\d)", day)}
    numbers |= {MONTHS[name] for name in re.findall(rf"{'|'.join(MONTHS)}", day)}
    return f"{min(numbers)}-{max(numbers)}" if numbers else "10-12"


def serial_day(text: str) -> date | None:
    """The day that a number counts in a spreadsheet; None where it is none of our time."""
    found = SERIAL.fullmatch(text)
    day = SERIAL_START + timedelta(days=int(found[1])) if found else None
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None
