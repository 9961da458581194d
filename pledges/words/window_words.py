"""How days, date windows and the days within a sentence of the ledger read."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from meetings.choices import DatePrecision
from pledges.answers.figure_values import window as stored_window
from pledges.values.dates import DateWindow
from pledges.words.figure_words import DASH, NO_BREAK, THIN_SPACE
from pledges.words.kept_words import write_once

LONG_NUMBER = re.compile(r"(?<![\w,])\d{1,3}(?:,\d{3})+(?![\w,])", re.ASCII)
AMOUNT = re.compile(r"(?<![\w,])(\d{1,3}(?:,\d{3})+) ([A-Z]{3})(?!\w)", re.ASCII)
ISO_DAY = re.compile(r"(?<![\w-])(\d{4})-(\d{2})(?:-(\d{2}))?(?![\w-])", re.ASCII)

YEAR = re.compile(r"\d{4}", re.ASCII)


def minute(value: datetime) -> str:
    return f"{day(value)} {date_format(value, 'H:i')}"


@write_once
def day(value: date | None) -> str:
    """Write a day as 14 Feb 2025; an unknown one is said."""
    words = _("not dated") if value is None else date_format(value, pgettext("format of a day", "j M Y"))
    return words.replace(" ", NO_BREAK)


def stated_day(words: str) -> str:
    """Write a day that was stated as programs write it like every other day; other words stay as they are."""
    try:
        return day(date.fromisoformat(words))
    except ValueError:
        return words


def as_on_pages(sentence: str) -> str:
    """Write days (2025-02-14, 2025-02) and long numbers (200,000,000 USD) in a sentence of the ledger as pages do."""
    dated = ISO_DAY.sub(_day_found, sentence)
    return LONG_NUMBER.sub(_number_found, AMOUNT.sub(rf"\2{NO_BREAK}\1", dated))


def _number_found(found: re.Match[str]) -> str:
    return found[0].replace(",", THIN_SPACE)


def _day_found(found: re.Match[str]) -> str:
    year, of_year, of_month = found.groups()
    try:
        first = date(int(year), int(of_year), int(of_month or 1))
    except ValueError:
        return found[0]
    return day(first) if of_month else month(first)


def window(when: DateWindow | None) -> str:
    """Say a date window: a day or a month plainly, a vaguer one in the words as stated, else as first and last day."""
    if when is None or when.is_unknown:
        return stated_words(when.text) if when and when.text not in ("", "unknown") else day(None)
    if when.end is None:
        return _("from %(day)s") % {"day": day(when.start)}
    if when.deadline or when.start is None:
        return _("by %(day)s") % {"day": day(when.end)}
    return day(when.start) if when.start == when.end else period(when.start, when.end, when)


def stated_words(text: str) -> str:
    """The words of a source for a time; a year, or a month as programs write it, reads as pages write it."""
    if YEAR.fullmatch(text):
        return text
    if ISO_DAY.fullmatch(text):
        return as_on_pages(text)
    return pgettext("words as a source states them", "“%(words)s”") % {"words": text}


def month(first: date) -> str:
    return date_format(first, pgettext("format of a month", "M Y"))


def period(start: date, end: date, when: DateWindow) -> str:
    if start.day == 1 and end == date(end.year, end.month, monthrange(end.year, end.month)[1]):
        if (start.year, start.month) == (end.year, end.month):
            return month(start)
        if (start.year, start.month, end.month) == (end.year, 1, 12):
            return date_format(start, "Y")
    if when.text not in ("", "unknown") and when.precision != DatePrecision.RANGE:
        return stated_words(when.text)
    return f"{day(start)}{NO_BREAK}{DASH} {day(end)}"


def window_title(when: DateWindow | None) -> str:
    """Say the first and last day that a window stands for, for whoever hovers over its words."""
    if when is None or when.is_unknown:
        return ""
    return " ".join(
        part for part in (day(when.start) if when.start else "", DASH, day(when.end) if when.end else "") if part
    )


def column_window(row: object, name: str) -> DateWindow | None:
    """The date window in the columns `<name>_text`, `_start`, `_end` and `_precision` of a row."""
    return stored_window(*(getattr(row, f"{name}_{part}") for part in ("text", "start", "end", "precision")))


def days_since(now: date, day_before: date) -> int:
    """How many days have passed since an earlier day."""
    return (now - day_before).days
