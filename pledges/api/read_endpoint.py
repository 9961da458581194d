"""What every endpoint does alike: parameters, the moment, problems, headers, ETag."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from datetime import datetime
from typing import Any, ClassVar

import orjson
from django.db import DatabaseError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from meetings.past_catalogue import names_of_version
from pledges.answers import AsOf, current_as_of, one_picture
from pledges.answers.fields import Shape
from pledges.answers.filters import CLOCK_PARAMETERS, BadParametersError, Parameter, Problem, Values, read_parameters
from pledges.answers.filters.parameter import RefusedError, whole_parameter
from pledges.api.answer_formats import JSON, FormNegotiation, format_parameter
from pledges.api.entity_tags import (
    GZIP,
    VARY,
    WORTH_COMPRESSING_B,
    cache_control,
    coding_of,
    compress_pieces,
    etag_of,
    held_etag,
    hour_of,
    no_content,
    not_modified,
)
from pledges.api.openapi_views import LedgerSchema
from pledges.api.problem_responses import UnknownRowError, problem_response
from pledges.api.request_moment import asked_moment, moment_headers, stated_bases, utc_text
from pledges.values.methods_version import METHODS_VERSION


def read_methods(value: str) -> int:
    """Read the version of the methods that an answer is pinned to.

    :raises RefusedError: figures are made by another one today, or it is none.
    """
    if value == str(METHODS_VERSION):
        return METHODS_VERSION
    hint = f"Figures are made by version {METHODS_VERSION}; /methodology/ says what changed."
    raise RefusedError(f"no answer is given by version {value!r}.", code="methods_moved", hint=hint)


SHARED_PARAMETERS = {
    **CLOCK_PARAMETERS,
    "catalogue": whole_parameter(
        "Answer with the names of this version of the catalogue, as `Ramstein-Catalogue` gave it; with both clocks in"
        " the past, the answer then never changes, and caches may keep it for ever.",
        0,
        999_999_999,
    ),
    "methods": Parameter(
        "Answer only by this version of the methods, as `methods_version` gave it: refused where rules have changed.",
        read_methods,
        {"type": "integer", "minimum": METHODS_VERSION, "maximum": METHODS_VERSION},
    ),
}


class LedgerView(APIView):
    """An endpoint that answers for one moment. Subclasses give `body`, their parameters and the shape of a row.

    What answers no row describes its answer by a schema instead.
    """

    authentication_classes = ()
    permission_classes = (AllowAny,)
    renderer_classes: tuple[type[BaseRenderer], ...] = (JSONRenderer,)
    content_negotiation_class = FormNegotiation
    schema = LedgerSchema()

    parameters: ClassVar[Mapping[str, Parameter]] = {}
    shape: ClassVar[Shape | None] = None
    answer_schema: ClassVar[type[Serializer[Any]] | None] = None
    about: ClassVar[str] = ""
    formats: ClassVar[tuple[str, ...]] = (JSON,)
    as_of: AsOf | None = None
    holds_cursor = False
    now: datetime

    @classmethod
    def all_parameters(cls) -> dict[str, Parameter]:
        return {**cls.parameters, **SHARED_PARAMETERS, "format": format_parameter(*cls.formats)}

    def body(self, values: Values, as_of: AsOf, **names: str) -> dict[str, Any]:
        raise NotImplementedError

    def get(self, request: Request, **names: str) -> HttpResponseBase:
        """Answer for the moment asked for."""
        self.now = timezone.now()
        require_names(names)
        with ExitStack() as resources:
            resources.enter_context(one_picture())
            values = self.ask(request, resources)
            etag = held_etag(request._request, self.moment, now=self.now)
            if etag is not None:
                return self.add_cache_headers(not_modified(), etag)
            response = self.answer(values, resources, **names)
            hour = hour_of(self.now) if self.holds_cursor else None
            return self.add_cache_headers(response, etag_of(request._request, self.moment, hour=hour))

    def answer(self, values: Values, resources: ExitStack, **names: str) -> HttpResponseBase:
        """The answer; whoever sends it after this method takes the resources along."""
        content = orjson.dumps(self.body(values, self.moment, **names), option=orjson.OPT_UTC_Z)
        return self.send_json(content)

    def send_json(self, content: bytes) -> HttpResponse:
        """An answer in JSON, compressed where the client takes that and it is worth it."""
        if len(content) < WORTH_COMPRESSING_B or coding_of(self.request._request) != GZIP:
            return HttpResponse(content, content_type="application/json")
        packed = b"".join(compress_pieces([content]))
        return HttpResponse(packed, content_type="application/json", headers={"Content-Encoding": GZIP})

    def add_cache_headers(self, response: HttpResponseBase, etag: str) -> HttpResponseBase:
        response["ETag"] = etag
        response["Cache-Control"] = cache_control(self.request.GET, self.moment, now=self.now)
        return response

    def options(  # type: ignore[override]  # there is nothing to render
        self, request: Request, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Say which methods there are."""
        return no_content()

    @property
    def moment(self) -> AsOf:
        """The moment that is answered for; known once the parameters are read."""
        if self.as_of is None:
            raise RuntimeError("the parameters of the request have not been read")
        return self.as_of

    def ask(self, request: Request, resources: ExitStack) -> Values:
        """Read the moment, and every parameter under the names that it is answered with.

        :raises BadParametersError: with everything that is wrong.
        :raises CatalogueMovedError: the names of the catalogue asked for were not kept.
        """
        problems: list[Problem] = []
        values: Values = {}
        unclear: tuple[Problem, ...] = ()
        try:
            self.as_of = self.read_moment(request, bases=stated_bases(request._request))
            if self.as_of.has_old_names:
                resources.enter_context(names_of_version(self.as_of.catalogue))
        except BadParametersError as error:
            unclear = error.problems
        try:
            values = read_parameters(request.query_params, self.all_parameters())
        except BadParametersError as error:
            problems += error.problems
        if problems or unclear:
            raise BadParametersError([*problems, *unclear])
        return values

    def read_moment(self, request: Request, *, bases: tuple[str, ...]) -> AsOf:
        return asked_moment(request._request, now=self.now, bases=bases)

    def handle_exception(self, exc: Exception) -> HttpResponse:  # type: ignore[override]  # rendered here
        return problem_response(exc, self.request._request)

    def finalize_response(  # type: ignore[override]  # rendered already
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Put the moment on every answer."""
        response.headers.setdefault("Allow", ", ".join(self.allowed_methods))
        patch_vary_headers(response, VARY)
        as_of = self.as_of or (stored_as_of() if response.status_code < 500 else None)
        if as_of is not None:
            for name, value in moment_headers(as_of).items():
                response[name] = value
        return response


def require_names(names: Mapping[str, Any]) -> None:
    """Refuse an address with a character that no name has.

    :raises UnknownRowError: a part of the address holds a NUL character.
    """
    for name, value in names.items():
        if "\x00" in str(value):
            message = "No name holds a NUL character."
            raise UnknownRowError(Problem(f"/path/{name}", "unknown_value", message, "Leave it out."))


def stored_as_of() -> AsOf | None:
    """The moment that the stored projections show, for answers to requests that could not be read."""
    try:
        return current_as_of(now=timezone.now())
    except DatabaseError:
        return None


def meta_json(as_of: AsOf) -> dict[str, Any]:
    return {"dataset_version": as_of.version, "known_at": utc_text(as_of.known_at), "valid_at": as_of.valid_at}
