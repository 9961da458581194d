"""Bars: solid, hatched, outlined, a whisker to what may be more; words in place of a bar that has no scale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt

from pledges.charts import palette
from pledges.charts.chart_margins import Box
from pledges.charts.drawings.drawing_parts import OUTLINE, at_x, cut_text, is_linked, layer, read_aloud, words

THICK = 14
NAME_CHARACTER = 6.6
"""Width of a character of a name, a little more than the usual faces need."""


def draw_bars(marks: Mapping[str, Any], box: Box) -> list[alt.Chart]:
    """The bars with their words: beside them, or above them on a phone."""
    rows = [dict(row, place=place) for place, row in enumerate(marks["rows"])]
    step = box.height / len(rows)
    shift = 8 if box.is_phone else 0
    for row in rows:
        row["py"] = step * row["place"] + step / 2 + shift
        row["top"], row["bottom"], row["zero"] = row["py"] - THICK / 2, row["py"] + THICK / 2, 0
    longest = max((row["length"] for row in rows), default=1) or 1
    scale = alt.Scale(domain=[0, longest], range=[0, box.width - 2], nice=False)
    x: dict[str, Any] = {"scale": scale, "axis": None}
    y = alt.Y("top:Q", axis=None, scale=None)

    def part(start: str, end: str, **mark: Any) -> alt.Chart:
        shown = [row for row in rows if row[end] > row[start]]
        chart = layer(shown).mark_rect(**mark).encode(x=alt.X(f"{start}:Q", **x), x2=f"{end}:Q", y=y, y2="bottom:Q")
        return read_aloud(chart, linked=is_linked(box))

    middle = alt.Y("py:Q", axis=None, scale=None)
    whiskers = [row for row in rows if row["whisker"] > row["outlined"]]
    instead = [dict(row, px=0, px2=box.width) for row in rows if row["instead"]]
    tail: dict[str, Any] = {"color": palette.DELIVERED, "strokeWidth": 1.4, "aria": False}
    layers = [
        part("zero", "outlined", fill=palette.CARD, **OUTLINE),
        part("solid", "hatched", fill=palette.HATCH, **OUTLINE),
        part("zero", "solid", fill=palette.DELIVERED),
        layer(whiskers).mark_rule(**tail).encode(x=alt.X("outlined:Q", **x), x2="whisker:Q", y=middle),
        layer(whiskers)
        .mark_tick(color=palette.DELIVERED, thickness=1.4, size=9, aria=False)
        .encode(x=alt.X("whisker:Q", **x), y=middle),
        read_aloud(
            layer(instead).mark_rect(opacity=0.001).encode(x=at_x(), x2="px2:Q", y=y, y2="bottom:Q"),
            linked=is_linked(box),
        ),
        words(instead, alt.XValue(0), middle, field="instead", color=palette.INK_2, size=11.5),
    ]
    return [*layers, *labels(rows, box, step)]


def labels(rows: list[dict[str, Any]], box: Box, step: float) -> list[alt.Chart]:
    if box.is_phone:
        for row in rows:
            row["above"] = step * row["place"] + 13
        y = alt.Y("above:Q", axis=None, scale=None)
        end = alt.XValue(box.width)
        figures = words(rows, end, y, field="figures", align="right", color=palette.INK_2, size=11.5)
        names = [beside(row, box.width - len(row["figures"]) * 6.1 - 10) for row in rows]
        return [words(names, alt.XValue(0), y, weight=600), figures]
    y = alt.Y("py:Q", axis=None, scale=None)
    names = [beside(row, box.left - 8) for row in rows]
    return [
        words(names, alt.XValue(-box.left), y, size=12.5, weight=600),
        words(rows, alt.XValue(box.width + 12), y, field="figures", color=palette.INK_2, size=12.5, room=box.right),
    ]


def beside(row: dict[str, Any], room: float) -> dict[str, Any]:
    """The row with as much of its name as fits."""
    return {**row, "label": cut_text(row["label"], room / NAME_CHARACTER)}
