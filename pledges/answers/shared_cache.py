"""What is made once and kept in the cache that all processes share; it may be emptied at any moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.core.cache import cache

from pledges.answers.answer_tags import digest_parts
from pledges.answers.as_of import AsOf

T = TypeVar("T")
DAY_S = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Shelf(Generic[T]):
    """Things of one sort, each under all that it depends on; None is never kept."""

    sort: str
    seconds: int

    def place_of(self, *parts: object) -> str:
        return f"{self.sort}:{digest_parts(*parts)}"

    def find(self, *parts: object) -> T | None:
        found: T | None = cache.get(self.place_of(*parts))
        return found

    def store(self, thing: T, *parts: object) -> None:
        cache.set(self.place_of(*parts), thing, self.seconds)

    def find_or_make(self, make: Callable[[], T], *parts: object) -> T:
        found = self.find(*parts)
        if found is None:
            found = make()
            if found is not None:
                self.store(found, *parts)
        return found


def cache_for_moment(as_of: AsOf, make: Callable[[], T], *parts: object) -> T:
    """Give what costs the whole ledger and never changes for this moment and these parts, or make it.

    The catalogue's names are a part, too. What was made while the moment was the current one is not taken for it later:
    a version may have come in between.
    """
    current = as_of.is_current, as_of.stored_at
    shelf: Shelf[T] = Shelf("lasting", 7 * DAY_S)
    return shelf.find_or_make(make, as_of.names, as_of.moment, as_of.known_at, current, parts)
