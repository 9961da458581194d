"""Possible duplicates between open change sets, and within one document."""

from __future__ import annotations

from typing import Any

import pytest

from pledges import ledger
from pledges.intake.drafts import replace_rows
from pledges.intake.duplicates.find_pairs import find_in_history, undecided_candidates
from pledges.ledger import UndecidedDuplicates
from pledges.models import ChangeSet, DuplicateCandidate
from pledges.values.choices import PlanAction
from tests.pledges import staff_steps

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]

VALUED = {"amount": "100 million", "currency": "EUR"}


def pairs(changeset: ChangeSet) -> list[tuple[str, str, bool]]:
    """Return the candidates of a change set."""
    found = DuplicateCandidate.objects.filter(changeset=changeset).order_by("key", "other_key")
    return list(found.values_list("key", "other_key", "strong"))


def actions(changeset: ChangeSet) -> list[str]:
    """Return what the rows are planned to do."""
    return list(changeset.rows.order_by("position").values_list("plan__action", flat=True))


def test_planning_an_earlier_change_set_keeps_the_candidates_of_a_later_one() -> None:
    """The rows of the earlier one have nearer neighbours than the later one's row; from there it is the nearest."""
    crowd = [staff_steps.pledge_row(external_reference=f"crowd:{n}", occurred=f"2025-05-{n:02d}") for n in range(1, 16)]
    earlier = staff_steps.draft(crowd)
    later = staff_steps.draft(
        [staff_steps.pledge_row(external_reference="late:1", occurred="2025-05-28", quantity="40")]
    )
    before = pairs(later)
    assert before
    staff_steps.plan_anew(earlier)
    assert pairs(later) == before


def test_earlier_row_that_changes_marks_the_later_one() -> None:
    earlier = staff_steps.draft([staff_steps.pledge_row(external_reference="one:1", donors="NOR")])
    later = staff_steps.draft([staff_steps.pledge_row(external_reference="two:1")])
    assert actions(later) == [PlanAction.CREATE]
    rows: list[staff_steps.Row] = [staff_steps.pledge_row(external_reference="one:1")]
    replace_rows(
        changeset=earlier, rows=rows, author=staff_steps.user("drafter"), today=staff_steps.TODAY, now=staff_steps.NOW
    )
    assert (actions(earlier), actions(later)) == ([PlanAction.CREATE], [PlanAction.DUPLICATE])
    rows = [staff_steps.pledge_row(external_reference="one:1", donors="NOR")]
    replace_rows(
        changeset=earlier, rows=rows, author=staff_steps.user("drafter"), today=staff_steps.TODAY, now=staff_steps.NOW
    )
    assert actions(later) == [PlanAction.CREATE]


def twice(**cells: Any) -> list[staff_steps.Row]:
    """Return one promise twice, as one list names it."""
    return [staff_steps.pledge_row(external_reference=f"list:{n}", **VALUED, **cells) for n in (1, 2)]


def test_two_rows_of_one_document_are_shown_and_do_not_stop_a_publish() -> None:
    changeset = staff_steps.approve_rows(twice())
    assert pairs(changeset) == [("list:2", "list:1", False)]
    reasons = DuplicateCandidate.objects.get().reasons
    assert "both stand in the list list, which tells them apart" in reasons
    ledger.publish(changeset=changeset, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW)


def test_one_document_stays_one_in_history() -> None:
    staff_steps.publish_all(twice())
    find_in_history(today=staff_steps.TODAY)
    assert [one.strong for one in undecided_candidates()] == [False]


def test_row_added_to_a_list_stands_beside_those_that_are_in_already() -> None:
    staff_steps.publish_all(twice()[:1])
    assert pairs(staff_steps.draft(twice())) == [("list:2", "list:1", False)]


def test_row_of_a_list_against_another_source_stays_strong() -> None:
    staff_steps.publish_all(twice()[:1])
    changeset = staff_steps.approve_rows([staff_steps.pledge_row(external_reference="other:1", **VALUED)])
    assert pairs(changeset) == [("other:1", "list:1", True)]
    with pytest.raises(UndecidedDuplicates):
        ledger.publish(changeset=changeset, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW)


def test_statement_of_one_name_in_two_open_change_sets_is_one_candidate_of_a_third() -> None:
    """The same list, typed in twice: each search finds the pair from the side of its own change set."""
    earlier, again = (staff_steps.draft([staff_steps.pledge_row(external_reference="one:1")]) for _ in range(2))
    later = staff_steps.draft([staff_steps.pledge_row(external_reference="two:1")])
    before = pairs(later)
    assert before == [("two:1", "one:1", True)]
    for changeset, quantity in ((again, "40"), (earlier, "1"), (again, "1")):
        rows: list[staff_steps.Row] = [staff_steps.pledge_row(external_reference="one:1", quantity=quantity)]
        replace_rows(
            changeset=changeset,
            rows=rows,
            author=staff_steps.user("drafter"),
            today=staff_steps.TODAY,
            now=staff_steps.NOW,
        )
    assert pairs(later) == before
