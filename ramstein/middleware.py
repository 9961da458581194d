"""What every answer of the site goes through, whatever view made it."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from pledges.answers.filters import Problem
from pledges.site.page_frame import refuse_parameters

NUL = "\x00"


class HeadWithoutBodyMiddleware:
    """Sends the headers of the GET answer and no body, as RFC 9110 wants of HEAD; gunicorn warns otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method != "HEAD":
            return response
        if isinstance(response, HttpResponse):
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        elif isinstance(response, StreamingHttpResponse) and not response.is_async:
            response.streaming_content = ()
        return response


class NulMiddleware:
    """Refuses addresses with a NUL character: no name and no word holds one, and PostgreSQL takes none in a text.

    Version 1 of the API refuses them itself, as a problem with its place. A cookie with one is none of ours.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        for name in [name for name, value in request.COOKIES.items() if NUL in value]:
            del request.COOKIES[name]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Refuse once the language is chosen and the account known, so that the page is like any other."""
        if request.path_info.startswith("/api/v1/"):
            return None
        if NUL in request.path_info:
            raise Http404("No address holds a NUL character.")
        names = [name for name, values in request.GET.lists() if NUL in "".join([name, *values])]
        problems = [
            Problem(f"/query/{name}", "invalid_value", f"{name}: a NUL character is no text.", "Leave it out.")
            for name in names
        ]
        return refuse_parameters(request, problems) if problems else None
