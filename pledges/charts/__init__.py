"""Charts: one specification each, as picture, drawing, table and specification, kept until something changes."""

from pledges.charts.chart_catalogue import SHEETS, sheet_of
from pledges.charts.chart_citation import cite_chart, frame_code, source_line
from pledges.charts.chart_entities import Entity, chart_entities
from pledges.charts.chart_keys import SHARED, TIMED, ChartKey, parse_chart_key
from pledges.charts.chart_lists import Branch, nest_rows
from pledges.charts.chart_margins import Form
from pledges.charts.chart_tables import as_csv
from pledges.charts.drawing_cache import Card, card_of, claim_drawing, draw_current, file_of
from pledges.charts.sheets.chart_sheet import Sheet
