"""Who is let in where: every address of the site and every operation of the API, against one written table.

An address that is not in the table fails here: whoever adds one says whom it is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from pledges.access.api_tokens import create_token
from pledges.values.choices import Role
from tests.pledges import staff_steps
from tests.ramstein.permission_table import (
    ADMIN_SITE,
    API_WRITES,
    OWN_ACCOUNT,
    PEOPLE,
    PUBLIC,
    STAFF,
)

SAMPLES = {"int": "999999", "str": "x-1", "slug": "x-1", "path": "999999"}
KEPT_OUT = (401, 403)


def patterns(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Yield every route, with its converters."""
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, route)
        elif isinstance(one, URLPattern):
            yield route


def address_at(route: str) -> str:
    """Return an address of a route; nothing stands there, so whoever is let in meets 404 or a form."""
    plain = re.sub(r"\(\?P<\w+>[^)]*\)|[\^$]", lambda found: "x" if found[0].startswith("(") else "", route)
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES.get(found[1] or "str", "x"), plain)


def is_let_in(answer: Any) -> bool:
    """Whether an answer is more than a refusal or the way to the log-in."""
    return answer.status_code not in KEPT_OUT and not answer.get("Location", "").startswith(
        ("/staff/login/?next", "/admin/login/")
    )


@pytest.fixture
def people(db: None) -> dict[str, Client]:
    """Return a browser of everybody."""
    clients = {"anonymous": Client(raise_request_exception=False)}
    for role in (Role.READER, Role.DRAFTER, Role.REVIEWER, Role.STEWARD, Role.ADMIN):
        account = staff_steps.create_user(role.value, role=role)
        account.is_staff = role in (Role.STEWARD, Role.ADMIN)
        account.is_superuser = role == Role.ADMIN
        account.set_password("a-long-password")
        account.save()
        clients[role.value] = Client(raise_request_exception=False)
        clients[role.value].force_login(account)
    return clients


def routes() -> set[str]:
    return set(patterns(get_resolver()))


def test_every_address_is_in_the_table() -> None:
    found = {route for route in routes() if not route.startswith("admin/")}
    table = {*PUBLIC, *STAFF, *OWN_ACCOUNT, *API_WRITES}

    assert sorted(found - table) == []
    assert sorted(table - found) == []


def test_public_addresses_let_everybody_in(people: dict[str, Client]) -> None:
    assert [route for route in PUBLIC if not is_let_in(people["anonymous"].get(address_at(route)))] == []


@pytest.mark.parametrize("person", PEOPLE)
def test_addresses_of_staff_let_in_whom_the_table_names(person: str, people: dict[str, Client]) -> None:
    table = STAFF | OWN_ACCOUNT
    found = {route: is_let_in(people[person].get(address_at(route))) for route in table}

    assert found == {route: person in allowed for route, allowed in table.items()}


@pytest.mark.parametrize("person", PEOPLE)
def test_admin_site_is_for_whoever_keeps_the_catalogue(person: str, people: dict[str, Client]) -> None:
    lists = sorted(route for route in routes() if re.fullmatch(r"admin/(?!password_change)\w+/\w+/", route))
    assert lists == sorted(ADMIN_SITE)
    found = {route for route in lists if is_let_in(people[person].get(address_at(route)))}

    assert found == {route for route in lists if person in ADMIN_SITE[route]}


@pytest.mark.parametrize("person", PEOPLE)
def test_operations_of_the_api_let_in_whom_the_table_names(person: str, people: dict[str, Client]) -> None:
    headers = {}
    if person not in ("anonymous", "reader"):
        owner = staff_steps.user(person)
        now = timezone.now() - timedelta(minutes=1)
        headers = {"authorization": f"Bearer {create_token(owner=owner, name='x', lifetime_days=7, now=now)[1]}"}
    client = Client(raise_request_exception=False)
    table = {(method, route): allowed for route, methods in API_WRITES.items() for method, allowed in methods.items()}
    found = {
        (method, route): is_let_in(
            client.generic(method, address_at(route), b"{}", content_type="application/json", headers=headers)
        )
        for method, route in table
    }

    assert found == {key: person in allowed for key, allowed in table.items()}
