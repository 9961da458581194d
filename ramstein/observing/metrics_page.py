"""`/metrics`, for Prometheus: to this machine, or with the token of the settings."""

from __future__ import annotations

import os

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from pledges.access.client_addresses import client_address
from ramstein.observing.ledger_figures import LedgerFigures

BEARER = "Bearer "
LOCAL = frozenset({"127.0.0.1", "::/64"})
"""The addresses of this machine, as limits count them."""


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures of requests of all web processes of this host, and of the installation as a whole."""
    if not may_read(request):
        refusal = HttpResponse("/metrics answers this machine, or the token METRICS_TOKEN.\n", "text/plain", status=401)
        refusal["WWW-Authenticate"] = 'Bearer realm="metrics"'
        return refusal
    text = generate_latest(requests_registry())
    registry = CollectorRegistry(auto_describe=False)
    try:
        registry.register(LedgerFigures(now=timezone.now()))
        text += (
            generate_latest(registry)
            + b"# HELP ramstein_database_up Whether the database answers.\nramstein_database_up 1.0\n"
        )
    except DatabaseError:
        text += b"# HELP ramstein_database_up Whether the database answers.\nramstein_database_up 0.0\n"
    return HttpResponse(text, content_type=CONTENT_TYPE_PLAIN_0_0_4)


def requests_registry() -> CollectorRegistry:
    """Of all processes where they share a folder, else of this one."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return registry


def may_read(request: HttpRequest) -> bool:
    """Whether somebody on this machine asks, by no proxy, or somebody who knows the token."""
    stated = request.headers.get("Authorization", "")
    if settings.METRICS_TOKEN and stated.startswith(BEARER):
        return constant_time_compare(stated.removeprefix(BEARER), settings.METRICS_TOKEN)
    if any(name in request.headers for name in ("Forwarded", "X-Real-IP")):
        return False
    hops = [hop for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    return len(hops) <= settings.BEHIND_FRONT and client_address(request.META, trusted_proxies=len(hops)) in LOCAL
