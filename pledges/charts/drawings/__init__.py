"""The Vega-Lite specification of each chart. Imports Altair, so only what renders imports this package."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import altair as alt

from pledges.charts.chart_margins import Box
from pledges.charts.drawings.draw_bars import draw_bars
from pledges.charts.drawings.draw_flow import draw_flow
from pledges.charts.drawings.draw_heat import draw_heat
from pledges.charts.drawings.draw_months import draw_months
from pledges.charts.drawings.draw_over_time import draw_over_time
from pledges.charts.drawings.draw_tiles import draw_tiles
from pledges.charts.drawings.draw_timeliness import draw_timeliness
from pledges.charts.drawings.draw_waiting import draw_waiting
from pledges.charts.drawings.draw_waterfall import draw_waterfall
from pledges.charts.drawings.drawing_frame import Frame, frame_layers
from pledges.charts.drawings.drawing_parts import unpack_rows

Draw = Callable[[Mapping[str, Any], Box], list[alt.Chart]]

DRAWINGS: dict[str, Draw] = {
    "promised_delivered": draw_bars,
    "system_over_time": draw_over_time,
    "value_over_time": draw_over_time,
    "compared_figures": draw_bars,
    "compared_over_time": draw_over_time,
    "initiative_over_time": draw_over_time,
    "system_donors": draw_bars,
    "donor_systems": draw_heat,
    "gap_waterfall": draw_waterfall,
    "donor_timeliness": draw_timeliness,
    "donor_map": draw_tiles,
    "meeting_flow": draw_flow,
    "waiting_curve": draw_waiting,
    "deliveries_by_month": draw_months,
}
