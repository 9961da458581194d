"""Pages that need not be made again: 304 to whoever holds one, and pages kept for all until they change."""

from __future__ import annotations

import gzip
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_vary_headers

from pledges.answers import AsOf
from pledges.answers.answer_tags import tag_answer
from pledges.answers.filters import CLOCK_PARAMETERS, BadParametersError, parse_moment
from pledges.answers.shared_cache import Shelf

PAGES: Shelf[bytes] = Shelf("page", 900)
PAST_PAGES: Shelf[bytes] = Shelf("past_page", 3600)
"""A page of the past never changes; it goes when nobody has asked for it for long, or when room is needed."""

KEPT_PARAMETERS = {"aid_type", "capability"}
"""Pages with further parameters are without number: they are made for each reader, and only asked again by ETag."""

LEVEL = 5


def serve_kept_page(request: HttpRequest, make: Callable[[], HttpResponse]) -> HttpResponse:
    """The page as the reader holds it, as it was made for another reader, or newly made.

    Whoever is logged in gets pages of their own. A page of a moment that cannot be read is made, and says so.
    """
    as_of = moment_of(request)
    if as_of is None or request.method not in ("GET", "HEAD"):
        return make()
    request.as_of = as_of  # type: ignore[attr-defined]  # ours: the moment is read once for each request
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    etag = etag_of(request, as_of, packed=packed)
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        return mark_for_caches(known, etag)
    shelf = PAGES if as_of.is_current else PAST_PAGES
    lasting = set(request.GET) - set(CLOCK_PARAMETERS) <= KEPT_PARAMETERS
    content = shelf.find(etag) if lasting else None
    if content is None:
        response = make()
        if response.status_code != 200 or not is_plain_page(response):
            return response
        content = gzip.compress(response.content, LEVEL, mtime=0) if packed else response.content
        if lasting:
            shelf.store(content, etag)
    response = HttpResponse(content)
    if packed:
        response["Content-Encoding"] = "gzip"
    return mark_for_caches(response, etag)


def is_plain_page(response: HttpResponse) -> bool:
    """Whether a page is answered under the policies of all pages; others, such as frames, go their own way."""
    own = [name for name in vars(response) if name.startswith("_csp") or name == "xframe_options_exempt"]
    return response["Content-Type"].startswith("text/html") and not own


def moment_of(request: HttpRequest) -> AsOf | None:
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return None
    try:
        return parse_moment(request.GET.get("valid_at"), request.GET.get("known_at"), now=timezone.now())
    except BadParametersError:
        return None


def etag_of(request: HttpRequest, as_of: AsOf, *, packed: bool) -> str:
    """The mark of everything that the bytes of a page depend on."""
    computed_at = as_of.is_current and as_of.computed_at
    return tag_answer("p", request, as_of, computed_at, translation.get_language(), packed)


def mark_for_caches(response: HttpResponse, etag: str) -> HttpResponse:
    """Put on an answer what tells readers and caches to ask again."""
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
