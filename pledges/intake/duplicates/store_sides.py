"""Stores what promises are compared by: of rows with their plans, of published pledges after their version."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db import connection, transaction

from pledges.intake.duplicates.gather_sides import (
    DIGEST,
    PLANNED,
    PROMISES,
    PUBLISHED,
    lines_params,
    lines_query,
    related_systems,
)
from pledges.intake.row_storage import refresh_statistics
from pledges.ledger import latest_number
from pledges.models import DuplicateSide, DuplicateSideState
from pledges.projections.pledge_spans import touched_query

COLUMNS = ", ".join(str(field.column) for field in DuplicateSide._meta.concrete_fields if not field.primary_key)
SIDES, FRESH = DuplicateSide._meta.db_table, "fresh_side"

KEEPING_LOCK = 7_262_025
"""Key of the advisory lock of who stores the sides of published pledges: one at a time, and nobody waits."""

FORGET_ROWS = f"""
    DELETE FROM {SIDES} AS side USING pledges_changesetrow AS own
    WHERE own.id = side.row_id AND own.changeset_id = %(changeset)s
        AND (%(rows)s::bigint[] IS NULL OR own.id = ANY(%(rows)s))
        AND NOT EXISTS (SELECT {PROMISES} AND r.id = own.id AND side.digest = {DIGEST})
"""  # noqa: S608 - assembled from constants of the code; every value is a parameter

STANDS = f"""
    UPDATE {SIDES} AS side SET stands = now.stands
    FROM (
        SELECT r.id, coalesce(r.plan->'fact'->>'kind' = 'pledge' AND r.plan->'fact'->'target' = 'null'
            AND NOT r.plan->'fact'->'links' ? 'restates', false) AS stands
        FROM pledges_changesetrow AS r WHERE r.id = ANY(%(rows)s)
    ) AS now
    WHERE side.row_id = now.id AND side.stands <> now.stands
"""  # noqa: S608 - assembled from constants of the code; every value is a parameter

TOUCHED = f"""
    SELECT pledge_id FROM ({touched_query("{0} > %(stored)s")}) AS touched
    UNION SELECT pledge_id FROM pledges_terms WHERE effective_start > %(since)s AND effective_start <= %(valid_at)s
"""  # noqa: S608 - assembled from constants of the code; every value is a parameter

CREATE_FRESH = f"CREATE TEMPORARY TABLE {FRESH} ON COMMIT DROP AS SELECT {COLUMNS} FROM {SIDES} WITH NO DATA"  # noqa: S608 - names of tables

NEAR = f"""
    SELECT p.id FROM pledges_pledge AS p
    JOIN unnest(%(systems)s::bigint[], %(families)s::bigint[]) AS of(system_id, family) ON of.system_id = p.system_id
    WHERE p.id = ANY(%(pledges)s) AND EXISTS (
        SELECT FROM pledges_terms AS t JOIN pledges_termsparty AS tp ON tp.terms_id = t.id
        JOIN {SIDES} AS side ON side.donor_id = tp.donor_id AND side.family = of.family
        WHERE t.pledge_id = p.id AND side.row_id = ANY(%(near)s)
    )
"""  # noqa: S608 - assembled from constants of the code; every value is a parameter

MOVED_FAMILIES = f"""
    UPDATE {SIDES} AS side SET family = of.family
    FROM unnest(%(systems)s::bigint[], %(families)s::bigint[]) AS of(system_id, family)
    WHERE side.system_id = of.system_id AND side.family <> of.family
"""  # noqa: S608 - assembled from constants of the code; every value is a parameter


def store_row_sides(changeset: int, *, today: date, rows: Collection[int] | None = None) -> None:
    """Store the sides of the rows of a planned change set, or of some of them; those of unchanged ones stay."""
    params = {**lines_params(today=today), "changeset": changeset, "rows": None if rows is None else list(rows)}
    with connection.cursor() as cursor:
        cursor.execute(FORGET_ROWS, params)
        cursor.execute(f"INSERT INTO {SIDES} ({COLUMNS}) {lines_query(PLANNED)}", params)
        refresh_statistics(DuplicateSide, added=cursor.rowcount)


def store_standing(rows: Sequence[int]) -> None:
    """Keep whether rows still are promises of their own, now that decisions are carried out."""
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(STANDS, {"rows": list(rows)})


def sides_are_behind(*, today: date) -> bool:
    """Whether a version was published, or a day began, since the sides of published pledges were stored."""
    return not DuplicateSideState.objects.filter(version=latest_number(), day__gte=today).exists()


def find_fresh(*, today: date) -> list[int]:
    """The published pledges whose sides are not stored as they are now: usually none."""
    if not sides_are_behind(today=today):
        return []
    stored = DuplicateSideState.objects.first() or DuplicateSideState(version=0, day=date.min)
    with connection.cursor() as cursor:
        cursor.execute(TOUCHED, {"stored": stored.version, "since": stored.day, "valid_at": today})
        return [pledge for (pledge,) in cursor.fetchall()]


def put_aside(fresh: Sequence[int], *, today: date, near: Collection[int] | None) -> None:
    """Put the sides of fresh pledges aside; of those `near` rows, what has donor and family in common with one."""
    params = lines_params(today=today) | {"pledges": list(fresh)}
    with connection.cursor() as cursor:
        if near is not None:
            cursor.execute(NEAR, params | {"near": list(near)})
            params["pledges"] = [pledge for (pledge,) in cursor.fetchall()]
        cursor.execute(CREATE_FRESH)
        cursor.execute(f"INSERT INTO {FRESH} ({COLUMNS}) {lines_query(PUBLISHED)}", params)
        cursor.execute(f"CREATE INDEX ON {FRESH} (donor_id, family, start_day, sid)")
        cursor.execute(f"ANALYZE {FRESH}")


def drop_fresh() -> None:
    """Forget what was put aside, so that the next plan of the same transaction can gather anew."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {FRESH}")


@transaction.atomic
def store_published_sides(*, today: date) -> int:
    """Store the sides of all published pledges that were touched since, and return how many these were.

    Whoever comes while another does it leaves at once.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [KEEPING_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        version = latest_number()
        pledges = find_fresh(today=today)
        if pledges:
            cursor.execute(f"DELETE FROM {SIDES} WHERE sid = ANY(%s)", [pledges])  # noqa: S608 - a name of the code
            params = lines_params(today=today) | {"pledges": pledges}
            cursor.execute(f"INSERT INTO {SIDES} ({COLUMNS}) {lines_query(PUBLISHED)}", params)
            refresh_statistics(DuplicateSide, added=cursor.rowcount)
        families = related_systems()
        cursor.execute(MOVED_FAMILIES, {"systems": list(families), "families": list(families.values())})
    DuplicateSideState.objects.update_or_create(pk=1, defaults={"version": version, "day": today})
    return len(pledges)
