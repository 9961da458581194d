"""A cache that fails is a miss, whatever is asked of it, and nobody waits for it again and again."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.test import override_settings

from ramstein.cache import Outage, outage_of
from tests.valkey import OwnValkey

MISSES: dict[str, tuple[Callable[[BaseCache], Any], Any]] = {
    "get": (lambda cache: cache.get("a"), None),
    "get with a default": (lambda cache: cache.get("a", 7), 7),
    "get or set": (lambda cache: cache.get_or_set("a", lambda: 8), 8),
    "set": (lambda cache: cache.set("a", 2), None),
    "set to nothing": (lambda cache: cache.set("a", 2, 0), None),
    "add": (lambda cache: cache.add("a", 2), False),
    "touch": (lambda cache: cache.touch("a"), False),
    "delete": (lambda cache: cache.delete("a"), False),
    "has": (lambda cache: "a" in cache, False),
    "get many": (lambda cache: cache.get_many(["a", "b"]), {}),
    "set many": (lambda cache: cache.set_many({"a": 1, "b": 2}), []),
    "delete many": (lambda cache: cache.delete_many(["a", "b"]), None),
    "clear": (lambda cache: cache.clear(), False),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnValkey]:
    """A Valkey that stays the same for all tests of this file; each finds it running."""
    own = OwnValkey(tmp_path_factory.mktemp("valkey"))
    own.start()
    yield own
    own.stop()


@pytest.fixture
def cache(server: OwnValkey) -> Iterator[BaseCache]:
    """The cache of the site on a server of its own, with one value in it."""
    with override_settings(CACHES={"default": settings.CACHES["default"] | {"LOCATION": server.cache}}):
        outage(server).over_at = outage(server).said_until = 0.0
        caches["default"].set("a", 1)
        yield caches["default"]
        caches["default"].close()


@pytest.fixture
def stopped_cache(server: OwnValkey, cache: BaseCache) -> Iterator[BaseCache]:
    """The cache with its server stopped under it."""
    server.stop()
    yield cache
    server.start()


def outage(server: OwnValkey) -> Outage:
    return outage_of((server.cache,))


@pytest.mark.parametrize(("ask", "miss"), MISSES.values(), ids=MISSES)
def test_every_operation_is_a_miss_without_the_server(
    stopped_cache: BaseCache, server: OwnValkey, ask: Callable[[BaseCache], Any], miss: Any
) -> None:
    at_the_failure = ask(stopped_cache)
    left_alone = ask(stopped_cache)
    outage(server).over_at = 0.0
    once_more = ask(stopped_cache)

    assert [at_the_failure, left_alone, once_more] == [miss, miss, miss]


def test_counting_on_from_a_miss_is_refused_as_ever(stopped_cache: BaseCache) -> None:
    with pytest.raises(ValueError, match="not found"):
        stopped_cache.incr("a")


def test_the_log_hears_once_of_many_failures_and_the_server_is_asked_again_later(
    stopped_cache: BaseCache, server: OwnValkey, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            outage(server).over_at = 0.0
            assert [stopped_cache.get("a") for _ in range(50)] == [None] * 50
    assert [record.message.split(":")[0] for record in caplog.records] == [
        "The cache fails, so everything is made anew for now"
    ]


def test_a_server_that_came_back_is_used_again(server: OwnValkey, cache: BaseCache) -> None:
    server.stop()
    gone = cache.get("a")
    server.start()
    cache.set("a", 3)
    left_alone = cache.get("a")
    deadline = time.monotonic() + 30
    while not cache.add("b", 4) and time.monotonic() < deadline:
        time.sleep(0.05)

    assert [gone, left_alone, cache.get("a"), cache.get("b")] == [None, None, None, 4]


def test_a_restarted_server_is_no_failure(server: OwnValkey, cache: BaseCache) -> None:
    server.stop()
    server.start()
    cache.set("a", 5)

    assert cache.get("a") == 5
    assert not outage(server).lasts()


def test_a_server_that_answers_nothing_is_waited_for_once(server: OwnValkey, cache: BaseCache) -> None:
    server.freeze()
    try:
        first = cache.get("a")
        until = outage(server).over_at
        following = [cache.get("a") for _ in range(100)]
        waited_again = outage(server).over_at != until
    finally:
        server.thaw()

    assert (first, set(following), waited_again) == (None, {None}, False)
