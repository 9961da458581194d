"""What is still missing: the latest requirement, in total or in addition."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pledges.models import GapSummary, PledgeState
from tests.pledges import staff_steps
from tests.pledges.projections import ledgers
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
        ("additional", "10", (0, None, 4), (6, None, 10)),
        ("additional", "at least 10", (0, None, 4), (6, None, None)),
        ("total", "5", (7, 7, 7), (0, 0, 0)),
    ],
)
def test_gap_subtracts_all_that_is_firm_or_perhaps_what_came_later_of_earlier_promises(
    basis: str, required: str, secured: tuple[object, ...], missing: tuple[object, ...]
) -> None:
    need = staff_steps.requirement_row(basis=basis, quantity=required, occurred="2025-06-01")
    project(need, *give_pledge(delivered="3", firm_later="7"))

    assert figures(gap(), "secured", "gap") == {"secured": secured, "gap": missing}


def test_of_what_did_not_move_since_only_what_is_firm_beyond_what_went_may_be_an_answer() -> None:
    need = staff_steps.requirement_row(basis="additional", quantity="10", occurred="2025-06-25")
    project(need, *give_pledge(delivered="about 10", firm_later="about 10"))

    assert figures(gap(), "secured", "gap") == {"secured": (0, 0, 0), "gap": (10, 10, 10)}


def promise(occurred: str, **cells: str) -> list[staff_steps.Row]:
    """Return a pledge of two that was contracted, and one that says the same again."""
    row = staff_steps.pledge_row(quantity="2", occurred=occurred, **cells)
    again = staff_steps.pledge_row(quantity="2", occurred="2025-06-12", restates=row["external_reference"])
    firm = staff_steps.entry_row(row["external_reference"], quantity="2", stage="contracted", occurred="2025-06-14")
    return [row, again, firm]


@pytest.mark.parametrize(
    ("stated", "promised", "missing"),
    [
        ("2025-06-01", "2025-06-02", (8, 8, 8)),
        ("2025-06-01", "2025-06-01", (8, None, 10)),
        ("2025-06-01", "2025-05-01", (8, None, 10)),
        ("2025-06-01", "June 2025", (8, None, 10)),
        ("June 2025", "2025-06-10", (8, None, 10)),
        ("May 2025", "2025-06-01", (8, 8, 8)),
    ],
)
def test_only_what_was_promised_after_the_last_day_of_a_need_answers_it_for_certain(
    stated: str, promised: str, missing: tuple[object, ...]
) -> None:
    project(
        staff_steps.requirement_row(basis="additional", quantity="10", occurred=stated, source_published="2025-06-30"),
        *promise(promised, source_published="2025-06-30"),
    )
    assert bounds(gap(), "gap") == missing


def test_what_was_delivered_before_a_need_is_no_answer_and_what_is_only_announced_neither() -> None:
    row = staff_steps.pledge_row(quantity="9", occurred="2025-04-01")
    given = staff_steps.entry_row(row["external_reference"], quantity="3", occurred="2025-05-01")
    need = staff_steps.requirement_row(basis="additional", quantity="10", occurred="2025-06-01")
    project(row, given, need, staff_steps.pledge_row(quantity="4", occurred="2025-06-05"))
    assert figures(gap(), "secured", "gap") == {"secured": (0, 0, 0), "gap": (10, 10, 10)}


UNVERIFIED = {"source_url": "https://example.org/hearsay", "source_grade": "unverified"}


def test_need_of_an_unverified_source_counts_only_where_there_is_no_other() -> None:
    hearsay = staff_steps.requirement_row(quantity="50", occurred="2025-06-20", **UNVERIFIED)
    project(hearsay)
    alone = bounds(gap(), "gap")
    project(staff_steps.requirement_row(quantity="10", occurred="2025-06-01"))
    assert (alone, bounds(gap(), "gap")) == ((50, 50, 50), (10, 10, 10))


def test_another_count_of_a_wish_is_no_gap_of_its_own_while_the_wish_stands() -> None:
    wish = staff_steps.requirement_row(quantity="25", occurred="2025-05-01")
    other = staff_steps.requirement_row(unit="launcher", quantity="150", same_wish_as=wish["external_reference"])
    project(other, wish)
    together = list(GapSummary.objects.values_list("unit", "required_low"))
    project(staff_steps.void_row(wish["external_reference"]))
    alone = list(GapSummary.objects.values_list("unit", "required_low"))
    assert (together, alone) == ([("battery", 25)], [("launcher", 150)])


@settings(derandomize=True, deadline=None, database=None, max_examples=12, phases=[Phase.generate],
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip
@given(data=st.data())
def test_additional_needs_are_never_reduced_for_certain_by_earlier_promises(
    catalogue: None, data: st.DataObject
) -> None:
    with transaction.atomic():
        project(*data.draw(ledgers.wide_ledger_rows(pledges=6)))
        for row in GapSummary.objects.select_related("requirement").filter(requirement__basis="additional"):
            need, later = row.requirement, Decimal(0)
            for pledge in PledgeState.objects.filter(system=row.system_id, unit=row.unit, counted=True):
                later += pledge.secured_low if pledge.announced_start > need.stated_end else 0
            assert row.secured_low == later
            assert row.gap_high == (None if need.quantity_high is None else max(need.quantity_high - later, 0))
        transaction.set_rollback(True)


def test_latest_requirement_by_date_counts_once_its_day_has_come() -> None:
    later = staff_steps.requirement_row(quantity="25", occurred="2025-07-02")
    project(staff_steps.requirement_row(quantity="10", occurred="2025-06-01"), later, today=date(2025, 7, 1))
    before = bounds(gap(), "gap")
    project(staff_steps.stock_row(), today=date(2025, 7, 2))

    assert (before, bounds(gap(), "gap")) == ((10, 10, 10), (25, 25, 25))
