"""Euro by family of systems, lateness over units, and munitions for each of a system."""

from decimal import Decimal

import pytest

from pledges.answers import Figure, OverdueCounts, current_as_of, overall, system_summaries
from pledges.answers.page_answers.system_families import coverage, for_each, lateness, sum_families
from pledges.models import System
from pledges.values.choices import Unit
from pledges.values.estimates import EstimateSum
from tests import factories
from tests.layers import lay_rows
from tests.pledges import staff_steps
from tests.pledges.sample_ledgers import publish_page_ledger


@pytest.fixture
@lay_rows(publish_page_ledger)
def ledger(catalogue: None) -> None:
    """A small ledger with one of everything."""


def exactly(number: int) -> EstimateSum:
    """Return an exact figure."""
    return EstimateSum(Decimal(number), Decimal(number), Decimal(number))


@pytest.mark.parametrize(
    ("many", "of", "each"),
    [
        (exactly(100), exactly(8), Figure(Decimal("12.5"), Decimal("12.5"), Decimal("12.5"))),
        (EstimateSum(Decimal(106), None, None, 1), exactly(9), None),
        (EstimateSum(Decimal(3), None, Decimal(5), 0, 1, (Decimal(3), None, Decimal(3))), exactly(9), None),
        (exactly(30), EstimateSum(Decimal(6), None, Decimal(8)), Figure(Decimal("3.8"), None, Decimal("5.0"))),
        (exactly(30), EstimateSum(Decimal(0), None, Decimal(8)), Figure(Decimal("3.8"), None, None)),
        (exactly(30), EstimateSum(Decimal(2), None, None, 1), None),
        (exactly(30), EstimateSum(), None),
    ],
)
def test_division_is_bound_by_bound(many: EstimateSum, of: EstimateSum, each: Figure | None) -> None:
    assert for_each(many, of) == each


@pytest.mark.usefixtures("ledger")
def test_families_add_up_to_the_whole() -> None:
    as_of = current_as_of(now=staff_steps.NOW)
    found = sum_families(system_summaries(as_of))
    whole = overall(as_of)
    first, *others = (family.stage.value_eur for family in found)
    for values in others:
        first = first.plus(values)

    assert [(family.value, family.system, family.capability) for family in found] == [
        ("air_defence", "", "air_defence"),
        ("money", "money", ""),
    ]
    assert sum(family.stage.pledges for family in found) == whole.pledges
    assert first == whole.value_eur


@pytest.mark.usefixtures("ledger")
def test_lateness_counts_every_unit() -> None:
    rows = system_summaries(current_as_of(now=staff_steps.NOW), systems=("patriot",))
    assert len(rows) == 2
    assert lateness(rows) == OverdueCounts(certainly=0, possibly=1, no=1, not_dated=0)


@pytest.mark.usefixtures("catalogue")
def test_munitions_stand_beside_the_system_that_fires_them() -> None:
    patriot = System.objects.get(slug="patriot")
    munition = factories.create_system("pac-3", unit=Unit.MISSILE)
    munition.munition_of = patriot
    munition.save()
    factories.publish_rows(
        staff_steps.pledge_row(quantity="4"),
        staff_steps.pledge_row(donors="NOR", system="pac-3", unit="missile", quantity="100"),
    )
    factories.project()
    rows = system_summaries(current_as_of(now=staff_steps.NOW), systems=("patriot", "pac-3"))
    base = next(row for row in rows if row.system.slug == "patriot")

    (line,) = coverage([munition], rows, base)

    assert (line.munition.slug, line.row.unit, line.promised_each, line.delivered_each) == (
        "pac-3",
        "missile",
        Figure(Decimal("25.0"), Decimal("25.0"), Decimal("25.0")),
        None,
    )
