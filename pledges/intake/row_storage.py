"""Stores many rows at once, with their plans: by COPY or one statement a batch, where the ORM would build each row."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import orjson
from django.db import connection, models

from pledges.ledger import Json
from pledges.ledger.fact_kinds import hash_planned_facts
from pledges.models import ChangeSetRow

T = TypeVar("T")

BATCH = 2000
NOTHING = r"\N"
MANY = 500
"""So many new rows leave the statistics of their table behind."""
STORE = """
    UPDATE pledges_changesetrow AS r SET plan = given.plan, planned_hash = given.hash
    FROM unnest(%s::bigint[], %s::jsonb[], %s::text[]) AS given (id, plan, hash) WHERE r.id = given.id
"""
PAYLOADS = """
    UPDATE pledges_changesetrow AS r
    SET payload = given.payload, author_id = given.author, approved_by_id = NULL, approved_hash = ''
    FROM unnest(%s::bigint[], %s::jsonb[], %s::bigint[]) AS given (id, payload, author) WHERE r.id = given.id
"""
PLACES = """
    UPDATE pledges_changesetrow AS r SET position = given.place
    FROM unnest(%s::bigint[], %s::int[]) AS given (id, place) WHERE r.id = given.id
"""
ASIDE = 1_000_000_000
"""Far beyond every place, so that no two rows share one while they move."""

COPY = """
    COPY pledges_changesetrow (id, changeset_id, position, payload, author_id, plan, planned_hash, line) FROM STDIN
"""
KEYS = """
    SELECT nextval(pg_get_serial_sequence('pledges_changesetrow', 'id')) FROM generate_series(1, %s)
"""


@dataclass(slots=True)
class NewRow:
    """A row that is about to be stored: what COPY writes of it, without what a model brings along."""

    pk: int
    changeset_id: int
    position: int
    payload: Json
    author_id: int
    line: int | None
    plan: Json | None = None
    planned_hash: str = ""


def reserve_keys(count: int) -> list[int]:
    """Keys for so many new rows, growing."""
    with connection.cursor() as cursor:
        cursor.execute(KEYS, [count])
        return sorted(key for (key,) in cursor.fetchall())


def add_rows(rows: Sequence[ChangeSetRow | NewRow]) -> None:
    """Write new rows, which have their keys."""
    for row in rows:
        row.planned_hash = hash_planned_facts(row.plan)
    with connection.cursor() as cursor:
        # Django's cursor has no COPY; this is the one of psycopg2 below it.
        cursor.cursor.copy_expert(COPY, LinesFile(map(line_of, rows)))


class LinesFile:
    """Lines as a file that COPY reads, so that only a part of them is in memory at a time."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.lines = lines
        self.rest = b""

    def read(self, size: int) -> bytes:
        """Up to so many bytes, none at the end."""
        parts, length = [self.rest], len(self.rest)
        while length < size and (line := next(self.lines, None)) is not None:
            parts.append(line.encode())
            length += len(parts[-1])
        found = b"".join(parts)
        self.rest = found[size:]
        return found[:size]


def line_of(row: ChangeSetRow | NewRow) -> str:
    """A row as COPY reads it; JSON holds no line breaks or tabs, only backslashes that have to be doubled."""
    plan = NOTHING if row.plan is None else encode_json(row.plan).replace("\\", "\\\\")
    payload = encode_json(row.payload).replace("\\", "\\\\")
    line = NOTHING if row.line is None else row.line
    start = f"{row.pk}\t{row.changeset_id}\t{row.position}"
    return f"{start}\t{payload}\t{row.author_id}\t{plan}\t{row.planned_hash}\t{line}\n"


def encode_json(value: Any) -> str:
    """A JSON value as text; whole numbers beyond 64 bits take the slower way."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        return json.dumps(value)


def cut_in_batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The items in their order, so many at once."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def store_plans(rows: Sequence[ChangeSetRow]) -> None:
    """Write the plan of every row to the database, with the hash of its facts; other facts drop its approval."""
    for row in rows:
        row.planned_hash = hash_planned_facts(row.plan)
    with connection.cursor() as cursor:
        for batch in cut_in_batches(rows, BATCH):
            plans = [None if row.plan is None else encode_json(row.plan) for row in batch]
            hashes = [row.planned_hash for row in batch]
            cursor.execute(STORE, [[row.pk for row in batch], plans, hashes])


def store_payloads(rows: Sequence[ChangeSetRow]) -> None:
    """Write what edited rows say and who wrote it; nobody has approved that yet."""
    with connection.cursor() as cursor:
        for batch in cut_in_batches(rows, BATCH):
            payloads = [encode_json(row.payload) for row in batch]
            cursor.execute(PAYLOADS, [[row.pk for row in batch], payloads, [row.author_id for row in batch]])


def store_places(rows: Sequence[ChangeSetRow]) -> None:
    """Write the places of rows that move; all of them first step aside, since a place is unique at every moment."""
    keys = [row.pk for row in rows]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pledges_changesetrow SET position = position + %s WHERE id = ANY(%s)", [ASIDE, keys])
        cursor.execute(PLACES, [keys, [row.position for row in rows]])


def refresh_statistics(model: type[models.Model], *, added: int) -> None:
    """Let the database know of many new rows of a table, before it chooses how to join them."""
    if added >= MANY:
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {model._meta.db_table}")
