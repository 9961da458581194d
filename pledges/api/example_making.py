"""Makes the examples of the API's description: the API is asked over the starter data, and nothing of that stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.db import transaction
from django.test import Client

from pledges.access.api_tokens import create_token
from pledges.api.answer_examples import NAMES
from pledges.api.read.schema_endpoint import document
from pledges.api.write import body_examples
from pledges.models import User
from pledges.release import release
from pledges.values.choices import Role

PINNED = {"valid_at": "2025-12-31", "known_at": "v7"}
SHORT = {"page_size": 1}
QUERIES: dict[str, dict[str, Any]] = {
    "pledges": {"system": "patriot"},
    "entries": {"system": "patriot"},
    "summaries_systems": {"system": "patriot"},
    "summaries_donors": {"donor": "DEU", "system": "patriot"},
    "gaps": {"system": "patriot"},
    "headroom": {"system": "patriot"},
    "asserted_totals": {"donor": "DEU"},
    "disputes": {"donor": "USA", "system": "patriot"},
    "totals": {"system": "patriot", "group_by": "donor"},
    "explain": {"figure": "system:patriot:battery:promised"},
    "changes": {"system": "patriot", "type": "delivered"},
    "sources": {"grade": "official_donor"},
}
"""What is asked beside a page of one row, to show something that readers know."""


class ExampleError(Exception):
    """The API refused what an example asks; the words name the operation and its answer."""


def make_missing_examples(folder: Path, *, now: datetime) -> int:
    """Write one file an operation, and return how many; 0 where those of this release are there already."""
    stamp = folder / ".release"
    if stamp.exists() and stamp.read_text() == release():
        return 0
    with transaction.atomic():
        answers = dict(find_answers(now=now))
        transaction.set_rollback(True)  # accounts, tokens and change sets were for the examples only
    folder.mkdir(parents=True, exist_ok=True)
    for former in folder.glob("*.json"):  # the folder itself may be a mounted volume
        former.unlink()
    for name, answer in answers.items():
        (folder / f"{name}.json").write_bytes(orjson.dumps(answer, option=orjson.OPT_INDENT_2) + b"\n")
    stamp.write_text(release())
    return len(answers)


def find_answers(*, now: datetime) -> Iterator[tuple[str, Any]]:
    """Yield operations with their answers; the caller rolls back what the writes did.

    :raises ExampleError: an operation was refused.
    """
    yield from read_answers()
    yield from write_answers(
        drafter=Caller(Role.DRAFTER, now=now),
        reviewer=Caller(Role.REVIEWER, now=now),
        second=Caller(Role.ADMIN, now=now),
    )


def read_answers() -> Iterator[tuple[str, Any]]:
    """Yield what every address that reads answers, at one moment that the starter data will always have."""
    caller = Caller()
    for path, operations in document()["paths"].items():
        operation = operations.get("get")
        if operation is None or path.startswith(("/api/v1/changesets/", "/api/v1/drafts/")):
            continue
        name, tag = operation["operationId"], operation["tags"][0]
        if path == "/api/v1/sources/{id}/":
            listed = caller.send("sources", "GET", "/api/v1/sources/", QUERIES["sources"] | SHORT)
            address = f"/api/v1/sources/{listed['results'][0]['id']}/"
        else:
            address = re.sub(r"\{\w+\}", str(NAMES.get(tag, "")), path)
        taken = {one["name"] for one in operation["parameters"]}
        query = {key: value for key, value in (SHORT | QUERIES.get(name, {})).items() if key in taken}
        yield name, caller.send(name, "GET", address, PINNED | query)


def write_answers(*, drafter: Caller, reviewer: Caller, second: Caller) -> Iterator[tuple[str, Any]]:
    """Yield what the steps of a change set answer: sent back, published, and undone; another one given up."""
    created = drafter.step("changesets_create", "POST", "", body_examples.NEW_CHANGE_SET)
    one = created["id"]
    yield "changesets_create", created
    yield "changesets", drafter.step("changesets", "GET", "?page_size=1")
    for name, method, path, body in (
        ("changesets_id", "GET", "", None),
        ("changesets_id_plan", "GET", "plan/", None),
        ("changesets_id_rows", "PUT", "rows/", body_examples.ROWS),
        ("changesets_id_replan", "POST", "replan/", None),
        ("changesets_id_submit", "POST", "submit/", None),
    ):
        yield name, drafter.step(name, method, f"{one}/{path}", body)
    yield "changesets_id_reject", reviewer.step("reject", "POST", f"{one}/reject/", body_examples.REJECTION)
    drafter.step("submit", "POST", f"{one}/submit/")
    yield "changesets_id_approve", reviewer.step("approve", "POST", f"{one}/approve/", shown_to(reviewer, one))
    yield "changesets_id_publish", reviewer.step("publish", "POST", f"{one}/publish/", body_examples.LEAVE_OPEN)
    yield from other_answers(drafter=drafter, reviewer=reviewer)
    yield "changesets_id_undo", second.step("undo", "POST", f"{one}/undo/", body_examples.UNDOING)
    yield "changesets_id_copy", drafter.step("copy", "POST", f"{one}/copy/")
    yield "changesets_id_history", drafter.step("history", "GET", f"{one}/history/")
    yield from draft_answers(drafter)


def draft_answers(drafter: Caller) -> Iterator[tuple[str, Any]]:
    """Yield a text that is drafted, and the same asked for again."""
    made = drafter.send("drafts_create", "POST", "/api/v1/drafts/", body=body_examples.NEW_DRAFT)
    yield "drafts_create", made
    yield "drafts_draft", drafter.send("drafts_draft", "GET", f"/api/v1/drafts/{made['id']}/")


def other_answers(*, drafter: Caller, reviewer: Caller) -> Iterator[tuple[str, Any]]:
    """Yield the steps of a change set that says what another one published already."""
    row = body_examples.ROW | {"external_reference": "newsdesk:2025-06-05/1"}
    other = drafter.step("create", "POST", "", body_examples.NEW_CHANGE_SET | {"rows": [row]})["id"]
    pair = drafter.step("plan", "GET", f"{other}/plan/")["duplicates"][0]["pair"]
    decisions = {"decisions": [body_examples.DECISIONS["decisions"][0] | {"pair": pair}]}
    yield "changesets_id_note", drafter.step("note", "POST", f"{other}/note/", body_examples.REMARK)
    yield "changesets_id_rename", drafter.step("rename", "POST", f"{other}/rename/", body_examples.TITLE)
    yield "changesets_id_duplicates", drafter.step("duplicates", "POST", f"{other}/duplicates/", decisions)
    drafter.step("submit", "POST", f"{other}/submit/")
    seen = shown_to(reviewer, other)
    yield "changesets_id_approve_others", reviewer.step("approve_others", "POST", f"{other}/approve-others/", seen)
    reviewer.step("reject", "POST", f"{other}/reject/", body_examples.REJECTION)
    yield "changesets_id_discard", drafter.step("discard", "POST", f"{other}/discard/", body_examples.GIVING_UP)


def shown_to(reviewer: Caller, changeset: int) -> Any:
    """What an approval says: which rows the reviewer was shown."""
    return {"planned_hash": reviewer.step("plan", "GET", f"{changeset}/plan/?preview=false")["planned_hash"]}


class Caller:
    """A program that asks this very process; with a role it has an account and a token of its own."""

    def __init__(self, role: Role | None = None, *, now: datetime | None = None) -> None:
        scheme, _, host = settings.SITE_URL.partition("://")
        self.secure = scheme == "https"
        self.client = Client(SERVER_NAME=host.partition(":")[0], SERVER_PORT=host.partition(":")[2] or "80")
        self.headers: dict[str, str] = {}
        if role is not None and now is not None:
            owner = User.objects.create(username=f"{role.value} of the examples", role=role)
            _, secret = create_token(owner=owner, name="examples", lifetime_days=7, now=now)
            self.headers["Authorization"] = f"Bearer {secret}"

    def step(self, name: str, method: str, path: str, body: Any = None) -> Any:
        """Ask something of change sets, in whatever state they are."""
        return self.send(name, method, f"/api/v1/changesets/{path}", body=body, headers={"If-Match": "*"})

    def send(
        self, name: str, method: str, path: str, query: dict[str, Any] | None = None, *, body: Any = None, **more: Any
    ) -> Any:
        """The answer in JSON.

        :raises ExampleError: it is a refusal.
        """
        response = self.client.generic(
            method,
            path,
            b"" if body is None else orjson.dumps(body),
            content_type="application/json",
            headers=self.headers | more.get("headers", {}),
            secure=self.secure,
            **({"query_params": query} if query else {}),
        )
        content = b"".join(response) if response.streaming else response.content
        if response.status_code >= 400:
            raise ExampleError(f"{name}: {method} {path} answered {response.status_code}: {content.decode()}")
        return orjson.loads(content)
