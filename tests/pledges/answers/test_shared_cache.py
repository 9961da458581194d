"""What is kept for a moment: made once, told apart by moment and catalogue, and by whether it was the current one."""

from dataclasses import replace

import pytest

from pledges.answers import current_as_of
from pledges.answers.shared_cache import cache_for_moment
from tests import factories
from tests.pledges import staff_steps


@pytest.fixture(autouse=True)
def _ledger(catalogue: None) -> None:
    """One promise, projected."""
    factories.publish_rows(staff_steps.pledge_row())
    factories.project()


def test_what_was_made_for_a_moment_is_not_made_again() -> None:
    as_of, made = current_as_of(now=staff_steps.NOW), []

    found = [cache_for_moment(as_of, lambda: made.append(1) or len(made), "counts", "patriot") for _ in range(2)]

    assert (found, len(made)) == ([1, 1], 1)


def test_none_found_is_kept_as_well_as_any_other_number() -> None:
    as_of, made = current_as_of(now=staff_steps.NOW), []

    found = [cache_for_moment(as_of, lambda: (made.append(1), 0)[1], "counts") for _ in range(2)]

    assert (found, len(made)) == ([0, 0], 1)


def test_other_parts_names_days_and_the_past_are_told_apart() -> None:
    as_of = current_as_of(now=staff_steps.NOW)
    others = (
        (as_of, "nasams"),
        (replace(as_of, names="another catalogue"), "patriot"),
        (replace(as_of, is_current=False), "patriot"),
        (replace(as_of, moment=replace(as_of.moment, known=as_of.version + 1)), "patriot"),
    )

    found = [
        cache_for_moment(one, lambda number=number: number, part) for number, (one, part) in enumerate(others, start=1)
    ]

    assert [cache_for_moment(as_of, lambda: 0, "patriot"), *found] == [0, 1, 2, 3, 4]
