"""Dates as windows, with the words as stated; a month is never taken for its first day."""

from pledges.dates.formatting import canonical_text, format_window
from pledges.dates.phrases import parse_window
from pledges.dates.spans import DateError
from pledges.dates.windows import DateWindow, overdue

__all__ = ["DateError", "DateWindow", "canonical_text", "format_window", "overdue", "parse_window"]
