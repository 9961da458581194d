"""Days as tables hold them."""

from __future__ import annotations

from datetime import date

import pytest

from pledges.intake.planner import plan_rows
from pledges.intake.table_days import fault_of_day, single_day
from tests.pledges import staff_steps


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("2025-06-01", date(2025, 6, 1)),
        ("1 June 2025", date(2025, 6, 1)),
        ("13/06/2025", date(2025, 6, 13)),
        ("01.06.2025", date(2025, 6, 1)),
        ("06/01/2025", None),
        ("June 2025", None),
        ("by 1 June 2025", None),
        ("unknown", None),
        ("45809", date(2025, 6, 1)),
        ("45809.5", date(2025, 6, 1)),
        ("99999", None),
        ("4580", None),
        ("٤٥٨٠٩", None),
        ("1066-10-14", None),
        ("", None),
    ],
)
def test_single_day_reads_one_day_in_any_words(stated: str, day: date | None) -> None:
    assert single_day(stated) == day


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["occurred", "due", "source_published"])
def test_number_of_a_day_in_a_spreadsheet_is_that_day(catalogue: None, column: str) -> None:
    rows = [staff_steps.pledge_row(**{column: stated}) for stated in ("45809", "2025-06-01")]
    first, second = [plan.fact for plan in plan_rows(rows, today=staff_steps.TODAY)]
    assert first is not None
    assert second is not None
    assert (first.source, first.terms, first.entry) == (second.source, second.terms, second.entry)


@pytest.mark.django_db
def test_words_of_time_are_read_on_the_day_of_the_source_however_it_is_written(catalogue: None) -> None:
    plans = plan_rows(
        [
            staff_steps.pledge_row(due="next winter", occurred="2023-06-01", source_published=day)
            for day in ("2023-06-15", "15 June 2023")
        ],
        today=staff_steps.TODAY,
    )
    columns = [plan.fact.terms for plan in plans if plan.fact]
    assert columns[0] == columns[1]
    assert len(columns) == 2


@pytest.mark.parametrize(
    ("stated", "message", "hint"),
    [
        ("08/02/2023", '"08/02/2023" can be two days', "2023-02-08 or 2023-08-02, the year first"),
        ("31.02.2025", 'there is no day "31.02.2025"', "a day of the calendar, as 2022-06-30"),
        ("16.02.23", '"16.02.23" has a year of two digits', "four digits, as 2023-02-16"),
        ("summer 2025", "“summer 2025” is not a day of our time", "2025-07-21"),
        ("soon", "“soon” is not a day of our time", "2025-07-21"),
    ],
)
def test_fault_of_a_day_says_as_much_as_one_of_other_dates(stated: str, message: str, hint: str) -> None:
    assert (single_day(stated), fault_of_day(stated)) == (None, (message, hint))
