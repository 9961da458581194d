"""What hostile and clumsy clients send is refused in words: a problem with a place and a hint, never a failure."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from pledges.api.write import body_examples
from tests.pledges.api.write.programs import Program, api_row, problem, program_of

READS: dict[str, tuple[str, int, str, str]] = {
    "more than any figure": ("pledges/?quantity_certainly_min=1e999999", 400, "/query/quantity_certainly_min", "1e18"),
    "NUL for a name": ("pledges/%00/", 404, "/path/reference", "Leave it out."),
    "NUL in a longer address": ("pledges/%00/entries/", 404, "/path/reference", "Leave it out."),
    "NUL for a slug": ("systems/%00/", 404, "/path/slug", "Leave it out."),
    "NUL for a value": ("pledges/?q=%00", 400, "/query/q", "Leave it out."),
    "a week": ("pledges/?valid_at=2025-W01-1", 400, "/query/valid_at", "YYYY-MM-DD"),
    "a week for a time": ("pledges/?known_at=2025-W01-1", 400, "/query/known_at", "2024-02-14T12:00:00Z"),
    "a short date": ("pledges/?known_at=20250101", 400, "/query/known_at", "2024-02-14T12:00:00Z"),
    "year 0": ("pledges/?valid_at=0000-01-01", 400, "/query/valid_at", "YYYY-MM-DD"),
    "a time before all": ("pledges/?known_at=0001-01-01T00:00:00%2B14:00", 400, "/query/known_at", "2024-02-14"),
    "a version of 20 digits": ("pledges/?known_at=v99999999999999999999", 400, "/query/known_at", "v12"),
    "broken UTF-8": ("pledges/?system=%FF%FE", 400, "/query/system", "Valid: money, nasams"),
    "a number of 20 digits": ("sources/99999999999999999999/", 404, "/path/id", "The list has all."),
    "an unknown version": ("entries/?version=1000000000", 400, "/query/version", "1 to 999999999"),
    "a list that is none": ("plegdes/", 404, "/path", "/api/v1/ names every list."),
    "a parameter of the description": ("schema/?fromat=json", 400, "/query/fromat", "Did you mean format?"),
    "a form of the description": ("schema/?format=xml", 400, "/query/format", "Valid: json, yaml."),
    "a foreign cursor": ("donors/?cursor=x", 400, "/query/cursor", "Follow next"),
    "an order of the reverse": ("gaps/?order=gpa", 400, "/query/order", "Did you mean gap?"),
}


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(("path", "status", "pointer", "hint"), READS.values(), ids=READS)
def test_reads_are_refused_in_words(client: Client, path: str, status: int, pointer: str, hint: str) -> None:
    (error,) = problem(client.get(f"/api/v1/{path}"), status)["errors"]

    assert error["pointer"] == pointer
    assert hint in error["hint"]


@pytest.mark.usefixtures("ledger")
def test_the_smallest_number_is_more_than_none(client: Client) -> None:
    whole = client.get("/api/v1/pledges/?quantity_certainly_min=1e-999999&counted=true")
    none = client.get("/api/v1/pledges/?quantity_certainly_max=1e-999999&counted=true")

    assert [row["reference"] for row in whole.json()["results"]] == ["2025-DEU-001", "2025-JOINT-001", "2025-NOR-001"]
    assert none.json()["results"] == []


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("asked", "accepted", "status", "pointer"),
    [
        ("POST pledges/", "*/*", 405, "/method"),
        ("PATCH schema/", "*/*", 405, "/method"),
        ("DELETE changesets/1/", "*/*", 405, "/method"),
        ("GET pledges/", "application/xml", 406, "/headers/Accept"),
        ("GET changesets/", "application/xml", 406, "/headers/Accept"),
        ("OPTIONS nothing/", "*/*", 404, "/path"),
    ],
)
def test_what_the_framework_refuses_has_a_place_and_a_hint(
    client: Client, asked: str, accepted: str, status: int, pointer: str
) -> None:
    method, path = asked.split()
    (error,) = problem(client.generic(method, f"/api/v1/{path}", headers={"accept": accepted}), status)["errors"]

    assert (error["pointer"], error["hint"] != "") == (pointer, True)


@pytest.mark.usefixtures("ledger")
def test_options_have_no_content_and_no_type_of_it(client: Client) -> None:
    for path, allowed in (("pledges/", "GET, HEAD, OPTIONS"), ("changesets/1/submit/", "POST, OPTIONS")):
        answer = client.options(f"/api/v1/{path}")
        assert (answer.status_code, answer.content, answer["Allow"]) == (204, b"", allowed)
        assert "Content-Type" not in answer
    assert "Allow" not in client.get("/api/v1/nothing/")


@pytest.mark.usefixtures("ledger")
def test_the_description_is_held_by_clients(client: Client) -> None:
    first = client.get("/api/v1/schema/?format=json")
    held = client.get("/api/v1/schema/?format=json", headers={"if-none-match": first["ETag"]})
    head = client.head("/api/v1/schema/")

    assert (first.status_code, first["Content-Type"]) == (200, "application/json")
    assert (held.status_code, held.content) == (304, b"")
    assert (head.status_code, head["Content-Type"]) == (200, "application/vnd.oai.openapi")


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("stated", ["", "garbage", 'abc"', '*, "x"', '"x'])
def test_a_condition_that_cannot_be_read_is_refused(stated: str) -> None:
    drafter = program_of("drafter")
    address = f"changesets/{drafter.draft(api_row(quantity=3))['id']}/"
    refused: list[Any] = [
        drafter.put(f"{address}rows/", {"rows": []}, if_match=stated),
        drafter.post(f"{address}discard/", body_examples.GIVING_UP, if_match=stated),
    ]

    for response in refused:
        (error,) = problem(response, 400)["errors"]
        assert (error["pointer"], error["code"]) == ("/headers/If-Match", "invalid_header")
    assert drafter.get(address).json()["state"] == "draft"


@pytest.mark.usefixtures("catalogue")
def test_figures_take_no_members_but_those_that_this_api_gives() -> None:
    drafter = Program(program_of("drafter").secret)
    odd = {"text": "about 2", "lower": 1}
    errors = problem(drafter.post("changesets/", {"title": "x", "rows": [api_row(quantity=odd)]}), 422)["errors"]

    assert [(one["pointer"], one["code"]) for one in errors] == [("/rows/0/quantity/lower", "unknown_member")]
    assert errors[0]["hint"].startswith("Did you mean low?")
