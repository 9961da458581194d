"""The sheet that every chart is made from, and how its table reads in words and in cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from pledges.charts.chart_margins import Box, Form
from pledges.values.choices import unit_label
from pledges.values.dates import DateWindow
from pledges.words.figure_words import money_words, number, quantity, without_number
from pledges.words.waiting_words import say_share
from pledges.words.window_words import day, month, window

KINDS = ("words", "count", "quantity", "euro", "window", "unit", "day", "month", "share")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table; quantities and euro hold an estimate, a window two days."""

    name: str
    label: str
    kind: str = "words"

    @property
    def headers(self) -> tuple[str, ...]:
        """The columns of a download: an estimate takes its bounds; a window its first and last day.

        Of a quantity the bounds of what has a number come after them, and how many parts have none.
        """
        if self.kind == "euro":
            return (f"{self.name}_eur_low", f"{self.name}_eur_high")
        if self.kind == "quantity":
            ends = ("low", "high", "stated_low", "stated_high", "without_number")
            return tuple(f"{self.name}_{end}" for end in ends)
        return (f"{self.name}_start", f"{self.name}_end") if self.kind == "window" else (self.name,)

    def cells(self, value: Any) -> tuple[str, ...]:
        """The cells of a download; an open upper bound and an unknown day are empty, never 0."""
        if self.kind in ("quantity", "euro"):
            cells = (plain(value.low), plain(value.high)) if value is not None else ("", "")
            return (*cells, *stated_cells(value)) if self.kind == "quantity" else cells
        if self.kind == "window":
            return (iso(value.start), iso(value.end)) if value is not None else ("", "")
        if self.kind == "day":
            return (iso(value),)
        if self.kind == "month":
            return (iso(value)[:7] or "undated",)
        if self.kind == "share":
            return (f"{value:.4f}",)
        return ("" if value is None else str(value),)

    def words(self, value: Any) -> str:
        return WORDS[self.kind](value) if self.kind in WORDS else str(value or "")


def say_window(value: Any) -> str:
    return window(value) if isinstance(value, DateWindow) else day(value)


def say_month(first: date | None) -> str:
    return month(first) if first else gettext("in more than one month")


WORDS: Mapping[str, Callable[[Any], str]] = {
    "quantity": lambda value: "–" if value is None else quantity(value),
    "euro": lambda value: money_words(value, "EUR"),
    "window": say_window,
    "unit": lambda value: unit_label(value, plural=True),
    "day": day,
    "month": say_month,
    "share": say_share,
    "count": number,
}
"""How the cells of each kind of column read."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One chart at one moment. `unit` is the subtitle: what is counted and by which rule; `alt` says the main values.

    `unit_code` is the unit that a chart of one system counts in. `home` is the page that the chart belongs to, and
    `links` are the addresses of the pledges behind each row, or none.
    `marks` is what the drawing takes and nothing else: equal marks in equal boxes give an equal drawing. A sheet
    without marks has nothing to draw, and its `alt` says so.
    """

    title: str
    unit: str
    alt: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    marks: Mapping[str, Any]
    boxes: Mapping[Form, Box]
    home: str = "/"
    home_label: str = ""
    note: str = ""
    unit_code: str = ""
    links: tuple[str, ...] = ()


def stated_cells(value: Any) -> tuple[str, ...]:
    """What has a number of a quantity, and how many parts have none; a figure that is no sum has no parts."""
    if value is None:
        return ("", "", "")
    stated = getattr(value, "stated", value)
    return (plain(stated.low), plain(stated.high), str(without_number(value)))


def plain(value: Decimal | None) -> str:
    """Write a number for a program: no exponent, no trailing zeros."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def iso(value: date | None) -> str:
    return value.isoformat() if value else ""


def as_float(value: Decimal | None) -> float | None:
    """A number that a drawing can place; what is drawn is not what is counted with."""
    return None if value is None else float(value)
