"""The examples in the description of the API are what the API answers over the starter data, and hold to their schemas.

`RENEW_EXAMPLES=1` writes them anew, after a change of shapes or of the starter data; look at what changed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
import requests

from pledges.api.answer_examples import FOLDER, NAMES, example_of
from pledges.api.write import body_examples
from tests.pledges.api.client.conftest import Site
from tests.pledges.api.test_openapi_views import mistakes

pytestmark = pytest.mark.django_db

SITE = "https://ramstein.example"
PINNED = {"valid_at": "2025-12-31", "known_at": "v7"}
SHORT = {"page_size": 1}
ASKED: dict[str, dict[str, Any]] = {
    "pledges": {"system": "patriot"},
    "entries": {"system": "patriot"},
    "summaries_systems": {"system": "patriot"},
    "summaries_donors": {"donor": "DEU", "system": "patriot"},
    "gaps": {"system": "patriot"},
    "headroom": {"system": "patriot"},
    "totals": {"system": "patriot", "group_by": "donor"},
    "changes": {"system": "patriot", "type": "delivered"},
    "sources": {"grade": "official_donor"},
}
"""What is asked beside a page of one row, to show something that readers know."""

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")
CURSOR = re.compile(r"cursor=[^&]+")
NUMBERED = re.compile(r"/(changesets|sources)/\d+/")
NUMBERS = ("id", "changeset", "pair", "undo_of", "author", "approver", "publisher")


def settle_answer(value: Any) -> Any:
    """Return an answer without what each run counts or times anew."""
    if isinstance(value, dict):
        return {name: "counted" if name in NUMBERS else settle_answer(part) for name, part in value.items()}
    if isinstance(value, list):
        return [settle_answer(part) for part in value]
    if not isinstance(value, str):
        return value
    return NUMBERED.sub(r"/\1/0/", CURSOR.sub("cursor=0", INSTANT.sub("instant", value)))


@pytest.fixture(scope="module")
def description(site: Site) -> dict[str, Any]:
    found: dict[str, Any] = requests.get(
        f"{site.url}/api/v1/schema/", headers={"Accept": "application/vnd.oai.openapi+json"}, timeout=60
    ).json()
    return found


def operations(description: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Return every operation with its address and method."""
    for path, found in description["paths"].items():
        for method, operation in found.items():
            yield path, method, operation


def renew_example(operation_id: str, response: requests.Response, site: Site) -> Any:
    """Return an answer as it stands in an example, and write it where that is asked for."""
    assert response.ok, response.text
    answer = orjson.loads(response.text.replace(site.url, SITE))
    if os.environ.get("RENEW_EXAMPLES") == "1":
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / f"{operation_id}.json").write_bytes(orjson.dumps(answer, option=orjson.OPT_INDENT_2) + b"\n")
        example_of.cache_clear()
    return answer


def test_examples_of_reads_are_the_answers(site: Site, description: dict[str, Any]) -> None:
    found = {}
    for path, method, operation in operations(description):
        if method != "get" or path.startswith("/api/v1/changesets/"):
            continue
        name, tag = operation["operationId"], operation["tags"][0]
        names = {one["name"] for one in operation["parameters"]}
        if path == "/api/v1/sources/{id}/":
            listed = requests.get(f"{site.url}/api/v1/sources/", ASKED["sources"] | SHORT, timeout=60).json()
            address = f"/api/v1/sources/{listed['results'][0]['id']}/"
        else:
            address = re.sub(r"\{\w+\}", str(NAMES.get(tag, "")), path)
        query = PINNED | {key: value for key, value in (SHORT | ASKED.get(name, {})).items() if key in names}
        answer = renew_example(name, requests.get(f"{site.url}{address}", query, timeout=60), site)
        found[name] = settle_answer(answer) == settle_answer(example_of(name))

    assert len(found) == 31
    assert found == dict.fromkeys(found, True)


def test_examples_of_writes_are_the_answers(site: Site) -> None:
    def ask(secret: str, method: str, path: str, body: Any = None, match: str = "") -> requests.Response:
        headers = {"Authorization": f"Bearer {secret}"} | ({"If-Match": match} if match else {})
        return requests.request(method, f"{site.url}/api/v1/changesets/{path}", json=body, headers=headers, timeout=60)

    found = {"changesets_create": ask(site.drafter, "POST", "", body_examples.NEW_CHANGE_SET)}
    one = found["changesets_create"].json()["id"]
    found |= {
        "changesets": ask(site.drafter, "GET", "?page_size=1"),
        "changesets_id": ask(site.drafter, "GET", f"{one}/"),
        "changesets_id_plan": ask(site.drafter, "GET", f"{one}/plan/"),
        "changesets_id_rows": ask(site.drafter, "PUT", f"{one}/rows/", body_examples.ROWS, match="*"),
        "changesets_id_replan": ask(site.drafter, "POST", f"{one}/replan/"),
        "changesets_id_submit": ask(site.drafter, "POST", f"{one}/submit/"),
        "changesets_id_reject": ask(site.reviewer, "POST", f"{one}/reject/", body_examples.REJECTION),
    }
    ask(site.drafter, "POST", f"{one}/submit/")
    found |= {
        "changesets_id_approve": ask(site.reviewer, "POST", f"{one}/approve/"),
        "changesets_id_publish": ask(site.reviewer, "POST", f"{one}/publish/", body_examples.LEAVE_OPEN),
    }
    again = body_examples.NEW_CHANGE_SET | {
        "rows": [body_examples.ROW | {"external_reference": "newsdesk:2025-06-05/1"}]
    }
    other = ask(site.drafter, "POST", "", again).json()["id"]
    pair = ask(site.drafter, "GET", f"{other}/plan/").json()["duplicates"][0]
    found["changesets_id_note"] = ask(site.drafter, "POST", f"{other}/note/", body_examples.REMARK)
    decided = {"decisions": [body_examples.DECISIONS["decisions"][0] | {"pair": pair["pair"]}]}
    found["changesets_id_duplicates"] = ask(site.drafter, "POST", f"{other}/duplicates/", decided)
    ask(site.drafter, "POST", f"{other}/submit/")
    found["changesets_id_approve_others"] = ask(site.reviewer, "POST", f"{other}/approve-others/")
    ask(site.reviewer, "POST", f"{other}/reject/", body_examples.REJECTION)
    found |= {
        "changesets_id_discard": ask(site.drafter, "POST", f"{other}/discard/", body_examples.GIVING_UP),
        "changesets_id_undo": ask(site.second_reviewer, "POST", f"{one}/undo/", body_examples.UNDOING),
        "changesets_id_history": ask(site.drafter, "GET", f"{one}/history/"),
    }

    assert len(found) == 16
    for name, response in found.items():
        assert settle_answer(renew_example(name, response, site)) == settle_answer(example_of(name)), name


def test_every_operation_has_an_example_that_holds_to_its_schema(description: dict[str, Any]) -> None:
    found = {}
    for path, method, operation in operations(description):
        status = "201" if operation["operationId"] == "changesets_create" else "200"
        content = operation["responses"][status]["content"]["application/json"]
        (example,) = content["examples"].values()
        found[path, method] = mistakes(description, content["schema"], example["value"])

    assert len(found) == 47
    assert found == {one: [] for one in found}
    assert {path.stem for path in FOLDER.iterdir()} == {one["operationId"] for _, _, one in operations(description)}
