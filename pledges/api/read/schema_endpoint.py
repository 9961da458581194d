"""The description of the API in OpenAPI, made once for each process."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from pledges.answers.answer_tags import answer_unless_held
from pledges.answers.filters import Parameter, read_parameters
from pledges.api.answer_formats import format_parameter
from pledges.api.entity_tags import VARY
from pledges.api.read_endpoint import LedgerView

RENDERERS = (OpenApiYamlRenderer, OpenApiYamlRenderer2, OpenApiJsonRenderer, OpenApiJsonRenderer2)
FORMATS = {"yaml": OpenApiYamlRenderer2, "json": OpenApiJsonRenderer2}


@cache
def document() -> Any:
    """The whole description, which only another release changes."""
    return SchemaGenerator().get_schema(request=None, public=True)


@cache
def write_description(renderer: type[OpenApiYamlRenderer | OpenApiJsonRenderer]) -> bytes:
    return bytes(renderer().render(document(), renderer_context={}))


@extend_schema(exclude=True)
class Description(LedgerView):
    about = "The description of the API"
    renderer_classes = RENDERERS

    @classmethod
    def all_parameters(cls) -> dict[str, Parameter]:
        """The one parameter; the description knows no moments."""
        return {"format": format_parameter(*FORMATS)}

    def get(self, request: Request, **names: str) -> HttpResponseBase:
        """Answer in the form asked for, or in the first that the client takes; without the database."""
        form = read_parameters(request.query_params, self.all_parameters())["format"]
        renderer = FORMATS[form] if form else type(request.accepted_renderer)
        response = self.send_json(write_description(renderer))
        response["Content-Type"] = renderer.media_type
        response["Cache-Control"] = "no-cache"
        return answer_unless_held(request._request, response)

    def finalize_response(  # type: ignore[override]  # rendered already
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Put no moment on the answer."""
        response.headers.setdefault("Allow", ", ".join(self.allowed_methods))
        patch_vary_headers(response, VARY)
        return response
