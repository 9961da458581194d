"""Date windows as words: those stated where there are any, else words that read back to the same days."""

from meetings.choices import DatePrecision
from pledges.values.dates.calendar import SEASONS, half_days, month_days, quarter_days, season_days, year_days
from pledges.values.dates.windows import DateWindow


def format_window(window: DateWindow) -> str:
    """The words as stated, or words for the days where none were."""
    return window.text or canonical_text(window)


def canonical_text(window: DateWindow) -> str:
    """Say the window in words that parse_window reads back to the same days with its start as anchor."""
    start, end = window.start, window.end
    if end is None:
        return "unknown" if start is None else f"from {start.isoformat()}"
    if window.deadline or start is None:
        return f"by {end.isoformat()}"
    if start == end:
        return start.isoformat()
    return _period_text(window) or f"{start.isoformat()} to {end.isoformat()}"


def _period_text(window: DateWindow) -> str:
    """The name of the period where the window is exactly what its precision says, else nothing."""
    days = window.start, window.end
    if window.start is None or window.end is None:
        return ""
    first, year = window.start, window.end.year
    names = {
        DatePrecision.MONTH: {f"{first:%Y-%m}": month_days(year, first.month)},
        DatePrecision.QUARTER: {f"Q{n} {year}": quarter_days(year, n) for n in range(1, 5)},
        DatePrecision.SEASON: {f"{season} {year}": season_days(year, season) for season in SEASONS},
        DatePrecision.HALF: {f"H{n} {year}": half_days(year, n) for n in (1, 2)},
        DatePrecision.YEAR: {str(year): year_days(year)},
    }.get(window.precision, {})
    return next((name for name, period in names.items() if period == days), "")
