"""What one request may take."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from pytest_django import Settings

from ramstein.request_limits import MIB, is_expensive, kind_of, limit_statements
from tests.pledges.staff_steps import create_user


class Unread:
    """A body that must not be read."""

    def read(self, _size: int = -1) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def post_stated(client: Client, path: str, size: int) -> int:
    """The status that a form of so many bytes is answered with."""
    body: Any = Unread()
    request: dict[str, Any] = {"CONTENT_LENGTH": str(size), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    return client.generic("POST", path, b"", **request, **{"wsgi.input": body}).status_code


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "size"), [("/staff/login/", 200 * MIB), ("/staff/import/", 3 * MIB), ("/", 3 * MIB)])
def test_a_large_body_of_a_stranger_is_refused_before_it_is_read(client: Client, path: str, size: int) -> None:
    assert post_stated(client, path, size) == 413


@pytest.mark.django_db
def test_staff_may_send_files_as_large_as_imports_take(client: Client) -> None:
    client.force_login(create_user("drafter"))

    assert post_stated(client, "/staff/import/", 53 * MIB) == 413
    with pytest.raises(AssertionError, match="the body was read"):
        post_stated(client, "/staff/import/", 50 * MIB)


@pytest.mark.parametrize(
    ("path", "expensive"),
    [
        ("/", False),
        ("/?valid_at=2024-01-01", True),
        ("/donors/DEU/?known_at=v3", True),
        ("/pledges/", False),
        ("/pledges/?system=patriot", True),
        ("/compare/?donor=DEU", True),
        ("/api/v1/systems/?known_at=v3", False),
        ("/staff/?known_at=v3", False),
    ],
)
def test_pages_made_for_one_reader_are_expensive(path: str, *, expensive: bool) -> None:
    assert is_expensive(RequestFactory().get(path)) is expensive


@pytest.mark.django_db
def test_an_address_that_asks_too_often_is_told_to_wait_and_staff_are_not(settings: Settings) -> None:
    settings.RATE_LIMIT_PAGES = "2/60"
    reader, staff = Client(REMOTE_ADDR="203.0.113.9"), Client(REMOTE_ADDR="203.0.113.9")
    staff.force_login(create_user("drafter"))

    past = [reader.get("/glossary/?known_at=v0") for _ in range(3)]
    answers = [reader.get("/glossary/").status_code, staff.get("/glossary/?known_at=v0").status_code]

    assert [answer.status_code for answer in past][2:] == [429]
    assert 429 not in [answer.status_code for answer in past[:2]]
    assert (past[2]["Retry-After"], 429 in answers) == ("30", False)
    assert "The next one is made in 30 seconds." in " ".join(past[2].content.decode().split())


@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("get", "/", "read"),
        ("get", "/api/v1/systems/", "read"),
        ("post", "/api/v1/changesets/", "write"),
        ("get", "/staff/", "staff"),
        ("post", "/staff/import/", "staff"),
    ],
)
def test_requests_are_of_three_kinds(method: str, path: str, kind: str) -> None:
    assert kind_of(getattr(RequestFactory(), method)(path)) == kind


@pytest.mark.django_db(transaction=True)
def test_a_statement_that_takes_too_long_is_ended_and_the_next_kind_has_its_own_limit(settings: Settings) -> None:
    settings.STATEMENT_LIMITS = {"read": {"statement_timeout": "20ms"}, "staff": {"statement_timeout": "60s"}}
    try:
        limit_statements("read")
        with pytest.raises(OperationalError, match="statement timeout"), connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(5)")
        limit_statements("staff")
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("1min",)
    finally:
        connection.close()
