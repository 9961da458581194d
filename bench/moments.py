"""Moments of the past beside today: pages and API new and asked again, totals beside a bare aggregate, the writes.

MOMENTS=pages,totals,rebuild,publish chooses parts, LIMIT=20 is how many seconds an answer may take before it is given
up. Every answer is asked for a moment of its own, so that nothing kept for another question makes it quick.
"""

from __future__ import annotations

import gc
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from statistics import median

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.test import Client

from bench.loading import TODAY, fill
from bench.moment_sums import compare_totals
from bench.moment_writes import compare_rebuild, time_publishes
from bench.pages import GZIP, commonest, forget_pages, milliseconds
from pledges import ledger
from pledges.answers.page_answers import keep_ahead

Say = Callable[[str], object]
PARTS = "pages,totals,rebuild,publish"
ONE_MS, ONE_TIMES = 250.0, 3.0
EVERY_MS, EVERY_STARTER_MS, EVERY_TIMES = 400.0, 60.0, 1.2
"""Targets: a list or a page of one thing, new, and over today's new one; a page over all, new, also
of the starter data, and kept over kept."""


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of one address, today and at moments of the past: made anew, and asked again."""

    today: list[float] = field(default_factory=list)
    today_again: list[float] = field(default_factory=list)
    past: list[float] = field(default_factory=list)
    past_again: list[float] = field(default_factory=list)


def run_moments(*, size: int, runs: int, say: Say) -> int:
    """Fill the ledger and measure the parts that are chosen; return how many answers failed."""
    fill(size)
    parts = os.environ.get("MOMENTS", PARTS).split(",")
    failed = 0
    with limited_statements():
        if "pages" in parts:
            failed += compare_pages(every_ms=EVERY_MS if size else EVERY_STARTER_MS, runs=runs, say=say)
        if "totals" in parts:
            failed += compare_totals(pick_moments(runs, apart=900), say=say)
    if "rebuild" in parts:
        compare_rebuild(runs=min(runs, 3), say=say)
    if "publish" in parts:
        time_publishes(say=say)
    return failed


def limit_seconds() -> float:
    """Return how long an answer may take."""
    return float(os.environ.get("LIMIT", "20"))


@contextmanager
def limited_statements() -> Iterator[None]:
    """Let the database give up statements that take too long, without a word in the log."""
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = %s", [f"{limit_seconds()}s"])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET statement_timeout")


def pick_moments(count: int, *, apart: int) -> list[tuple[int, date]]:
    """Return moments as version and day: old ones on both clocks, old versions, old days; others for each `apart`.

    The days move on with the hour, because what an earlier run asked for may be kept.
    """
    moved = apart + int(time.time() / 600) % 200
    latest, found = ledger.latest_number(), []
    for number in range(count):
        back, turn = (latest - 2) * ((37 * number + 10) % 100) // 100, number % 3
        day = TODAY - timedelta(days=1 + moved if turn == 1 else 150 + 170 * number + moved)
        found.append((latest if turn == 2 else latest - 1 - back, day))
    return found


def clocks(moment: tuple[int, date]) -> str:
    version, day = moment
    return f"known_at=v{version}&valid_at={day}"


def answers_about_one() -> list[str]:
    """Return lists, and pages of one thing: of what most pledges name."""
    system, donor, meeting = commonest("system__slug"), commonest("pledge__lead"), commonest("meeting__slug")
    pledge = commonest("pledge__reference")
    return [
        "/api/v1/pledges/",
        f"/api/v1/pledges/?system={system}",
        f"/api/v1/pledges/?donor={donor}&status=delivered",
        f"/api/v1/pledges/?meeting={meeting}&order=-value",
        f"/api/v1/entries/?system={system}",
        f"/api/v1/pledges/{pledge}/",
        f"/pledges/?system={system}&status=delivered",
        f"/pledges/{pledge}/",
        f"/donors/{donor}/",
        f"/systems/{system}/",
        f"/meetings/{meeting}/",
    ]


def answers_about_all() -> list[str]:
    """Return what adds up everything."""
    pages = ["/", "/systems/", "/donors/", "/meetings/", "/gaps/"]
    return [*pages, *(f"/api/v1/{name}/" for name in ("summaries/systems", "summaries/donors", "gaps", "headroom"))]


def compare_pages(*, every_ms: float, runs: int, say: Say) -> int:
    """Ask for everything today and at moments of the past in turns; return how many answers failed."""
    settings.ALLOWED_HOSTS = ["*"]
    cache.clear()
    client = Client()
    keep_ahead(now=datetime.now(UTC))
    one, every = answers_about_one(), answers_about_all()
    say(f"\nmoments of the past, medians of {runs} (the slowest), milliseconds\n")
    say(f"targets: of one thing {ONE_MS:.0f} ms and {ONE_TIMES} x today's new; ")
    say(f"over all {every_ms:.0f} ms, asked again {EVERY_TIMES} x today's kept\n")
    failed = 0
    for place, path in enumerate((*one, *every)):
        apart = 2 * place
        times = ask_in_turns(client, path, [*pick_moments(1, apart=apart + 1), *pick_moments(runs, apart=apart)])
        if times is None:
            say(f"{path:<58}gave no answer, or none in {limit_seconds():.0f} s\n")
            failed += 1
            continue
        say(describe_times(path, times, every_ms=every_ms if path in every else None))
    return failed


def ask_in_turns(client: Client, path: str, moments: list[tuple[int, date]]) -> Times | None:
    """Return the times of an address after the first moment, which compiles what is compiled once."""
    times = Times()
    for number, moment in enumerate(moments):
        past = f"{path}{'&' if '?' in path else '?'}{clocks(moment)}"
        forget_pages()
        gc.collect()
        spent = [time_answer(client, one) for one in (path, path, past, past)]
        if None in spent:
            return None
        if number:
            for kind, took in zip((times.today, times.today_again, times.past, times.past_again), spent, strict=True):
                kind.append(took or 0.0)
    return times


def time_answer(client: Client, path: str) -> float | None:
    """Return the milliseconds of an answer; None where there is none, or none in time."""
    statuses: list[int] = []

    def ask() -> None:
        try:
            statuses.append(client.get(path, headers=GZIP).status_code)
        except DatabaseError:
            statuses.append(HTTPStatus.SERVICE_UNAVAILABLE)

    took = milliseconds(ask)
    return took if statuses == [HTTPStatus.OK] and took <= 1000 * limit_seconds() else None


def describe_times(path: str, times: Times, *, every_ms: float | None) -> str:
    """Return one line, with what misses its target."""
    today, again, past, past_again = map(median, (times.today, times.today_again, times.past, times.past_again))
    if every_ms:
        missed = {"new": past > every_ms, "kept": past_again > EVERY_TIMES * again}
    else:
        missed = {"new": past > ONE_MS, "times": past > ONE_TIMES * today}
    verdict = ", ".join(name for name, is_missed in missed.items() if is_missed)
    return (
        f"{path:<58}today {today:7.1f} again {again:6.1f}   past {past:8.1f} ({max(times.past):8.1f})"
        f" = {past / today:6.2f} x   again {past_again:8.1f} = {past_again / again:6.2f} x"
        f"   {'MISSED: ' + verdict if verdict else 'met'}\n"
    )
