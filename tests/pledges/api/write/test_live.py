"""Two programs on the far side of a socket, as they will be."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from pledges.models import DatasetVersion, Pledge
from tests.pledges import staff_steps
from tests.pledges.api.write.programs import api_row, secret_of

pytestmark = pytest.mark.django_db(transaction=True)


class Remote:
    """A program that knows an address and a token."""

    def __init__(self, server: LiveServer, account: str) -> None:
        self.address, self.secret = f"{server.url}/api/v1", secret_of(account)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any, Any]:
        """Return status, headers and JSON of the answer."""
        request = urllib.request.Request(  # noqa: S310 - the server of this test
            f"{self.address}/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self.secret}",
                "Content-Type": "application/json",
                **{name.replace("_", "-"): value for name, value in headers.items()},
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - see above
                return answer.status, answer.headers, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, json.load(error)


def test_two_programs_publish_over_the_wire(live_server: LiveServer) -> None:
    staff_steps.create_catalogue()
    drafter, reviewer, other = (Remote(live_server, name) for name in ("drafter", "reviewer", "another"))
    body = {"title": "June", "rows": [api_row(quantity=2), api_row(quantity="wrong")]}

    created, headers, draft = drafter.ask("POST", "changesets/", body, Idempotency_Key="create-1")
    again, repeated, _ = drafter.ask("POST", "changesets/", body, Idempotency_Key="create-1")
    one = f"changesets/{draft['id']}"
    refused, _, problem = drafter.ask("POST", f"{one}/submit/")
    mended = {"rows": [row["row"] | {"quantity": "3"} for row in draft["rows"]]}
    bare, _, _ = drafter.ask("PUT", f"{one}/rows/", mended)
    put, fresh, _ = drafter.ask("PUT", f"{one}/rows/", mended, If_Match=headers["ETag"])
    stale, told, _ = drafter.ask("PUT", f"{one}/rows/", mended, If_Match=headers["ETag"])
    steps = [drafter.ask("POST", f"{one}/submit/")]
    seen = {"planned_hash": steps[0][2]["planned_hash"]}
    steps += [
        drafter.ask("POST", f"{one}/approve/", seen),
        reviewer.ask("POST", f"{one}/approve/", seen),
        reviewer.ask("POST", f"{one}/publish/", {"leave_open": "Both rows are stated."}, Idempotency_Key="publish-1"),
        reviewer.ask("POST", f"{one}/publish/", {"leave_open": "Both rows are stated."}, Idempotency_Key="publish-1"),
        reviewer.ask("POST", f"{one}/undo/", {"reason": "a slip"}),
        other.ask("POST", f"{one}/undo/", {"reason": "a slip"}),
    ]

    assert (created, again, repeated["Idempotency-Replayed"]) == (201, 201, "true")
    assert (refused, problem["errors"][0]["pointer"]) == (409, "/rows/1/quantity")
    assert (bare, put, stale, told["ETag"]) == (428, 200, 412, fresh["ETag"])
    assert [status for status, _, _ in steps] == [200, 403, 200, 200, 200, 403, 200]
    assert (steps[3][2]["version"], steps[6][2]["undone_by"]["version"]) == (1, 2)
    assert (Pledge.objects.count(), DatasetVersion.objects.count()) == (2, 2)
    assert headers["RateLimit-Policy"] == '"token";q=6000;w=60'


def test_a_revoked_token_ends_at_once(live_server: LiveServer) -> None:
    staff_steps.create_catalogue()
    program = Remote(live_server, "drafter")
    before, _, _ = program.ask("GET", "changesets/")
    staff_steps.user("drafter").api_tokens.all().delete()

    after, headers, _ = program.ask("GET", "changesets/")

    assert (before, after) == (200, 401)
    assert headers["WWW-Authenticate"].startswith("Bearer ")
