"""In which order possible duplicates stand, and which of them fold away."""

from __future__ import annotations

import pytest

from pledges import ledger
from pledges.desk.row_display import candidates_of
from pledges.models import Pledge
from tests.pledges import staff_steps

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


def said_by(source: str, **cells: str) -> staff_steps.Row:
    return staff_steps.pledge_row(external_reference=f"{source}:1", **cells)


def test_published_pledge_stands_before_what_is_in_review_and_drafts_come_last() -> None:
    staff_steps.publish_all([said_by("ledger", occurred="2025-06-05")])
    abandoned = [staff_steps.draft([said_by(f"draft{n}")]) for n in range(4)]
    in_review = staff_steps.draft([said_by("review", occurred="2025-05-29")])
    ledger.submit(changeset=in_review, actor=staff_steps.user("drafter"), now=staff_steps.NOW)
    own = staff_steps.draft([said_by("mine")])

    row = own.rows.get()
    pairs = candidates_of([row])[row.pk]

    assert [(one.other_label, one.of_draft) for one in pairs] == [
        (str(Pledge.objects.get()), False),
        (f"row 1 of change set {in_review.pk}", False),
        *((f"row 1 of change set {other.pk}", True) for other in abandoned[:2]),
    ]
    assert pairs[0].score < pairs[2].score


def test_pair_of_one_day_counts_more_than_one_of_the_same_week() -> None:
    staff_steps.publish_all([said_by("ledger", occurred="2025-06-01")])
    scores = []
    for day in ("2025-06-01", "2025-06-04"):
        row = staff_steps.draft([said_by(f"news-{day}", occurred=day)]).rows.get()
        scores.append(next(one.score for one in candidates_of([row])[row.pk] if one.other_pledge_id))
    assert scores[0] == scores[1] + 1
