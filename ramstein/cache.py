"""The cache of pages, charts and figures: Django's own on Redis, with one client for all that a thread asks.

A cache that fails is a miss: what it would have given is made anew, and what it would have kept is made again later.
"""

from __future__ import annotations

import functools
import logging
import time
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

P = ParamSpec("P")
T = TypeVar("T")
MISSING: Any = object()

CONNECT_TIMEOUT_S = 0.25
ANSWER_TIMEOUT_S = 1.0
LEFT_ALONE_S = 2.0
"""After a failure nobody asks for so long: a page asks many times, and would wait for the time-out each time."""

SAID_EVERY_S = 60.0

logger = logging.getLogger(__name__)


class Outage:
    """Whether a cache failed a moment ago; one for all threads of a process."""

    def __init__(self) -> None:
        self.over_at = self.said_until = 0.0

    def lasts(self) -> bool:
        return time.monotonic() < self.over_at

    def begin(self, error: RedisError) -> None:
        """Leave the cache alone for a while; the log hears of it once a minute."""
        now = time.monotonic()
        self.over_at = now + LEFT_ALONE_S
        if now >= self.said_until:
            self.said_until = now + SAID_EVERY_S
            logger.warning("The cache fails, so everything is made anew for now: %s", error)


@functools.cache
def outage_of(servers: tuple[str, ...]) -> Outage:
    return Outage()


def pass_over_failures(ask: Callable[Concatenate[Any, P], T], *, miss: T) -> Callable[Concatenate[Any, P], T]:
    """An operation of a client that gives a miss where the server fails, or failed a moment ago."""

    @functools.wraps(ask)
    def operation(client: OneClient, *args: P.args, **kwargs: P.kwargs) -> T:
        if client.outage.lasts():
            return miss
        try:
            return ask(client, *args, **kwargs)
        except RedisError as error:
            client.outage.begin(error)
            return miss

    return operation


class OneClient(RedisCacheClient):
    """Keeps the client; Django makes one for each call, which takes longer than the call."""

    _kept: Redis | None = None

    def __init__(self, servers: list[str], **options: Any) -> None:
        super().__init__(servers, **options)
        self.outage = outage_of(tuple(servers))

    def get_client(self, key: Any = None, *, write: bool = False) -> Redis:
        if self._kept is None:
            self._kept = super().get_client(key, write=write)
        return self._kept

    add = pass_over_failures(RedisCacheClient.add, miss=False)
    set = pass_over_failures(RedisCacheClient.set, miss=None)
    touch = pass_over_failures(RedisCacheClient.touch, miss=False)
    delete = pass_over_failures(RedisCacheClient.delete, miss=False)
    has_key = pass_over_failures(RedisCacheClient.has_key, miss=False)
    get_many = pass_over_failures(RedisCacheClient.get_many, miss={})
    set_many = pass_over_failures(RedisCacheClient.set_many, miss=None)
    delete_many = pass_over_failures(RedisCacheClient.delete_many, miss=None)
    clear = pass_over_failures(RedisCacheClient.clear, miss=False)
    _get = pass_over_failures(RedisCacheClient.get, miss=MISSING)
    _incr = pass_over_failures(RedisCacheClient.incr, miss=MISSING)

    def get(self, key: Any, default: Any) -> Any:
        found = self._get(key, MISSING)
        return default if found is MISSING else found

    def incr(self, key: Any, delta: int) -> Any:
        """Count on.

        :raises ValueError: the key is not there, as Django has it.
        """
        found: Any = self._incr(key, delta)
        if found is MISSING:
            raise ValueError(f"Key {key!r} not found.")
        return found


class Cache(RedisCache):
    """The cache that the settings name. One short try: a cache that makes readers wait would be worse than none."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        once = {
            "socket_connect_timeout": CONNECT_TIMEOUT_S,
            "socket_timeout": ANSWER_TIMEOUT_S,
            "retry": Retry(NoBackoff(), 0),
        }
        super().__init__(server, {**params, "OPTIONS": once | params.get("OPTIONS", {})})
        self._class = OneClient
