"""The Vega-Lite specification of each chart. Imports Altair, so only what renders imports this package."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import altair as alt

from pledges.charts.boxes import Box
from pledges.charts.drawings.bars import draw_bars
from pledges.charts.drawings.flow import draw_flow
from pledges.charts.drawings.frame import unpacked
from pledges.charts.drawings.framing import Frame, framed
from pledges.charts.drawings.heat import draw_heat
from pledges.charts.drawings.over_time import draw_over_time
from pledges.charts.drawings.tiles import draw_tiles
from pledges.charts.drawings.timeliness import draw_timeliness
from pledges.charts.drawings.waterfall import draw_waterfall

Draw = Callable[[Mapping[str, Any], Box], list[alt.Chart]]

DRAWINGS: dict[str, Draw] = {
    "promised_delivered": draw_bars,
    "system_over_time": draw_over_time,
    "value_over_time": draw_over_time,
    "system_donors": draw_bars,
    "donor_systems": draw_heat,
    "gap_waterfall": draw_waterfall,
    "donor_timeliness": draw_timeliness,
    "donor_map": draw_tiles,
    "meeting_flow": draw_flow,
}

__all__ = ["DRAWINGS", "Frame", "framed", "unpacked"]
