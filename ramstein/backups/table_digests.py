"""The number of rows of every table, and a digest of what stands in them, whatever their order."""

from __future__ import annotations

from typing import Any

from django.db import connection

EPHEMERAL = ("django_session",)
"""Tables whose rows a backup leaves out: nobody should be logged in by restoring one."""

TABLES = """
SELECT relname FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND NOT relname = ANY(%s) ORDER BY relname
"""
# The text of a row must not depend on who asks.
SAME_TEXTS = """
SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres'; SET LOCAL timezone = 'UTC';
SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'
"""
# Two sums of 60 bits of each row's MD5: constant in memory, and equal for the same rows in any order.
DIGEST = """
SELECT count(*), to_hex((coalesce(sum(('x' || substr(digest, 1, 15))::bit(60)::bigint), 0) %% (2^62)::numeric)::bigint)
    || '-' || to_hex((coalesce(sum(('x' || substr(digest, 17, 15))::bit(60)::bigint), 0) %% (2^62)::numeric)::bigint)
FROM (SELECT md5(stored::text) AS digest FROM public.{table} AS stored) AS rows
"""


def digest_tables() -> dict[str, dict[str, Any]]:
    """Rows and digest by table, of the open transaction of the connection."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(SAME_TEXTS)
        cursor.execute(TABLES, [list(EPHEMERAL)])
        for (name,) in cursor.fetchall():
            cursor.execute(DIGEST.format(table=connection.ops.quote_name(name)), [])
            rows, digest = cursor.fetchone()
            found[name] = {"rows": rows, "digest": digest}
    return found


def compare_tables(stated: dict[str, dict[str, Any]], found: dict[str, dict[str, Any]]) -> list[str]:
    """What differs, one sentence for each table."""
    problems = []
    for name in sorted(stated.keys() | found.keys()):
        one, other = stated.get(name), found.get(name)
        if one is None or other is None:
            problems.append(f"{name}: only in the {'database' if one is None else 'backup'}")
        elif one["rows"] != other["rows"]:
            problems.append(f"{name}: {one['rows']} rows in the backup, {other['rows']} in the database")
        elif one != other:
            problems.append(f"{name}: {one['rows']} rows, but their contents differ")
    return problems
