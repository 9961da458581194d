"""Sums per system, donor, meeting and coalition: whole pledges, shared ones, unknown parts."""

from decimal import Decimal

import pytest

from pledges.models import Summary
from tests.pledges import staff_steps
from tests.pledges.projections.shown import bounds, figures, money, project, summary

pytestmark = pytest.mark.usefixtures("catalogue")


def by_donor(name: str) -> dict[str, tuple[object, ...]]:
    """Return a figure of every donor of Patriot batteries."""
    rows = Summary.objects.filter(scope="donor", system__slug="patriot").order_by("key")
    return {row.key: bounds(row, name) for row in rows}


def test_unknown_numbers_leave_a_low_and_are_counted() -> None:
    project(
        *(staff_steps.pledge_row(quantity=quantity, unit="launcher") for quantity in ("4", "8", "8", "undisclosed"))
    )

    shown = summary("system", "patriot", unit="launcher")
    assert figures(shown, "promised", "delivered") == {"promised": (21, None, None), "delivered": (0, 0, 0)}
    assert (shown.pledges, shown.promised_unbounded, shown.delivered_unbounded) == (4, 1, 0)


def test_units_and_aid_types_are_never_added_up() -> None:
    project(
        staff_steps.pledge_row(quantity="1"),
        staff_steps.pledge_row(quantity="2", unit="launcher"),
        staff_steps.pledge_row(quantity="4", aid_type="humanitarian"),
    )

    assert [
        bounds(summary("system", "patriot"), "promised"),
        bounds(summary("system", "patriot", unit="launcher"), "promised"),
        bounds(summary("system", "patriot", aid_type="humanitarian"), "promised"),
        bounds(money("system", "patriot"), "promised"),
    ] == [(1, 1, 1), (2, 2, 2), (4, 4, 4), (None, None, None)]


def test_german_patriots_bought_from_the_united_states_count_once_and_for_germany() -> None:
    project(staff_steps.pledge_row(donors="DEU;USA:supplier", quantity="2", amount="1 billion", currency="EUR"))

    assert by_donor("promised") == {"DEU": (2, 2, 2)}
    assert bounds(summary("system", "patriot"), "promised") == (2, 2, 2)


def test_half_paid_patriots_are_half_german_and_the_rest_is_joint() -> None:
    project(
        staff_steps.pledge_row(donors="DEU:funder:0.5;USA:supplier", quantity="2", amount="1 billion", currency="EUR")
    )

    assert by_donor("promised") == {"DEU": (1, 1, 1), "JOINT": (1, 1, 1)}
    assert by_donor("value_promised") == {"DEU": (5 * 10**8,) * 3, "JOINT": (5 * 10**8,) * 3}


def test_quantities_go_to_stock_owners_and_money_to_funders() -> None:
    project(staff_steps.pledge_row(donors="USA:stock_owner;DEU:funder", quantity="2", amount="100", currency="EUR"))

    assert by_donor("promised") == {"DEU": (0, 0, 0), "USA": (2, 2, 2)}
    assert by_donor("value_promised") == {"DEU": (100, 100, 100), "USA": (0, 0, 0)}


def test_parts_round_once_and_make_up_the_whole() -> None:
    thirds = "DEU:funder:0.3333333333;NOR:funder:0.3333333333;NLD:funder:0.3333333333"
    project(staff_steps.pledge_row(donors=thirds, quantity="10"))

    third, largest = Decimal("3.333333"), Decimal("3.333334")
    assert by_donor("promised") == {"DEU": (largest,) * 3, "NLD": (third,) * 3, "NOR": (third,) * 3}


def test_unknown_shares_are_joint() -> None:
    project(staff_steps.pledge_row(donors="DEU:funder:0.4;NOR", quantity="10"))

    assert by_donor("promised") == {"DEU": (4, 4, 4), "JOINT": (6, 6, 6)}


def test_meetings_and_coalitions_have_their_own_rows() -> None:
    project(
        staff_steps.pledge_row(quantity="1", meeting="udcg-28"),
        staff_steps.pledge_row(quantity="2", coalition="air-defence"),
        staff_steps.pledge_row(quantity="4"),
    )

    assert [bounds(summary(*key), "promised") for key in (("meeting", "udcg-28"), ("coalition", "air-defence"))] == [
        (1, 1, 1),
        (2, 2, 2),
    ]


def test_money_sums_what_is_valued_and_says_what_is_not() -> None:
    late = staff_steps.pledge_row(amount="100", currency="EUR", due="2025-06-01")
    project(
        late,
        staff_steps.entry_row(late["external_reference"], occurred="2025-07-20", source_published="2025-07-20"),
        staff_steps.pledge_row(amount="3 billion", currency="UAH", due="2025-06-30"),
        staff_steps.pledge_row(unit="launcher", due="2026"),
        staff_steps.pledge_row(unit="launcher"),
    )

    shown = money("donor", "DEU")
    assert bounds(shown, "value_promised") == (100, 100, 100)
    assert (shown.pledges, shown.unconverted, shown.unvalued) == (4, 1, 2)
    assert [getattr(shown, f"overdue_{word}") for word in ("certainly", "possibly", "no", "not_dated")] == [1, 1, 1, 1]


def test_what_is_not_promised_to_ukraine_or_only_signalled_is_in_no_sum() -> None:
    first = staff_steps.pledge_row(quantity="1")
    project(
        first,
        staff_steps.pledge_row(quantity="2", beneficiary="POL"),
        staff_steps.pledge_row(quantity="4", stage="signalled"),
        staff_steps.pledge_row(quantity="8", restates=first["external_reference"]),
    )

    shown = summary("system", "patriot")
    assert (shown.pledges, bounds(shown, "promised")) == (1, (1, 1, 1))
