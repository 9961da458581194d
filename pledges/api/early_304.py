"""Answers 304 before anything else of a request is read, where the client holds the answer already."""

from __future__ import annotations

from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from pledges.answers.filters import BadParametersError, CatalogueMovedError
from pledges.api.cursors import ExpiredCursorError, InvalidCursorError
from pledges.api.entity_tags import VARY, cache_control, held_etag, may_hold, not_modified
from pledges.api.request_moment import list_moment, moment_headers, stated_bases


class HeldAnswers:
    """Middleware behind the gate. Only an answer that went well has an ETag, so a request that names it is right."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in ("GET", "HEAD") and may_hold(request):
            return held_answer(request) or self.get_response(request)
        return self.get_response(request)


def held_answer(request: HttpRequest) -> HttpResponse | None:
    """Say that nothing has changed, after one query over the row of versions; None where something has."""
    now = timezone.now()
    try:
        as_of = list_moment(request, now=now, bases=stated_bases(request))
    except (BadParametersError, CatalogueMovedError, InvalidCursorError, ExpiredCursorError, DatabaseError):
        return None
    etag = held_etag(request, as_of, now=now)
    if etag is None:
        return None
    response = not_modified()
    headers = {"ETag": etag, "Cache-Control": cache_control(request.GET, as_of, now=now), **moment_headers(as_of)}
    for name, value in headers.items():
        response[name] = value
    patch_vary_headers(response, VARY)
    return response
