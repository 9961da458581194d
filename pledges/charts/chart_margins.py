"""How much room a chart takes: the drawing with the margins around it, fixed before anything is drawn.

Fixed margins keep a page from jumping when the picture arrives, and the server, which writes the size into the page,
from having to draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """Where a drawing is shown: in a page, on a phone, or by itself with title and source written into it."""

    PAGE = "page"
    PHONE = "phone"
    FULL = "full"


WIDTHS = {Form.PAGE: 672, Form.PHONE: 340, Form.FULL: 672}
LEGEND_ROW = 22
CHARACTER = 5.8
"""Average width of a character of 12 px text, in the usual sans-serif faces."""


@dataclass(frozen=True, slots=True)
class Legend:
    """What one sign means."""

    sign: str
    label: str

    @property
    def width(self) -> int:
        return round(30 + len(self.label) * CHARACTER + 16)


@dataclass(frozen=True, slots=True)
class Box:
    """The plot and the margins around it, in pixels; the legend stands in the top margin."""

    form: Form
    height: int
    left: int = 0
    right: int = 0
    top: int = 0
    bottom: int = 0
    legend: tuple[Legend, ...] = ()

    @property
    def is_phone(self) -> bool:
        return self.form == Form.PHONE

    @property
    def width(self) -> int:
        return WIDTHS[self.form] - self.left - self.right

    @property
    def head(self) -> int:
        return self.top + LEGEND_ROW * len(legend_rows(self.legend, WIDTHS[self.form])) + (6 if self.legend else 0)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the drawing without title and source."""
        return WIDTHS[self.form], self.head + self.height + self.bottom


def legend_rows(legend: tuple[Legend, ...], width: int) -> list[list[tuple[int, Legend]]]:
    """The items of a legend with their places from the left, row by row."""
    rows: list[list[tuple[int, Legend]]] = []
    at = width
    for item in legend:
        if not rows or at + item.width - 8 > width:
            rows.append([])
            at = 0
        rows[-1].append((at, item))
        at += item.width
    return rows
