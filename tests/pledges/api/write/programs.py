"""Programs that write: each sends the token of an account with every request."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from pledges import ledger
from pledges.access.api_tokens import create_token, digest_of
from pledges.models import ApiToken, ChangeSet
from tests.pledges import staff_steps


class Program:
    """A client of the API; `raw` bodies are sent as they are."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.client = Client(raise_request_exception=False)

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(f"/api/v1/{path}", headers=self.headers(headers))

    def send(self, method: str, path: str, body: Any = None, *, raw: bytes | None = None, **headers: str) -> Any:
        content = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        return self.client.generic(
            method, f"/api/v1/{path}", content, content_type="application/json", headers=self.headers(headers)
        )

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("PUT", path, body, **headers)

    def headers(self, more: dict[str, str]) -> dict[str, str]:
        names = {name.replace("_", "-"): value for name, value in more.items()}
        return ({"authorization": f"Bearer {self.secret}"} if self.secret else {}) | names

    def draft(self, *rows: Any, title: str = "June") -> Any:
        """Return a new draft."""
        response = self.post("changesets/", {"title": title, "rows": list(rows)})
        assert response.status_code == 201, response.content
        return response.json()


def secret_of(name: str) -> str:
    """Return a token of the account."""
    return create_token(owner=staff_steps.user(name), name="tests", lifetime_days=7, now=timezone.now())[1]


def program_of(name: str) -> Program:
    """Return a program that acts as the account."""
    return Program(secret_of(name))


def api_row(**cells: Any) -> dict[str, Any]:
    """Return a row as the API writes it: donors as a list, the source as an object."""
    row = staff_steps.pledge_row(donors=[{"code": "DEU", "role": "funder"}], **cells)
    source = {name.removeprefix("source_"): row.pop(name) for name in list(row) if name.startswith("source_")}
    return row | ({"source": source} if source else {})


def approval_of(changeset: int) -> dict[str, str]:
    """Return what an approval says: which rows were shown."""
    return {"planned_hash": ledger.hash_shown_rows(ChangeSet(pk=changeset))}


def problem(response: Any, status: int) -> dict[str, Any]:
    """Return the problem that an answer is."""
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json"), response.content
    document: dict[str, Any] = response.json()
    assert document["status"] == status
    return document


def expire_token(secret: str) -> None:
    """Let a token end in the past."""
    day = timezone.now() - timedelta(days=30)
    ApiToken.objects.filter(digest=digest_of(secret)).update(created_at=day, expires_at=day + timedelta(days=7))
