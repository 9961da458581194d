"""What every request to the API passes, whatever it asks: the token, the limits, other sites' scripts, what ends."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from pledges.access.api_tokens import InvalidTokenError, find_token
from pledges.access.client_addresses import address_of
from pledges.access.guess_limits import Counted, take_attempt
from pledges.api.api_refusals import ApiRefusal, bad_token, too_many, too_many_tokens
from pledges.api.deprecation import deprecation_headers, deprecations_of
from pledges.api.entity_tags import no_content
from pledges.api.problem_responses import problem_response
from pledges.api.rate_limits import Allowance, limiter_at, parse_quota
from pledges.models import ApiToken

SCHEMES = ("bearer", "token")
LONGEST_TOKEN = 200
WRONG_TOKENS_FREE = 100

# Any site may read, and write with a token that its user gave it: no cookie is ever looked at, so none is allowed.
METHODS = "GET, HEAD, POST, PUT, OPTIONS"
TAKEN_HEADERS = "Accept, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match"
SHOWN_HEADERS = (
    "Deprecation, ETag, Idempotency-Replayed, Link, Location, RateLimit, RateLimit-Policy, Ramstein-Known-At,"
    " Ramstein-Catalogue, Ramstein-Methods, Ramstein-Valid-At, Ramstein-Version, Retry-After, Sunset, WWW-Authenticate"
)
PREFLIGHT_KEPT_S = 86_400


class ApiGate:
    """Middleware in front of `/api/`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.by_address = parse_quota(settings.RATE_LIMIT_ADDRESS)
        self.by_token = parse_quota(settings.RATE_LIMIT_TOKEN)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith("/api/"):
            return self.get_response(request)
        if is_preflight(request):
            return preflight_answer()
        return self.let_through(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Keep what is deprecated of what the request uses."""
        endpoint = getattr(view, "cls", None)
        if endpoint is not None and request.path_info.startswith("/api/"):
            request.deprecations = deprecations_of(endpoint, request.GET)  # type: ignore[attr-defined]  # ours

    def let_through(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request, or say why it was not let through."""
        refusal, allowance = None, None
        request.api_token = None  # type: ignore[attr-defined]  # ours
        try:
            token = presented_token(request)
            request.api_token = token  # type: ignore[attr-defined]  # ours
        except ApiRefusal as error:
            token, refusal = None, error
        except DatabaseError as error:
            return add_answer_headers(problem_response(error, request), request, None)
        allowance = self.count_request(request, token)
        if allowance is not None and not allowance.allowed:
            refusal = too_many(retry_after=allowance.retry_after_s, with_token=token is not None)
        response = refusal.answer(request) if refusal else self.get_response(request)
        return add_answer_headers(response, request, allowance)

    def count_request(self, request: HttpRequest, token: ApiToken | None) -> Allowance | None:
        """Count the request; a token that gives no access counts for the address it came from."""
        quota = self.by_token if token else self.by_address
        if quota is None:
            return None
        policy, who = ("token", str(token.pk)) if token else ("address", address_of(request))
        return limiter_at(settings.RATE_LIMIT_URL).take(policy=policy, who=who, quota=quota, now=time.time())


def presented_token(request: HttpRequest) -> ApiToken | None:
    """The token of a request; None where it has none. Other schemes belong to proxies and are passed over.

    :raises ApiRefusal: it gives no access.
    """
    scheme, _, secret = request.META.get("HTTP_AUTHORIZATION", "").strip().partition(" ")
    if scheme.lower() not in SCHEMES:
        return None
    secret = secret.strip()
    if not secret.isascii() or not secret.isprintable() or not 0 < len(secret) <= LONGEST_TOKEN:
        raise bad_token("this is not a token of this site")
    try:
        return find_token(secret, now=timezone.now())
    except InvalidTokenError as error:
        raise wrong_token(request, str(error)) from error


def wrong_token(request: HttpRequest, words: str) -> ApiRefusal:
    """Count a token that gives no access for the address; whoever sends many is told to wait.

    A good one is let through meanwhile: others sit behind the same address, and 256 random bits are not guessed.
    """
    address, now = address_of(request), timezone.now()
    attempt = take_attempt([Counted("token", address, free=WRONG_TOKENS_FREE, first_wait_s=1)], now=now)
    if attempt.may_go:
        return bad_token(words)
    return too_many_tokens(retry_after=attempt.wait_s)


def is_preflight(request: HttpRequest) -> bool:
    """Whether a browser asks if a script of another site may send a request."""
    return request.method == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in request.META


def preflight_answer() -> HttpResponse:
    """What scripts of other sites may do; it costs nobody's quota."""
    response = no_content()
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = response["Allow"] = METHODS
    response["Access-Control-Allow-Headers"] = TAKEN_HEADERS
    response["Access-Control-Max-Age"] = str(PREFLIGHT_KEPT_S)
    return response


def add_answer_headers(
    response: HttpResponseBase, request: HttpRequest, allowance: Allowance | None
) -> HttpResponseBase:
    headers = allowance.headers() if allowance else {}
    headers |= deprecation_headers(getattr(request, "deprecations", []))
    if "Link" in headers and response.has_header("Link"):
        headers["Link"] = f"{response['Link']}, {headers['Link']}"
    headers |= {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": SHOWN_HEADERS}
    for name, value in headers.items():
        response[name] = value
    return response
