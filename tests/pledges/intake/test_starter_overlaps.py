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


@pytest.mark.django_db
def test_pairs_of_rows_that_an_update_left_out_are_left_out_and_named() -> None:
    staff_steps.create_catalogue()
    staff_steps.publish_all([staff_steps.pledge_row(external_reference=f"t:{number}") for number in (1, 2)])
    rows = [{"reference_a": "t:1", "reference_b": name, "why": "the same day"} for name in ("t:2", "t:9")]
    lines: list[str] = []

    new = keep_possible_overlaps(rows, actor=system_accounts()[0], now=staff_steps.NOW, leave_out=lines.append)

    assert (new, DuplicateDecision.objects.filter(key="t:2", other_key="t:1").count()) == (1, 1)
    assert lines == ["possible overlaps: left out\n  row 2, reference_b = “t:9”: no row in the ledger is called so"]
