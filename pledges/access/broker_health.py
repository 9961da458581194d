"""Whether Valkey answers, for the banner of staff pages: asked at most every few seconds by each process."""

from __future__ import annotations

import threading
import time

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

ASKED_EVERY_S = 5.0
TIMEOUT_S = 0.25

_lock = threading.Lock()
_last: dict[str, tuple[float, bool]] = {}
"""Address → when it was last asked, and whether it answered."""


def broker_answers() -> bool:
    """Whether the broker answered when it was last asked."""
    url = settings.REDIS_URL
    asked_at, answered = _last.get(url, (-ASKED_EVERY_S, True))
    if time.monotonic() - asked_at < ASKED_EVERY_S or not _lock.acquire(blocking=False):
        return answered
    try:
        answered = _ping(url)
        _last[url] = time.monotonic(), answered
    finally:
        _lock.release()
    return answered


def _ping(url: str) -> bool:
    once = Retry(NoBackoff(), 0)
    try:
        with redis.Redis.from_url(
            url, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S, retry=once
        ) as client:
            return bool(client.ping())
    except (redis.RedisError, OSError):
        return False
