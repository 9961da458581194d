"""Changes and releases as the API gives them."""

from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.pledges import staff_steps
from tests.pledges.api.conftest import Get
from tests.pledges.api.test_figures import exactly
from tests.pledges.api.test_query_counts import count_queries, fill

DAY = {"text": "2025-06-01", "start": "2025-06-01", "end": "2025-06-01", "precision": "day"}


@pytest.mark.usefixtures("ledger")
def test_a_change_is_whole(get: Get) -> None:
    row = get("changes/", donor="NOR", system="patriot")["results"][0]
    source = row.pop("source")
    germany: dict[str, Any] = {"code": "DEU", "name": "Germany", "role": "funder", "share": 0.5, "words": ""}

    assert source["title"] == "Statement"
    assert row == {
        "id": "1.4",
        "version": 1,
        "position": 4,
        "published_at": "2025-07-01T12:00:00Z",
        "type": "pledge_announced",
        "summary": "Germany and Norway announced 2 Patriot launchers (2025-JOINT-001; 2025-06-01).",
        "occurred": DAY,
        "pledge": "2025-JOINT-001",
        "new_pledge": True,
        "system": "patriot",
        "system_name": "Patriot",
        "kind": "system",
        "capability": "air_defence",
        "unit": "launcher",
        "stage": "announced",
        "donors": [germany, {**germany, "code": "NOR", "name": "Norway"}],
        "quantity": exactly(2),
        "amount": exactly(100_000_000, "100 million"),
        "currency": "EUR",
        "value_eur": exactly(100_000_000, "100,000,000"),
        "meeting": None,
        "coalition": None,
        "initiative": None,
        "due": None,
        "former_due": None,
        "changed": [],
        "linked": None,
        "replaces": [],
        "required_basis": None,
        "stated_by": None,
        "membership_role": None,
        "reason": None,
        "target": None,
        "quote": "",
        "url": "http://testserver/api/v1/pledges/2025-JOINT-001/",
    }


@pytest.mark.usefixtures("ledger")
def test_changes_since_a_version_are_in_order_with_what_was_taken_back(get: Get) -> None:
    rows = get("changes/", after="1")["results"]

    assert [(row["id"], row["type"], row["target"], row["reason"]) for row in rows] == [
        ("2.1", "delivered", None, None),
        ("2.2", "rebaselined", None, None),
        ("3.1", "voided", {"id": "2.1", "type": "delivered"}, "entered by mistake"),
    ]
    assert [row["id"] for row in get("changes/", after="v2")["results"]] == ["3.1"]
    assert [row["id"] for row in get("changes/", before="2.2", after="1.99")["results"]] == ["2.1"]


@pytest.mark.usefixtures("ledger")
def test_every_kind_of_fact_leads_somewhere(get: Get, client: Client) -> None:
    rows = get("changes/")["results"]

    assert {row["type"] for row in rows} >= {"requirement", "stock", "membership", "restated", "signalled"}
    assert {client.get(row["url"]).status_code for row in rows} == {200}


@pytest.mark.usefixtures("ledger")
def test_a_walk_goes_on_where_it_ended_whatever_is_published_meanwhile(get: Get, client: Client) -> None:
    first = get("changes/", page_size=4)
    factories.publish_rows(staff_steps.pledge_row(donors="USA"))
    factories.project()

    rows, following = first["results"], first["next"]
    while following:
        page = client.get(following).json()
        rows, following = rows + page["results"], page["next"]

    assert rows == get("changes/")["results"]
    assert (rows[-1]["id"], len(rows), get("changes/", count="exact")["count"]) == ("4.2", len(rows), len(rows))
    assert get("changes/", after=rows[-1]["id"])["results"] == []


@pytest.mark.usefixtures("ledger")
def test_newest_first_walks_backwards(get: Get, client: Client) -> None:
    first = get("changes/", order="newest", page_size=2)
    second = client.get(first["next"]).json()

    everything = get("changes/")["results"][::-1]
    assert first["results"] + second["results"] == everything[:4]


