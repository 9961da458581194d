"""Tokens and scripts of other sites at the gate."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from pledges.access.api_tokens import revoke_token
from pledges.models import ApiToken
from tests.pledges import staff_steps
from tests.pledges.api.write.programs import Program, expire_token, problem, secret_of

pytestmark = pytest.mark.usefixtures("catalogue")


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "Token", "TOKEN"])
def test_a_token_is_taken_under_either_scheme(scheme: str) -> None:
    header = {"authorization": f"{scheme} {secret_of('drafter')}"}

    assert Client().get("/api/v1/changesets/", headers=header).status_code == 200


@pytest.mark.parametrize("secret", ["", "rms_made-up", "x" * 201, "naïve", "a\tb", "rms_a b"])
def test_a_token_that_nobody_gave_out_is_refused_on_reads_too(secret: str) -> None:
    response = Client().get("/api/v1/pledges/", headers={"authorization": f"Bearer {secret}"})

    document = problem(response, 401)
    assert (document["code"], document["errors"][0]["pointer"]) == ("invalid_token", "/headers/Authorization")
    assert response["WWW-Authenticate"].startswith('Bearer realm="Ramstein", error="invalid_token"')


def test_a_revoked_and_an_expired_token_say_so() -> None:
    revoked, old = secret_of("drafter"), secret_of("reviewer")
    token = ApiToken.objects.get(owner__username="drafter")
    revoke_token(token=token, actor=token.owner, now=staff_steps.NOW)
    expire_token(old)

    words = [problem(Program(secret).get("systems/"), 401)["detail"] for secret in (revoked, old)]

    assert words[0] == "This token was revoked on 2025-07-01."
    assert words[1].startswith("This token expired on ")


def test_credentials_of_a_proxy_are_passed_over() -> None:
    header = {"authorization": "Basic dXNlcjpwYXNz"}

    assert Client().get("/api/v1/systems/", headers=header).status_code == 200
    assert Client().get("/api/v1/changesets/", headers=header).status_code == 401


def test_the_session_of_a_browser_writes_nothing() -> None:
    client = Client()
    client.force_login(staff_steps.user("reviewer"))

    answer = client.post("/api/v1/changesets/", {"title": "x", "rows": []}, content_type="application/json")

    assert problem(answer, 401)["code"] == "token_needed"


@pytest.mark.parametrize("path", ["pledges/", "changesets/", "changesets/1/rows/", "nothing/"])
def test_a_browser_that_asks_first_is_told_what_scripts_may_do(path: str) -> None:
    response = Client().options(
        f"/api/v1/{path}",
        headers={
            "origin": "https://newsroom.example",
            "access-control-request-method": "PUT",
            "access-control-request-headers": "authorization, if-match, idempotency-key, content-type",
        },
    )

    allowed = {name.strip().lower() for name in response["Access-Control-Allow-Headers"].split(",")}
    assert (response.status_code, response.content, response["Access-Control-Allow-Origin"]) == (204, b"", "*")
    assert {"POST", "PUT", "GET"} <= set(response["Access-Control-Allow-Methods"].split(", "))
    assert {"authorization", "idempotency-key", "if-match", "content-type", "if-none-match"} <= allowed
    assert "Access-Control-Allow-Credentials" not in response
    assert "RateLimit" not in response


def test_pages_are_not_for_scripts_of_other_sites() -> None:
    assert "Access-Control-Allow-Origin" not in Client().get("/systems/", headers={"origin": "https://x.example"})


def test_a_lost_table_of_tokens_is_a_problem_without_the_inside() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE pledges_apitoken RENAME TO away")

    document = problem(Program("rms_anything").get("systems/"), 500)

    assert (document["code"], "away" in document["detail"]) == ("internal_error", False)


def test_the_documentation_is_counted_and_shown() -> None:
    response = Client().get("/api/docs/")

    assert (response.status_code, "RateLimit" in response.headers) == (200, True)
