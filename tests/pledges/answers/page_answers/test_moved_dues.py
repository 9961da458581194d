"""Due dates that moved: the first one against the one that counts, as known at the moment."""

from __future__ import annotations

import pytest

from pledges.answers.filters import parse_moment
from pledges.answers.page_answers.moved_dues import moved_dues
from tests import factories
from tests.pledges import staff_steps


@pytest.mark.usefixtures("catalogue")
def test_later_terms_move_a_due_date() -> None:
    factories.publish_rows(
        staff_steps.pledge_row(external_reference="row:a", due="by 2025-06-20"),
        staff_steps.pledge_row(external_reference="row:b", due="by 2025-06-20"),
    )
    factories.publish_rows(staff_steps.terms_row("row:a", due="by 2025-07-20", occurred="2025-06-18"))
    factories.project()
    found, count = moved_dues(parse_moment(None, None, now=staff_steps.NOW), most=5)
    assert count == 1
    assert [(one.moved.text, one.moved.days) for one in found] == [("by 2025-06-20", 30)]
    assert found[0].row.due is not None
    assert found[0].row.due.text == "by 2025-07-20"
    assert moved_dues(parse_moment(None, "v1", now=staff_steps.NOW), most=5) == ([], 0)
