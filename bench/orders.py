"""Every order of pledges: the first page of the list, and a page deep in the walk, from the API as it answers today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from statistics import median
from typing import NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.test import Client

from bench.loading import fill
from bench.pages import milliseconds
from pledges.answers import PledgeFilters, current_as_of
from pledges.answers.keyset_pages import order_clause
from pledges.answers.pledge_orders import ORDERS
from pledges.answers.pledge_rows import pledge_list
from pledges.api.cursors import Cursor, walk_of

Say = Callable[[str], object]
TARGET_MS = 100.0
DEPTH = 0.8
"""Where in the walk the deep page starts."""

PATH = "/api/v1/pledges/"


class Spread(NamedTuple):
    """The middle and the least of some milliseconds; the least is what a busy machine disturbs least."""

    middle: float
    least: float

    def __str__(self) -> str:
        return f"{self.middle:8.1f} ({self.least:8.1f}) ms"


def run_orders(*, size: int, runs: int, say: Say) -> int:
    """Fill the ledger and measure every order; return how many answers failed."""
    fill(size)
    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.get(PATH)
    say(f"\norders of {size:,} pledges: a hundred at the start, and after {DEPTH:.0%}; medians of {runs} (the least)\n")
    failed = 0
    for order in ORDERS:
        first, deep = f"{PATH}?order={order}", deep_page(order)
        statuses = {client.get(path).status_code for path in (first, deep)}
        times = [
            (milliseconds(partial(client.get, first)), milliseconds(partial(client.get, deep))) for _ in range(runs)
        ]
        near, far = (Spread(median(column), min(column)) for column in zip(*times, strict=True))
        verdict = "" if max(near.middle, far.middle) <= TARGET_MS else f"   over {TARGET_MS:.0f} ms"
        least = "" if max(near.least, far.least) <= TARGET_MS else ", at its least too"
        say(f"{order:<20}first {near}   deep {far}{verdict}{least}\n")
        failed += statuses != {200}
    return failed


def deep_page(order: str) -> str:
    """Return the address of the page that follows most of the walk."""
    as_of = current_as_of(now=datetime.now(UTC))
    listing = pledge_list(as_of, PledgeFilters(), order=order)
    sql, params = listing.query(", ".join(f"({column})::text" for column, _ in listing.keys))
    offset = int(DEPTH * listing.count())
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} {order_clause(listing.keys)} OFFSET {offset} LIMIT 1", params)
        position = cursor.fetchone()
    cursor_word = Cursor(
        position=tuple(position),
        backwards=False,
        version=as_of.version,
        valid_at=as_of.valid_at,
        known_at=as_of.known_at,
        walk=walk_of(PATH, [("order", order)]),
    )
    return f"{PATH}?order={order}&cursor={quote(cursor_word.encode(now=datetime.now(UTC)))}"
