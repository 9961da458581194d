"""The largest gaps: which come first, and what share of the need each is."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.answers import Figure, StageRow, current_as_of, system_summaries
from pledges.site.largest_gaps import largest_gaps
from pledges.values.estimates import parse
from tests import factories
from tests.pledges import staff_steps

numbers = st.integers(0, 1000)


@pytest.fixture
def row(catalogue: None) -> StageRow:
    """A system of which something is asked for."""
    factories.publish_rows(staff_steps.requirement_row(quantity="10"))
    factories.project()
    (found,) = system_summaries(current_as_of(now=staff_steps.NOW))
    return found


def system_asking(row: StageRow, name: str, *, need: str, secured: tuple[int, int | None]) -> StageRow:
    """Return a row of a system of which so much is needed and secured."""
    required, (least, most) = parse(need), secured
    low = Decimal(0) if most is None else max(required.low - most, Decimal(0))
    high = None if required.high is None else max(required.high - least, Decimal(0))
    gap = Figure(low, None, high)
    return row._replace(system=row.system._replace(slug=name), required=required, gap=gap)


def test_largest_share_that_is_certainly_missing_comes_first(row: StageRow) -> None:
    rows = [
        system_asking(row, "nothing-missing", need="10", secured=(10, 12)),
        system_asking(row, "perhaps", need="10", secured=(4, None)),
        system_asking(row, "nearly-all", need="1000", secured=(4, 4)),
        system_asking(row, "at-most", need="up to 10", secured=(0, 0)),
        system_asking(row, "half", need="10", secured=(5, 5)),
        system_asking(row, "all-of-some", need="some", secured=(0, 0)),
        system_asking(row, "all-of-many", need="30", secured=(0, 0)),
        system_asking(row, "half-or-more", need="10-20", secured=(5, 5)),
        system_asking(row, "at-least", need="at least 10", secured=(5, 5)),
        row._replace(required=None, gap=None),
    ]
    found = [(one.row.system.slug, *map(int, one.share.rounded)) for one in largest_gaps(rows, most=9)]
    assert found == [
        ("all-of-many", 100, 100),
        ("all-of-some", 100, 100),
        ("nearly-all", 99, 99),
        ("at-least", 50, 100),
        ("half-or-more", 50, 75),
        ("half", 50, 50),
        ("at-most", 0, 100),
        ("perhaps", 0, 60),
    ]
    assert [one.row.system.slug for one in largest_gaps(rows, most=1)] == ["all-of-many"]


def test_a_need_in_two_units_counts_where_more_was_promised(row: StageRow) -> None:
    promised = row._replace(unit="launcher", pledges=2)
    found = largest_gaps([promised, row], most=9)
    assert [(one.row.unit, one.has_share) for one in found] == [("launcher", True)]


@pytest.mark.parametrize(
    ("need", "numbered"), [("undisclosed", False), ("several", True), ("up to 3", True), ("7", True)]
)
def test_only_some_needs_have_a_number(row: StageRow, need: str, numbered: bool) -> None:  # noqa: FBT001 - a case
    (found,) = largest_gaps([system_asking(row, "any", need=need, secured=(0, 0))], most=1)
    assert found.has_share is numbered


def test_a_share_is_that_of_any_number_between_the_bounds(row: StageRow) -> None:
    @given(need=st.tuples(numbers, numbers).map(sorted), secured=st.tuples(numbers, numbers).map(sorted))
    def holds(need: list[int], secured: list[int]) -> None:
        least, most = secured
        found = largest_gaps([system_asking(row, "any", need=f"{need[0]}-{need[1]}", secured=(least, most))], most=1)
        shares = [
            Decimal(max(asked - given_, 0) * 100) / asked if asked else Decimal(0)
            for asked in need
            for given_ in (least, most)
        ]
        assert not found or (found[0].share.low, found[0].share.high) == (min(shares), max(shares))
        assert found or need[1] <= least

    holds()
