"""Bands from donors to states: each as wide as the number of its pledges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt

from pledges.charts import palette
from pledges.charts.chart_margins import Box
from pledges.charts.drawings.drawing_parts import cut_text, is_linked, layer, read_aloud, words
from pledges.charts.sheets.flow_sheet import GAP
from pledges.values.stages import FIRM_STAGES, HANDED_ON_STAGES, STARTED_STATUSES

BLOCK = 10
POINTS = 24
STYLES: dict[str, dict[str, Any]] = {
    **{stage: {"fill": palette.FIRM, "opacity": 0.75} for stage in FIRM_STAGES},
    **{stage: {"fill": palette.HATCH} for stage in (*HANDED_ON_STAGES, *STARTED_STATUSES)},
    "delivered": {"fill": palette.DELIVERED, "opacity": 0.8},
    "announced": {"fill": palette.BAND},
    "withdrawn": {"fill": palette.GAP, "opacity": 0.6},
}
"""The further a pledge has come, the stronger its band; hatched where it may have arrived in part."""


def draw_flow(marks: Mapping[str, Any], box: Box) -> list[alt.Chart]:
    sources, targets = marks["sources"], marks["targets"]
    total = sum(block["count"] for block in sources)
    unit = (box.height - (max(len(sources), len(targets)) - 1) * GAP) / total
    left = {block["start"]: block["place"] for block in sources}
    right = {block["start"]: block["place"] for block in targets}
    layers = []
    for number, band in enumerate(marks["bands"]):
        rows = curve(
            band,
            start=band["from"] * unit + place_of(left, band["from"]) * GAP,
            end=band["to"] * unit + place_of(right, band["to"]) * GAP,
            thick=band["count"] * unit,
            width=box.width,
        )
        chart = layer([dict(row, band=number) for row in rows]).mark_area(
            stroke=palette.CARD, strokeWidth=0.6, **STYLES[band["status"]]
        )
        encoded = chart.encode(x=pixels("px"), y=alt.Y("py:Q", scale=None, axis=None), y2="py2:Q")
        layers.append(read_aloud(encoded, linked=is_linked(box)))
    return [*layers, *sides(sources, box, unit, left=True), *sides(targets, box, unit, left=False)]


def place_of(blocks: Mapping[int, int], at: int) -> int:
    """How many gaps lie before a place: as many as blocks start after the first and up to it."""
    return max(place for start, place in blocks.items() if start <= at)


def curve(band: Mapping[str, Any], *, start: float, end: float, thick: float, width: float) -> list[dict[str, Any]]:
    """The points of a band that leaves and arrives level."""
    rows = []
    for number in range(POINTS + 1):
        part = number / POINTS
        # Smoothstep: no slope at both ends, so that bands meet their blocks at a right angle.
        py = start + (end - start) * part * part * (3 - 2 * part)
        px = BLOCK + part * (width - 2 * BLOCK)
        rows.append(
            {
                "px": round(px, 1),
                "py": round(py, 1),
                "py2": round(py + thick, 1),
                "says": band["says"],
                "href": band["href"],
            }
        )
    return rows


def sides(blocks: list[dict[str, Any]], box: Box, unit: float, *, left: bool) -> list[alt.Chart]:
    start = 0 if left else box.width - BLOCK
    size = 11.5 if box.is_phone else 13
    # A character of this type is about 0.53 of its size wide.
    characters = ((box.left if left else box.right) - 12) / (size * 0.53)
    rows = []
    for block in blocks:
        top = block["start"] * unit + block["place"] * GAP
        rows.append(
            {
                "px": start,
                "px2": start + BLOCK,
                "py": top,
                "py2": top + block["count"] * unit,
                "middle": top + block["count"] * unit / 2,
                "label": f"{cut_text(block['label'], characters - len(str(block['count'])) - 1)} {block['count']}",
                "says": f"{block['label']}: {block['count']}",
            }
        )
    shapes = (
        layer(rows)
        .mark_rect(fill=palette.INK_2)
        .encode(x=pixels("px"), x2="px2:Q", y=alt.Y("py:Q", scale=None, axis=None), y2="py2:Q")
    )
    at = alt.XValue(-10) if left else alt.XValue(box.width + 10)
    text = words(rows, at, alt.Y("middle:Q", scale=None, axis=None), align="right" if left else "left", size=size)
    return [read_aloud(shapes, linked=False), text]


def pixels(field: str) -> alt.X:
    return alt.X(f"{field}:Q", scale=None, axis=None)
