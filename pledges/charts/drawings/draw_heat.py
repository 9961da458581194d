"""The table of donors and systems: colour by the donor's part, the quantity written into the cell."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap
from typing import Any

import altair as alt

from pledges.charts import palette
from pledges.charts.chart_margins import Box
from pledges.charts.drawings.drawing_parts import is_linked, layer, read_aloud, words
from pledges.charts.sheets.heat_sheet import SHOWN

SLANT = 320
HEAD = 24
"""Characters in a line of the head of a column."""


def draw_heat(marks: Mapping[str, Any], box: Box) -> list[alt.Chart]:
    """The cells with their words, names beside them and systems aslant above them."""
    systems = marks["systems"][: SHOWN[box.form]]
    width, height = box.width / len(systems), box.height / len(marks["donors"])
    rows = {donor["name"]: place for place, donor in enumerate(marks["donors"])}
    shown = [cell for cell in marks["cells"] if cell["place"] < len(systems)]
    cells = [place_cell(cell, rows[cell["donor"]], width, height) for cell in shown]
    names = [{"label": name, "py": (place + 0.5) * height} for name, place in rows.items()]
    size = 11 if box.is_phone else 12
    heads = [head(name, (place + 0.5) * width, size, box) for place, name in enumerate(systems)]
    heads.append(head(marks["beyond"], box.width + 12, size, box))
    further = [
        {"label": f"+{count}", "py": (place + 0.5) * height}
        for place, donor in enumerate(marks["donors"])
        if (count := donor["further"][box.form.value])
    ]
    lines = [{"py": place * height} for place in range(len(rows) + 1)]
    ruled = layer(lines).mark_rule(color=palette.LINE, strokeWidth=1, x=-box.left, x2=box.width + 26, aria=False)
    fill = alt.Fill("fill:N", scale=None, legend=None)
    drawn = layer(cells).mark_rect().encode(x=pixels_x("px"), x2="px2:Q", y=pixels_y("py"), y2="py2:Q", fill=fill)
    figures = (
        layer(cells)
        .mark_text(fontSize=9.5 if box.is_phone else 11, baseline="middle", aria=False, tooltip=None)
        .encode(x=pixels_x("cx"), y=pixels_y("cy"), text="figure:N", color=alt.Color("ink:N", scale=None, legend=None))
    )
    # What lies between a figure and the hatching behind it.
    hatched = [cell for cell in cells if cell["vague"]]
    ground = words(
        hatched, pixels_x("cx"), pixels_y("cy"), field="figure", color=palette.CARD, align="center",
        size=9.5 if box.is_phone else 11, stroke=palette.CARD, strokeWidth=4, strokeJoin="round",
    )  # fmt: skip
    return [
        ruled.encode(y=pixels_y("py")),
        read_aloud(drawn, linked=is_linked(box)),
        ground,
        figures,
        words(names, alt.XValue(-box.left), pixels_y("py"), size=size, room=box.left - 6),
        words(
            heads,
            pixels_x("px"),
            pixels_y("py"),
            size=size,
            angle=270 if box.is_phone else SLANT,
            lineBreak="\n",
            lineHeight=size,
        ),
        words(further, alt.XValue(box.width + 13), pixels_y("py"), size=11, align="center", color=palette.INK_2),
    ]


def place_cell(cell: Mapping[str, Any], row: int, width: float, height: float) -> dict[str, Any]:
    column = cell["place"]
    return {
        **cell,
        "px": column * width + 1,
        "px2": (column + 1) * width - 1,
        "py": row * height + 1,
        "py2": (row + 1) * height - 1,
        "cx": (column + 0.5) * width,
        "cy": (row + 0.5) * height,
        "fill": palette.HATCH if cell["vague"] else palette.RAMP[cell["step"]],
        "ink": palette.INK if cell["vague"] else palette.ON_RAMP[cell["step"]],
    }


def head(name: str, px: float, size: float, box: Box) -> dict[str, Any]:
    """The head of a column; a long one in two lines, which stand side by side on a phone, else aslant."""
    lines = wrap(name, HEAD)
    lines = lines if len(lines) < 3 else [lines[0], f"{lines[1].rstrip(',')}…"]
    second = size * (len(lines) - 1)
    at = {"px": px - second / 2, "py": -8} if box.is_phone else {"px": px, "py": -8 - second * 0.8}
    return {"label": "\n".join(lines), **at}


def pixels_x(field: str) -> alt.X:
    return alt.X(f"{field}:Q", scale=None, axis=None)


def pixels_y(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=None, axis=None)
