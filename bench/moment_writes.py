"""What storing moments costs: the rebuild with the sizes of its tables, and publishing until it can be read."""
# ruff: noqa: S608 - statements are assembled from constants of the code; every value is a parameter

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median, quantiles

from django.db import connection

from bench.loading import TODAY
from bench.measure import Timing, common_pledge, discard, time_action
from bench.moment_sums import SPANS, STATES, table_is_there
from bench.publishing import approve_pledges, time_publish
from pledges.projections import rebuild

Say = Callable[[str], object]
SPANS_TARGET, ONE_TARGET_MS, MANY_TARGET_MS = 6.0, 250.0, 1000.0
ONE_BY_ONE, MANY, TIMES_MANY = 30, 500, 3


def compare_rebuild(*, runs: int, say: Say) -> None:
    """Time the rebuild of everything, and weigh the spans against the states of today."""
    timing = Timing([time_action(lambda: discard(rebuild(today=TODAY, now=datetime.now(UTC)))) for _ in range(runs)])
    say(f"\n{'full rebuild':<40}{timing.middle:8.2f} s ({min(timing.seconds):.2f} to {max(timing.seconds):.2f})\n")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # rows of earlier runs would be weighed along
    weights = {name: weigh(name) for name in (STATES, SPANS) if table_is_there(name)}
    for name, (rows, megabytes) in weights.items():
        say(f"{name:<40}{rows:>10,} rows {megabytes:8.1f} MB with indexes\n")
    if SPANS in weights:
        rows, megabytes = (
            of_spans / of_states for of_spans, of_states in zip(weights[SPANS], weights[STATES], strict=True)
        )
        verdict = "met" if megabytes <= SPANS_TARGET else "MISSED"
        say(f"{'spans over states':<40}{rows:8.2f} x rows, {megabytes:.2f} x MB  target {SPANS_TARGET} x: {verdict}\n")


def weigh(table: str) -> tuple[float, float]:
    """Return the rows of a table, and its megabytes with indexes."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT (SELECT count(*) FROM {table}), pg_total_relation_size(%s) / 1048576.0", [table])
        rows, megabytes = cursor.fetchone()
        return float(rows), float(megabytes)


def time_publishes(*, say: Say) -> None:
    """Publish pledges one by one, of the commonest system and donor, and many at once, and time until all is stored."""
    common = common_pledge()
    one = [1000 * time_publish(approve_pledges([common])) for _ in range(int(os.environ.get("PUBLISHES", ONE_BY_ONE)))]
    tail = quantiles(one, n=20, method="inclusive")[-1]
    verdict = "met" if tail <= ONE_TARGET_MS else "MISSED"
    spread = f"p50 {median(one):8.1f} ms  p95 {tail:8.1f} ms  of {len(one)}"
    say(f"{'publish of one pledge until stored':<40}{spread}  target {ONE_TARGET_MS:.0f} ms: {verdict}\n")
    many = [1000 * time_publish(approve_pledges(spread_pledges(MANY, turn))) for turn in range(TIMES_MANY)]
    verdict = "met" if median(many) <= MANY_TARGET_MS else "MISSED"
    spread = f"p50 {median(many):8.1f} ms  ({min(many):.1f} to {max(many):.1f})"
    say(f"{f'publish of {MANY} pledges until stored':<40}{spread}  target {MANY_TARGET_MS:.0f} ms: {verdict}\n")


def spread_pledges(count: int, turn: int) -> list[int]:
    """Return so many pledges from all over the ledger, others each turn."""
    sql = """
        SELECT pledge_id FROM pledges_pledgestate WHERE counted
        ORDER BY (pledge_id * 2654435761 + %s) %% 4294967296 LIMIT %s
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [turn * 1_000_000_007, count])
        return [pledge for (pledge,) in cursor.fetchall()]
