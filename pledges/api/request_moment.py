"""The moment that a request asks for: by its clocks, or by the cursor of a walk."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from django.http import HttpRequest

from pledges.answers import AsOf
from pledges.answers.filters import parse_moment
from pledges.api.cursors import Cursor, InvalidCursorError, decode, walk_of
from pledges.api.entity_tags import hour_of
from pledges.values.choices import DEFAULT_BASES


def asked_moment(request: HttpRequest, *, now: datetime, bases: tuple[str, ...] = DEFAULT_BASES) -> AsOf:
    """The moment that the clocks name, in one query. What is computed for the past is as of this hour.

    :raises BadParametersError: a clock cannot be read.
    """
    query = request.GET
    as_of = parse_moment(query.get("valid_at"), query.get("known_at"), now=now, bases=bases)
    return as_of if as_of.is_current else replace(as_of, computed_at=hour_of(now))


def list_moment(request: HttpRequest, *, now: datetime, bases: tuple[str, ...] = DEFAULT_BASES) -> AsOf:
    """The moment that the cursor of a list pins, else the one that the clocks name, in one query.

    :raises BadParametersError: a clock cannot be read.
    :raises InvalidCursorError: the cursor belongs to another list or to other filters.
    :raises ExpiredCursorError: the cursor is older than a day.
    """
    cursor = read_cursor(request, now=now)
    return pinned_moment(cursor, now=now, bases=bases) if cursor else asked_moment(request, now=now, bases=bases)


def utc_text(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def moment_headers(as_of: AsOf) -> dict[str, str]:
    return {
        "Ramstein-Version": str(as_of.version),
        "Ramstein-Known-At": utc_text(as_of.known_at),
        "Ramstein-Valid-At": as_of.valid_at.isoformat(),
        "Ramstein-Catalogue": str(as_of.catalogue),
    }


def pinned_moment(cursor: Cursor, *, now: datetime, bases: tuple[str, ...]) -> AsOf:
    as_of = parse_moment(cursor.valid_at.isoformat(), f"v{cursor.version}", now=now, bases=bases)
    computed_at = as_of.computed_at if as_of.is_current else hour_of(now)
    return replace(as_of, known_at=cursor.known_at, computed_at=computed_at)


def read_cursor(request: HttpRequest, *, now: datetime) -> Cursor | None:
    """The cursor of a request.

    :raises InvalidCursorError: it belongs to another list or to other filters.
    :raises ExpiredCursorError: it is older than a day.
    """
    word = request.GET.get("cursor", "").strip()
    if not word:
        return None
    cursor = decode(word, now=now)
    if cursor.walk != walk(request):
        raise InvalidCursorError("this cursor belongs to another list or to other filters")
    return cursor


def walk(request: HttpRequest) -> str:
    """The mark of the list and the filters of a request, without the size of its pages."""
    free = {"cursor", "page_size", "count"}
    pairs = [(name, value) for name, values in request.GET.lists() if name not in free for value in values]
    return walk_of(request.path, pairs)
