"""Where something is certainly or possibly missing: of a need, and of a stock for what is owed from it."""

from datetime import date

import pytest

from pledges.answers import current_as_of, gaps
from pledges.answers import headroom as stocks
from pledges.values.choices import Alarm, Unit
from tests.pledges import staff_steps
from tests.pledges.projections import ledgers
from tests.pledges.projections.shown import project

pytestmark = pytest.mark.usefixtures("catalogue")


def stock(**cells: str) -> staff_steps.Row:
    """Return an American stock figure."""
    return staff_steps.stock_row(**{"donors": "USA", "quantity": "15", "occurred": "2025-06-15", **cells})


def owed_row(**cells: str) -> staff_steps.Row:
    """Return a promise from American stock."""
    return staff_steps.pledge_row(**{"donors": "USA:stock_owner", "quantity": "3", **cells})


def alarm_of_stock() -> str | None:
    """Return the alarm of the one stock there is."""
    (row,) = stocks(current_as_of(now=staff_steps.NOW))
    return row.alarm


@pytest.mark.parametrize(
    ("held", "promised", "alarm"),
    [
        ({"quantity": "2"}, {}, Alarm.CERTAINLY),
        ({"quantity": "3"}, {}, Alarm.NO),
        ({"quantity": "2-4"}, {}, Alarm.POSSIBLY),
        ({"quantity": "5", "unavailable": "3"}, {}, Alarm.CERTAINLY),
        ({"quantity": "5", "committed_elsewhere": "3"}, {}, Alarm.POSSIBLY),
        ({}, {"quantity": "up to 20"}, Alarm.POSSIBLY),
        ({}, {"quantity": "some"}, Alarm.POSSIBLY),
        ({"quantity": "at least 2"}, {}, Alarm.POSSIBLY),
        ({"quantity": "2"}, {"donors": "USA"}, Alarm.POSSIBLY),
        ({"quantity": "0"}, {"donors": "NOR:stock_owner"}, Alarm.NO),
    ],
)
def test_stock_is_short_where_more_is_owed_than_it_holds(
    held: dict[str, str], promised: dict[str, str], alarm: Alarm
) -> None:
    project(stock(**held), owed_row(**promised))

    assert alarm_of_stock() == alarm


def test_what_left_since_is_no_longer_there_to_be_given() -> None:
    first, second = owed_row(quantity="2"), owed_row(quantity="2")
    shipped = staff_steps.entry_row(first["external_reference"], quantity="2", stage="shipped", occurred="2025-06-20")
    project(stock(quantity="3"), first, second, shipped)

    assert alarm_of_stock() == Alarm.CERTAINLY


@pytest.mark.parametrize(("today", "alarm"), [(date(2026, 6, 15), "certainly"), (date(2026, 6, 16), None)])
def test_stale_stock_raises_no_alarm(today: date, alarm: str | None) -> None:
    project(stock(quantity="2"), owed_row(), today=today)

    assert alarm_of_stock() == alarm


def test_units_that_nothing_converts_raise_no_alarm() -> None:
    ledgers.create_unit(Unit.BATTALION)
    project(stock(unit="battalion", quantity="1"), owed_row())

    assert alarm_of_stock() is None


@pytest.mark.parametrize(
    ("required", "alarm"),
    [("4", Alarm.CERTAINLY), ("3", Alarm.NO), ("2-4", Alarm.POSSIBLY), ("at least 3", Alarm.POSSIBLY)],
)
def test_need_is_short_where_it_is_more_than_what_is_secured(required: str, alarm: Alarm) -> None:
    row = staff_steps.pledge_row(quantity="3")
    firm = staff_steps.entry_row(row["external_reference"], quantity="3", stage="contracted", occurred="2025-06-20")
    project(staff_steps.requirement_row(quantity=required), row, firm)

    (found,) = gaps(current_as_of(now=staff_steps.NOW))
    assert found.alarm == alarm
