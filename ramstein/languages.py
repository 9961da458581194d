"""Which language a page is in: the one chosen on the site, else the one that the browser asks for."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

YEAR_S = 365 * 24 * 3600


class PageLanguageMiddleware(LocaleMiddleware):
    """Chooses the language of pages. The API has one language, so that its answers are the same for everybody."""

    def process_request(self, request: HttpRequest) -> None:
        if not is_api(request):
            super().process_request(request)
            return
        translation.activate(settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = settings.LANGUAGE_CODE

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if is_api(request):
            return response
        patch_vary_headers(response, ["Cookie"])
        return super().process_response(request, response)


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def choose_language(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the language for a year and go back to the page that was shown."""
    if code not in dict(settings.LANGUAGES):
        raise Http404(f"There is no {code!r} here; the languages are {', '.join(dict(settings.LANGUAGES))}.")
    back = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ) and back.startswith("/")
    response = HttpResponseRedirect(back if safe else "/")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=YEAR_S,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    response["Cache-Control"] = "no-store"
    return response
