"""Days as tables hold them: in words of their own, or as the number that a spreadsheet counts them by."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from pledges.values.dates import DateError, parse_window
from pledges.values.dates.spans import EXAMPLES
from pledges.values.spreadsheet_cells import FIRST_YEAR, LAST_YEAR, serial_day

LEDGER_START = date(2022, 1, 1)
"""The ledger covers what was promised since then; the start of a window of which only the end is known."""

YEAR = re.compile(r"\d{4}", re.ASCII)
"""Words without a year, such as "yesterday", name a day only beside another one."""


@lru_cache(maxsize=20_000)
def single_day(stated: str) -> date | None:
    """A day written as 2025-07-21, 21.07.2025 or 21 July 2025, or as the number by which spreadsheets count it.

    None where it is none, or not of our time.
    """
    try:
        day = date.fromisoformat(stated)
    except ValueError:
        day = None
    day = day or serial_day(stated)
    if day is None and YEAR.search(stated):
        try:
            window = parse_window(stated, anchor=LEDGER_START)
        except DateError:
            return None
        day = window.start if window.start == window.end and not window.deadline else None
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


def fault_of_day(stated: str) -> tuple[str, str]:
    """What is wrong with words that are not a single day, and a hint: as at other dates, where that says more."""
    try:
        parse_window(stated, anchor=LEDGER_START)
    except DateError as error:
        # Its examples are of windows too, and here only a day is right.
        if (hint := getattr(error, "hint", "")) != EXAMPLES:
            return str(error), hint
    return f"“{stated}” is not a day of our time", "2025-07-21"
