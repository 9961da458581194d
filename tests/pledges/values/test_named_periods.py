from datetime import date

import pytest

from pledges.values.dates.calendar import named_period_days


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("2024", (date(2024, 1, 1), date(2024, 12, 31))),
        ("2024-Q1", (date(2024, 1, 1), date(2024, 3, 31))),
        ("2024-Q4", (date(2024, 10, 1), date(2024, 12, 31))),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
    ],
)
def test_days_of_the_period_that_a_group_is_named_by(name: str, days: tuple[date, date]) -> None:
    assert named_period_days(name) == days
