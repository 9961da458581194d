"""The dataset versions of the invented ledger, and the days on which they were published."""

from datetime import UTC, date, datetime, time, timedelta

VERSIONS = 54
FIRST_PUBLISHED = date(2023, 1, 15)
EVERY = timedelta(days=23)


def published_at(number: int) -> datetime:
    return datetime.combine(FIRST_PUBLISHED + (number - 1) * EVERY, time(12), UTC)


def version_after(day: date, otherwise: int) -> int:
    """Return the first version after a day; what lies before the first or after the last one stands in any other."""
    number = (day - FIRST_PUBLISHED) // EVERY + 2
    return number if 1 < number <= VERSIONS else otherwise + 1
