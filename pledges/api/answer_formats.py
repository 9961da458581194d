"""The forms that an answer comes in, by the parameter `format` or by the header `Accept`."""

from collections.abc import Iterable
from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

from pledges.answers.downloads.download import FORMS
from pledges.answers.filters import Parameter
from pledges.answers.filters.parameter import one_of

JSON = "json"


class DownloadRenderer(BaseRenderer):
    """Names a form of download for the choice of one; the bytes are made elsewhere."""

    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        raise NotImplementedError


def renderer(name: str) -> type[DownloadRenderer]:
    media_type = FORMS[name].media_type.partition(";")[0]
    return type(f"{name.title()}Renderer", (DownloadRenderer,), {"media_type": media_type, "format": name})


DOWNLOAD_RENDERERS = tuple(renderer(name) for name in FORMS)


def format_parameter(*names: str) -> Parameter:
    """The parameter that chooses among forms; more than JSON means downloads of every row."""
    whole = " The others have every row, not a page." if len(names) > 1 else ""
    return Parameter(f"Form of the answer; JSON unless asked otherwise.{whole}", one_of(names), {"enum": list(names)})


class FormNegotiation(DefaultContentNegotiation):
    """Chooses by `Accept`; where the parameter names a form, reading the parameters checks it."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        renderers = list(renderers)
        if request.query_params.get("format"):
            return renderers[0], str(renderers[0].media_type)
        if request.META.get("HTTP_ACCEPT", "*/*") == "*/*":
            return renderers[0], str(renderers[0].media_type)
        chosen, media_type = super().select_renderer(request, renderers, format_suffix)
        return chosen, str(media_type)


def form_of(request: Request) -> str:
    return request.query_params.get("format") or getattr(request.accepted_renderer, "format", JSON) or JSON


__all__ = ["DOWNLOAD_RENDERERS", "JSON", "FormNegotiation", "JSONRenderer", "form_of", "format_parameter"]
