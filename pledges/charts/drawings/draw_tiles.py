"""The tile map: a tile per country, coloured by the certain amount, hatched where no amount is stated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt

from pledges.charts import palette
from pledges.charts.chart_margins import Box
from pledges.charts.drawings.drawing_parts import is_linked, layer, read_aloud
from pledges.charts.sheets.tile_sheet import COLUMNS

GAP = 3
WIDE = 40
"""Width of a tile from which on there is room beside its code, in pixels."""

PLAIN: dict[str, tuple[str, str, str]] = {
    "recipient": (palette.CARD, palette.INK, palette.INK),
    "none": (palette.CARD, palette.LINE, palette.INK_2),
    "unvalued": (palette.HATCH, palette.DELIVERED, palette.INK),
    "perhaps": (palette.HATCH, palette.DELIVERED, palette.INK),
    "zero": (palette.CARD, palette.DELIVERED, palette.INK),
}
"""Fill, outline and ink of tiles without a certain amount."""


def draw_tiles(marks: Mapping[str, Any], box: Box) -> list[alt.Chart]:
    width, height = box.width / COLUMNS, box.height / marks["rows"]
    tiles = [draw_tile(tile, width, height) for tile in marks["tiles"]]
    drawn = (
        layer(tiles)
        .mark_rect(cornerRadius=2, strokeWidth=1)
        .encode(
            x=pixels_x("px"),
            x2="px2:Q",
            y=pixels_y("py"),
            y2="py2:Q",
            fill=alt.Fill("fill:N", scale=None, legend=None),
            stroke=alt.Stroke("line:N", scale=None, legend=None),
        )
    )
    written = [tile for tile in tiles if tile["figure"]]
    hatched = [tile for tile in tiles if tile["fill"] == palette.HATCH]
    backing = (
        layer(hatched)
        .mark_rect(fill=palette.CARD, cornerRadius=2, aria=False)
        .encode(x=pixels_x("bx"), x2="bx2:Q", y=pixels_y("by"), y2="by2:Q")
    )
    codes = text(tiles, "code", "code_y" if not box.is_phone else "cy", size=10.5 if box.is_phone else 13, weight=600)
    figures = [] if box.is_phone else [text(written, "figure", "figure_y", size=11.5, weight=400)]
    return [read_aloud(drawn, linked=is_linked(box)), backing, codes, *figures]


def draw_tile(tile: Mapping[str, Any], width: float, height: float) -> dict[str, Any]:
    px, py = tile["x"] * width, tile["y"] * height
    if tile["kind"] == "value":
        fill, line, ink = palette.RAMP[tile["step"]], palette.RAMP[tile["step"]], palette.ON_RAMP[tile["step"]]
    else:
        fill, line, ink = PLAIN[tile["kind"]]
    middle = py + (height - GAP) / 2
    # The hatching stays visible at the edges; across the words it would make them illegible. A code needs the width.
    inset = height / 11 if has_room(width) else height / 6
    side = inset if has_room(width) else 1
    has_figure = bool(tile["figure"])
    return {
        **tile,
        "px": px,
        "px2": px + width - GAP,
        "py": py,
        "py2": py + height - GAP,
        "cx": px + (width - GAP) / 2,
        "cy": middle,
        "code_y": middle - 7 if has_figure else middle,
        "figure_y": middle + 9,
        "bx": px + side,
        "bx2": px + width - GAP - side,
        "by": py + inset,
        "by2": py + height - GAP - inset,
        "fill": fill,
        "line": line,
        "ink": ink,
    }


def has_room(width: float) -> bool:
    """Say whether a tile is wide enough for hatching beside its words."""
    return width > WIDE


def text(rows: list[dict[str, Any]], field: str, y: str, *, size: float, weight: Any) -> alt.Chart:
    mark = layer(rows).mark_text(fontSize=size, fontWeight=weight, baseline="middle", aria=False, tooltip=None)
    return mark.encode(
        x=pixels_x("cx"), y=pixels_y(y), text=f"{field}:N", color=alt.Color("ink:N", scale=None, legend=None)
    )


def pixels_x(field: str) -> alt.X:
    return alt.X(f"{field}:Q", scale=None, axis=None)


def pixels_y(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=None, axis=None)
