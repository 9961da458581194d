"""Rows are refused for the same reasons whichever way they come: the grid, one row of it, or `PUT` of the API."""

from collections.abc import Callable
from functools import partial

import pytest

from pledges import ledger
from pledges.intake.drafts import replace_rows
from pledges.intake.row_editing import open_for_edit, save_row, save_rows
from pledges.intake.row_limits import LONGEST_CELL, MOST_CELLS, MOST_ROWS
from pledges.ledger import Json
from pledges.models import ChangeSet
from tests.pledges import staff_steps

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]

Save = Callable[[ChangeSet, list[Json], str, int], object]
AT = {"today": staff_steps.TODAY, "now": staff_steps.NOW}


def save_by_grid(changeset: ChangeSet, rows: list[Json], author: str, expected: int) -> object:
    """Save all rows as the form of the grid does."""
    given = [(None, row) for row in rows]
    return save_rows(changeset=changeset, rows=given, author=staff_steps.user(author), expected=expected, **AT)


def save_by_put(changeset: ChangeSet, rows: list[Json], author: str, expected: int) -> object:
    """Save all rows as `PUT rows/` does."""
    user = staff_steps.user(author)
    open_for_edit(changeset, author=user, expected=expected)
    return replace_rows(changeset=changeset, rows=rows, author=user, **AT)


def save_one_by_one(changeset: ChangeSet, rows: list[Json], author: str, expected: int) -> object:
    """Save each row as the grid does when it is left."""
    for number, row in enumerate(rows):
        user = staff_steps.user(author)
        save_row(changeset=changeset, row=None, payload=row, author=user, expected=expected + number, **AT)
    return None


WAYS = [save_by_grid, save_by_put, save_one_by_one]
AS_A_WHOLE = [save_by_grid, save_by_put]


def refused(save: Save, changeset: ChangeSet, rows: list[Json], *, author: str = "drafter", expected: int = 1) -> str:
    """Return the code of the refusal, and see that nothing was stored."""
    before = list(changeset.rows.order_by("position").values_list("pk", "payload"))
    with pytest.raises(ledger.Refusal) as found:
        save(changeset, rows, author, expected)
    assert list(changeset.rows.order_by("position").values_list("pk", "payload")) == before
    return found.value.code


@pytest.mark.parametrize("save", WAYS)
@pytest.mark.parametrize(
    "cells", [{"quote": "x" * (LONGEST_CELL + 1)}, {f"column {number}": "x" for number in range(MOST_CELLS)}]
)
def test_large_row_is_refused(save: Save, cells: Json) -> None:
    changeset = staff_steps.draft([staff_steps.pledge_row()])

    assert refused(save, changeset, [staff_steps.pledge_row(**cells)]) == "too_large"


@pytest.mark.parametrize("save", AS_A_WHOLE)
def test_too_many_rows_are_refused(save: Save) -> None:
    changeset = staff_steps.draft([staff_steps.pledge_row()])

    assert refused(save, changeset, [{"donors": "DEU"}] * (MOST_ROWS + 1)) == "too_large"


@pytest.mark.parametrize("save", WAYS)
def test_rows_of_an_approved_change_set_are_refused(save: Save) -> None:
    changeset = staff_steps.approve_rows([staff_steps.pledge_row()])

    assert refused(save, changeset, [staff_steps.pledge_row()]) == "wrong_state"


@pytest.mark.parametrize("save", WAYS)
def test_rows_in_review_are_refused_from_a_drafter(save: Save) -> None:
    changeset = staff_steps.submit_rows([staff_steps.pledge_row()])

    assert refused(save, changeset, [staff_steps.pledge_row()]) == "not_allowed"


@pytest.mark.parametrize("save", WAYS)
def test_rows_for_another_edit_version_are_refused(save: Save) -> None:
    changeset = staff_steps.draft([staff_steps.pledge_row()])

    assert refused(save, changeset, [staff_steps.pledge_row()], expected=7) == "stale_edit"


def test_stored_large_row_does_not_hinder_others() -> None:
    changeset = staff_steps.draft([staff_steps.pledge_row(quote="x" * (LONGEST_CELL + 1)), staff_steps.pledge_row()])
    first, second = changeset.rows.order_by("position")
    rows = [(first.pk, first.payload), (second.pk, second.payload | {"quantity": "7"})]

    partial(save_rows, **AT)(changeset=changeset, rows=rows, author=staff_steps.user("drafter"), expected=1)

    second.refresh_from_db()
    assert second.payload["quantity"] == "7"
