"""The whole drawing around its layers: type and colour, margins, and title and source where it stands by itself.

Every margin is fixed (no automatic sizing), so the size is known before anything is drawn.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from pledges.charts import palette
from pledges.charts.chart_margins import WIDTHS, Box
from pledges.charts.drawings.drawing_parts import SIZE, at_x, at_y, layer, legend_layers, words

FONT = "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif"
EDGE = 20
"""The margin around a drawing that stands by itself."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a drawing that is shown by itself."""

    title: str
    unit: str
    source: str


def configure_chart(chart: alt.LayerChart) -> alt.LayerChart:
    axis: dict[str, Any] = {
        "labelColor": palette.INK_2,
        "labelFontSize": SIZE,
        "gridColor": palette.LINE,
        "domain": False,
    }
    axis |= {
        "ticks": False,
        "labelPadding": 6,
        "titleColor": palette.INK_2,
        "titleFontWeight": 400,
        "titleFontSize": SIZE,
    }
    return (
        chart.configure(font=FONT, autosize=alt.AutoSizeParams(type="none"), locale=LOCALE, aria=True)
        .configure_view(stroke=None)
        .configure_mark(color=palette.DELIVERED)
        .configure_axis(**axis)
        .configure_text(font=FONT)
        .configure_title(font=FONT, subtitleFont=FONT)
    )


LOCALE: dict[str, Any] = {
    "number": {"decimal": ".", "thousands": "\N{NARROW NO-BREAK SPACE}", "grouping": [3], "currency": ["€", ""]}
}


def frame_layers(layers: Sequence[alt.Chart], box: Box, *, description: str, frame: Frame | None) -> alt.LayerChart:
    """The whole drawing; with a frame it carries its title, unit and source in itself."""
    top, bottom, edge = box.head, box.bottom, 0
    layers = [*legend_layers(box), *layers]
    around: dict[str, Any] = {}
    if frame is not None:
        width = WIDTHS[box.form]
        heading = textwrap.wrap(frame.title, width // 9)
        lines = textwrap.wrap(frame.unit, width // 6)
        source = textwrap.wrap(frame.source, width // 6)
        edge = EDGE
        room = 24 * len(heading) + 17 * len(lines) + 14
        py = box.height + box.bottom + 24
        layers.append(
            words(
                [{"px": -box.left, "py": py + 16 * n, "label": text} for n, text in enumerate(source)],
                at_x(),
                at_y(),
                color=palette.INK_2,
                size=11,
            )
        )
        # The title keeps its distance from the highest mark, so one that nobody sees stands at the upper edge.
        layers.append(
            layer([{"px": 0, "py": -box.head}]).mark_point(opacity=0, size=0, aria=False).encode(x=at_x(), y=at_y())
        )
        around["title"] = title_with_unit(heading, lines, dx=-box.left)
        around["background"] = palette.CARD
        top += room + edge
        bottom += 20 + 16 * len(source) + edge
    else:
        around["background"] = "transparent"
    padding = {"left": box.left + edge, "right": box.right + edge, "top": top, "bottom": bottom}
    chart: alt.LayerChart = alt.LayerChart(layer=list(layers)).properties(
        width=box.width, height=box.height, padding=padding, description=description, **around
    )
    return configure_chart(chart)


def title_with_unit(heading: list[str], lines: list[str], *, dx: float) -> alt.TitleParams:
    """The title with the unit below it, from the left edge of the whole drawing."""
    return alt.TitleParams(
        text=heading,
        subtitle=lines,
        anchor="start",
        frame="group",
        dx=dx,
        offset=16,
        fontSize=19,
        lineHeight=24,
        fontWeight=700,
        color=palette.INK,
        subtitleFontSize=13,
        subtitleLineHeight=17,
        subtitleColor=palette.INK_2,
        subtitlePadding=5,
    )
