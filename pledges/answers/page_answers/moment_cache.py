"""What pages ask of a moment and costs the whole ledger: it never changes, so it is computed once and kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache

from pledges.answers import AsOf

T = TypeVar("T")
KEPT_S = 7 * 24 * 3600


def cache_for_moment(as_of: AsOf, make: Callable[[], T], *parts: object) -> T:
    """Give what was made for this moment and these parts, or make it; the catalogue's names are a part, too.

    What was made while the moment was the current one is not taken for it later: a version may have come in between.
    """
    current = as_of.computed_at if as_of.is_current else None
    told_apart = repr((as_of.names, as_of.moment, as_of.known_at, current, parts))
    key = f"lasting:{hashlib.blake2b(told_apart.encode(), digest_size=15).hexdigest()}"
    found: T | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, KEPT_S)
    return found
