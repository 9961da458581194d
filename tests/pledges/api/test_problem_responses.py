"""Requests that go wrong say what was wrong, where, and what would be right."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

EVERYWHERE = (
    *(
        "systems/",
        "pledges/",
        "entries/",
        "packages/",
        "meetings/",
        "donors/",
        "coalitions/",
        "initiatives/",
        "requirements/",
    ),
    "completeness/",
    *("stocks/", "sources/", "summaries/systems/", "summaries/donors/", "summaries/meetings/", "gaps/", "headroom/"),
    "asserted_totals/",
    "disputes/",
    *("summaries/coalitions/", "", "pledges/2025-DEU-001/", "pledges/2025-DEU-001/entries/", "systems/patriot/"),
)


def problem(client: Client, path: str, status: int) -> dict[str, Any]:
    response = client.get(f"/api/v1/{path}")
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json"), response.content
    document: dict[str, Any] = response.json()
    assert (document["status"], document["instance"]) == (status, f"/api/v1/{path}")
    return document


REFUSED = {
    "nonsense=1": ("/query/nonsense", "unknown_parameter"),
    "valid_at=2025-13-01": ("/query/valid_at", "invalid_value"),
    "known_at=v99": ("/query/known_at", "unknown_version"),
    "format=xml": ("/query/format", "unknown_value"),
}


@pytest.mark.usefixtures("ledger")
def test_every_address_refuses_what_it_does_not_know(client: Client) -> None:
    for path in EVERYWHERE:
        for query, expected in REFUSED.items():
            document = problem(client, f"{path}?{query}", 400)
            (error,) = document["errors"]
            assert (document["code"], error["pointer"], error["code"]) == ("invalid_parameters", *expected), path
            assert error["hint"], path


@pytest.mark.parametrize(
    ("path", "pointer", "hint"),
    [
        ("pledges/?sytem=patriot", "/query/sytem", "Did you mean system?"),
        ("pledges/?system=patroit", "/query/system", "Did you mean patriot?"),
        ("pledges/?order=price", "/query/order", "Valid: "),
        ("pledges/?page_size=501", "/query/page_size", "A whole number from 1 to 500."),
        ("pledges/?page_size=0", "/query/page_size", "A whole number from 1 to 500."),
        ("pledges/?page_size=%C2%B2", "/query/page_size", "A whole number from 1 to 500."),
        ("pledges/?count=all", "/query/count", "exact"),
        ("pledges/?page_size=1&page_size=2", "/query/page_size", "Give it once."),
        ("summaries/systems/?aid_type=miltary", "/query/aid_type", "Did you mean military?"),
        ("summaries/systems/?basis=list", "/query/basis", "Did you mean list_price?"),
        ("summaries/donors/?donor=GER", "/query/donor", "Valid: DEU"),
        ("headroom/?capability=air-defense", "/query/capability", "Did you mean air_defence?"),
        ("meetings/?forum=udgc", "/query/forum", "Did you mean udcg?"),
        ("systems/?kind=systems", "/query/kind", "Did you mean system?"),
    ],
)
@pytest.mark.usefixtures("catalogue")
def test_a_wrong_value_names_the_nearest_valid_one(client: Client, path: str, pointer: str, hint: str) -> None:
    (error,) = problem(client, path, 400)["errors"]

    assert error["pointer"] == pointer
    assert hint in error["hint"]


@pytest.mark.usefixtures("catalogue")
def test_all_that_is_wrong_is_said_at_once(client: Client) -> None:
    document = problem(client, "pledges/?a=1&system=x&valid_at=y&known_at=z&page_size=w&format=v", 400)

    assert [error["pointer"] for error in document["errors"]] == [
        "/query/a",
        "/query/system",
        "/query/format",
        "/query/page_size",
        "/query/valid_at",
        "/query/known_at",
    ]


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("systems/patroit/", "Did you mean patriot?"),
        ("donors/deu/", "Did you mean DEU?"),
        ("meetings/udcg-82/", "Did you mean udcg-28?"),
        ("coalitions/air-defense/", "Did you mean air-defence?"),
        ("pledges/2025-DEU-999/", "References look like 2025-DEU-014; /api/v1/pledges/ has all."),
        ("pledges/2025-DEU-999/entries/", "References look like 2025-DEU-014; /api/v1/pledges/ has all."),
        ("pledges/2025-DEU-001/?known_at=v0", "References look like 2025-DEU-014; /api/v1/pledges/ has all."),
        ("pledges/2025-DEU-001/?valid_at=2025-05-31", "Its first entry begins on 2025-06-01."),
    ],
)
@pytest.mark.usefixtures("ledger")
def test_an_unknown_row_names_the_nearest_one(client: Client, path: str, hint: str) -> None:
    document = problem(client, path, 404)

    (error,) = document["errors"]
    assert document["code"] == "not_found"
    assert hint in error["hint"]


@pytest.mark.parametrize("path", ["nothing/", "systems/patriot/more/", "sources/x/", "nothing"])
@pytest.mark.django_db
def test_an_unknown_address_is_a_problem_too(client: Client, path: str) -> None:
    assert problem(client, path, 404)["code"] == "not_found"


@pytest.mark.django_db
def test_an_address_without_its_slash_leads_to_the_one_with_it(client: Client) -> None:
    response = client.get("/api/v1/systems?kind=system")

    assert (response.status_code, response["Location"]) == (301, "/api/v1/systems/?kind=system")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.django_db
def test_other_methods_are_refused_with_those_that_are_allowed(client: Client, method: str) -> None:
    response = getattr(client, method)("/api/v1/pledges/", content_type="application/json")

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert (response["Content-Type"], response.json()["code"]) == ("application/problem+json", "method_not_allowed")


@pytest.mark.django_db
def test_a_form_that_an_address_does_not_have_is_refused(client: Client) -> None:
    response = client.get("/api/v1/pledges/2025-DEU-001/", headers={"accept": "text/csv"})

    assert (response.status_code, response.json()["code"]) == (406, "not_acceptable")


@pytest.mark.usefixtures("ledger")
def test_every_answer_names_its_moment(client: Client) -> None:
    paths = ("pledges/", "pledges/?x=1", "nothing/", "pledges/2025-DEU-999/?known_at=v2")

    headers = [client.get(f"/api/v1/{path}").headers for path in paths]

    assert [(h["Ramstein-Version"], h["Ramstein-Known-At"], h["Ramstein-Valid-At"]) for h in headers] == [
        ("3", "2025-07-01T14:00:00Z", "2025-07-01"),
        ("3", "2025-07-01T14:00:00Z", "2025-07-01"),
        ("3", "2025-07-01T14:00:00Z", "2025-07-01"),
        ("2", "2025-07-01T13:00:00Z", "2025-07-01"),
    ]


@pytest.mark.usefixtures("ledger")
def test_a_failure_inside_tells_nothing_of_the_inside(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE pledges_gapsummary RENAME TO away")

    response = client.get("/api/v1/gaps/")

    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert response.json() == {
        "type": "about:blank",
        "title": "Internal Server Error",
        "status": 500,
        "detail": "Something went wrong here. The request can be tried again later.",
        "instance": "/api/v1/gaps/",
        "code": "internal_error",
        "errors": [
            {
                "pointer": "",
                "code": "internal_error",
                "message": "something went wrong here",
                "hint": "Try again later; if it stays, tell the operators.",
            }
        ],
    }
    assert "pledges_gapsummary" in caplog.text
