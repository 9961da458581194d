"""Steps over time: a solid line at what is certain, hatched to what may be, an arrow where there is no upper bound."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import altair as alt

from pledges.charts import palette
from pledges.charts.chart_margins import Box
from pledges.charts.drawings.drawing_parts import AREAS, LINES, arrow_head, layer, read_aloud, words

LABEL_HEIGHT = 15
NUMBER_WIDTH = 15
HEADROOM = 1.08
TICKS = 4
DATE = "date"
"""What the marks are called of which the nearest answers anywhere over the chart; the script finds them by it."""


def draw_over_time(marks: Mapping[str, Any], box: Box) -> list[alt.Chart]:
    """Both lines with their bands, the meetings as ticks, the stated need, and words at the ends."""
    points = marks["points"]
    top = max(highest(points, marks["need"]), marks.get("top", 0) * HEADROOM)  # what is compared shares its axes
    y_scale = alt.Scale(domain=[0, top], nice=False)
    most = TICKS if marks["euro"] else max(1, min(TICKS, int(top)))  # nothing is counted in halves
    counts = alt.Axis(title=None, tickCount=most, tickMinStep=0.1 if marks["euro"] else 1, format=",~f")
    axes = layer(points).mark_point(opacity=0, aria=False)
    axes = axes.encode(x=x_axis(marks), y=alt.Y("promised:Q", scale=y_scale, axis=counts))
    day = alt.X("day:T")

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=y_scale)

    bands = [band(points, name, y) for name in ("promised", "delivered")]
    lines = [
        layer(points).mark_line(interpolate="step-after", aria=False, **style).encode(x=day, y=y(name))
        for name, style in (("promised", LINES["promise"]), ("delivered", LINES["line"]))
    ]
    return [
        axes,
        *unheard(marks["unheard"], box),
        *bands,
        *lines,
        *(arrow for name in ("promised", "delivered") for arrow in open_end_arrows(points, name, y)),
        *need_layers(marks["need"], marks["end"], y_scale, box),
        *ends(marks, box, top),
        hover(points, y),
        *ticks(marks, box),
        *tracker_end(marks["tracker"], box),
    ]


def x_axis(marks: Mapping[str, Any]) -> alt.X:
    """The axis of years; its domain is fixed, so that all layers share it."""
    domain = [as_datetime(marks["start"]), as_datetime(marks["end"])]
    axis = alt.Axis(
        title=None, grid=True, tickCount={"interval": "year", "step": 1}, format="%Y", offset=22, labelFlush=True
    )
    return alt.X("day:T", scale=alt.Scale(domain=domain, nice=False), axis=axis)


def as_datetime(day: str) -> alt.DateTime:
    when = date.fromisoformat(day)
    return alt.DateTime(year=when.year, month=when.month, date=when.day)


def highest(points: list[dict[str, Any]], need: Mapping[str, Any] | None) -> float:
    fields = ("promised", "promised_high", "delivered", "delivered_high")
    found = [point[field] for point in points for field in fields if point[field] is not None]
    return float(max([*found, need["level"] if need else 0, 1e-9]) * HEADROOM)


def band(points: list[dict[str, Any]], name: str, y: Any) -> alt.Chart:
    """The hatched band between low and high, where both are known."""
    rows = [
        dict(point, high=point[f"{name}_high"] if point[f"{name}_high"] is not None else point[name])
        for point in points
    ]
    mark: dict[str, Any] = {"fill": palette.HATCH, "opacity": 0.75 if name == "delivered" else 0.45}
    return (
        layer(rows)
        .mark_area(interpolate="step-after", line=False, aria=False, **mark)
        .encode(x=alt.X("day:T"), y=y(name), y2="high:Q")
    )


def open_end_arrows(points: list[dict[str, Any]], name: str, y: Any) -> list[alt.Chart]:
    """An arrow upwards wherever a line loses its upper bound; the one at its end says that it has none still."""
    field = f"{name}_high"
    begun = [
        after
        for before, after in pairwise([{field: 0}, *points[:-1]])
        if after[field] is None and before[field] is not None
    ]
    color = palette.DELIVERED if name == "delivered" else palette.PROMISED
    day = alt.X("day:T")
    stem = layer(begun).mark_rule(color=color, strokeWidth=1.4, yOffset=0, y2Offset=-11, aria=False)
    head = arrow_head(begun, day, y(name), color=color, angle=270, yOffset=-12, size=40)
    return [stem.encode(x=day, y=y(name), y2=f"{name}:Q"), head]


def ticks(marks: Mapping[str, Any], box: Box) -> list[alt.Chart]:
    """The meetings under the axis, with the numbers of those that have room for one."""
    meetings = marks["meetings"]
    if not meetings:
        return []
    chart = layer(meetings).mark_rule(color=palette.INK, strokeWidth=1.4, y=box.height + 2, y2=box.height + 10)
    numbers = words(
        with_room(meetings, marks["start"], marks["end"], box.width),
        alt.X("day:T"),
        alt.YValue(box.height + 17),
        align="center",
        size=9,
        color=palette.INK_2,
    )
    return [read_aloud(chart.encode(x=alt.X("day:T")), linked=False), numbers]


def with_room(meetings: Sequence[Mapping[str, Any]], start: str, end: str, width: float) -> list[Mapping[str, Any]]:
    """The numbered meetings that stand so far from the one before that both numbers can be read."""
    first = date.fromisoformat(start)
    days = max((date.fromisoformat(end) - first).days, 1)
    found: list[Mapping[str, Any]] = []
    free = 0.0
    for meeting in meetings:
        place = (date.fromisoformat(meeting["day"]) - first).days * width / days
        if meeting["label"] and place >= free:
            found.append(meeting)
            free = place + NUMBER_WIDTH
    return found


def tracker_end(tracker: Mapping[str, Any] | None, box: Box) -> list[alt.Chart]:
    """A line where the Kiel tracker ends: what comes later is from other sources."""
    if tracker is None:
        return []
    rule = layer([tracker]).mark_rule(color=palette.INK_2, strokeDash=[6, 3], aria=False).encode(x=alt.X("day:T"))
    note: dict[str, Any] = {"align": "right", "size": 10, "color": palette.INK_2, "dx": -4}
    return [rule, words([tracker], alt.X("day:T"), alt.YValue(6), **note)]


def unheard(stretch: Mapping[str, Any] | None, box: Box) -> list[alt.Chart]:
    """The days since the newest source, about which nothing is known."""
    if stretch is None:
        return []
    shade = layer([stretch]).mark_rect(aria=False, **AREAS["unheard"])
    return [shade.encode(x=alt.X("day:T"), x2="until:T", y=alt.YValue(0), y2=alt.Y2Value(box.height))]


def need_layers(need: Mapping[str, Any] | None, end: str, y_scale: alt.Scale, box: Box) -> list[alt.Chart]:
    """The level of the stated need, from the day it was stated."""
    if need is None:
        return []
    row = {"day": need["start"], "until": end, "level": need["level"], "label": need["label"], "says": need["label"]}
    y = alt.Y("level:Q", scale=y_scale)
    rule = layer([row]).mark_rule(color=palette.INK, strokeWidth=2, strokeDash=[2, 3])
    return [
        read_aloud(rule.encode(x=alt.X("day:T"), x2="until:T", y=y), linked=False),
        words([row], alt.XValue(box.width), y, align="right", dy=-9, color=palette.INK),
    ]


def ends(marks: Mapping[str, Any], box: Box, top: float) -> list[alt.Chart]:
    """The words at the ends of the lines, moved apart where they would touch, and arrows where open."""
    last = marks["points"][-1]
    colors = {"promised": palette.PROMISED, "delivered": palette.DELIVERED}
    places = {name: box.height * (1 - last[name] / top) for name in colors}
    open_ended = [name for name in colors if last[f"{name}_high"] is None]
    arrows = [arrow for name in open_ended for arrow in upwards(box.width - 1, places[name], colors[name])]
    if box.is_phone:
        return [*arrows, *phone_ends(marks, box, colors, places, top)]
    upper, lower = sorted(places, key=lambda name: (places[name], name == "delivered"))
    if places[lower] - places[upper] < LABEL_HEIGHT:
        middle = (places[lower] + places[upper]) / 2
        places[upper], places[lower] = middle - LABEL_HEIGHT / 2, middle + LABEL_HEIGHT / 2
    return [
        *arrows,
        *(
            words(
                [{"px": box.width + 9, "py": places[name], "label": marks["ends"][name]}],
                ends_x(),
                ends_y(),
                color=color,
                weight=600,
                room=box.right - 9,
            )
            for name, color in colors.items()
        ),
    ]


def upwards(px: float, py: float, color: str) -> list[alt.Chart]:
    """An arrow from the end of a line upwards: no upper bound."""
    stem = [{"px": px, "py": py, "py2": py - 16}]
    head = arrow_head([{"px": px, "py": py - 17}], ends_x(), ends_y(), color=color, angle=270)
    rule = layer(stem).mark_rule(color=color, strokeWidth=1.6, aria=False)
    return [rule.encode(x=ends_x(), y=ends_y(), y2="py2:Q"), head]


def phone_ends(
    marks: Mapping[str, Any], box: Box, colors: Mapping[str, str], lines: Mapping[str, float], top: float
) -> list[alt.Chart]:
    """The words at the ends of the lines, above or below them, where the right margin is too narrow."""
    need = [box.height * (1 - marks["need"]["level"] / top)] if marks["need"] else []
    taken = [py - 9 for py in need]
    found = []
    for name, color in colors.items():
        high = marks["points"][-1][f"{name}_high"]
        above = (lines[name] if high is None else box.height * (1 - high / top)) - 10
        others = [*need, *(py for other, py in lines.items() if other != name)]
        py = next((py for py in (above, lines[name] + 11) if is_free(py, taken, others, box)), above)
        taken.append(py)
        row = {"px": box.width - 9, "py": py, "label": marks["ends"][name]}
        end: dict[str, Any] = {"align": "right", "weight": 600}
        # What lies between the words and a line that crosses them.
        ground: dict[str, Any] = {"stroke": palette.CARD, "strokeWidth": 4, "strokeJoin": "round"}
        found.append(words([row], ends_x(), ends_y(), color=palette.CARD, **end, **ground))
        found.append(words([row], ends_x(), ends_y(), color=color, **end))
    return found


def is_free(py: float, taken: Sequence[float], lines: Sequence[float], box: Box) -> bool:
    """Say whether words at a height touch no others, and lie on no line and not below the plot."""
    return (
        all(abs(py - other) >= LABEL_HEIGHT - 1 for other in taken)
        and all(abs(py - line) >= LABEL_HEIGHT / 2 + 1 for line in lines)
        and py < box.height - LABEL_HEIGHT / 2
    )


def ends_x() -> alt.X:
    return alt.X("px:Q", scale=None, axis=None)


def ends_y() -> alt.Y:
    return alt.Y("py:Q", scale=None, axis=None)


def hover(points: list[dict[str, Any]], y: Any) -> alt.Chart:
    """A place on each step, unseen until it is the nearest to where someone points, that says its figures."""
    dot: dict[str, Any] = {"filled": True, "size": 90, "opacity": 0.001, "color": palette.PROMISED}
    dots = layer(points[:-1]).mark_point(ariaRoleDescription=DATE, **dot)
    return read_aloud(dots.encode(x=alt.X("day:T"), y=y("promised")), linked=False)
