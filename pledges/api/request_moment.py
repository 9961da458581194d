"""The moment that a request asks for: by its clocks, or by the cursor of a walk."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from django.http import HttpRequest

from pledges.answers import AsOf
from pledges.answers.filters import parse_moment
from pledges.api.cursors import Cursor, InvalidCursorError, decode, walk_of
from pledges.values.choices import DEFAULT_BASES
from pledges.values.methods_version import METHODS_VERSION

WHOLE = re.compile(r"\d{1,9}", re.ASCII)


def asked_moment(request: HttpRequest, *, now: datetime, bases: tuple[str, ...] = DEFAULT_BASES) -> AsOf:
    """The moment that the clocks name, in one query.

    :raises BadParametersError: a clock or the catalogue cannot be read.
    :raises CatalogueMovedError: the names of that version of the catalogue were not kept.
    """
    query = request.GET
    clocks = query.get("valid_at"), query.get("known_at")
    as_of = parse_moment(*clocks, now=now, bases=bases, catalogue=stated_catalogue(request))
    return date_by_version(as_of)


def date_by_version(as_of: AsOf) -> AsOf:
    """The moment, computed when its version was published.

    What is said of a moment depends on nothing later, and must not say otherwise: an answer, the file of its rows and
    the same under pinned clocks are alike, now and when the moment is past.
    """
    return replace(as_of, computed_at=as_of.published_at or as_of.known_at)


def stated_catalogue(request: HttpRequest) -> int | None:
    """The version of the catalogue that a request names; what is no number is refused with the other parameters."""
    word = request.GET.get("catalogue", "").strip()
    return int(word) if WHOLE.fullmatch(word) else None


def stated_bases(request: HttpRequest) -> tuple[str, ...]:
    """The bases of amounts that a request names; what is no basis is refused with the other parameters."""
    words = [word.strip() for word in request.GET.getlist("basis")]
    return tuple(dict.fromkeys(filter(None, words))) or DEFAULT_BASES


def list_moment(request: HttpRequest, *, now: datetime, bases: tuple[str, ...] = DEFAULT_BASES) -> AsOf:
    """The moment that the cursor of a list pins, else the one that the clocks name, in one query.

    :raises BadParametersError: a clock cannot be read.
    :raises InvalidCursorError: the cursor belongs to another list or to other filters.
    :raises ExpiredCursorError: the cursor is older than a day.
    """
    cursor = read_cursor(request, now=now)
    if cursor is None:
        return asked_moment(request, now=now, bases=bases)
    return walked_moment(request, cursor, now=now, bases=bases)


def utc_text(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def moment_headers(as_of: AsOf) -> dict[str, str]:
    return {
        "Ramstein-Version": str(as_of.version),
        "Ramstein-Known-At": utc_text(as_of.known_at),
        "Ramstein-Valid-At": as_of.valid_at.isoformat(),
        "Ramstein-Catalogue": str(as_of.catalogue),
        "Ramstein-Methods": str(METHODS_VERSION),
    }


def walked_moment(request: HttpRequest, cursor: Cursor, *, now: datetime, bases: tuple[str, ...]) -> AsOf:
    """The moment that a cursor pins."""
    clocks = cursor.valid_at.isoformat(), f"v{cursor.version}"
    as_of = parse_moment(*clocks, now=now, bases=bases, catalogue=stated_catalogue(request))
    return date_by_version(replace(as_of, known_at=cursor.known_at))


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
