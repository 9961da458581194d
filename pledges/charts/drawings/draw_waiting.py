"""What has arrived by the time since the announcement: a sloping line in a hatched band."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt

from pledges.charts import palette
from pledges.charts.chart_margins import Box
from pledges.charts.drawings.draw_over_time import DATE
from pledges.charts.drawings.drawing_parts import LINES, layer, read_aloud


def draw_waiting(marks: Mapping[str, Any], box: Box) -> list[alt.Chart]:
    """The band of the bounds, the estimate within it, and unseen places that say their figures."""
    bounds, curve = marks["bounds"], marks["curve"]
    scale = alt.Scale(domain=[0, bounds[-1]["years"] or 1], nice=False)
    axis = alt.Axis(title=str(marks["axis"]), grid=True, tickMinStep=1, format=",~f", offset=4)
    x = alt.X("years:Q", scale=scale, axis=axis)
    shares = alt.Axis(title=None, format=".0%", values=[0, 0.25, 0.5, 0.75, 1])

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=shares)

    band: dict[str, Any] = {"fill": palette.HATCH, "opacity": 0.6}
    edge: dict[str, Any] = {"color": palette.FIRM, "strokeWidth": 1.2, "aria": False}
    dot: dict[str, Any] = {"filled": True, "size": 90, "opacity": 0.001, "color": palette.PROMISED}
    dots = layer(bounds).mark_point(ariaRoleDescription=DATE, **dot)
    return [
        layer(bounds)
        .mark_area(interpolate="step-after", line=False, aria=False, **band)
        .encode(x=x, y=y("low"), y2="high:Q"),
        *(layer(bounds).mark_line(interpolate="step-after", **edge).encode(x=x, y=y(end)) for end in ("low", "high")),
        layer(curve).mark_line(aria=False, **LINES["line"]).encode(x=x, y=y("share")),
        read_aloud(dots.encode(x=x, y=y("share")), linked=False),
    ]
