"""Stores the plans of many rows at once: one statement a batch, where an ORM update would write a CASE per row."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.db import connection

from pledges.models import ChangeSetRow

BATCH = 2000
MANY = 500
"""So many new rows leave the statistics of their table behind."""
STORE = """
    UPDATE pledges_changesetrow AS r SET plan = given.plan
    FROM unnest(%s::bigint[], %s::jsonb[]) AS given (id, plan) WHERE r.id = given.id
"""


def store_plans(rows: Sequence[ChangeSetRow]) -> None:
    """Write the plan of every row to the database."""
    with connection.cursor() as cursor:
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            plans = [None if row.plan is None else json.dumps(row.plan) for row in batch]
            cursor.execute(STORE, [[row.pk for row in batch], plans])


def refresh_statistics() -> None:
    """Let the database know how many rows there are now, before it chooses how to join them."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE pledges_changesetrow")
