"""Accepting what is odd: the page of warnings, and what stands of it on the page of review."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from pledges.models import ChangeSet
from tests.pledges import staff_steps
from tests.pledges.desk.conftest import LogIn
from tests.pledges.desk.posting import save_grid, start_meeting, step, words

pytestmark = pytest.mark.django_db


def odd_draft(count: int = 2) -> ChangeSet:
    rows = [staff_steps.pledge_row(donors="UKR", quantity=str(number)) for number in range(1, count + 1)]
    return staff_steps.draft(rows)


def page_of(client: Client, changeset: ChangeSet) -> str:
    return words(client.get(reverse("changeset_warnings", args=[changeset.pk])))


def accept(client: Client, changeset: ChangeSet, **fields: str) -> str:
    changeset.refresh_from_db()
    ticks = [f"{row.pk}:own_country" for row in changeset.rows.order_by("position")]
    posted = {"edit_version": changeset.edit_version, "accept": ticks, **fields}
    return words(client.post(reverse("changeset_warnings", args=[changeset.pk]), posted, follow=True))


def test_odd_rows_do_not_go_to_review_before_somebody_said_why_they_stand(drafter: Client, reviewer: Client) -> None:
    changeset = odd_draft()
    refused = words(step(drafter, changeset, "submit"))
    asked = page_of(drafter, changeset)
    first = changeset.rows.get(position=1)
    own = {f"why-{first.pk}:own_country": "It buys from itself."}

    accepted = accept(drafter, changeset, why="A swap.", **own)
    step(drafter, changeset, "submit")
    shown = words(reviewer.get(reverse("changeset_detail", args=[changeset.pk])))

    assert "<li>row 1: the recipient is a party of this promise to itself</li>" in refused
    assert "2 rows are odd: say why they stand" in refused
    assert f'name="accept" value="{first.pk}:own_country"' in asked
    assert "2 warnings accepted." in accepted
    assert "It stands because: It buys from itself." in shown
    assert "It stands because: A swap." in shown
    assert "2 rows are odd: see why they stand" in shown
    assert "Approved. It can be published now." in words(step(reviewer, changeset, "approve"))


def test_ticking_without_a_reason_keeps_nothing(drafter: Client) -> None:
    changeset = odd_draft()
    assert "Tick a warning, and say why its row stands." in accept(drafter, changeset, why=" ")
    assert changeset.rows.filter(payload__has_key="accepted_warnings").count() == 0


def test_reasons_for_rows_that_somebody_else_saved_are_refused(drafter: Client) -> None:
    changeset = odd_draft()
    page = accept(drafter, changeset, why="A swap.", edit_version="9")
    assert "somebody saved" in page.lower()
    assert changeset.rows.filter(payload__has_key="accepted_warnings").count() == 0


def test_who_may_not_edit_sees_the_warnings_without_a_form(drafter: Client, log_in: LogIn) -> None:
    changeset = odd_draft()
    accept(drafter, changeset, why="A swap.")
    step(drafter, changeset, "submit")
    page = page_of(drafter, changeset)
    assert "It stands because: A swap. (drafter)" in page
    assert 'name="accept"' not in page


def test_grid_says_what_is_odd_beneath_the_cell(drafter: Client) -> None:
    changeset = start_meeting(drafter)
    save_grid(drafter, changeset, [{"donors": "Ukraine", "system": "Patriot", "unit": "battery", "quantity": "1"}])
    page = words(drafter.get(reverse("changeset_detail", args=[changeset.pk])))
    assert "the recipient is a party of this promise to itself" in page
    assert "1 row is odd: say why it stands" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_warnings_query_count(rows: int, drafter: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    changeset = odd_draft(rows)
    with django_assert_num_queries(10):
        drafter.get(reverse("changeset_warnings", args=[changeset.pk]))