@pytest.mark.usefixtures("ledger")
def test_changes_can_be_asked_by_the_other_clock(get: Get) -> None:
    since_meeting = get("changes/", since_meeting="udcg-28")["results"]

    assert [row["id"] for row in since_meeting] == ["2.1", "2.2", "3.1"]
    later = get("changes/", since_meeting="udcg-28", happened_after="2025-06-11")["results"]
    assert [row["id"] for row in later] == ["2.2"]
    assert [row["type"] for row in get("changes/", valid_at="2025-05-31")["results"]] == [
        "requirement",
        "requirement",
        "stock",
        "membership",
    ]


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("query", "pointer", "hint"),
    [
        ("after=x", "/query/after", "A version (12), or with a position (12.340)."),
        ("type=announced", "/query/type", "Did you mean pledge_announced?"),
        ("since_meeting=udcg-99", "/query/since_meeting", "Valid: udcg-28."),
        ("afer=1", "/query/afer", "Did you mean after?"),
        ("cursor=x", "/query/cursor", ""),
    ],
)
def test_what_cannot_be_asked_is_named_with_what_can(client: Client, query: str, pointer: str, hint: str) -> None:
    response = client.get(f"/api/v1/changes/?{query}")

    (error,) = response.json()["errors"]
    assert (response.status_code, error["pointer"], error["hint"][: len(hint)]) == (400, pointer, hint)


@pytest.mark.usefixtures("ledger")
def test_releases_come_newest_first_page_by_page(get: Get, client: Client) -> None:
    first = get("releases/", page_size=2, count="exact")
    second = client.get(first["next"]).json()

    assert [row["version"] for row in first["results"] + second["results"]] == [3, 2, 1]
    assert (first["count"], first["previous"], second["next"]) == (3, None, None)
    assert client.get(second["previous"]).json()["results"] == first["results"]


@pytest.mark.usefixtures("ledger")
def test_a_release_is_whole_and_leads_to_its_changes(get: Get, client: Client) -> None:
    found = get("releases/2/")
    changeset = found.pop("changeset")
    reviewer = {"name": None, "role": "reviewer", "is_system": False}

    assert isinstance(changeset, int)
    assert found == {
        "version": 2,
        "published_at": "2025-07-01T13:00:00Z",
        "title": "Statements of June",
        "origin": "entry",
        "created_at": "2025-07-01T12:00:00Z",
        "approved_at": "2025-07-01T12:00:00Z",
        "author": {"name": None, "role": "drafter", "is_system": False},
        "approver": reviewer,
        "publisher": reviewer,
        "undoes": None,
        "undone_by": [],
        "facts": {
            **dict.fromkeys(
                ("pledge", "requirement", "stock", "membership", "void", "asserted_total", "completeness"), 0
            ),
            **dict.fromkeys(("entry", "terms"), 1),
        },
        "url": "http://testserver/api/v1/releases/2/",
        "changes_url": "http://testserver/api/v1/changes/?after=1&known_at=v2",
    }
    assert [row["id"] for row in client.get(found["changes_url"]).json()["results"]] == ["2.1", "2.2"]


@pytest.mark.usefixtures("ledger")
def test_a_release_is_unknown_before_it_is_published(client: Client) -> None:
    response = client.get("/api/v1/releases/3/", {"known_at": "v2"})

    assert (response.status_code, response.json()["detail"]) == (404, "There is no version 3 by v2.")


QUERIES = {
    "changes/": 9,
    "changes/?type=requirement&system=system-0": 4,
    "changes/?after=0&order=newest&known_at=v1&donor=DEU": 9,
    "releases/": 3,
}
"""One query finds the places, one each kind of fact that is there, one the parties of terms."""


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_changes_ask_as_often_for_three_rows_as_for_one(client: Client, rows: int) -> None:
    fill(rows)

    assert {path: count_queries(client, path) for path in QUERIES} == QUERIES
