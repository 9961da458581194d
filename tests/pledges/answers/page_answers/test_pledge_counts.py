"""Numbers beside a list are of all pledges that the page is about, however many of them it lists."""

import pytest

from pledges.answers import AsOf, PledgeFilters, pledge_states
from pledges.answers.filters import parse_moment
from pledges.answers.page_answers.pledge_counts import PledgeCounts, pledge_counts
from tests.layers import lay_rows
from tests.pledges import staff_steps
from tests.pledges.sample_ledgers import LONG, publish_long_ledger

ALL = PledgeFilters(aid_types=("military",))
TOTAL = LONG["counted"] + LONG["restated"] + LONG["signalled"] + LONG["for_others"]


@pytest.fixture
@lay_rows(publish_long_ledger)
def long_ledger(catalogue: None) -> None:
    """More pledges of everything than a page lists."""


@pytest.fixture
def as_of(long_ledger: None) -> AsOf:
    """The current moment of the long ledger."""
    return parse_moment(None, None, now=staff_steps.NOW)


@pytest.mark.parametrize(
    "filters",
    [
        PledgeFilters(systems=("patriot",), aid_types=("military",)),
        PledgeFilters(meetings=("udcg-28",), aid_types=("military",)),
        PledgeFilters(coalitions=("air-defence",), aid_types=("military",)),
        PledgeFilters(donors=("DEU",), aid_types=("military",)),
    ],
)
def test_numbers_are_of_every_pledge_by_its_sort(as_of: AsOf, filters: PledgeFilters) -> None:
    found = pledge_counts(as_of, filters)
    assert found == PledgeCounts(
        total=TOTAL,
        counted=LONG["counted"],
        restated=LONG["restated"],
        signalled=LONG["signalled"],
        donors=2,
        statuses={"announced": LONG["counted"] - LONG["delivered"], "delivered": LONG["delivered"]},
    )
    assert (found.not_counted, found.fulfilled) == (TOTAL - LONG["counted"], LONG["delivered"])
    assert [(value, number) for value, _, number in found.status_words] == [("announced", 45), ("delivered", 10)]


def test_numbers_are_those_of_the_list(as_of: AsOf) -> None:
    rows = pledge_states(as_of, ALL, size=500).rows
    found = pledge_counts(as_of, ALL)
    assert (found.total, found.counted) == (len(rows), sum(row.counted for row in rows))
    assert found.statuses == {
        status: sum(row.counted and row.status == status for row in rows) for status in ("announced", "delivered")
    }


@pytest.mark.usefixtures("long_ledger")
@pytest.mark.parametrize(
    ("valid_at", "known_at", "total", "delivered"),
    [
        ("2025-07-01", "v1", TOTAL, 0),
        ("2025-06-09", "v2", TOTAL, 0),
        ("2025-06-10", "v2", TOTAL, 10),
        (None, "v0", 0, 0),
    ],
)
def test_numbers_of_the_past_are_those_of_then(valid_at: str | None, known_at: str, total: int, delivered: int) -> None:
    found = pledge_counts(parse_moment(valid_at, known_at, now=staff_steps.NOW), ALL)
    assert (found.total, found.fulfilled) == (total, delivered)


def test_nothing_counts_as_nothing(as_of: AsOf) -> None:
    assert pledge_counts(as_of, PledgeFilters(systems=("nasams",))) == PledgeCounts(0, 0, 0, 0, 0, {})
