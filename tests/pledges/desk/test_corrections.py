"""Correcting a published line and taking it back, from the page where it stands to the reviewer's table."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import Source
from pledges.ledger.void_marks import live
from pledges.models import ChangeSet, Entry
from pledges.projections import drain_outbox
from tests.pledges import staff_steps
from tests.pledges.desk.posting import step, words

pytestmark = pytest.mark.django_db

REFERENCE = "2025-DEU-001"


def publish_pledge() -> None:
    """Publish a promise and a delivery: the facts 1.1 (terms), 1.2 and 1.3 (entries)."""
    rows = [
        staff_steps.pledge_row(external_reference="t:1", quantity="4"),
        staff_steps.entry_row("t:1", quote="one is"),
    ]
    staff_steps.publish_all(rows)
    drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)


def correct_address(target: str) -> str:
    return f"{reverse('record', args=['correct'])}?target={target}&reference={REFERENCE}"


def filled(client: Client, address: str) -> dict[str, str]:
    """Return the fields of a correction's form as a browser would send them back."""
    context = client.get(address).context
    fields = {field.name: field.value for field in (*context["facts"], *context["sources"])}
    return {**fields, "prefilled": context["acted_on"].identity}


def test_page_of_a_pledge_names_every_fact_and_offers_staff_to_correct_it(drafter: Client) -> None:
    publish_pledge()
    staff_page = words(drafter.get(reverse("pledge_detail", args=[REFERENCE])))
    public_page = words(Client().get(reverse("pledge_detail", args=[REFERENCE])))

    for fact in ("1.1", "1.2", "1.3"):
        assert f"fact {fact}</span>" in public_page
        assert f"{reverse('record', args=['correct'])}?target={fact}&amp;reference={REFERENCE}" in staff_page
        assert f"{reverse('record', args=['void'])}?target={fact}&amp;reference={REFERENCE}" in staff_page
    assert "record/correct" not in public_page


def test_form_is_prefilled_and_states_only_what_differs(drafter: Client) -> None:
    publish_pledge()
    fields = filled(drafter, correct_address("1.3"))
    assert (fields["quantity"], fields["stage"], fields["occurred"], fields["quote"]) == (
        "1", "delivered", "2025-06-10", "one is",
    )  # fmt: skip
    assert "due" not in fields

    answer = drafter.post(
        reverse("record", args=["correct"]), fields | {"quantity": "2", "quote": "", "reason": "misread"}
    )

    changeset = ChangeSet.objects.order_by("-pk")[0]
    row = changeset.rows.get()
    assert answer["Location"] == reverse("changeset_detail", args=[changeset.pk])
    assert changeset.title == f"Correct 1.3 {REFERENCE} 2"
    assert row.payload == {
        "action": "correct", "target": "1.3", "reference": REFERENCE, "quantity": "2", "quote": "none",
        "reason": "misread",
    }  # fmt: skip
    assert (row.plan["action"], row.plan["problems"]) == ("change", [])


def test_form_without_a_change_says_so(drafter: Client) -> None:
    publish_pledge()
    fields = filled(drafter, correct_address("1.3"))
    answer = drafter.post(reverse("record", args=["correct"]), fields | {"reason": "misread"})
    assert (answer.status_code, ChangeSet.objects.count()) == (422, 1)
    assert "nothing differs from 1.3" in words(answer)


