"""Charts: one specification each, as picture, drawing, table and specification, kept until something changes."""

from pledges.charts.boxes import Form
from pledges.charts.catalogue import SHEETS, sheet_of
from pledges.charts.citing import cited, frame_code, source_line
from pledges.charts.keeping import Card, card_of, draw_current, file_of, is_behind
from pledges.charts.sheets.sheet import Sheet
from pledges.charts.tables import as_csv

__all__ = [
    "SHEETS",
    "Card",
    "Form",
    "Sheet",
    "as_csv",
    "card_of",
    "cited",
    "draw_current",
    "file_of",
    "frame_code",
    "is_behind",
    "sheet_of",
    "source_line",
]
