"""What is still missing: the latest requirement, in total or in addition."""

from datetime import date

import pytest

from tests.pledges import staff_steps
from tests.pledges.projections.shown import bounds, figures, gap, project

pytestmark = pytest.mark.usefixtures("catalogue")


def give_pledge(*, delivered: str, firm_later: str) -> list[staff_steps.Row]:
    """Return a pledge of which some was delivered in May and some became firm in June."""
    row = staff_steps.pledge_row(quantity="20", occurred="2025-04-01")
    name = row["external_reference"]
    return [
        row,
        staff_steps.entry_row(name, quantity=delivered, occurred="2025-05-01"),
        staff_steps.entry_row(name, stage="contracted", quantity=firm_later, occurred="2025-06-20"),
    ]


@pytest.mark.parametrize(
    ("basis", "required", "secured", "missing"),
    [
        ("total", "10", (7, 7, 7), (3, 3, 3)),
        ("additional", "10", (4, 4, 4), (6, 6, 6)),
        ("additional", "at least 10", (4, 4, 4), (6, None, None)),
        ("total", "5", (7, 7, 7), (0, 0, 0)),
    ],
)
def test_gap_subtracts_all_that_is_firm_or_only_what_became_so_later(
    basis: str, required: str, secured: tuple[object, ...], missing: tuple[object, ...]
) -> None:
    need = staff_steps.requirement_row(basis=basis, quantity=required, occurred="2025-06-01")
    project(need, *give_pledge(delivered="3", firm_later="7"))

    assert figures(gap(), "secured", "gap") == {"secured": secured, "gap": missing}


def test_what_did_not_move_since_takes_nothing_off_an_additional_need() -> None:
    need = staff_steps.requirement_row(basis="additional", quantity="10", occurred="2025-06-25")
    project(need, *give_pledge(delivered="about 10", firm_later="about 10"))

    assert figures(gap(), "secured", "gap") == {"secured": (0, 0, 0), "gap": (10, 10, 10)}


def test_latest_requirement_by_date_counts_once_its_day_has_come() -> None:
    later = staff_steps.requirement_row(quantity="25", occurred="2025-07-02")
    project(staff_steps.requirement_row(quantity="10", occurred="2025-06-01"), later, today=date(2025, 7, 1))
    before = bounds(gap(), "gap")
    project(staff_steps.stock_row(), today=date(2025, 7, 2))

    assert (before, bounds(gap(), "gap")) == ((10, 10, 10), (25, 25, 25))
