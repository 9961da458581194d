"""Answers for probes: does the process live, is it ready, are its figures fresh."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import redis
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from pledges.intake.rate_loading import rates_freshness
from pledges.models import DatasetVersion, OutboxMessage, ProjectionState
from ramstein.observing.heartbeats import LONGEST_SILENCE_S, silences

MAX_LAG_S = 120
DAY_CARRIED_ON_WITHIN = timedelta(hours=1)


class LivenessMiddleware:
    """Answers `/livez` before anything else runs: no database, no host check, no redirect."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == "/livez":
            return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})
        return self.get_response(request)


@require_safe
@never_cache
def readyz(_request: HttpRequest) -> JsonResponse:
    """Whether requests can be served; 503 names what fails."""
    checks = {"database": _database_problem, "migrations": _migrations_problem, "redis": _redis_problem}
    problems = {name: problem for name, check in checks.items() if (problem := check()) is not None}
    body = {"ready": not problems, "checks": {name: problems.get(name, "ok") for name in checks}}
    return JsonResponse(body, status=503 if problems else 200)


@require_safe
@never_cache
def freshz(_request: HttpRequest) -> JsonResponse:
    """Whether figures follow the ledger and the day, and who works; 503 names each problem. Rates are only told."""
    try:
        now = timezone.now()
        body = freshness(now=now)
        day, workers = projected_day(now=now), signs_of_life(now=now)
        rates = rates_freshness(now=now)
    except DatabaseError as error:
        return JsonResponse({"fresh": False, "problem": _one_line(error)}, status=503)
    problems = [] if body["fresh"] else ["published versions wait for the worker"]
    problems += [words for part in (day, *workers.values()) if (words := part.pop("problem"))]
    body |= {"fresh": not problems, "problems": problems, "day": day, **workers, "rates": rates}
    return JsonResponse(body, status=503 if problems else 200)


def projected_day(*, now: datetime) -> dict[str, Any]:
    """The day that figures are computed for; the beat carries it on within the first hour of a day."""
    projection = ProjectionState.objects.first()
    due = (now - DAY_CARRIED_ON_WITHIN).date()
    behind = projection is not None and projection.valid_at < due
    return {
        "projected": projection.valid_at if projection else None,
        "due": due,
        "problem": f"figures stand at {projection.valid_at}" if projection is not None and behind else "",
    }


def signs_of_life(*, now: datetime) -> dict[str, dict[str, Any]]:
    """When the beat and the worker of projections were last heard, in seconds ago."""
    signs = {}
    for name, silent in silences(now=now.timestamp()).items():
        lost = silent is None or silent > LONGEST_SILENCE_S[name]
        heard = "nothing" if silent is None else f"nothing for {silent:.0f} s"
        signs[name] = {"silent_seconds": silent, "problem": f"{heard} was heard of the {name}" if lost else ""}
    return signs


def freshness(*, now: datetime) -> dict[str, Any]:
    """The published and the projected version, and the age in seconds of the oldest waiting message."""
    published = DatasetVersion.objects.order_by("-number").values_list("number", flat=True).first()
    oldest = OutboxMessage.objects.filter(processed_at=None).order_by("created_at").first()
    projection = ProjectionState.objects.first()
    lag_s = 0.0 if oldest is None else max(0.0, (now - oldest.created_at).total_seconds())
    return {
        "fresh": lag_s <= MAX_LAG_S,
        "published_version": published or 0,
        "projected_version": projection.dataset_version if projection else 0,
        "lag_seconds": round(lag_s, 1),
        "computed_at": projection.computed_at if projection else None,
    }


def _database_problem() -> str | None:
    try:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return _one_line(error)
    return None


def _migrations_problem() -> str | None:
    try:
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return _one_line(error)
    return f"{len(waiting)} to apply: manage.py migrate" if waiting else None


def _redis_problem() -> str | None:
    # Asked directly: the cache itself passes over its failures.
    for url in (settings.REDIS_URL, str(settings.CACHES["default"]["LOCATION"])):
        try:
            with redis.Redis.from_url(url, socket_connect_timeout=3, socket_timeout=3) as client:
                client.ping()
        except (redis.RedisError, OSError) as error:
            return _one_line(error)
    return None


def _one_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
