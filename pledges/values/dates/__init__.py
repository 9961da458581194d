"""Dates as windows, with the words as stated; a month is never taken for its first day."""

from pledges.values.dates.date_phrases import parse_window
from pledges.values.dates.spans import DateError
from pledges.values.dates.window_formatting import canonical_text, format_window
from pledges.values.dates.windows import DateWindow, overdue
