"""The description of change sets is what happens: shapes, problems, examples, tokens, limits."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from pledges.api.write import body_examples
from tests import factories
from tests.pledges import staff_steps
from tests.pledges.api.test_openapi_views import mistakes
from tests.pledges.api.write.programs import Program, api_row, approval_of, program_of

ONE = "/api/v1/changesets/{id}/"
READS = {"changesets": "/api/v1/changesets/", "": ONE, "plan": f"{ONE}plan/", "history": f"{ONE}history/"}


@pytest.fixture
def description(client: Client) -> dict[str, Any]:
    response = client.get("/api/v1/schema/", headers={"accept": "application/vnd.oai.openapi+json"})
    found: dict[str, Any] = response.json()
    return found


def list_differences(description: dict[str, Any], template: str, method: str, response: Any) -> list[str]:
    """Return where an answer is not as described."""
    operation = description["paths"][template][method]
    content = operation["responses"][str(response.status_code)]["content"]
    schema = content[response["Content-Type"]]["schema"]
    return mistakes(description, schema, response.json())


def test_answers_and_problems_are_as_described(
    description: dict[str, Any], drafter: Program, reviewer: Program
) -> None:
    staff_steps.publish_all([staff_steps.pledge_row(quantity="2")])
    factories.project()
    rows = [api_row(quantity=2, occurred="2025-06-03", external_reference=None), api_row(system="x")]
    created = drafter.post("changesets/", {"title": "x", "rows": rows})
    one = f"changesets/{created.json()['id']}/"
    asked = [
        (READS["changesets"], "post", created),
        (READS["changesets"], "get", drafter.get("changesets/")),
        (ONE, "get", drafter.get(one)),
        (READS["plan"], "get", drafter.get(f"{one}plan/")),
        (READS["history"], "get", drafter.get(f"{one}history/")),
        (f"{ONE}submit/", "post", drafter.post(f"{one}submit/")),
        (f"{ONE}rows/", "put", drafter.put(f"{one}rows/", {"rows": rows[:1]})),
        (f"{ONE}rows/", "put", drafter.put(f"{one}rows/", {"rows": rows[:1]}, if_match='"x"')),
        (f"{ONE}rows/", "put", drafter.put(f"{one}rows/", {"rows": rows[:1]}, if_match="*")),
        (f"{ONE}submit/", "post", drafter.post(f"{one}submit/")),
        (f"{ONE}approve/", "post", drafter.post(f"{one}approve/", body_examples.APPROVAL)),
        (f"{ONE}approve/", "post", reviewer.post(f"{one}approve/", body_examples.APPROVAL)),
        (f"{ONE}approve/", "post", reviewer.post(f"{one}approve/", approval_of(created.json()["id"]))),
        (f"{ONE}publish/", "post", reviewer.post(f"{one}publish/")),
        (f"{ONE}duplicates/", "post", reviewer.post(f"{one}duplicates/", body_examples.DECISIONS)),
        (READS["plan"], "get", reviewer.get(f"{one}plan/")),
        (f"{ONE}publish/", "post", reviewer.post(f"{one}publish/", body_examples.LEAVE_OPEN)),
        (f"{ONE}undo/", "post", program_of("another").post(f"{one}undo/", body_examples.UNDOING)),
        (f"{ONE}reject/", "post", reviewer.post("changesets/999999/reject/", body_examples.REJECTION)),
        (READS["changesets"], "post", Program("").post("changesets/")),
        (READS["changesets"], "get", drafter.get("changesets/?x=1")),
    ]

    assert [response.status_code for _, _, response in asked] == [
        *(201, 200, 200, 200, 200),
        *(409, 428, 412, 200, 200, 403, 409, 200, 409, 422, 200, 200, 200),
        *(404, 401, 400),
    ]
    assert {one: list_differences(description, *one) for one in asked} == {one: [] for one in asked}


def test_bodies_that_are_described_are_taken_and_examples_stand_beside_them(description: dict[str, Any]) -> None:
    written = {
        (path, method): operation
        for path, operations in description["paths"].items()
        for method, operation in operations.items()
        if path.startswith("/api/v1/changesets/") and "requestBody" in operation
    }

    for operation in written.values():
        content = operation["requestBody"]["content"]["application/json"]
        (example,) = content["examples"].values()
        assert mistakes(description, content["schema"], example["value"]) == []
    assert {path.removeprefix(ONE) for path, _ in written} == {
        *("/api/v1/changesets/", "rows/", "duplicates/"),
        *("approve/", "approve-others/", "reject/", "publish/", "undo/", "discard/", "note/", "rename/"),
    }


def scope_of(path: str, method: str) -> str:
    """Return what a token needs for an operation on change sets."""
    step = path.removeprefix("/api/v1/changesets/").removeprefix("{id}/")
    if method == "get":
        return "read"
    if step in ("publish/", "undo/"):
        return "publish"
    return "review" if step in ("approve/", "approve-others/", "reject/") else "draft"


def test_every_operation_names_its_token_its_limits_and_their_refusals(description: dict[str, Any]) -> None:
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            writes = path.startswith(("/api/v1/changesets/", "/api/v1/drafts/"))
            needed = [{"token": [scope_of(path, method)]}] if writes else [{}, {"token": []}]
            assert operation["security"] == needed, path
            assert {"401", "429", "500"} <= operation["responses"].keys(), path
            for status, response in operation["responses"].items():
                assert {"RateLimit", "RateLimit-Policy"} <= response["headers"].keys(), (path, status)
            names = {one["name"] for one in operation.get("parameters", [])}
            assert ("Idempotency-Key" in names) == (method in ("post", "put")), path
    assert description["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_the_policy_of_deprecation_stands_in_the_description(description: dict[str, Any]) -> None:
    words = " ".join(description["info"]["description"].split())

    assert "at least twelve months ahead: `Deprecation` (RFC 9745)" in words
    assert "`Sunset` (RFC 8594) says when it goes" in words
    assert "1200 a minute pass per address and 6000 per token" in words
