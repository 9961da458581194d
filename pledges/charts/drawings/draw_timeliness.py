"""Pledges on the calendar: a dot for the announcement, a frame for the due window, a bar for the delivery."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt

from pledges.charts import palette
from pledges.charts.chart_margins import Box
from pledges.charts.drawings.draw_over_time import as_datetime
from pledges.charts.drawings.drawing_parts import AREAS, LINES, POINTS, is_linked, layer, read_aloud, words
from pledges.charts.sheets.timeliness_sheet import MOST

NARROWEST = 3
TODAY: dict[str, Any] = {"align": "right", "size": 11, "color": palette.INK_2}


def draw_timeliness(marks: Mapping[str, Any], box: Box) -> list[alt.Chart]:
    rows = [dict(row, place=place) for place, row in enumerate(marks["rows"][: MOST[box.form]])]
    step = box.height / len(rows)
    shift = 8 if box.is_phone else 0
    for row in rows:
        row["py"] = step * row["place"] + step / 2 + shift
    domain = [as_datetime(marks["start"]), as_datetime(marks["end"])]
    axis = alt.Axis(title=None, orient="top", tickCount={"interval": "year", "step": 1}, format="%Y", grid=True)
    fixed = alt.X("now:T", scale=alt.Scale(domain=domain, nice=False), axis=axis)  # once: all layers share it

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:T")

    def bar(field: str, shown: list[dict[str, Any]], *, height: float, **mark: Any) -> alt.Chart:
        boxed = [dict(row, top=row["py"] - height / 2, bottom=row["py"] + height / 2) for row in shown]
        chart = layer(boxed).mark_rect(xOffset=-NARROWEST / 2, x2Offset=NARROWEST / 2, **mark)
        chart = chart.encode(x=x(f"{field}_start"), x2=f"{field}_end:T", y=pixels_y("top"), y2="bottom:Q")
        return read_aloud(chart, linked=is_linked(box))

    delivered = [row for row in rows if row["delivered_start"]]
    announced = [row for row in rows if row["announced"]]
    spans = [dict(row, until=row["delivered_end"] or row["due_end"]) for row in announced]
    late = [row for row in rows if row["late_from"]]
    waiting = [row for row in rows if row["waiting_from"]]
    dots = layer(announced).mark_point(**POINTS["announced"]).encode(x=x("announced"), y=pixels_y("py"))
    now = layer([{"now": marks["now"]}]).mark_rule(color=palette.INK_2, strokeDash=[2, 3], aria=False)
    return [
        now.encode(x=fixed),
        words([{"now": marks["now"], "label": marks["today"]}], x("now"), alt.YValue(box.height + 11), **TODAY),
        layer([row for row in spans if row["until"]])
        .mark_rule(color=palette.LINE, strokeWidth=2, aria=False)
        .encode(x=x("announced"), x2="until:T", y=pixels_y("py")),
        layer(waiting)
        .mark_rule(aria=False, **LINES["waiting"])
        .encode(x=x("waiting_from"), x2="waiting_to:T", y=pixels_y("py")),
        layer(late).mark_rule(aria=False, **LINES["late"]).encode(x=x("late_from"), x2="late_to:T", y=pixels_y("py")),
        bar("due", [row for row in rows if row["due_start"]], height=13, **AREAS["due"]),
        bar("delivered", [row for row in delivered if not row["whole"]], height=8, **AREAS["partly"]),
        bar("delivered", [row for row in delivered if row["whole"]], height=8, **AREAS["delivered"]),
        read_aloud(dots, linked=is_linked(box)),
        *labels(rows, box, step),
    ]


def labels(rows: list[dict[str, Any]], box: Box, step: float) -> list[alt.Chart]:
    """What was promised, beside the line or above it."""
    if box.is_phone:
        for row in rows:
            row["above"] = step * row["place"] + 9
        return [words(rows, alt.XValue(0), pixels_y("above"), size=11, room=box.width)]
    return [words(rows, alt.XValue(-box.left), pixels_y("py"), room=box.left - 12)]


def pixels_y(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=None, axis=None)
