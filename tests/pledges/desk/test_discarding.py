"""Giving a draft up: asked twice, kept for ever, and out of everybody's way."""

import pytest
from django.test import Client
from django.urls import reverse

from pledges.models import ChangeSet, DuplicateCandidate
from pledges.values.choices import Role
from tests.pledges import staff_steps
from tests.pledges.desk.conftest import LogIn
from tests.pledges.desk.posting import step, words

pytestmark = pytest.mark.django_db


def test_owner_is_asked_before_a_draft_is_discarded(drafter: Client) -> None:
    changeset = staff_steps.draft([staff_steps.pledge_row(), staff_steps.pledge_row(donors="NOR")])
    path = reverse("changeset_discard", args=[changeset.pk])

    assert path in words(drafter.get(reverse("changeset_detail", args=[changeset.pk])))
    assert "2 rows are given up for good." in words(drafter.get(path))
    assert staff_steps.state_of(changeset) == "draft"


def test_discarded_draft_stays_with_its_rows_and_history(drafter: Client) -> None:
    changeset = staff_steps.draft([staff_steps.pledge_row()])

    answer = step(drafter, changeset, "discard", reason="Entered twice")

    page = words(drafter.get(reverse("changeset_detail", args=[changeset.pk])))
    assert "Discarded. It stays to be read" in words(answer)
    assert (staff_steps.state_of(changeset), changeset.rows.count()) == ("discarded", 1)
    event = changeset.events.order_by("-pk")[0]
    assert (event.kind, event.actor.username, event.detail) == ("discarded", "drafter", "Entered twice")
    assert "Entered twice" in page
    assert "Send to review" not in page
    assert reverse("changeset_row", args=[changeset.pk, 1]) not in page


def test_discarded_draft_is_only_in_the_list_of_discarded_ones(drafter: Client) -> None:
    changeset = staff_steps.draft([staff_steps.pledge_row()], title="A slip of the pen")
    step(drafter, changeset, "discard")

    assert "A slip of the pen" not in words(drafter.get(reverse("changeset_list")))
    assert "A slip of the pen" in words(drafter.get(reverse("changeset_list"), {"state": "discarded"}))


@pytest.mark.parametrize("name", ["submit", "approve", "reject", "publish", "replan", "discard"])
def test_nothing_leads_back_from_discarded(name: str, drafter: Client, reviewer: Client) -> None:
    changeset = staff_steps.draft([staff_steps.pledge_row()])
    step(drafter, changeset, "discard")

    answer = step(drafter if name == "discard" else reviewer, changeset, name, reason="Back again")

    assert "is discarded; this step needs it to be" in words(answer)
    assert staff_steps.state_of(changeset) == "discarded"


def test_nobody_discards_the_draft_of_another_but_an_admin(reviewer: Client, log_in: LogIn) -> None:
    changeset = staff_steps.draft([staff_steps.pledge_row()])

    answer = step(reviewer, changeset, "discard")

    assert "Drafter began this draft; nobody else but an admin can discard it" in words(answer)
    assert staff_steps.state_of(changeset) == "draft"
    staff_steps.create_user("chief", role=Role.ADMIN)
    step(log_in("chief"), changeset, "discard")
    assert staff_steps.state_of(changeset) == "discarded"


def test_what_is_in_review_cannot_be_discarded(drafter: Client) -> None:
    changeset = staff_steps.submit_rows([staff_steps.pledge_row()])

    page = words(drafter.get(reverse("changeset_discard", args=[changeset.pk])))
    answer = step(drafter, changeset, "discard")

    assert "It is submitted; only a draft can be discarded." in page
    assert "is submitted; this step needs it to be draft" in words(answer)
    assert staff_steps.state_of(changeset) == "submitted"


def test_row_of_a_discarded_draft_is_nobodys_duplicate(drafter: Client) -> None:
    first = staff_steps.draft([staff_steps.pledge_row(external_reference=None)])
    second = staff_steps.draft([staff_steps.pledge_row(external_reference=None)])
    assert second.rows.get().plan["action"] == "duplicate"

    step(drafter, first, "discard")

    assert second.rows.get().plan["action"] == "create"
    assert not DuplicateCandidate.objects.exists()
    third = staff_steps.draft([staff_steps.pledge_row(external_reference=None)])
    assert {one.other_row.changeset_id for one in DuplicateCandidate.objects.filter(changeset=third)} == {second.pk}


def test_everything_may_be_read_of_a_discarded_draft(drafter: Client) -> None:
    changeset = staff_steps.draft([staff_steps.pledge_row()])
    step(drafter, changeset, "discard")

    assert drafter.get(reverse("changeset_row", args=[changeset.pk, 1])).status_code == 200
    assert drafter.get(reverse("changeset_preview", args=[changeset.pk])).status_code == 200
    assert ChangeSet.objects.get(pk=changeset.pk).edit_version == 1
