"""Upright bars on an axis of months: solid to what is certain, hatched to what may be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt

from pledges.charts import palette
from pledges.charts.chart_margins import Box
from pledges.charts.drawings.draw_over_time import HEADROOM, TICKS, as_datetime
from pledges.charts.drawings.drawing_parts import OUTLINE, is_linked, layer, read_aloud


def draw_months(marks: Mapping[str, Any], box: Box) -> list[alt.Chart]:
    """A bar a month; a month without one has nothing dated to it."""
    months = marks["months"]
    top = max(*(row["high"] for row in months), 1) * HEADROOM
    domain = [as_datetime(marks["start"]), as_datetime(marks["end"])]
    years = alt.Axis(
        title=None, grid=False, tickCount={"interval": "year", "step": 1}, format="%Y", offset=4, labelFlush=True
    )
    x = alt.X("month:T", scale=alt.Scale(domain=domain, nice=False), axis=years)
    counts = alt.Axis(title=None, tickCount=max(1, min(TICKS, int(top))), tickMinStep=1, format=",~f")

    def bars(start: str, end: str, **mark: Any) -> alt.Chart:
        shown = [dict(row, zero=0) for row in months if row[end] > (0 if start == "zero" else row[start])]
        y = alt.Y(f"{start}:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=counts)
        chart = layer(shown).mark_rect(**mark).encode(x=x, x2="next:T", y=y, y2=f"{end}:Q")
        return read_aloud(chart, linked=is_linked(box))

    return [
        bars("low", "high", fill=palette.HATCH, **OUTLINE),
        bars("zero", "low", fill=palette.DELIVERED, stroke=palette.CARD, strokeWidth=0.6),
    ]
