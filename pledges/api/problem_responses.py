"""Answers that say what was wrong, where, and what would be right: `application/problem+json` (RFC 9457)."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework.exceptions import APIException, MethodNotAllowed

from pledges.answers.database_failures import RETRY_AFTER_S, is_outage, lost_connection
from pledges.answers.filters import BadParametersError, CatalogueMovedError, Problem
from pledges.api.cursors import ExpiredCursorError, InvalidCursorError

CONTENT_TYPE = "application/problem+json"
CODES = {
    400: "invalid_request",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    410: "cursor_expired",
    415: "unsupported_media_type",
    500: "internal_error",
    503: "unavailable",
}

MEMBERS = ("pointer", "code", "message", "hint")
"""What an answer says of a single mistake."""

NOWHERE = Problem("/path", "not_found", "there is nothing at this address", "/api/v1/ names every list.")
WHERE = {
    405: ("/method", "The header Allow names the methods of this address."),
    406: ("/headers/Accept", "application/json; lists also as text/csv, application/x-ndjson or as a spreadsheet."),
}
"""What errors of the framework are about, and what would be right."""

logger = logging.getLogger("django.request")


class UnknownRowError(Exception):
    """An address that names a row which does not exist, or not at this moment."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong with a request as a whole."""

    status: int
    detail: str
    code: str = ""
    errors: tuple[Problem, ...] = ()
    restart: str = ""


def trouble_of(error: Exception, request: HttpRequest) -> Trouble:
    """What an exception means to the client; an unforeseen one tells nothing of the inside."""
    if is_outage(error):
        logger.warning("The database failed at %s: %s", request.path, str(error).partition("\n")[0])
        problem = Problem("", CODES[503], "the database does not answer now", f"Try again in {RETRY_AFTER_S} s.")
        return Trouble(503, "The database does not answer now. Nothing was changed.", errors=(problem,))
    trouble = own_trouble(error, request) or framework_trouble(error)
    if trouble is None:
        logger.error("Internal error at %s", request.path, exc_info=error)
        problem = Problem(
            "", CODES[500], "something went wrong here", "Try again later; if it stays, tell the operators."
        )
        return Trouble(500, "Something went wrong here. The request can be tried again later.", errors=(problem,))
    return trouble


def own_trouble(error: Exception, request: HttpRequest) -> Trouble | None:
    if isinstance(error, BadParametersError):
        return Trouble(400, str(error), "invalid_parameters", error.problems)
    if isinstance(error, InvalidCursorError):
        problem = Problem("/query/cursor", "invalid_cursor", str(error), "Follow next and previous as they are given.")
        return Trouble(400, str(error), "invalid_cursor", (problem,))
    if isinstance(error, ExpiredCursorError):
        problem = Problem("/query/cursor", "cursor_expired", str(error), "Start again without the cursor.")
        return Trouble(410, str(error), "cursor_expired", (problem,), restart=without_cursor(request))
    if isinstance(error, CatalogueMovedError):
        hint = f"Leave it out, or ask for catalogue={error.current}: figures are the same, names may read differently."
        return Trouble(
            410, str(error), "catalogue_moved", (Problem("/query/catalogue", "catalogue_moved", str(error), hint),)
        )
    if isinstance(error, UnknownRowError):
        return Trouble(404, str(error), "not_found", (error.problem,))
    return None


def framework_trouble(error: Exception) -> Trouble | None:
    if isinstance(error, Http404):
        return Trouble(404, "There is nothing at this address.", errors=(NOWHERE,))
    if isinstance(error, PermissionDenied):
        problem = Problem("", CODES[403], "this is not allowed", "Use the token of an account that may do this.")
        return Trouble(403, "This is not allowed.", errors=(problem,))
    if isinstance(error, APIException):
        code = CODES.get(error.status_code, "error")
        at, hint = WHERE.get(error.status_code, ("", "/api/docs/ describes what is taken here."))
        return Trouble(error.status_code, str(error.detail), errors=(Problem(at, code, str(error.detail), hint),))
    return None


def without_cursor(request: HttpRequest) -> str:
    """The address of the first page under the same filters."""
    query = request.GET.copy()
    query.pop("cursor", None)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}" if query else request.path)


def problem_response(error: Exception, request: HttpRequest) -> HttpResponse:
    trouble = trouble_of(error, request)
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(trouble.status).phrase,
        "status": trouble.status,
        "detail": trouble.detail,
        "instance": request.get_full_path(),
        "code": trouble.code or CODES.get(trouble.status, "error"),
        "errors": errors_json(trouble.errors),
    }
    if trouble.restart:
        body["restart"] = trouble.restart
    response = HttpResponse(orjson.dumps(body), status=trouble.status, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "no-store"
    if isinstance(error, MethodNotAllowed):
        response["Allow"] = "GET, HEAD, OPTIONS"
    if is_outage(error):
        response["Retry-After"] = str(RETRY_AFTER_S)
        response.lost_connection = lost_connection(error)  # type: ignore[attr-defined]  # ours: may be asked again
    return response


def errors_json(problems: Iterable[Problem]) -> list[dict[str, str]]:
    return [{name: getattr(problem, name) for name in MEMBERS} for problem in problems]
