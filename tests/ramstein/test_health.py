"""Answers for probes."""

from datetime import UTC, datetime

import pytest
from django.test import Client


def test_livez_answers_without_database_and_under_any_host(client: Client) -> None:
    response = client.get("/livez", headers={"host": "unknown.example"})

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_readyz_names_every_check(client: Client) -> None:
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {"ready": True, "checks": {"database": "ok", "migrations": "ok", "redis": "ok"}}
