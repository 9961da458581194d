"""What a donor could still give of a stock."""

from datetime import date

import pytest

from pledges.values.choices import Unit
from tests.pledges import staff_steps
from tests.pledges.projections import ledgers
from tests.pledges.projections.shown import bounds, figures, headroom, project

pytestmark = pytest.mark.usefixtures("catalogue")


def stock(**cells: str) -> staff_steps.Row:
    """Return the American figure: fifteen, of them one unavailable and four committed elsewhere."""
    usual = {"donors": "USA", "quantity": "15", "unavailable": "1", "committed_elsewhere": "4"}
    return staff_steps.stock_row(**{**usual, "occurred": "2025-06-15", **cells})


def owed_from_stock(**cells: str) -> staff_steps.Row:
    """Return a promise from American stock."""
    return staff_steps.pledge_row(**{"donors": "USA:stock_owner", "quantity": "3", **cells})


def test_united_states_could_give_10_to_14_of_15_before_what_is_owed() -> None:
    project(stock())

    assert figures(headroom(), "available", "left", "owed", "headroom") == {
        "available": (10, None, 14),
        "left": (0, 0, 0),
        "owed": (0, 0, 0),
        "headroom": (10, None, 14),
    }


def test_open_part_of_the_stock_leaves_a_low_of_nothing() -> None:
    project(stock(unavailable="at least 1", committed_elsewhere=""))

    assert bounds(headroom(), "available") == (0, None, 14)


def test_what_left_since_and_what_is_owed_are_subtracted() -> None:
    row = owed_from_stock()
    name = row["external_reference"]
    before = staff_steps.entry_row(name, quantity="1", occurred="2025-06-10")
    after = staff_steps.entry_row(name, quantity="1", stage="shipped", occurred="2025-06-20")
    more = staff_steps.entry_row(name, quantity="1", occurred="2025-06-25")
    project(stock(unavailable="", committed_elsewhere=""), row, before, after, more)

    assert figures(headroom(), "left", "owed", "headroom") == {
        "left": (1, 1, 1),
        "owed": (1, 1, 1),
        "headroom": (13, 13, 13),
    }


@pytest.mark.parametrize(
    ("donors", "is_owed"),
    [
        ("USA:stock_owner", (3, 3, 3)),
        ("USA:stock_owner:0.5;NOR:stock_owner:0.5", (1.5, 1.5, 1.5)),
        ("USA:stock_owner;NOR:stock_owner", (0, None, 3)),
        ("USA", (0, None, 3)),
        ("USA;DEU:supplier", (0, 0, 0)),
        ("USA;DEU:stock_owner", (0, 0, 0)),
    ],
)
def test_only_stock_owners_owe_and_an_unknown_origin_may(donors: str, is_owed: tuple[object, ...]) -> None:
    project(stock(), owed_from_stock(donors=donors))

    assert bounds(headroom(), "owed") == is_owed


def test_units_meet_through_a_conversion_that_is_an_estimate() -> None:
    ledgers.create_conversion("4", "6", "8")
    project(stock(committed_elsewhere=""), owed_from_stock(unit="launcher", quantity="24"))

    shown = headroom()
    assert (shown.converted, shown.units_differ) == (True, False)
    assert figures(shown, "owed", "headroom") == {"owed": (3, 4, 6), "headroom": (8, 10, 11)}


def test_units_that_nothing_converts_leave_no_headroom() -> None:
    ledgers.create_unit(Unit.BATTALION)
    project(stock(unit="battalion"), owed_from_stock(quantity="3"))

    shown = headroom()
    assert (shown.converted, shown.units_differ) == (False, True)
    assert figures(shown, "owed", "headroom") == {"owed": (0, None, None), "headroom": (None, None, None)}


@pytest.mark.parametrize(("today", "stale"), [(date(2026, 6, 15), False), (date(2026, 6, 16), True)])
def test_stock_of_more_than_twelve_months_ago_is_stale(today: date, *, stale: bool) -> None:
    project(stock(), today=today)

    assert headroom().stale is stale


def test_latest_stock_that_has_come_counts() -> None:
    project(stock(), stock(quantity="20", occurred="2025-06-20"), stock(quantity="30", occurred="2025-07-02"))

    assert bounds(headroom(), "available") == (15, None, 19)
