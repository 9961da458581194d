"""Counts each request, and writes a line about it where logs are structured."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from prometheus_client import Counter, Histogram

from ramstein.observing.log_context import request_id, user_name

logger = logging.getLogger("ramstein.requests")

REQUESTS = Counter("ramstein_requests_total", "Requests answered.", ["view", "method", "status"])
SECONDS = Histogram(
    "ramstein_request_seconds",
    "Seconds from the request to the first byte of its answer.",
    ["view"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
STATED_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class RequestRecordMiddleware:
    """Gives each request a number, which its answer carries as `X-Request-ID`; a proxy of ours may give it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        begun = time.perf_counter()
        stated = request.headers.get("X-Request-ID", "") if settings.TRUSTED_PROXIES > settings.BEHIND_FRONT else ""
        number = request_id.set(stated if STATED_ID.fullmatch(stated) else uuid.uuid4().hex)
        user = user_name.set("")
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id.get()
            record_request(request, response, seconds=time.perf_counter() - begun)
        finally:
            request_id.reset(number)
            user_name.reset(user)
        return response


def record_request(request: HttpRequest, response: HttpResponseBase, *, seconds: float) -> None:
    """Count an answered request, and write its line where somebody reads such lines."""
    view = request.resolver_match.view_name if request.resolver_match else ""
    method = request.method if request.method in METHODS else "other"
    REQUESTS.labels(view, method, response.status_code).inc()
    SECONDS.labels(view).observe(seconds)
    if settings.LOG_REQUESTS:
        user_name.set(name_user(request))
        logger.info(
            "%s %s %s", method, request.path, response.status_code, extra=describe(request, response, view, seconds)
        )


def describe(request: HttpRequest, response: HttpResponseBase, view: str, seconds: float) -> dict[str, Any]:
    """The fields of a line about a request; `version` is the dataset version that its answer speaks of."""
    version = response.get("Ramstein-Version", "")
    return {
        "method": request.method,
        "path": request.path,
        "query": request.META.get("QUERY_STRING", "")[:500],
        "view": view,
        "status": response.status_code,
        "milliseconds": round(seconds * 1000, 1),
        "version": int(version) if version.isdigit() else None,
    }


def name_user(request: HttpRequest) -> str:
    """Who asked, where the request found that out itself: no query is made for a line of a log."""
    found = getattr(request, "_cached_user", None)
    return found.get_username() if found is not None and found.is_authenticated else ""
