"""How often a client may ask: counted in Valkey for all processes together, in one round trip a request.

The generic cell rate algorithm lets a whole quota through at once and then as much as flows back: no hard edge at the
turn of a minute. Not the library `limits`: what is left of a quota, which the headers name, costs it a second trip.
"""

from __future__ import annotations

import logging
import math
import re
import threading
import time
from dataclasses import dataclass
from functools import cache

import redis
from django.core.exceptions import ImproperlyConfigured
from redis.backoff import NoBackoff
from redis.retry import Retry

TIMEOUT_S = 0.25
ALONE_S = 5.0
"""After a failure each process counts alone for so long, so that a lost Valkey does not slow every request down."""
MOST_ALONE = 10_000
"""Clients that a process counts alone; beyond, it begins anew."""

TAKE = """
local due = tonumber(redis.call('GET', KEYS[1]) or ARGV[1])
local now, quota, window = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
if due < now then due = now end
local next_due = due + window / quota
local wait = next_due - window - now
if wait > 0.000001 then
    return {0, 0, math.ceil(due - now), math.ceil(wait)}
end
redis.call('SET', KEYS[1], string.format('%.6f', next_due), 'PX', math.ceil((next_due - now) * 1000))
return {1, math.floor((now + window - next_due) * quota / window + 0.001), math.ceil(next_due - now), 0}
"""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Quota:
    """So many requests in so many seconds."""

    requests: int
    window_s: int


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a quota after a request; `full_s` is when all of it is back."""

    policy: str
    quota: Quota
    allowed: bool
    remaining: int
    full_s: int
    retry_after_s: int

    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Policy": f'"{self.policy}";q={self.quota.requests};w={self.quota.window_s}',
            "RateLimit": f'"{self.policy}";r={self.remaining};t={self.full_s}',
        }


def parse_quota(stated: str) -> Quota | None:
    """The quota that a setting states as `1200/60`; None for `off`.

    :raises ImproperlyConfigured: it states neither.
    """
    if stated.strip().lower() == "off":
        return None
    found = re.fullmatch(r"\s*([1-9][0-9]{0,8})\s*/\s*([1-9][0-9]{0,5})\s*", stated, re.ASCII)
    if found is None:
        raise ImproperlyConfigured(f"a rate limit is requests/seconds, as in 1200/60, or off; not “{stated}”")
    return Quota(int(found[1]), int(found[2]))


class LonelyCounts:
    """The same algorithm as the script in Valkey, for one process while Valkey is gone."""

    def __init__(self) -> None:
        self.due: dict[str, float] = {}
        self.lock = threading.Lock()

    def take(self, key: str, quota: Quota, now: float) -> tuple[bool, int, int, int]:
        """Whether it is allowed, what remains, and in how many seconds all of it and the next one is back."""
        with self.lock:
            if len(self.due) > MOST_ALONE:
                self.due.clear()
            due = max(self.due.get(key, now), now)
            next_due = due + quota.window_s / quota.requests
            wait = next_due - quota.window_s - now
            if wait > 0.000001:
                return False, 0, math.ceil(due - now), math.ceil(wait)
            self.due[key] = next_due
        remaining = math.floor((now + quota.window_s - next_due) * quota.requests / quota.window_s + 0.001)
        return True, remaining, math.ceil(next_due - now), 0


class Limiter:
    """Counts the requests of each client; without Valkey each process counts for itself, and the log says so."""

    def __init__(self, url: str) -> None:
        # One try: a limit that makes readers wait would be worse than none.
        self.client = redis.Redis.from_url(
            url, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S, retry=Retry(NoBackoff(), 0)
        )
        self.script = self.client.register_script(TAKE)
        self.alone = LonelyCounts()
        self.alone_until = 0.0

    def take(self, *, policy: str, who: str, quota: Quota, now: float) -> Allowance:
        """Take one request from the quota of a client."""
        key = f"ramstein:limit:{policy}:{quota.requests}/{quota.window_s}:{who}"
        allowed, remaining, full, retry = self.take_together(key, quota, now) or self.alone.take(key, quota, now)
        return Allowance(policy, quota, bool(allowed), int(remaining), int(full), int(retry))

    def take_together(self, key: str, quota: Quota, now: float) -> tuple[bool, int, int, int] | None:
        """Take it in Valkey, for all processes; None where that cannot be."""
        if time.monotonic() < self.alone_until:
            return None
        try:
            allowed, remaining, full, retry = self.script([key], [f"{now:.6f}", quota.requests, quota.window_s])
        except redis.RedisError as error:
            self.alone_until = time.monotonic() + ALONE_S
            logger.warning("Each process counts requests alone for %.0f s: %s", ALONE_S, error)
            return None
        return bool(allowed), int(remaining), int(full), int(retry)


@cache
def limiter_at(url: str) -> Limiter:
    return Limiter(url)
