"""The lists of change sets."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from pledges.values.choices import Role
from tests.pledges import staff_steps
from tests.pledges.desk.posting import words

QUERIES = 5  # session, account, waiting for review, the page of change sets with their counts


@pytest.mark.parametrize("rows", [1, 3])
def test_list_query_count(rows: int, drafter: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(rows):
        staff_steps.draft([staff_steps.pledge_row(), staff_steps.pledge_row()])

    with django_assert_num_queries(QUERIES):
        drafter.get(reverse("changeset_list"))


def test_list_shows_own_change_sets_unless_all_are_asked_for(drafter: Client) -> None:
    staff_steps.draft([staff_steps.pledge_row()], title="Of mine")
    staff_steps.create_user("other", role=Role.DRAFTER)
    staff_steps.draft([staff_steps.pledge_row()], title="Of theirs", author="other")

    mine, everybody = words(drafter.get("/staff/")), words(drafter.get("/staff/?owner=all"))

    assert ("Of mine" in mine, "Of theirs" in mine) == (True, False)
    assert ("Of mine" in everybody, "Of theirs" in everybody) == (True, True)


def test_list_filters_by_state(drafter: Client) -> None:
    staff_steps.draft([staff_steps.pledge_row()], title="A draft")
    staff_steps.submit_rows([staff_steps.pledge_row()])

    assert "A draft" not in words(drafter.get("/staff/?state=submitted"))


def test_list_goes_on_to_older_change_sets(drafter: Client) -> None:
    for number in range(27):
        staff_steps.draft([], title=f"Number {number:02d}")

    first = words(drafter.get("/staff/"))
    oldest = min(int(part.split("/")[0]) for part in first.split("/staff/changesets/")[2:] if part[0].isdigit())
    second = words(drafter.get(f"/staff/?owner=mine&before={oldest}"))

    assert ("Number 26" in first, "Number 01" in first) == (True, False)
    assert ("Number 01" in second, "Number 26" in second) == (True, False)


def test_review_list_shows_what_waits(reviewer: Client) -> None:
    staff_steps.draft([staff_steps.pledge_row()], title="Only a draft")
    staff_steps.submit_rows([staff_steps.pledge_row()])

    page = words(reviewer.get(reverse("review_list")))

    assert ("Statements of June" in page, "Only a draft" in page) == (True, False)
