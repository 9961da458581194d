"""The parts that drawings are made of: layers, words, the legend and its signs, placed in pixels or on scales."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import altair as alt

from pledges.charts import palette
from pledges.charts.chart_margins import LEGEND_ROW, WIDTHS, Box, Form, legend_rows

SIZE = 12
Row = Mapping[str, Any]
NO_AXIS: dict[str, Any] = {"axis": None, "scale": None}


def layer(rows: Iterable[Row]) -> alt.Chart:
    """An empty layer over some rows.

    They are written down at once: Altair copies the parts of a chart again and again, but never a text.
    """
    return alt.Chart(alt.InlineData(values=json.dumps([dict(row) for row in rows])))


def unpack_rows(spec: dict[str, Any]) -> dict[str, Any]:
    return {**spec, "datasets": {name: json.loads(rows) for name, rows in spec["datasets"].items()}}


def words(
    rows: Iterable[Row],
    x: Any,
    y: Any,
    *,
    field: str = "label",
    align: str = "left",
    color: str = palette.INK,
    size: float = SIZE,
    weight: int = 400,
    dy: float = 0,
    room: float | None = None,
    **more: Any,
) -> alt.Chart:
    """A layer of text; it is read with the marks it belongs to, not by itself.

    Text longer than its room is cut here: where the drawing does it, each piece is measured many times over.
    """
    if room is not None:
        # About how wide a character is as a part of its size, regular and semibold.
        rows = [
            {**row, field: cut_text(str(row[field]), room / (size * (0.53 if weight < 600 else 0.56)))} for row in rows
        ]
    mark: dict[str, Any] = {"align": align, "baseline": "middle", "color": color, "fontSize": size, "dy": dy}
    mark |= {"fontWeight": weight, "aria": False, "tooltip": None, **more}
    return layer(rows).mark_text(**mark).encode(x=x, y=y, text=alt.Text(f"{field}:N"))


def cut_text(text: str, characters: float) -> str:
    """The text, or as much of it as fits with an ellipsis."""
    return text if len(text) <= characters else f"{text[: max(int(characters) - 1, 1)].rstrip(' ,')}…"


def at_x(field: str = "px") -> alt.X:
    """The place in pixels from the left edge of the plot."""
    return alt.X(f"{field}:Q", **NO_AXIS)


def at_y(field: str = "py") -> alt.Y:
    """The place in pixels from the upper edge of the plot."""
    return alt.Y(f"{field}:Q", **NO_AXIS)


def read_aloud(chart: alt.Chart, *, linked: bool) -> alt.Chart:
    """Let each mark say its sentence to whoever points at it or hears it, and lead to the pledges behind it."""
    chart = chart.encode(tooltip=alt.Tooltip("says:N"), description=alt.Description("says:N"))
    return chart.encode(href=alt.Href("href:N")) if linked else chart


def legend_layers(box: Box) -> list[alt.Chart]:
    layers: list[alt.Chart] = []
    for row, items in enumerate(legend_rows(box.legend, WIDTHS[box.form])):
        py = -box.head + LEGEND_ROW * row + LEGEND_ROW / 2
        for at, item in items:
            px = at - box.left
            layers += sign(item.sign, px, py)
            layers.append(words([{"px": px + 28, "py": py, "label": item.label}], at_x(), at_y(), color=palette.INK_2))
    return layers


def rect(rows: Iterable[Row], **mark: Any) -> alt.Chart:
    """Rectangles placed in pixels by px, px2, py and py2."""
    return layer(rows).mark_rect(aria=False, **mark).encode(x=at_x(), x2="px2:Q", y=at_y(), y2="py2:Q")


def line(rows: Iterable[Row], **mark: Any) -> alt.Chart:
    """Straight lines placed in pixels by px, px2, py and py2."""
    return layer(rows).mark_rule(aria=False, **mark).encode(x=at_x(), x2="px2:Q", y=at_y(), y2="py2:Q")


def arrow_head(rows: Iterable[Row], x: Any, y: Any, *, color: str = palette.DELIVERED, **mark: Any) -> alt.Chart:
    """Arrow heads that say: no upper bound."""
    shape = "M-1,-0.6L0.2,0L-1,0.6"
    mark = {"stroke": color, "strokeWidth": 1.6, "filled": False, "size": 60, "opacity": 1, "aria": False, **mark}
    return layer(rows).mark_point(shape=shape, **mark).encode(x=x, y=y)


def sign(name: str, px: float, py: float) -> list[alt.Chart]:
    """The sign of a legend, 22 px wide."""
    area = [{"px": px, "px2": px + 22, "py": py - 6, "py2": py + 6}]
    middle = {"px": px, "px2": px + 22, "py": py, "py2": py}
    upright = {"px": px + 11, "px2": px + 11, "py": py - 5, "py2": py + 5}
    thin: dict[str, Any] = {"color": palette.DELIVERED, "strokeWidth": 1.5}
    drawn: list[alt.Chart] = []
    if name.startswith("ramp"):
        drawn = [rect(area, color=palette.RAMP[int(name[4:])], stroke=palette.LINE, strokeWidth=1)]
    elif name in AREAS:
        drawn = [rect(area, **AREAS[name])]
    elif name == "arrow":
        drawn = [line([middle], **thin), arrow_head([{"px": px + 22, "py": py}], at_x(), at_y())]
    elif name == "whisker":
        drawn = [line([middle, {**upright, "px": px + 22, "px2": px + 22}], **thin)]
    elif name == "tick":
        drawn = [line([upright], color=palette.INK, strokeWidth=1.4)]
    elif name in POINTS:
        drawn = [layer([{"px": px + 11, "py": py}]).mark_point(aria=False, **POINTS[name]).encode(x=at_x(), y=at_y())]
    else:
        drawn = [line([middle], **LINES[name])]
    return drawn


OUTLINE: dict[str, Any] = {"stroke": palette.DELIVERED, "strokeWidth": 1.2}
AREAS: dict[str, dict[str, Any]] = {
    "solid": {"color": palette.DELIVERED},
    "hatched": {"fill": palette.HATCH, **OUTLINE},
    "outlined": {"fill": palette.CARD, **OUTLINE},
    "missing": {"fill": palette.GAP},
    "unheard": {"fill": palette.LINE, "opacity": 0.45},
    "blank": {"fill": palette.CARD, "stroke": palette.LINE, "strokeWidth": 1},
    "due": {"fill": palette.CARD, "stroke": palette.INK_2, "strokeWidth": 1.2},
    "delivered": {"color": palette.DELIVERED},
    "partly": {"fill": palette.HATCH, **OUTLINE},
}
POINTS: dict[str, dict[str, Any]] = {
    "announced": {
        "shape": "circle",
        "size": 46,
        "filled": True,
        "fill": palette.CARD,
        "stroke": palette.INK_2,
        "strokeWidth": 1.6,
    },
}
LINES: dict[str, dict[str, Any]] = {
    "line": {"color": palette.DELIVERED, "strokeWidth": 2.4},
    "promise": {"color": palette.PROMISED, "strokeWidth": 2, "strokeDash": [6, 3]},
    "waiting": {"color": palette.INK_2, "strokeWidth": 1.2, "strokeDash": [1, 4]},
    "late": {"color": palette.GAP, "strokeWidth": 2, "strokeDash": [3, 3]},
}


def is_linked(box: Box) -> bool:
    """Say whether marks lead somewhere: on pages, not in a file that is taken away."""
    return box.form != Form.FULL
