"""Pairs of the starter data that may be one promise."""

import pytest

from pledges.intake.starter_data import system_accounts
from pledges.intake.starter_overlaps import keep_possible_overlaps
from pledges.intake.starter_problems import StarterProblemError
from pledges.models import DuplicateDecision
from tests.pledges import staff_steps


@pytest.mark.django_db
def test_name_that_no_row_has_is_a_problem_that_says_where() -> None:
    rows = [{"reference_a": "starter:x-1", "reference_b": "starter:x-2", "why": "alike"}]
    with pytest.raises(StarterProblemError) as refusal:
        keep_possible_overlaps(rows, actor=system_accounts()[0], now=staff_steps.NOW)
    assert str(refusal.value) == (
        "the possible overlaps have 2 problems:\n"
        "  row 1, reference_a = “starter:x-1”: no row in the ledger is called so\n"
        "  row 1, reference_b = “starter:x-2”: no row in the ledger is called so"
    )
    assert not DuplicateDecision.objects.exists()
