"""Days as tables hold them: in words of their own, or as the number that a spreadsheet counts them by."""

from __future__ import annotations

import re
from datetime import date, timedelta

from pledges.values.dates import DateError, parse_window

LEDGER_START = date(2022, 1, 1)
"""The ledger covers what was promised since then; the start of a window of which only the end is known."""

FIRST_YEAR, LAST_YEAR = 1990, 2099
"""Sources and lists bear days of these years; any other is a slip of the keyboard."""

YEAR = re.compile(r"\d{4}", re.ASCII)
"""Words without a year, such as "yesterday", name a day only beside another one."""

SERIAL = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)
SERIAL_START = date(1899, 12, 30)
"""Day 0 of spreadsheets, as all days after February 1900 count it."""


def single_day(stated: str) -> date | None:
    """A day written as 2025-07-21, 21.07.2025 or 21 July 2025; None where it is none, or not of our time."""
    try:
        day = date.fromisoformat(stated)
    except ValueError:
        day = None
    if day is None and YEAR.search(stated):
        try:
            window = parse_window(stated, anchor=LEDGER_START)
        except DateError:
            return None
        day = window.start if window.start == window.end and not window.deadline else None
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


def day_of_serial(stated: str) -> date | None:
    """The day that a number counts in a spreadsheet; None where it is none of our time."""
    found = SERIAL.fullmatch(stated)
    day = SERIAL_START + timedelta(days=int(found[1])) if found else None
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


def serial_hint(stated: str) -> str:
    """The hint for a number that is a day in a spreadsheet; blank where it is none of our time."""
    day = day_of_serial(stated)
    if day is None:
        return ""
    return f"as the number of a day in a spreadsheet this is {day.isoformat()}: write it so"
