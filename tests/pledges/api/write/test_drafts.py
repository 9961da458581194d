"""Drafts by programs: the claims of a text as the command gives them, and a change set of its rows."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.test import Client

from pledges.api.write import body_examples
from pledges.intake.drafting.draft_lines import draft_passage
from pledges.models import ChangeSet, DraftedText
from pledges.values.choices import Role
from tests.pledges import staff_steps
from tests.pledges.api.test_openapi_views import mistakes
from tests.pledges.api.write.programs import Program, problem, program_of
from tests.pledges.intake.text_drafts.sample_texts import TEXT

ONE = "/api/v1/drafts/{draft}/"
SENT = {"text": TEXT, "published": "2025-06-04", "meeting": "udcg-28"}


@pytest.fixture
def description(client: Client) -> dict[str, Any]:
    response = client.get("/api/v1/schema/", headers={"accept": "application/vnd.oai.openapi+json"})
    found: dict[str, Any] = response.json()
    return found


def encode(content: bytes) -> str:
    return base64.b64encode(content).decode()


def test_answer_is_that_of_the_command(drafter: Program) -> None:
    answer = drafter.post("drafts/", SENT)
    found = answer.json()

    expected = draft_passage({"id": 1, "text": TEXT, "published": "2025-06-04"})
    assert answer.status_code == 201
    assert answer["Location"].endswith(f"/api/v1/drafts/{found['id']}/")
    assert {"claims": found["claims"], "residue": found["residue"]} == {
        "claims": expected["claims"],
        "residue": expected["residue"],
    }
    assert (found["state"], found["problem"], found["published"], found["meeting"], found["changeset"]) == (
        "done", None, "2025-06-04", "udcg-28", None,
    )  # fmt: skip
    assert drafter.get(f"drafts/{found['id']}/").json() == found


def test_same_text_is_one_draft_and_a_file_of_it_too(drafter: Program) -> None:
    first = drafter.post("drafts/", SENT).json()
    file = {name: part for name, part in SENT.items() if name != "text"} | {"file": encode(TEXT.encode())}

    assert drafter.post("drafts/", SENT).json() == first
    assert drafter.post("drafts/", file).json() == first
    assert DraftedText.objects.count() == 1


def test_rows_become_a_change_set_once(drafter: Program) -> None:
    asked = SENT | {"source": body_examples.SOURCE, "open_change_set": True}
    first = drafter.post("drafts/", asked).json()
    again = drafter.post("drafts/", asked).json()

    changeset = ChangeSet.objects.get()
    assert first["changeset"] == again["changeset"] == changeset.pk
    assert (changeset.origin, changeset.state, changeset.title) == ("api", "draft", "Contact Group meeting 28")
    row = changeset.rows.get(position=1)
    assert row.payload == {
        "action": "pledge",
        "donors": "DEU",
        "system": "patriot",
        "unit": "battery",
        "quantity": "two",
        "stage": "announced",
        "due": "by the end of 2025",
        "occurred": "2025-06-04",
        "meeting": "udcg-28",
        "source_url": "https://www.gov.uk/government/news/example",
        "source_title": "Statement after the Contact Group",
        "source_publisher": "Ministry of Defence",
        "source_published": "2025-06-04",
        "source_grade": "official_donor",
        "quote": "Germany will deliver two Patriot batteries to Ukraine by the end of 2025.",
        "kept_copy": first["kept_copy"],
    }
    assert (row.plan["action"], row.plan["problems"]) == ("create", [])


def test_repeated_write_is_carried_out_once(drafter: Program) -> None:
    asked = SENT | {"open_change_set": True}
    first = drafter.post("drafts/", asked, idempotency_key="text-1")
    again = drafter.post("drafts/", asked, idempotency_key="text-1")

    assert (again.content, again["Idempotency-Replayed"]) == (first.content, "true")
    assert ChangeSet.objects.count() == 1


def test_file_that_a_worker_reads_waits(drafter: Program) -> None:
    page = encode(b"<html><body><p>Norway will send three NASAMS batteries to Ukraine.</p></body></html>")
    found = drafter.post("drafts/", {"file": page}).json()

    assert (found["state"], found["claims"], found["residue"]) == ("waiting", [], [])
    refused = problem(drafter.post("drafts/", {"file": page, "open_change_set": True}), 422)
    assert refused["errors"][0] | {"hint": ""} == {
        "pointer": "/open_change_set",
        "code": "file_refused",
        "message": "the file is not read yet, so that it has no rows",
        "hint": "",
    }


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({}, "", "one_of"),
        ({"text": "a", "file": encode(b"a")}, "", "one_of"),
        ({"text": " \n"}, "/text", "length"),
        ({"text": "a" * 200_001}, "/text", "length"),
        ({"text": 1}, "/text", "type"),
        ({"file": "%"}, "/file", "type"),
        ({"file": encode(b"\x89PNG\r\n")}, "/file", "file_refused"),
        ({"text": "a", "published": "4 June"}, "/published", "type"),
        ({"text": "a", "meeting": "udcg-99"}, "/meeting", "unknown_value"),
        ({"text": "a", "source": []}, "/source", "type"),
        ({"text": "a", "source": {"x": "y"}}, "/source/x", "unknown_member"),
        ({"text": "a", "open_change_set": "yes"}, "/open_change_set", "type"),
        ({"text": "a", "txt": "b"}, "/txt", "unknown_member"),
    ],
)
def test_wrong_body_is_refused_with_its_place(drafter: Program, body: Any, pointer: str, code: str) -> None:
    errors = problem(drafter.post("drafts/", body), 422)["errors"]

    assert [(one["pointer"], one["code"]) for one in errors] == [(pointer, code)]
    assert not DraftedText.objects.exists()


def test_only_drafters_use_it(drafter: Program) -> None:
    steward = program_of(staff_steps.create_user("steward", role=Role.STEWARD).username)

    assert problem(steward.post("drafts/", SENT), 403)["code"] == "not_allowed"
    assert Program("").post("drafts/", SENT).status_code == 401
    assert problem(drafter.get("drafts/1/"), 404)["errors"][0]["pointer"] == "/path/draft"


def test_hostile_text_is_drafted_as_text(drafter: Program) -> None:
    assert drafter.post("drafts/", {"text": "🎉"}).json()["claims"] == []
    assert drafter.post("drafts/", {"text": "<script>\x08</script>\u202e"}).status_code == 201
    assert drafter.post("drafts/", {"text": "a\x00b"}).status_code == 400


def test_answers_and_bodies_are_as_described(drafter: Program, description: dict[str, Any]) -> None:
    made = drafter.post("drafts/", SENT | {"source": body_examples.SOURCE})
    asked = [
        ("/api/v1/drafts/", "post", made),
        ("/api/v1/drafts/", "post", drafter.post("drafts/", {})),
        (ONE, "get", drafter.get(f"drafts/{made.json()['id']}/")),
        (ONE, "get", drafter.get("drafts/99999/")),
    ]
    for path, method, response in asked:
        content = description["paths"][path][method]["responses"][str(response.status_code)]["content"]
        assert mistakes(description, content[response["Content-Type"]]["schema"], response.json()) == [], path
    body = description["paths"]["/api/v1/drafts/"]["post"]["requestBody"]["content"]["application/json"]
    (example,) = body["examples"].values()
    assert mistakes(description, body["schema"], example["value"]) == []
    for wrong in ({}, {"text": " "}, {"text": "a", "file": "YQ=="}, {"text": "a", "more": 1}):
        assert mistakes(description, body["schema"], wrong) != []
