"""The waterfall from a stated need to the gap, from left to right."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import altair as alt

from pledges.charts import palette
from pledges.charts.chart_margins import Box
from pledges.charts.drawings.drawing_parts import OUTLINE, arrow_head, layer, read_aloud, words

THICK = 20
FILLS = {"need": palette.INK_2, "taken": palette.DELIVERED, "gap": palette.GAP}


def draw_waterfall(marks: Mapping[str, Any], box: Box) -> list[alt.Chart]:
    """A bar per step: solid what is certain, hatched what may be, thin lines from one step to the next."""
    rows = [dict(row, place=place) for place, row in enumerate(marks["steps"])]
    step = box.height / len(rows)
    shift = 9 if box.is_phone else 0
    for row in rows:
        row["py"] = step * row["place"] + step / 2 + shift
        row["top"], row["bottom"] = row["py"] - THICK / 2, row["py"] + THICK / 2
    longest = max(max(row["end"], row["maybe_end"]) for row in rows) or 1
    axis = alt.Axis(title=None, tickCount=5, tickMinStep=1, format=",~f", labelFlush=False)
    x = alt.X("start:Q", scale=alt.Scale(domain=[0, longest * 1.02], nice=False), axis=axis)
    y = alt.Y("top:Q", axis=None, scale=None)
    layers: list[alt.Chart] = []
    for role, fill in FILLS.items():
        own = [row for row in rows if row["role"] == role]
        hatch = (
            {"fill": palette.HATCH_GAP, "stroke": palette.GAP} if role == "gap" else {"fill": palette.HATCH, **OUTLINE}
        )
        maybe = [row for row in own if row["maybe_end"] > row["maybe_start"]]
        solid = layer([row for row in own if row["end"] > row["start"]]).mark_rect(fill=fill)
        layers.append(read_aloud(solid.encode(x=x, x2="end:Q", y=y, y2="bottom:Q"), linked=False))
        layers.append(
            read_aloud(
                layer(maybe).mark_rect(**hatch).encode(x=alt.X("maybe_start:Q"), x2="maybe_end:Q", y=y, y2="bottom:Q"),
                linked=False,
            )
        )
        open_ended = [row for row in own if row["open"]]
        layers.append(arrow_head(open_ended, alt.X("maybe_end:Q"), alt.Y("py:Q", scale=None), color=fill, xOffset=14))
    return [*connectors(rows, x), *layers, *labels(rows, box, step)]


def connectors(rows: list[dict[str, Any]], x: alt.X) -> list[alt.Chart]:
    """The thin lines that carry what is left from one step to the next."""
    links = [
        {"start": row["end"] if row["role"] == "need" else row["start"], "from": row["py"], "to": after["py"]}
        for row, after in pairwise(rows)
    ]
    chart = layer(links).mark_rule(color=palette.INK_2, strokeWidth=1, aria=False)
    return [chart.encode(x=x, y=alt.Y("from:Q", scale=None, axis=None), y2="to:Q")]


def labels(rows: list[dict[str, Any]], box: Box, step: float) -> list[alt.Chart]:
    if box.is_phone:
        for row in rows:
            row["above"], row["both"] = step * row["place"] + 12, f"{row['label']}: {row['figure']}"
        return [words(rows, alt.XValue(0), alt.Y("above:Q", axis=None, scale=None), field="both", weight=600)]
    y = alt.Y("py:Q", axis=None, scale=None)
    return [
        words(rows, alt.XValue(-box.left), y, size=13, room=box.left - 10),
        words(rows, alt.XValue(box.width + 12), y, field="figure", size=13, weight=600),
    ]
