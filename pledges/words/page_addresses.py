"""Addresses of pages that keep the clocks: whoever looks at the past stays there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from pledges.answers.figure_addresses import FILTERS
from pledges.values.choices import Overdue

CLOCKS = ("valid_at", "known_at")
KEPT = 16_384
"""So many paths and queries are kept as they are written: a page has hundreds of links, and most come again."""


def clocks_of(request: HttpRequest | None) -> dict[str, str]:
    if request is None:
        return {}
    return {name: request.GET[name] for name in CLOCKS if request.GET.get(name)}


def with_query(path: str, query: Mapping[str, object]) -> str:
    filled = tuple(
        (name, tuple(map(str, value)) if isinstance(value, list | tuple) else str(value))
        for name, value in query.items()
        if value not in (None, "")
    )
    return f"{path}?{encode_query(filled)}" if filled else path


@lru_cache(maxsize=KEPT)
def encode_query(query: tuple[tuple[str, str | tuple[str, ...]], ...]) -> str:
    """Query parameters as an address writes them; a tuple is one value after the other."""
    return urlencode(query, doseq=True)


@lru_cache(maxsize=KEPT)
def path_of(prefix: str, name: str, args: tuple[str | int, ...]) -> str:
    return reverse(name, args=args)


BEHIND: dict[str, dict[str, object]] = {
    "promised": {},
    "fulfilled": {"status": ["delivered"]},
    "owed": dict(FILTERS["outstanding"]),
    **{name: dict(filters) for name, filters in FILTERS.items()},
    **{word: {"overdue": [word]} for word in Overdue.values},
}
"""The filters that show the pledges which a figure of this name is made of."""
