"""Asking for a name from its cell, and answering, on the pages."""

from __future__ import annotations

from django.urls import reverse

from pledges.models import NameRequest
from tests.pledges.desk.conftest import LogIn
from tests.pledges.desk.posting import FIRST, save_grid, start_meeting, words


def test_name_is_asked_for_from_its_cell_and_answered(log_in: LogIn) -> None:
    client = log_in("drafter")
    changeset = start_meeting(client)
    save_grid(client, changeset, [{**FIRST, "donors": "Freistaat Fantasien"}])
    page = client.get(reverse("changeset_detail", args=[changeset.pk])).content.decode()
    address = f"{reverse('name_ask', args=[changeset.pk])}?column=donors&amp;words=Freistaat+Fantasien"
    assert f'<a href="{address}" class="ask">' in page
    form = client.get(address.replace("&amp;", "&")).content.decode()
    assert 'value="Freistaat Fantasien"' in form
    asked = client.post(
        reverse("name_ask", args=[changeset.pk]), {"column": "donors", "words": "Freistaat Fantasien"}, follow=True
    )
    assert "waits for a steward: drafter asked on" in words(asked)  # type: ignore[arg-type]  # the client adds attributes
    request = NameRequest.objects.get()
    assert client.get(reverse("name_answer", args=[request.pk])).status_code == 403
    reviewer = log_in("reviewer")
    assert "Freistaat Fantasien" in reviewer.get(reverse("name_requests")).content.decode()
    fields = {"outcome": "new", "answer": "", "name": "Fantasia", "donor_kind": "country"}
    answer = reverse("name_answer", args=[request.pk])
    assert reviewer.post(answer, fields).status_code == 422
    assert reviewer.post(answer, {**fields, "answer": "FTN"}).status_code == 302
    page = client.get(reverse("changeset_detail", args=[changeset.pk])).content.decode()
    assert "waits for" not in page
    assert "Name answered" in page


def test_refused_question_keeps_the_note_and_a_second_one_hears_who_asked(log_in: LogIn) -> None:
    client = log_in("drafter")
    changeset = start_meeting(client)
    save_grid(client, changeset, [{**FIRST, "donors": "Freistaat Fantasien"}])
    address, asked = reverse("name_ask", args=[changeset.pk]), {"column": "donors", "words": "Freistaat Fantasien"}
    refused = client.post(address, {"column": "donors", "words": "Atlantis", "note": "An island."})
    assert (refused.status_code, "An island." in refused.content.decode()) == (422, True)
    assert "No row says “Atlantis” in its column donors" in refused.content.decode()
    client.post(address, asked)
    again = words(log_in("reviewer").post(address, {**asked, "note": "A state."}, follow=True))  # type: ignore[arg-type]  # the client adds attributes
    assert "drafter asked what “Freistaat Fantasien” is on" in again
    assert "A state." in again


def test_drafter_sees_names_without_a_way_to_answer(log_in: LogIn) -> None:
    client = log_in("drafter")
    changeset = start_meeting(client)
    save_grid(client, changeset, [{**FIRST, "donors": "Freistaat Fantasien"}])
    client.post(reverse("name_ask", args=[changeset.pk]), {"column": "donors", "words": "Freistaat Fantasien"})
    answer = reverse("name_answer", args=[NameRequest.objects.get().pk])
    seen = {role: log_in(role).get(reverse("name_requests")) for role in ("drafter", "reviewer")}
    waiting = {
        role: [one.waiting for one in page.context["chrome"]["nav"] if one.label == "Names"]
        for role, page in seen.items()
    }
    assert waiting == {"drafter": [0], "reviewer": [1]}
    linked = {role: answer in page.content.decode() for role, page in seen.items()}
    assert linked == {"drafter": False, "reviewer": True}
