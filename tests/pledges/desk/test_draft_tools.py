"""Drafts get names, are made of other change sets, and are found again when they were sent back."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from pledges import ledger
from pledges.models import ChangeSet
from tests.pledges import staff_steps
from tests.pledges.desk.posting import STATEMENT, step, words

pytestmark = pytest.mark.django_db


def newest() -> ChangeSet:
    return ChangeSet.objects.order_by("-pk")[0]


def test_draft_is_opened_under_a_name_and_renamed(drafter: Client) -> None:
    drafter.post(reverse("changeset_new"), {"title": "  Phone notes   of June "})
    draft = newest()
    assert (draft.title, draft.state, draft.rows.count()) == ("Phone notes of June", "draft", 0)

    step(drafter, draft, "rename", title="Phone notes of July")

    draft.refresh_from_db()
    last = draft.events.order_by("-pk")[0]
    assert (draft.title, draft.edit_version) == ("Phone notes of July", 1)
    assert (last.kind, last.detail) == ("edited", "renamed from “Phone notes of June”")


def test_draft_without_a_name_is_refused_and_what_is_in_review_keeps_its_name(drafter: Client) -> None:
    assert "a name in plain words" in words(drafter.post(reverse("changeset_new"), {"title": " "}, follow=True)).lower()
    submitted = staff_steps.submit_rows([staff_steps.pledge_row()])
    assert "this step needs it to be draft" in words(step(drafter, submitted, "rename", title="Other"))
    assert ChangeSet.objects.get().title == "Statements of June"


def test_undone_change_set_is_copied_and_its_rows_can_be_published_anew(drafter: Client) -> None:
    version = staff_steps.publish_all([staff_steps.pledge_row(), staff_steps.stock_row()])
    ledger.undo(changeset=version.changeset, reviewer=staff_steps.user("another"), reason="no", now=staff_steps.NOW)

    step(drafter, version.changeset, "copy")

    copy = newest()
    assert (copy.title, copy.state, copy.created_by.username) == ("Copy of Statements of June", "draft", "drafter")
    assert list(copy.rows.order_by("position").values_list("payload", flat=True)) == list(
        version.changeset.rows.order_by("position").values_list("payload", flat=True)
    )
    assert list(copy.rows.values_list("plan__action", flat=True)) == ["create", "create"]
    assert copy.events.order_by("-pk")[0].detail == f"rows of change set {version.changeset.pk}, published"


def test_copy_of_what_still_stands_writes_nothing(drafter: Client) -> None:
    version = staff_steps.publish_all([staff_steps.pledge_row()])
    step(drafter, version.changeset, "copy")
    assert newest().rows.get().plan["action"] == "unchanged"


def test_list_shows_drafts_that_were_sent_back(drafter: Client) -> None:
    staff_steps.draft([staff_steps.pledge_row()], title="Never sent")
    sent = staff_steps.submit_rows([staff_steps.pledge_row()])
    ledger.reject(changeset=sent, reviewer=staff_steps.user("reviewer"), reason="no", now=staff_steps.NOW)

    page = words(drafter.get("/staff/?owner=all&state=sent_back"))

    assert ("Statements of June" in page, "Never sent" in page) == (True, False)


def test_published_change_set_leads_to_its_pledges(reviewer: Client) -> None:
    staff_steps.publish_all([staff_steps.pledge_row(), staff_steps.pledge_row(donors="NOR")])
    rows = [{"action": "void", "target": "1.2", "note": "no"}, staff_steps.entry_row("2025-NOR-001")]
    version = staff_steps.publish_all(rows)

    page = words(reviewer.get(reverse("changeset_detail", args=[version.changeset.pk])))

    for reference in ("2025-DEU-001", "2025-NOR-001"):
        assert f'<a href="/pledges/{reference}/">{reference}</a>' in page
    assert "2 pledges" in page
    assert '<a href="/changes/?after=1&amp;known_at=v2">' in page


def test_meeting_of_the_same_day_and_forum_is_pointed_out(drafter: Client) -> None:
    asked = {**STATEMENT, "create": "1", "forum": "udcg", "number": "29", "day": "June 2025", "status": "held"}

    answer = drafter.post(reverse("meeting_new"), asked)
    assert answer.status_code == 422
    assert "(udcg-28): of the same forum and days" in words(answer)  # type: ignore[arg-type] -- the client adds to it

    assert drafter.post(reverse("meeting_new"), {**asked, "another": "on"}).status_code == 302
    assert ChangeSet.objects.get().rows.get().payload["meeting"] == "udcg-29"
