"""What one request may take: bytes of its body before they are read, time of the database, turns of expensive pages."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from pledges.access.client_addresses import address_of
from pledges.api.rate_limits import limiter_at, parse_quota
from pledges.intake.importers.import_limits import MAX_BYTES
from pledges.site.error_pages import refuse_body, refuse_turn

Answer = Callable[[HttpRequest], HttpResponseBase]

MIB = 1024 * 1024
LARGEST_ANONYMOUS = 2 * MIB
"""A form that somebody had filled in before their session ended is still taken."""
LARGEST_OF_STAFF = MAX_BYTES + 2 * MIB

CLOCKS = ("valid_at", "known_at")
EXPENSIVE = ("/pledges/", "/compare/", "/explain/", "/search/")
"""Pages that are computed for each reader."""

SAFE = ("GET", "HEAD", "OPTIONS")


class BodySizeMiddleware:
    """Answers 413 before a body is read that is larger than whoever sends it may send. The API has its own limit."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        stated = request.META.get("CONTENT_LENGTH") or "0"
        size = int(stated) if stated.isascii() and stated.isdigit() else 0
        if size > LARGEST_ANONYMOUS and not request.path_info.startswith("/api/"):
            allowed = LARGEST_OF_STAFF if is_signed_in(request) else LARGEST_ANONYMOUS
            if size > allowed:
                return refuse_body(request, megabytes=allowed // MIB)
        return self.get_response(request)


class StatementLimitMiddleware:
    """Lets statements of this request take and wait only so long."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.LIMIT_STATEMENTS:
            limit_statements(kind_of(request))
        return self.get_response(request)


class PageTurnMiddleware:
    """Counts what an address asks of expensive pages, as the API counts its requests. Whoever is signed in is not."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.quota = parse_quota(settings.RATE_LIMIT_PAGES)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        refusal = self.count_page(request) if self.quota and is_expensive(request) else None
        return refusal or self.get_response(request)

    def count_page(self, request: HttpRequest) -> HttpResponse | None:
        quota = self.quota
        if quota is None or is_signed_in(request):
            return None
        limiter = limiter_at(settings.RATE_LIMIT_URL)
        allowance = limiter.take(policy="pages", who=address_of(request), quota=quota, now=time.time())
        return None if allowance.allowed else refuse_turn(request, retry_after_s=allowance.retry_after_s)


def is_expensive(request: HttpRequest) -> bool:
    """Whether a public page is computed for this reader: a moment of the past, the explorer and its kin."""
    path = request.path_info
    if path.startswith(("/api/", "/staff/", "/admin/")):
        return False
    return any(name in request.GET for name in CLOCKS) or (path in EXPENSIVE and bool(request.GET))


def is_signed_in(request: HttpRequest) -> bool:
    # Without the cookie nothing is looked up, and the answer does not come to depend on it.
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return bool(request.user.is_authenticated)


def kind_of(request: HttpRequest) -> str:
    if request.path_info.startswith(("/staff/", "/admin/")):
        return "staff"
    return "read" if request.method in SAFE else "write"


def limit_statements(kind: str) -> None:
    """Set the limits of a kind of request on the connection of this thread, beside Django's own statements.

    :raises django.db.Error: the database does not answer.
    """
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    raw: Any = connection.connection
    if getattr(connection, "limited", None) == (raw, kind):
        return
    limits = settings.STATEMENT_LIMITS[kind]
    with connection.wrap_database_errors, raw.cursor() as cursor:
        cursor.execute("; ".join(f"SET {name} = '{value}'" for name, value in limits.items()))
    connection.limited = (raw, kind)  # type: ignore[attr-defined]  # ours; a new connection is another object
