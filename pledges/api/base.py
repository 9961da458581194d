"""What every endpoint does alike: parameters, the moment, problems, headers, ETag."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, ClassVar

import orjson
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from pledges.api.cursors import Cursor, InvalidCursorError, decode, walk_of
from pledges.api.problems import problem_response
from pledges.api.schema import LedgerSchema
from pledges.choices import DEFAULT_BASES
from pledges.filters import (
    CLOCK_PARAMETERS,
    BadParametersError,
    Parameter,
    Problem,
    Values,
    parse_moment,
    read_parameters,
)
from pledges.filters.parameters import one_of
from pledges.projections.answers import AsOf, current_as_of, one_picture

FORMATS = ("json",)
FORMAT_PARAMETER = {
    "format": Parameter("Form of the answer.", one_of(FORMATS), {"type": "string", "enum": list(FORMATS)}),
}


class JsonNegotiation(DefaultContentNegotiation):
    """Answers in JSON; another form asked for by parameter is refused together with what else is wrong."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """Return the renderer, whatever the parameter says: reading the parameters checks it."""
        renderers = list(renderers)
        if request.query_params.get("format"):
            return renderers[0], str(renderers[0].media_type)
        renderer, media_type = super().select_renderer(request, renderers, format_suffix)
        return renderer, str(media_type)


class LedgerView(APIView):
    """An endpoint that answers for one moment. Subclasses give `body`, their parameters and the shape of a row."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = JsonNegotiation
    schema = LedgerSchema()

    parameters: ClassVar[Mapping[str, Parameter]] = {}
    row_schema: ClassVar[type[Serializer[Any]] | None] = None
    about: ClassVar[str] = ""
    as_of: AsOf | None = None
    now: datetime

    @classmethod
    def all_parameters(cls) -> dict[str, Parameter]:
        """Return every parameter that the endpoint takes, by name."""
        return {**cls.parameters, **CLOCK_PARAMETERS, **FORMAT_PARAMETER}

    def body(self, values: Values, as_of: AsOf, **names: str) -> dict[str, Any]:
        """Return the answer as plain data."""
        raise NotImplementedError

    def get(self, request: Request, **names: str) -> HttpResponseBase:
        """Answer for the moment asked for."""
        self.now = timezone.now()
        with one_picture():
            values = self.ask(request)
            body = self.body(values, self.moment, **names)
        content = orjson.dumps(body, option=orjson.OPT_UTC_Z)
        response = HttpResponse(content, content_type="application/json")
        response["Cache-Control"] = "no-cache"
        etag = f'"{hashlib.blake2b(content, digest_size=15).hexdigest()}"'
        response["ETag"] = etag
        return get_conditional_response(request._request, etag=etag, response=response) or response

    def options(  # type: ignore[override]  # there is nothing to render
        self, request: Request, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Say which methods there are."""
        return HttpResponse(status=204)

    @property
    def moment(self) -> AsOf:
        """The moment that is answered for; known once the parameters are read."""
        if self.as_of is None:
            raise RuntimeError("the parameters of the request have not been read")
        return self.as_of

    def ask(self, request: Request) -> Values:
        """Read every parameter and the moment.

        :raises BadParametersError: with everything that is wrong.
        """
        problems: list[Problem] = []
        values: Values = {}
        try:
            values = read_parameters(request.query_params, self.all_parameters())
        except BadParametersError as error:
            problems += error.problems
        try:
            self.as_of = self.read_moment(request, bases=values.get("basis") or DEFAULT_BASES)
        except BadParametersError as error:
            problems += error.problems
        if problems:
            raise BadParametersError(problems)
        return values

    def read_moment(self, request: Request, *, bases: tuple[str, ...]) -> AsOf:
        """Return the moment that the two clocks name."""
        query = request.query_params
        return parse_moment(query.get("valid_at"), query.get("known_at"), now=self.now, bases=bases)

    def handle_exception(self, exc: Exception) -> HttpResponse:  # type: ignore[override]  # rendered here
        """Return the problem that an exception stands for."""
        return problem_response(exc, self.request._request)

    def finalize_response(  # type: ignore[override]  # rendered already
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Put the moment on every answer."""
        response.headers.setdefault("Allow", ", ".join(self.allowed_methods))
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Ramstein-Version, Ramstein-Known-At, Ramstein-Valid-At"
        patch_vary_headers(response, ["Accept"])
        as_of = self.as_of or (stored_as_of() if response.status_code < 500 else None)
        if as_of is not None:
            for name, value in moment_headers(as_of).items():
                response[name] = value
        return response


def stored_as_of() -> AsOf | None:
    """Return the moment that the stored projections show, for answers to requests that could not be read."""
    try:
        return current_as_of(now=timezone.now())
    except DatabaseError:
        return None


def utc_text(instant: datetime) -> str:
    """Return an instant in UTC."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def moment_headers(as_of: AsOf) -> dict[str, str]:
    """Return the headers that name the moment of an answer."""
    return {
        "Ramstein-Version": str(as_of.version),
        "Ramstein-Known-At": utc_text(as_of.known_at),
        "Ramstein-Valid-At": as_of.valid_at.isoformat(),
    }


def meta_json(as_of: AsOf) -> dict[str, Any]:
    """Return the moment as the head of an answer."""
    return {"dataset_version": as_of.version, "known_at": utc_text(as_of.known_at), "valid_at": as_of.valid_at}


def pinned_moment(cursor: Cursor, *, now: datetime, bases: tuple[str, ...]) -> AsOf:
    """Return the moment that a cursor pins."""
    as_of = parse_moment(cursor.valid_at.isoformat(), f"v{cursor.version}", now=now, bases=bases)
    return replace(as_of, known_at=cursor.known_at)


def read_cursor(request: HttpRequest | Request, word: str | None, *, now: datetime) -> Cursor | None:
    """Return the cursor of a request.

    :raises InvalidCursorError: it belongs to another list or to other filters.
    """
    if not word:
        return None
    cursor = decode(word, now=now)
    if cursor.walk != walk(request):
        raise InvalidCursorError("this cursor belongs to another list or to other filters")
    return cursor


def walk(request: HttpRequest | Request) -> str:
    """Return the mark of the list and the filters of a request, without the size of its pages."""
    free = {"cursor", "page_size", "count"}
    pairs = [(name, value) for name, values in request.GET.lists() if name not in free for value in values]
    return walk_of(request.path, pairs)
