"""Forms for one fact."""

import pytest
from django.test import Client
from django.urls import reverse

from pledges.models import ChangeSet
from pledges.projections import drain_outbox
from tests.pledges import staff_steps
from tests.pledges.desk.posting import STATEMENT, words

pytestmark = pytest.mark.django_db

FACTS = {
    "entry": {"reference": "2025-DEU-001", "stage": "delivered", "quantity": "1", "occurred": "2025-06-03"},
    "terms": {"reference": "2025-DEU-001", "due": "Q4 2025"},
    "requirement": {
        "system": "patriot",
        "unit": "battery",
        "quantity": "10",
        "basis": "total",
        "occurred": "2025-05-01",
    },
    "stock": {"donors": "DEU", "system": "patriot", "unit": "battery", "quantity": "12", "occurred": "2025-05-01"},
    "membership": {"donors": "DEU:lead", "coalition": "air-defence", "occurred": "2024-02-14"},
    "asserted_total": {
        "donors": "DEU",
        "system": "patriot",
        "unit": "battery",
        "quantity": "3",
        "occurred": "2025-06-01",
    },
    "completeness": {"donors": "DEU", "system": "patriot", "occurred": "2025-06-01"},
    "pledge": {"donors": "DEU", "system": "nasams", "quantity": "1", "occurred": "2025-06-01"},
    "void": {"reference": "entry:1", "note": "entered by mistake"},
}


@pytest.mark.parametrize("kind", [kind for kind in FACTS if kind != "void"])
def test_fact_becomes_a_change_set_of_one_row(kind: str, drafter: Client) -> None:
    staff_steps.publish_all([staff_steps.pledge_row()])

    answer = drafter.post(reverse("record", args=[kind]), {**FACTS[kind], **STATEMENT})

    changeset = ChangeSet.objects.order_by("-pk")[0]
    row = changeset.rows.get()
    assert answer["Location"] == reverse("changeset_detail", args=[changeset.pk])
    assert row.payload == {"action": kind, **FACTS[kind], **STATEMENT}
    assert row.plan["problems"] == []


@pytest.mark.parametrize("kind", FACTS)
def test_form_opens(kind: str, drafter: Client) -> None:
    assert drafter.get(reverse("record", args=[kind])).status_code == 200


def test_form_names_the_pledge_it_is_about(drafter: Client) -> None:
    answer = drafter.get(f"{reverse('record', args=['entry'])}?reference=2025-DEU-001&stage=withdrawn")

    page = words(answer)
    assert 'name="reference" value="2025-DEU-001"' in page
    assert '<option value="withdrawn" selected>' in page


def test_fact_with_problems_is_not_saved_and_says_them_at_their_fields(drafter: Client) -> None:
    answer = drafter.post(reverse("record", args=["stock"]), {**FACTS["stock"], "system": "patroit"})

    page = words(answer)
    assert answer.status_code == 422
    assert "no system is called “patroit”" in page
    assert 'form="row-form" value="system|Patriot">Patriot</button>' in page
    assert "every fact needs a source" in page
    assert ChangeSet.objects.count() == 0


def test_fact_with_problems_can_be_kept_as_a_draft(drafter: Client) -> None:
    drafter.post(reverse("record", args=["stock"]), {**FACTS["stock"], "system": "patroit", "anyway": "1"})

    assert ChangeSet.objects.get().rows.get().plan["action"] == "conflict"


def test_fact_goes_into_a_draft_of_ones_own(drafter: Client) -> None:
    draft = staff_steps.draft([staff_steps.pledge_row()])

    drafter.post(reverse("record", args=["stock"]), {**FACTS["stock"], **STATEMENT, "changeset": str(draft.pk)})

    assert list(draft.rows.order_by("position").values_list("payload__action", flat=True)) == ["pledge", "stock"]


def test_fact_does_not_go_into_a_change_set_in_review(drafter: Client) -> None:
    closed = staff_steps.submit_rows([staff_steps.pledge_row()])

    drafter.post(reverse("record", args=["stock"]), {**FACTS["stock"], **STATEMENT, "changeset": str(closed.pk)})

    assert (closed.rows.count(), ChangeSet.objects.count()) == (1, 2)


def test_unknown_kind_of_fact_is_not_found(drafter: Client) -> None:
    assert drafter.get("/staff/record/rumour/").status_code == 404


def test_public_page_of_a_pledge_leads_staff_to_the_form(drafter: Client) -> None:
    staff_steps.publish_all([staff_steps.pledge_row()])
    drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)
    path = reverse("pledge_detail", args=["2025-DEU-001"])
    form = f"{reverse('record', args=['entry'])}?reference=2025-DEU-001"

    assert form in words(drafter.get(path))
    assert form not in words(Client().get(path))
