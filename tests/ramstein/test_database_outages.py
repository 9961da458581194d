"""A database that goes away under requests: reading ones are asked again, all others are told to come back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction
from django.http import HttpResponse
from django.test import Client

from tests.pledges import staff_steps

pytestmark = pytest.mark.django_db(transaction=True)


def ask(method: str, path: str, data: dict[str, str] | None = None) -> HttpResponse:
    """Ask on a connection of this thread, as a web server does."""
    try:
        answer: HttpResponse = getattr(Client(raise_request_exception=False), method)(path, data)
        return answer
    finally:
        connections.close_all()


def end_who_waits_for_a_lock() -> None:
    """Terminate the backend that waits, as soon as one does."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted AND relation IS NOT NULL")
            if cursor.rowcount:
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits for a lock")


def answer_with_a_lost_backend(
    method: str, path: str, *, table: str, data: dict[str, str] | None = None
) -> HttpResponse:
    """Ask for what reads a table that is locked; end the backend that waits for it, then let the table go."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            answer = pool.submit(ask, method, path, data)
            end_who_waits_for_a_lock()
        return answer.result(timeout=60)


@pytest.fixture
def unreachable(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("ramstein.database_outages.PATIENCE_S", 0.2)
    before = connection.settings_dict["HOST"]
    connection.close()
    connection.settings_dict["HOST"] = "/nowhere"
    yield
    connection.settings_dict["HOST"] = before


@pytest.mark.parametrize("path", ["/donors/", "/api/v1/donors/"])
def test_what_only_read_is_asked_again_on_another_connection(path: str) -> None:
    staff_steps.create_catalogue()

    assert answer_with_a_lost_backend("get", path, table="meetings_donor").status_code == 200


def test_what_may_have_written_is_not_repeated() -> None:
    form = {"username": "drafter", "password": "wrong"}
    answer = answer_with_a_lost_backend("post", "/staff/login/", table="pledges_user", data=form)

    assert (answer.status_code, answer["Retry-After"], "Refresh" in answer) == (503, "5", False)
    assert "what you typed still stands" in answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/donors/DEU/", "/changes.atom", "/charts/system_donors/patriot.svg", "/staff/"])
def test_pages_say_that_they_come_back(unreachable: None, path: str) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "of-somebody"
    answer = client.get(path)

    assert (answer.status_code, answer["Retry-After"], answer["Refresh"]) == (503, "5", "5")
    assert "<h1>Back in a moment</h1>" in answer.content.decode()


@pytest.mark.parametrize(
    ("method", "path"), [("get", "systems/"), ("get", "pledges/?system=patriot"), ("post", "changesets/")]
)
def test_the_api_says_so_as_a_problem(unreachable: None, method: str, path: str) -> None:
    headers = {"authorization": "Bearer of-somebody"}
    answer = getattr(Client(raise_request_exception=False), method)(f"/api/v1/{path}", headers=headers)

    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert (answer["Retry-After"], answer.json()["code"]) == ("5", "unavailable")


def test_probes_tell_the_two_apart(unreachable: None) -> None:
    client = Client()

    assert (client.get("/livez").status_code, client.get("/readyz").status_code) == (200, 503)
