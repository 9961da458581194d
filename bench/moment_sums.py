"""Totals of a moment of the past beside a bare aggregate of the same columns, with as many parallel workers."""
# ruff: noqa: S608 - statements are assembled from constants of the code; every value is a parameter

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.pages import milliseconds
from pledges.values.stages import QUANTITY_FIGURES, VALUE_COLUMNS

Say = Callable[[str], object]
TOTALS_TIMES, TOTALS_MS = 1.3, 2000.0
SPANS, STATES = "pledges_pledgespan", "pledges_pledgestate"


@dataclass(frozen=True, slots=True)
class Case:
    """Groups of totals, and the columns of the rows that bare SQL groups by."""

    asked: str
    columns: str
    figures: tuple[str, ...]


CASES = (
    Case("group_by=system", "aid_type, system_id, unit", (*QUANTITY_FIGURES, *VALUE_COLUMNS)),
    Case("group_by=status", "status, aid_type, system_id, unit", (*QUANTITY_FIGURES, *VALUE_COLUMNS)),
    Case("group_by=meeting", "meeting_id, aid_type, system_id, unit", (*QUANTITY_FIGURES, *VALUE_COLUMNS)),
    Case("group_by=coalition&measure=value_eur", "coalition_id, aid_type", VALUE_COLUMNS),
)


def table_is_there(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [name])
        return bool(cursor.fetchone()[0])


def compare_totals(moments: Sequence[tuple[int, date]], *, say: Say) -> int:
    """Ask for totals and for the bare aggregate in turns; return how many answers failed."""
    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    rows = "spans" if table_is_there(SPANS) else "today's states, as there are no spans"
    say(f"\ntotals of {len(moments)} moments of the past, medians, beside a bare aggregate over {rows}\n")
    return sum(compare_case(client, case, moments, say=say) for case in CASES)


def compare_case(client: Client, case: Case, moments: Sequence[tuple[int, date]], *, say: Say) -> int:
    ours, bare, workers = [], [], 0
    for version, day in moments:
        path = f"/api/v1/totals/?{case.asked}&known_at=v{version}&valid_at={day}"
        statuses: list[int] = []
        with CaptureQueriesContext(connection) as queries:
            ours.append(milliseconds(lambda: statuses.append(client.get(path).status_code)))  # noqa: B023 - run at once
        if statuses != [200]:
            say(f"{'totals/?' + case.asked:<58}answered {statuses}\n")
            return 1
        workers = planned_workers(max((query["sql"] for query in queries), key=len))
        bare.append(milliseconds(lambda: run_bare(case, version, day, workers=workers)))  # noqa: B023 - run at once
    ratio = median(ours) / median(bare)
    met = ratio <= TOTALS_TIMES and median(ours) <= TOTALS_MS
    say(
        f"{'totals/?' + case.asked:<58}{median(ours):8.1f} of {median(bare):8.1f} ms, {workers} workers"
        f" = {ratio:5.2f} x   {'met' if met else 'MISSED'}\n"
    )
    return 0


def planned_workers(sql: str) -> int:
    """Return how many parallel workers the planner gives a statement at most."""
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) " + sql.replace("%", "%%"), [])
        plan = json.dumps(cursor.fetchone()[0])
    return max(map(int, re.findall(r'"Workers Planned": (\d+)', plan)), default=0)


def run_bare(case: Case, version: int, day: date, *, workers: int) -> None:
    """Add up the columns of the pledges that count at the moment, group by group, with so many parallel workers."""
    sums = [f"sum({name}_{end})" for name in case.figures for end in ("low", "best", "high")]
    counts = [f"count({name}_{end})" for name in case.figures for end in ("low", "best", "high")]
    source, condition = STATES, "counted"
    if table_is_there(SPANS):
        source = SPANS
        condition += " AND known_from <= %(version)s AND known_to > %(version)s"
        condition += " AND valid_from <= %(day)s AND valid_to > %(day)s"
    sql = f"SELECT {case.columns}, count(*), {', '.join(sums + counts)} FROM {source} WHERE {condition}"
    with connection.cursor() as cursor:
        cursor.execute("SHOW max_parallel_workers_per_gather")
        before = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('max_parallel_workers_per_gather', %s, false)", [str(workers)])
        cursor.execute(f"{sql} GROUP BY {case.columns}", {"version": version, "day": day})
        cursor.fetchall()
        cursor.execute("SELECT set_config('max_parallel_workers_per_gather', %s, false)", [before])
