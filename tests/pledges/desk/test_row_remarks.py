"""Comments at rows and cells: said in review, shown in the grid, settled by the drafter."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from pledges import ledger
from pledges.intake.row_comments import comment_on_row, settle_comment
from pledges.models import ChangeSet, RowComment
from tests.pledges import staff_steps
from tests.pledges.desk.posting import FIRST, SECOND, save_grid, start_meeting, step, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(drafter: Client) -> ChangeSet:
    """Two rows of a grid that wait for review."""
    changeset = start_meeting(drafter)
    save_grid(drafter, changeset, [FIRST, SECOND], submit="1")
    changeset.refresh_from_db()
    return changeset


def say(client: Client, changeset: ChangeSet, place: int, column: str, said: str) -> str:
    """Comment on a row and return where the page leads."""
    fields = {"row-key": changeset.rows.get(position=place).pk, "column": column, "words": said}
    return str(client.post(reverse("changeset_comment", args=[changeset.pk]), fields).headers.get("Location", ""))


def test_comment_of_a_reviewer_stands_at_its_cell_in_review_and_in_the_grid(
    drafter: Client, reviewer: Client, submitted: ChangeSet
) -> None:
    address = reverse("changeset_detail", args=[submitted.pk])

    assert say(reviewer, submitted, 2, "quantity", "The source says six.") == f"{address}?after=1#row-2"
    assert say(reviewer, submitted, 1, "", "Which Germany?") == f"{address}#row-1"
    page = words(reviewer.get(address))
    assert "<strong>reviewer on how many, in words:</strong>The source says six." in page
    step(reviewer, submitted, "reject", reason="See the comments.")

    page = words(drafter.get(address))
    cell = page.split('id="remarks-r2-quantity"')[1].split("</div>")[0]
    row = page.split('id="remarks-r1-row"')[1].split("</div>")[0]
    assert "<strong>reviewer:</strong>The source says six." in cell
    assert "<strong>reviewer:</strong>Which Germany?" in row
    noted = submitted.events.filter(kind="noted").order_by("pk").values_list("detail", flat=True)
    assert list(noted) == ["row 2, quantity: The source says six.", "row 1: Which Germany?"]


def test_settled_comment_leaves_the_grid_and_stays_in_review(drafter: Client, submitted: ChangeSet) -> None:
    say(drafter, submitted, 1, "quantity", "Two or three?")
    comment = RowComment.objects.get()

    drafter.post(reverse("changeset_comment_settle", args=[submitted.pk]), {"comment": comment.pk})

    page = words(drafter.get(reverse("changeset_detail", args=[submitted.pk])))
    assert 'Two or three?<span class="unit">done by drafter</span>' in page
    comment.refresh_from_db()
    assert comment.settled_by == staff_steps.user("drafter")


def test_rows_that_are_drawn_later_bring_their_comments(drafter: Client, submitted: ChangeSet) -> None:
    say(drafter, submitted, 2, "quantity", "Six.")
    row = submitted.rows.get(position=2)

    page = words(drafter.get(reverse("changeset_rows_read", args=[submitted.pk]), {"row": "r2", "r2-id": str(row.pk)}))

    assert 'id="remarks-r2-quantity"' in page


@pytest.mark.parametrize(
    ("column", "said", "code"),
    [
        ("nonsense", "words", "outcome_does_not_fit"),
        ("quantity", " ", "reason_needed"),
        ("", "x" * 1001, "reason_needed"),
    ],
)
def test_comment_that_cannot_be_kept_says_why(column: str, said: str, code: str, submitted: ChangeSet) -> None:
    row, author = submitted.rows.get(position=1), staff_steps.user("reviewer")

    with pytest.raises(ledger.Refusal) as refused:
        comment_on_row(changeset=submitted, row=row.pk, column=column, words=said, author=author, now=staff_steps.NOW)

    assert refused.value.code == code
    assert RowComment.objects.count() == 0


def test_published_rows_take_no_comment(catalogue: None) -> None:
    changeset = staff_steps.publish_all([staff_steps.pledge_row()]).changeset
    row, author = changeset.rows.get(), staff_steps.user("reviewer")

    with pytest.raises(ledger.WrongState):
        comment_on_row(changeset=changeset, row=row.pk, column="", words="Late.", author=author, now=staff_steps.NOW)
    with pytest.raises(ledger.WrongState):
        settle_comment(changeset=changeset, comment=1, actor=author, now=staff_steps.NOW)


def test_unknown_comment_is_not_found(drafter: Client, submitted: ChangeSet) -> None:
    answer = drafter.post(reverse("changeset_comment_settle", args=[submitted.pk]), {"comment": "99"})

    assert answer.status_code == 404


@pytest.mark.parametrize("wrong", [{"words": ""}, {"settled_at": staff_steps.NOW}])
def test_database_keeps_comments_whole(wrong: dict[str, object], submitted: ChangeSet) -> None:
    row, author = submitted.rows.get(position=1), staff_steps.user("reviewer")

    with pytest.raises(IntegrityError), transaction.atomic():
        RowComment.objects.create(**{"row": row, "words": "x", "author": author, "at": staff_steps.NOW, **wrong})
