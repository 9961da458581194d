"""Views under which the catalogue reads as it was in an older version: one for each of its tables, of the same name.

They stand in a schema of their own. A transaction that puts this schema first on its search path, and says which
version it means, reads the names of that version by every query, whoever wrote it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

SCHEMA = "past"
ASKED = "current_setting('ramstein.catalogue')::bigint"

VIEW = """
    CREATE VIEW {schema}.{table} AS
    SELECT live.* FROM {home}.{table} AS live
    WHERE NOT EXISTS (
        SELECT FROM {home}.meetings_supersededrow AS was
        WHERE was.relation = '{table}' AND was.key = live.id AND was.until > {asked}
    )
    UNION ALL
    SELECT said.* FROM {home}.meetings_supersededrow AS was
    CROSS JOIN LATERAL jsonb_populate_record(NULL::{home}.{table}, {defaults}::jsonb || was.row) AS said
    WHERE was.relation = '{table}' AND was.since <= {asked} AND was.until > {asked} AND was.row IS NOT NULL
"""
"""What was not changed since stands in the table itself; a column that came later has its default."""

PIN = f"""
    SELECT set_config('search_path', '{SCHEMA}, ' || current_setting('search_path'), true),
        set_config('ramstein.catalogue', %s, true), '{SCHEMA}.meetings_donor'::regclass
"""
"""Fails where the views are missing, as they are while the database is migrated: names of today would be wrong."""


def catalogue_tables() -> dict[str, type[models.Model]]:
    """Every table of which older rows are kept, with its model."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        kept = any(trigger.name == "catalogue_history" for trigger in getattr(model._meta, "triggers", ()))
        if kept:
            found[model._meta.db_table] = model
    return dict(sorted(found.items()))


def create_past_views(**_signal: Any) -> None:
    """Make the views anew, unless they are as they should be already."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_schema(), to_regclass('pledges_user') IS NOT NULL")
        home, migrated = cursor.fetchone()
        if not migrated:
            return
        statements = [
            VIEW.format(schema=SCHEMA, home=home, table=table, asked=ASKED, defaults=defaults_of(model))
            for table, model in catalogue_tables().items()
        ]
        mark = hashlib.sha256("".join(statements).encode()).hexdigest()
        cursor.execute("SELECT obj_description(to_regnamespace(%s), 'pg_namespace')", [SCHEMA])
        if cursor.fetchone()[0] != mark:
            drop_views(cursor)
            run_statements(cursor, [f"CREATE SCHEMA {SCHEMA}", *statements, f"COMMENT ON SCHEMA {SCHEMA} IS '{mark}'"])


def drop_past_views(plan: Sequence[object] = (), **_signal: Any) -> None:
    """Drop the views before migrations run: no column that a view reads can be altered."""
    if plan:
        with connection.cursor() as cursor:
            drop_views(cursor)


def drop_views(cursor: Any) -> None:
    cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")


def run_statements(cursor: Any, statements: Sequence[str]) -> None:
    for statement in statements:
        cursor.execute(statement)


def defaults_of(model: type[models.Model]) -> str:
    """What the columns of a table hold unless something is said, as an SQL literal."""
    made = {field for field in model._meta.concrete_fields if field.has_default() and callable(field.default)}
    fields = [field for field in model._meta.concrete_fields if not field.primary_key and field not in made]
    values = {field.column: field.get_default() for field in fields if field.get_default() is not None}
    return "'" + json.dumps(values, cls=DjangoJSONEncoder).replace("'", "''") + "'"


@contextmanager
def names_of_version(catalogue: int) -> Iterator[None]:
    """Let every query inside read the catalogue as it was in a version.

    What is inside only reads: it is a savepoint that is rolled back, and the names are those of today again.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(PIN, [str(catalogue)])
        yield
        transaction.set_rollback(True)
