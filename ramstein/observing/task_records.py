"""Counts tasks of all workers in Redis, and lets their log lines name the request that they come from."""

from __future__ import annotations

import time
from typing import Any

import redis
from celery.signals import before_task_publish, task_postrun, task_prerun
from django.conf import settings

from ramstein.observing.log_context import request_id

KEY = "ramstein:tasks"
HEADER = "ramstein_request_id"
begun: dict[str, float] = {}


@before_task_publish.connect
def pass_request_on(headers: dict[str, Any] | None = None, **_: Any) -> None:
    if headers is not None and request_id.get():
        headers[HEADER] = request_id.get()


@task_prerun.connect
def begin_task(task_id: str, task: Any, **_: Any) -> None:
    begun[task_id] = time.monotonic()
    request_id.set(getattr(task.request, HEADER, None) or task_id)


@task_postrun.connect
def end_task(task_id: str, task: Any, state: str | None = None, **_: Any) -> None:
    """Count it; figures of an operator are not worth a failed task, so an absent Redis is passed over."""
    milliseconds = round((time.monotonic() - begun.pop(task_id, time.monotonic())) * 1000)
    request_id.set("")
    try:
        with open_counts() as client, client.pipeline(transaction=False) as pipeline:
            pipeline.hincrby(KEY, f"{task.name} {state or 'UNKNOWN'} count", 1)
            pipeline.hincrby(KEY, f"{task.name} {state or 'UNKNOWN'} milliseconds", milliseconds)
            pipeline.execute()
    except (redis.RedisError, OSError):
        return


def open_counts() -> redis.Redis:
    """The broker's own database: the one of the cache may be emptied at any time."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1, decode_responses=True)
