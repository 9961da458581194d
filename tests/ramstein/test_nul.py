"""A NUL character in an address is refused wherever it stands: in each part of each path, and in every query."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from pledges.values.choices import Role
from tests.pledges import staff_steps
from tests.pledges.api.write.programs import secret_of

ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>")
FILLED = {"int": "1", "slug": "x", "str": "x", "path": "x", "": "x"}
API = "/api/v1/"
REFUSED_BY_THE_API = {400, 401, 404, 405}
"""By the parameter, for want of a token, because there is nothing, because the address takes another method."""

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["visitor", "admin"])
def client(request: pytest.FixtureRequest, db: None) -> Client:
    """Whoever asks: a visitor, or somebody who may see every page and whose token may write."""
    if request.param == "visitor":
        return Client(raise_request_exception=False)
    token = f"Bearer {secret_of(staff_steps.create_user('admin', role=Role.ADMIN).username)}"
    found = Client(raise_request_exception=False, headers={"authorization": token})
    found.force_login(staff_steps.user("admin"))
    return found


def routes(patterns: list[Any], before: str = "/") -> Iterator[str]:
    """Yield the route of every address of the site, with its arguments."""
    for pattern in patterns:
        route = before + str(pattern.pattern).removeprefix("^").removesuffix("$")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<str:\1>", route).replace(".*", "")


ROUTES = sorted(set(routes(get_resolver().url_patterns)))


def address(route: str, *, nul_at: int | None = None) -> str:
    """Return an address of a route, with a NUL character within one of its arguments."""
    found = list(ARGUMENT.finditer(route))
    for place, argument in reversed(list(enumerate(found))):
        part = "a%00b" if place == nul_at else FILLED[argument[1] or ""]
        route = route[: argument.start()] + part + route[argument.end() :]
    return route


def test_routes_are_those_of_pages_staff_admin_and_api() -> None:
    known = {"/donors/<str:code>/", "/staff/record/<slug:kind>/", "/api/v1/pledges/<str:reference>/entries/"}
    assert known <= set(ROUTES)
    assert [route for route in ROUTES if "\\" in route or "(" in route] == []
    assert any(route.startswith("/admin/") and "<path:object_id>" in route for route in ROUTES)


def test_in_a_path_it_leads_nowhere(client: Client) -> None:
    # Followed, since Django adds a slash where one is missing before it looks further.
    paths = [address(route, nul_at=place) for route in ROUTES for place in range(len(list(ARGUMENT.finditer(route))))]
    assert {path: client.get(path, follow=True).status_code for path in paths} == dict.fromkeys(paths, 404)


@pytest.mark.parametrize("query", ["valid_at=2025-01-01%00", "a%00b=c"])
def test_in_a_query_it_is_refused(client: Client, query: str) -> None:
    pages = [address(route) for route in ROUTES if not route.startswith(API)]
    lists = [address(route) for route in ROUTES if route.startswith(API)]
    asked = {path: client.get(f"{path}?{query}").status_code for path in (*pages, *lists)}
    assert {path: asked[path] for path in pages} == dict.fromkeys(pages, 400)
    assert {path: asked[path] for path in lists if asked[path] not in REFUSED_BY_THE_API} == {}


def test_pages_say_what_is_wrong() -> None:
    answer = Client().get("/staff/login/?next=%00&q=x")
    assert "next: a NUL character is no text." in answer.content.decode()
    assert "Leave it out." in answer.content.decode()
    assert "No address holds a NUL character." in Client().get("/donors/%00/").content.decode()


def test_in_a_cookie_it_is_passed_over() -> None:
    answer = Client(headers={"cookie": 'sessionid="abcdefghij\\000"; language=de'}).get("/glossary/")
    assert (answer.status_code, answer["Content-Language"]) == (200, "de")
