"""Times every kind of page on the server: made anew, kept, and of a past moment beside the statements it asks.

Each is asked for in this process, through the whole of Django, as an anonymous reader whose browser takes gzip. Keys
are the ones with the most pledges, so that no page is dearer. Charts are there already: workers draw those of the
current version when it is published, and those of a past moment are drawn once.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from http import HTTPStatus
from statistics import median

from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from redis import Redis

from pledges.answers.page_answers import keep_ahead
from pledges.models import PledgeState

Say = Callable[[str], object]
NEW_TARGET_MS, KEPT_TARGET_MS, PAST_TARGET = 60.0, 5.0, 1.5
QUERIES_TARGET, BYTES_TARGET = 15, 200_000
GZIP = {"accept-encoding": "gzip"}


@dataclass(frozen=True, slots=True)
class Page:
    """What one page cost: milliseconds, queries when it is made anew, and bytes on the wire."""

    new: float
    kept: float
    queries: int
    size: int


@dataclass(frozen=True, slots=True)
class Past:
    """What a page of a past moment cost beside its statements alone, both in milliseconds."""

    page: float
    bare: float


def pages(*, day: date, runs: int, say: Say) -> int:
    """Measure every kind of page of the ledger that is loaded and projected; return how many answered badly."""
    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    keep_ahead(now=datetime.now(UTC))
    failed = 0
    say(f"\npages on the server, medians of {runs} runs; a past moment is valid_at={day}\n")
    for path in paths():
        client.get(path, headers=GZIP)  # the first of each compiles its template
        gc.collect()
        gc.freeze()  # as the web server does
        if client.get(path, headers=GZIP).status_code != HTTPStatus.OK:
            say(f"{path:<34}does not answer\n")
            failed += 1
            continue
        say(line(path, measure_page(client, path, runs=runs), past(client, f"{path}?valid_at={day}", runs=runs)))
    return failed


def paths() -> list[str]:
    """Return the address of each kind of page, about what most pledges name."""
    return [
        "/",
        "/systems/",
        f"/systems/{commonest('system__slug')}/",
        "/donors/",
        f"/donors/{commonest('pledge__lead')}/",
        "/meetings/",
        f"/meetings/{commonest('meeting__slug')}/",
        "/coalitions/",
        f"/coalitions/{commonest('coalition__slug')}/",
        "/gaps/",
        "/pledges/",
        f"/pledges/{commonest('pledge__reference')}/",
        "/changes/",
        "/methodology/",
        "/glossary/",
        "/data/",
    ]


def commonest(key: str) -> str:
    """Return the value that most pledges have."""
    found = PledgeState.objects.exclude(**{key: None}).values_list(key).annotate(n=Count("pk")).order_by("-n", key)
    return str(found[0][0])


def forget_pages() -> None:
    """Delete the pages that are kept."""
    keep = Redis.from_url(settings.CACHES["default"]["LOCATION"])
    for key in keep.scan_iter("*:page:*", count=10_000):
        keep.delete(key)


def milliseconds(action: Callable[[], object]) -> float:
    """Run once and return the wall time."""
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def measure_page(client: Client, path: str, *, runs: int) -> Page:
    """Time a page made anew and kept, and count."""
    ask = partial(client.get, path, headers=GZIP)
    new, kept = [], []
    for _ in range(runs):
        forget_pages()
        new.append(milliseconds(ask))
        kept.append(milliseconds(ask))
    forget_pages()
    with CaptureQueriesContext(connection) as queries:
        answer = ask()
    return Page(median(new), median(kept), len(queries), len(answer.content))


def past(client: Client, path: str, *, runs: int) -> Past:
    """Time a page of a past moment, and the statements that it asks by themselves, in turn."""
    client.get(path, headers=GZIP)  # draws its charts
    with CaptureQueriesContext(connection) as queries:
        client.get(path, headers=GZIP)
    statements = [query["sql"] for query in queries]
    page, bare = [], []
    for _ in range(min(runs, 2)):
        page.append(milliseconds(partial(client.get, path, headers=GZIP)))
        bare.append(milliseconds(partial(execute_statements, statements)))
    return Past(median(page), median(bare))


def execute_statements(statements: list[str]) -> None:
    """Run statements and fetch what they find."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            if cursor.description:
                cursor.fetchall()


def line(path: str, page: Page, before: Past) -> str:
    """Return one line of the table, with what misses its target; a past page as quick as a new one may be meets it."""
    ratio = before.page / before.bare
    missed = {
        "new": page.new > NEW_TARGET_MS,
        "kept": page.kept > KEPT_TARGET_MS,
        "past": ratio > PAST_TARGET and before.page > NEW_TARGET_MS,
        "queries": page.queries >= QUERIES_TARGET,
        "bytes": page.size > BYTES_TARGET,
    }
    verdict = ", ".join(name for name, is_missed in missed.items() if is_missed)
    said = f"MISSED: {verdict}" if verdict else "met"
    return (
        f"{path:<34}new {page.new:7.1f} ms   kept {page.kept:5.1f} ms   {page.queries:>3} queries  {page.size:>7} bytes"
        f"   past {before.page:8.1f} of {before.bare:8.1f} ms = {ratio:5.2f} x   {said}\n"
    )
