"""Every answer holds to the API's own description."""

import re
from collections import Counter
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker

from pledges.api.row_components import vocabularies

EXAMPLES = {
    "/api/v1/systems/{slug}/": "/api/v1/systems/patriot/",
    "/api/v1/pledges/{reference}/": "/api/v1/pledges/2025-DEU-001/",
    "/api/v1/pledges/{reference}/entries/": "/api/v1/pledges/2025-DEU-001/entries/",
    "/api/v1/packages/{slug}/": "/api/v1/packages/package-1/",
    "/api/v1/meetings/{slug}/": "/api/v1/meetings/udcg-28/",
    "/api/v1/donors/{code}/": "/api/v1/donors/DEU/",
    "/api/v1/coalitions/{slug}/": "/api/v1/coalitions/air-defence/",
    "/api/v1/initiatives/{slug}/": "/api/v1/initiatives/iaad/",
    "/api/v1/releases/{version}/": "/api/v1/releases/1/",
}


WRITTEN = ("/api/v1/changesets/", "/api/v1/drafts/")


@pytest.fixture
def description(client: Client) -> dict[str, Any]:
    response = client.get("/api/v1/schema/", headers={"accept": "application/vnd.oai.openapi+json"})
    found: dict[str, Any] = response.json()
    # Change sets and drafts, which ask for a token, have tests of their own.
    reading = {path: one for path, one in found["paths"].items() if not path.startswith(WRITTEN)}
    return found | {"paths": reading}


def close_schema(schema: Any) -> Any:
    """Return the schema with every object closed: a field that is not described is a mistake, too."""
    if isinstance(schema, list):
        return [close_schema(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {name: close_schema(part) for name, part in schema.items()}
    if "properties" in inner and "additionalProperties" not in inner:
        inner["additionalProperties"] = False
    return inner


def mistakes(description: dict[str, Any], schema: dict[str, Any], answer: Any) -> list[str]:
    document = {**close_schema(schema), "components": close_schema(description["components"])}
    validator = Draft202012Validator(document, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(answer)]


def test_description_is_made_without_warnings() -> None:
    call_command("spectacular", "--fail-on-warn", "--validate", stdout=StringIO())


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("moment", [{}, {"known_at": "v2", "valid_at": "2025-06-15"}])
def test_every_answer_is_as_described(client: Client, description: dict[str, Any], moment: dict[str, str]) -> None:
    source = client.get("/api/v1/sources/").json()["results"][0]["id"]
    examples = EXAMPLES | {"/api/v1/sources/{id}/": f"/api/v1/sources/{source}/"}

    found = {}
    for template, operations in description["paths"].items():
        path = examples.get(template, template)
        response = client.get(path, moment)
        content = operations["get"]["responses"]["200"]["content"]["application/json"]
        found[path] = (response.status_code, mistakes(description, content["schema"], response.json()))

    assert len(found) == 37
    assert found == dict.fromkeys(found, (200, []))


def test_every_property_says_what_it_is(description: dict[str, Any]) -> None:
    schemas = description["components"]["schemas"]
    silent = [
        (name, one)
        for name, component in schemas.items()
        for one, schema in component.get("properties", {}).items()
        if not schema.get("description", "").strip()
    ]

    assert len(schemas) > 140
    assert silent == []


def test_the_words_of_a_vocabulary_stand_in_one_place(description: dict[str, Any]) -> None:
    def lists_in(part: Any) -> list[tuple[str, ...]]:
        if isinstance(part, list):
            return [words for one in part for words in lists_in(one)]
        if not isinstance(part, dict):
            return []
        own = part.get("enum")
        inner = [words for one in part.values() for words in lists_in(one)]
        return [tuple(str(word) for word in own if word is not None), *inner] if isinstance(own, list) else inner

    found = Counter(lists_in(description))

    assert {words: number for words, number in found.items() if words in vocabularies() and number > 1} == {}
    assert "StageEnum" in description["components"]["schemas"]


@pytest.mark.django_db
def test_problems_are_as_described(client: Client, description: dict[str, Any]) -> None:
    for status, path in ((400, "pledges/?x=1"), (404, "systems/x/"), (410, "")):
        operation = description["paths"]["/api/v1/pledges/"]["get"]
        schema = operation["responses"][str(status)]["content"]["application/problem+json"]["schema"]
        if path:
            response = client.get(f"/api/v1/{path}")
            assert (response.status_code, mistakes(description, schema, response.json())) == (status, [])


@pytest.mark.django_db
def test_every_parameter_of_the_description_is_taken(client: Client, description: dict[str, Any]) -> None:
    for template, operations in description["paths"].items():
        if "{" in template:
            continue
        names = [one["name"] for one in operations["get"]["parameters"] if one["in"] == "query"]
        response = client.get(template, dict.fromkeys(names, ""))
        assert (response.status_code, template) == (200, template), response.content
        assert {"valid_at", "known_at", "format"} <= set(names)


def test_operations_have_names_of_their_own(description: dict[str, Any]) -> None:
    names = [operations["get"]["operationId"] for operations in description["paths"].values()]

    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z_]+", name) for name in names)
