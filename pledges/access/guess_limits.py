"""Wrong attempts, one after another, make the next one wait: counted in Valkey for all processes together.

The first few cost nothing, as people mistype; then the wait doubles with every attempt up to a quarter of an hour. An
attempt is counted before it is looked at, so that many at once are not looked at for the price of one; the right one
takes the count back. Where Valkey cannot be reached, the database counts in its place.
"""

from __future__ import annotations

import hashlib
import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

import redis
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from redis.backoff import NoBackoff
from redis.retry import Retry

from pledges.models import AccountEvent, GuessCount
from pledges.values.choices import AccountEventKind

TIMEOUT_S = 0.25
LONGEST_WAIT_S = 900
FIRST_WAIT_S = 15
FORGOTTEN_AFTER_S = 86_400
KNOWN_FOR = timedelta(days=30)
"""An address from which an account signed in counts as its own for so long."""

TAKE = """
local now, longest, forgotten = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local function wait_after(count, free, first)
    if count < free then return 0 end
    return math.min(longest, first * 2 ^ (count - free))
end
local wait = 0
for place, key in ipairs(KEYS) do
    local free, first = tonumber(ARGV[2 + 2 * place]), tonumber(ARGV[3 + 2 * place])
    local count, last = tonumber(redis.call('HGET', key, 'n') or 0), tonumber(redis.call('HGET', key, 'at') or 0)
    wait = math.max(wait, last + wait_after(count, free, first) - now)
end
if wait > 0 then return {math.ceil(wait), 0} end
local most = 0
for place, key in ipairs(KEYS) do
    local free, first = tonumber(ARGV[2 + 2 * place]), tonumber(ARGV[3 + 2 * place])
    local count = redis.call('HINCRBY', key, 'n', 1)
    redis.call('HSET', key, 'at', ARGV[1])
    redis.call('EXPIRE', key, forgotten)
    most = math.max(most, wait_after(count, free, first))
end
return {0, math.ceil(most)}
"""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Counted:
    """What wrong attempts are counted under, and how many of them cost nothing."""

    kind: str
    who: str
    free: int
    first_wait_s: int = FIRST_WAIT_S

    @property
    def key(self) -> str:
        """Names and addresses that people typed stand nowhere as they are."""
        digest = hashlib.sha256(self.who.casefold().encode()).hexdigest()[:32]
        return f"{self.kind}:{digest}"


@dataclass(frozen=True, slots=True)
class Attempt:
    """Whether an attempt may be looked at (`wait_s` is 0), and how long the next one waits if this one is wrong."""

    wait_s: int
    next_wait_s: int = 0

    @property
    def may_go(self) -> bool:
        return self.wait_s == 0


def password_counts(*, username: str, address: str, now: datetime) -> list[Counted]:
    """A name from one address, a name from anywhere, and an address with whatever names.

    From where an account signed in lately, nobody elsewhere can keep it out.
    """
    found = [Counted("pair", f"{username}\0{address}", free=5), Counted("address", address, free=50, first_wait_s=5)]
    lately = AccountEvent.objects.filter(
        kind=AccountEventKind.SIGNED_IN, at__gte=now - KNOWN_FOR, actor_name=username, address=address
    )
    return found if lately.exists() else [*found, Counted("name", username, free=20)]


def code_counts(*, user_pk: int) -> list[Counted]:
    """Codes of a second factor: a million values, so few attempts."""
    return [Counted("code", str(user_pk), free=5)]


def take_attempt(counts: Sequence[Counted], *, now: datetime) -> Attempt:
    """Count an attempt, or say how long it has to wait; one that waits is not counted."""
    keys = [f"ramstein:guess:{one.key}" for one in counts]
    numbers = [number for one in counts for number in (one.free, one.first_wait_s)]
    try:
        arguments = [now.timestamp(), LONGEST_WAIT_S, FORGOTTEN_AFTER_S, *numbers]
        wait, following = script_at(settings.RATE_LIMIT_URL)(keys, arguments)
    except redis.RedisError as error:
        logger.warning("Wrong attempts are counted in the database: %s", error)
        return take_from_database(counts, now=now)
    return Attempt(int(wait), int(following))


def forget_attempts(counts: Sequence[Counted]) -> None:
    """The right one came: what was wrong before it no longer counts, but for the address, which gets this one back.

    Else whoever has an account would guess those of others for ever, between two sign-ins of their own.
    """
    try:
        client = script_at(settings.RATE_LIMIT_URL).registered_client
        for one in counts:
            key = f"ramstein:guess:{one.key}"
            client.hincrby(key, "n", -1) if one.kind == "address" else client.delete(key)
    except redis.RedisError:
        for one in counts:
            stored = GuessCount.objects.filter(key=one.key)
            stored.update(attempts=F("attempts") - 1) if one.kind == "address" else stored.delete()


@cache
def script_at(url: str) -> redis.commands.core.Script:
    client = redis.Redis.from_url(
        url, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S, retry=Retry(NoBackoff(), 0)
    )
    return client.register_script(TAKE)


def wait_after(attempts: int, one: Counted) -> float:
    if attempts < one.free:
        return 0
    return min(LONGEST_WAIT_S, one.first_wait_s * 2.0 ** (attempts - one.free))


@transaction.atomic
def take_from_database(counts: Sequence[Counted], *, now: datetime) -> Attempt:
    """The same count in a table; those who try the same at once wait for each other."""
    with connection.cursor() as cursor:
        for key in sorted(one.key for one in counts):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [key])
    GuessCount.objects.filter(last_at__lt=now - timedelta(seconds=FORGOTTEN_AFTER_S)).delete()
    stored = GuessCount.objects.in_bulk([one.key for one in counts])
    waits = [
        (stored[one.key].last_at - now).total_seconds() + wait_after(stored[one.key].attempts, one)
        for one in counts
        if one.key in stored
    ]
    wait = max([0.0, *waits])
    if wait > 0:
        return Attempt(math.ceil(wait))
    following = 0.0
    for one in counts:
        attempts = stored[one.key].attempts + 1 if one.key in stored else 1
        GuessCount.objects.update_or_create(key=one.key, defaults={"attempts": attempts, "last_at": now})
        following = max(following, wait_after(attempts, one))
    return Attempt(0, math.ceil(following))


def say_wait(seconds: int) -> str:
    """How long somebody waits, in words."""
    if seconds <= 90:
        return f"{seconds} seconds"
    return f"{math.ceil(seconds / 60)} minutes"