def test_reviewer_sees_the_old_fact_beside_the_new_one_and_publishes(drafter: Client, reviewer: Client) -> None:
    publish_pledge()
    fields = filled(drafter, correct_address("1.3"))
    drafter.post(reverse("record", args=["correct"]), fields | {"quantity": "2", "reason": "misread"})
    changeset = ChangeSet.objects.order_by("-pk")[0]
    step(drafter, changeset, "submit")

    page = words(reviewer.get(reverse("changeset_detail", args=[changeset.pk])))
    assert '<th scope="row">How many, in words</th><td><del>1</del></td><td><ins>2</ins></td>' in page
    assert "Because: misread" in page
    step(reviewer, changeset, "approve")
    step(reviewer, changeset, "publish")

    delivered = live(Entry.objects.filter(stage="delivered"), "entry")
    assert list(delivered.values_list("version", "quantity_text")) == [(2, "2")]
    drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)
    shown = words(drafter.get(reverse("pledge_detail", args=[REFERENCE])))
    assert ": misread" in shown
    assert f"{reverse('record', args=['correct'])}?target=1.3&" not in shown


def test_row_of_a_correction_is_edited_in_a_prefilled_form(drafter: Client) -> None:
    publish_pledge()
    fields = filled(drafter, correct_address("1.3"))
    drafter.post(reverse("record", args=["correct"]), fields | {"quantity": "2", "quote": "", "reason": "misread"})
    changeset = ChangeSet.objects.order_by("-pk")[0]
    address = reverse("changeset_row", args=[changeset.pk, 1])

    shown = filled(drafter, address)
    assert (shown["quantity"], shown["quote"], shown["occurred"]) == ("2", "", "2025-06-10")
    drafter.post(address, shown | {"quantity": "1", "occurred": "11 June 2025", "edit_version": changeset.edit_version})

    assert changeset.rows.get().payload == {
        "action": "correct", "target": "1.3", "reference": REFERENCE, "occurred": "11 June 2025", "quote": "none",
        "reason": "misread",
    }  # fmt: skip


def test_take_back_says_what_is_taken_back(drafter: Client) -> None:
    publish_pledge()
    address = f"{reverse('record', args=['void'])}?target=1.3&reference={REFERENCE}"
    assert f"{REFERENCE}: delivered 1 battery 2025-06-10" in words(drafter.get(address))

    fields = {"target": "1.3", "reference": REFERENCE, "note": "entered twice"}
    drafter.post(reverse("record", args=["void"]), fields)

    row = ChangeSet.objects.order_by("-pk")[0].rows.get()
    assert (row.payload, row.plan["problems"]) == ({"action": "void", **fields}, [])
    assert [one["says"] for one in row.plan["replaces"]] == [f"{REFERENCE}: delivered 1 battery 2025-06-10"]


def test_form_of_a_fact_that_was_taken_back_says_what_stands_in_its_place(drafter: Client) -> None:
    publish_pledge()
    staff_steps.publish_all([{"action": "correct", "target": "1.3", "quantity": "2", "reason": "misread"}])
    page = words(drafter.get(correct_address("1.3")))
    assert "It was taken back." in page
    assert "2.2 stands in its place." in page


def test_source_of_a_line_is_corrected_in_a_prefilled_form_that_lists_its_other_records(drafter: Client) -> None:
    publish_pledge()
    twice = staff_steps.stock_row(source_title="Twice")
    staff_steps.publish_all([twice])
    source, other = Source.objects.order_by("pk")
    address = f"{reverse('record', args=['source'])}?target=source:{source.pk}"
    assert address in words(drafter.get(reverse("pledge_detail", args=[REFERENCE])))

    page = words(drafter.get(address))
    assert 'name="source_title" value="Statement"' in page
    assert "3 facts cite it, and then cite what is right." in page
    merge = f"{address}&like=source:{other.pk}"
    assert merge.replace("&", "&amp;") in page

    fields = filled(drafter, merge)
    assert fields["source_title"] == "Twice"
    drafter.post(reverse("record", args=["source"]), fields | {"reason": "one page"})

    row = ChangeSet.objects.order_by("-pk")[0].rows.get()
    assert row.payload == {
        "action": "source", "target": f"source:{source.pk}", "source_title": "Twice", "reason": "one page",
    }  # fmt: skip
    assert (row.plan["problems"], len(row.plan["fact"]["voids"])) == ([], 3)
