"""One published pledge becomes two, and two become one, by drafts that go through review."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from pledges.ledger.void_marks import live
from pledges.models import ChangeSet, Entry, Terms
from tests.pledges import staff_steps
from tests.pledges.desk.posting import step, words

pytestmark = pytest.mark.django_db

REFERENCE = "2025-DEU-001"


def publish_pledge() -> None:
    """Publish ten promised and one delivered battery of Germany: the facts 1.1 to 1.3."""
    promised = staff_steps.pledge_row(external_reference="t:1", quantity="10", amount="€50m", meeting="udcg-28")
    staff_steps.publish_all([promised, staff_steps.entry_row("t:1")])


def take_through_review(changeset: ChangeSet, drafter: Client, reviewer: Client) -> None:
    step(drafter, changeset, "submit")
    step(reviewer, changeset, "approve")
    step(reviewer, changeset, "publish")
    changeset.refresh_from_db()
    assert changeset.state == "published"


def lines() -> list[tuple[str, str, str, str]]:
    """Return the standing entries: pledge, stage, quantity and amount."""
    found = live(Entry.objects.all(), "entry").order_by("pledge__reference", "occurred_start")
    return list(found.values_list("pledge__reference", "stage", "quantity_text", "amount_text"))


def test_pledge_is_split_into_two_with_other_donors(drafter: Client, reviewer: Client) -> None:
    publish_pledge()
    address = reverse("pledge_split", args=[REFERENCE])
    page = words(drafter.get(address))
    assert 'name="stays-quantity-1.2" value="10"' in page

    fields = {
        "stays-quantity-1.2": "6", "goes-quantity-1.2": "4", "stays-amount-1.2": "€30m", "goes-amount-1.2": "€20m",
        "stays-quantity-1.3": "", "goes-quantity-1.3": "1", "donors": "NOR", "system": "patriot", "unit": "battery",
        "due": "", "reason": "Norway pays for four",
    }  # fmt: skip
    drafter.post(address, fields)

    changeset = ChangeSet.objects.order_by("-pk")[0]
    assert changeset.title == f"Split {REFERENCE}"
    assert list(changeset.rows.order_by("position").values_list("payload__action", "plan__action")) == [
        ("correct", "change"), ("void", "create"), ("pledge", "create"), ("entry", "create"),
    ]  # fmt: skip
    take_through_review(changeset, drafter, reviewer)
    assert lines() == [
        (REFERENCE, "announced", "6", "€30m"),
        ("2025-NOR-001", "announced", "4", "€20m"),
        ("2025-NOR-001", "delivered", "1", ""),
    ]
    terms = Terms.objects.get(pledge__reference="2025-NOR-001")
    assert (terms.meeting.slug, terms.note) == ("udcg-28", f"split from {REFERENCE}: Norway pays for four")


def test_parts_of_a_pledge_are_no_duplicates_of_each_other(drafter: Client) -> None:
    publish_pledge()
    fields = {"stays-quantity-1.2": "5", "goes-quantity-1.2": "5", "stays-quantity-1.3": "1", "reason": "two contracts"}
    drafter.post(reverse("pledge_split", args=[REFERENCE]), fields)
    changeset = ChangeSet.objects.order_by("-pk")[0]
    assert list(changeset.rows.order_by("position").values_list("plan__action", flat=True)) == ["change", "create"]


def test_split_without_anything_that_goes_keeps_what_was_typed(drafter: Client) -> None:
    publish_pledge()
    answer = drafter.post(reverse("pledge_split", args=[REFERENCE]), {"stays-quantity-1.2": "6", "reason": "because"})
    page = words(answer)  # type: ignore[arg-type] -- the client adds attributes to it
    assert (answer.status_code, ChangeSet.objects.count()) == (422, 1)
    assert "Say how many of at least one line belong to the new pledge" in page
    assert 'name="stays-quantity-1.2" value="6"' in page


def test_published_pledge_is_marked_as_the_same_as_another(drafter: Client, reviewer: Client) -> None:
    publish_pledge()
    staff_steps.publish_all([staff_steps.pledge_row(donors="NOR")])
    address = reverse("pledge_same", args=["2025-NOR-001"])
    assert "2025-NOR-001: announced 1 battery 2025-06-01" in words(drafter.get(address))

    drafter.post(address, {"first": REFERENCE, "reason": "Norway pays for Germany's"})

    take_through_review(ChangeSet.objects.order_by("-pk")[0], drafter, reviewer)
    terms = live(Terms.objects.filter(pledge__reference="2025-NOR-001"), "terms").get()
    assert (terms.restates.reference, terms.effective_start.isoformat()) == (REFERENCE, "2025-06-01")

    back = staff_steps.draft([staff_steps.terms_row(REFERENCE, restates="2025-NOR-001")]).rows.get()
    assert [(one["column"], one["rule"]) for one in back.plan["problems"]] == [("restates", "circle")]


def test_pledge_is_not_the_same_as_itself_or_as_none(drafter: Client) -> None:
    publish_pledge()
    for first in (REFERENCE, "2025-DEU-777", ""):
        answer = drafter.post(reverse("pledge_same", args=[REFERENCE]), {"first": first, "reason": "so"})
        assert answer.status_code == 422
    assert ChangeSet.objects.count() == 1
