"""Scores the picked pairs and keeps the candidates, with what was decided about them before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from pledges.intake.duplicates.candidate_blocks import picked_pairs, stored_sides
from pledges.intake.duplicates.pair_sides import Side
from pledges.intake.duplicates.score_pairs import STRONG, WEAK, Score, score
from pledges.intake.duplicates.store_sides import drop_fresh, find_fresh, put_aside, store_row_sides
from pledges.intake.row_storage import cut_in_batches, refresh_statistics
from pledges.models import ChangeSet, ChangeSetRow, DuplicateCandidate, Pledge, UnitConversion
from pledges.values.choices import Origin, PlanAction
from pledges.values.estimates import Estimate

AT_ONCE = 2_000
"""How many promises are compared at once: their neighbours are in memory together."""

SHOWN = 5
"""How many weak candidates one statement keeps; strong ones are all kept."""

LOADED = """
    SELECT DISTINCT ON (side.sid) side.sid, side.key,
        coalesce(pledge.reference, 'row ' || own.position || ' of change set ' || own.changeset_id),
        side.donors, system.short_name, side.unit, side.counts, side.text, side.low, side.best, side.high, side.value,
        side.start_day, side.end_day, side.shared, side.urls, side.words, side.scheme,
        side.pledge_id, side.row_id, side.changeset_id, coalesce(own.position, 0), side.system_id
    FROM {sides} AS side
    JOIN pledges_system AS system ON system.id = side.system_id
    LEFT JOIN pledges_pledge AS pledge ON pledge.id = side.pledge_id
    LEFT JOIN pledges_changesetrow AS own ON own.id = side.row_id
    WHERE side.sid = ANY(%(wanted)s) ORDER BY side.sid
"""

HOLD_ROWS = """
    SELECT id FROM pledges_changesetrow WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE SKIP LOCKED
"""
"""Whoever removes a row holds it, and the candidates of it are of no use."""

CLAIMED = """
    WITH rows AS (
        SELECT r.payload->>'external_reference' AS name, r.payload->>'supersedes' AS former,
            split_part(r.payload->>'external_reference', ':', 1) AS scheme,
            (coalesce(r.plan->'stated'->'fact', r.plan->'fact')->'target'->>'pledge_id')::bigint AS target
        FROM pledges_changesetrow AS r WHERE r.changeset_id = %(changeset)s AND r.payload ? 'external_reference'
    ),
    named AS (
        SELECT x.pledge_id, x.scheme, x.scheme || ':' || x.value AS name, version.changeset_id
        FROM pledges_externalreference AS x JOIN pledges_datasetversion AS version ON version.number = x.version_id
        WHERE x.pledge_id = ANY(%(pledges)s)
    )
    SELECT pledge_id, scheme, changeset_id FROM named
    UNION SELECT target, scheme, %(changeset)s FROM rows WHERE target = ANY(%(pledges)s)
    UNION SELECT pledge_id, rows.scheme, %(changeset)s FROM named JOIN rows ON rows.name = named.name
    UNION SELECT pledge_id, rows.scheme, %(changeset)s FROM named JOIN rows ON rows.former = named.name
"""
"""The lists that published pledges stand in, and the change sets that each was read in."""

SETTLE = """
    UPDATE pledges_duplicatecandidate AS c
    SET decision_id = d.id, settled = CASE
        WHEN d.outcome = 'different' THEN true
        WHEN d.outcome = 'left_open' THEN coalesce(d.changeset_id = c.changeset_id, false)
        WHEN c.other_row_id IS NOT NULL AND other_row.changeset_id <> c.changeset_id THEN false
        ELSE d.key = c.key OR d.outcome IN ('same', 'adds_to')
    END
    FROM pledges_duplicatecandidate AS own
    LEFT JOIN pledges_changesetrow AS other_row ON other_row.id = own.other_row_id
    CROSS JOIN LATERAL (
        SELECT * FROM pledges_duplicatedecision AS made
        WHERE least(made.key, made.other_key) = least(own.key, own.other_key)
            AND greatest(made.key, made.other_key) = greatest(own.key, own.other_key)
        ORDER BY made.id DESC LIMIT 1
    ) AS d
    WHERE own.id = c.id AND (c.changeset_id = %(changeset)s OR c.changeset_id IS NULL AND %(changeset)s::bigint IS NULL)
"""

MARK = """
    UPDATE pledges_changesetrow AS r SET plan = jsonb_set(r.plan, '{action}', to_jsonb(judged.action))
    FROM (
        SELECT id, plan->>'action' AS former, CASE WHEN EXISTS (
            SELECT FROM pledges_duplicatecandidate AS c WHERE c.row_id = own.id AND c.strong AND NOT c.settled
        ) THEN %(doubtful)s ELSE %(new)s END::text AS action
        FROM pledges_changesetrow AS own
        WHERE id = ANY(%(rows)s) AND plan->>'action' IN (%(doubtful)s, %(new)s)
        ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
    ) AS judged
    WHERE judged.id = r.id AND judged.action <> judged.former
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a side stands: a published pledge, or a row of an open change set."""

    pledge_id: int | None
    row_id: int | None
    changeset_id: int | None
    position: int
    system_id: int


Sides = dict[int, tuple[Side, Place]]


@transaction.atomic
def find_in_changeset(changeset: ChangeSet, *, today: date, rows: Collection[int] | None = None) -> None:
    """Find the candidates of every new pledge of a planned change set, and those that its rows are for later ones.

    With `rows` only their candidates are looked for anew. Rows of other open change sets that gained or lost a strong
    candidate are marked. The caller holds the change set; others that are held by somebody else are left alone, for
    they look for themselves, and what is published meanwhile is planned anew. The starter data are curated by hand, and
    an undo promises nothing: they have none.
    """
    own = Q(changeset=changeset) if rows is None else Q(changeset=changeset, row__in=rows)
    mine = Q(other_row__changeset=changeset) if rows is None else Q(other_row__in=rows)
    named = set(DuplicateCandidate.objects.filter(mine, changeset__isnull=False).values_list("changeset", flat=True))
    free = hold_free(named - {changeset.pk}) | {changeset.pk}
    stale = DuplicateCandidate.objects.filter(own | mine & Q(changeset__in=free))
    # Rows that lose their candidate are marked too, or they would wait for a decision about nothing.
    touched: set[tuple[int | None, int | None]] = {*stale.values_list("changeset_id", "row_id")}
    stale.delete()
    if changeset.origin not in (Origin.STARTER, Origin.UNDO):
        store_row_sides(changeset.pk, today=today, rows=rows)
        found = score_candidates(changeset.pk, today=today, rows=rows)
        free |= hold_free({one.changeset_id for one in found if one.changeset_id} - free)
        found = hold_rows([one for one in found if one.changeset_id in free])
        keep(found, changeset=changeset.pk)
        touched |= {(one.changeset_id, one.row_id) for one in found}
    mark([row for owner, row in touched if row is not None and (owner != changeset.pk or rows is not None)])


def hold_free(changesets: Collection[int]) -> set[int]:
    """Hold those of some change sets that nobody holds, to the end of the transaction, and return them."""
    if not changesets:
        return set()
    free = ChangeSet.objects.filter(pk__in=changesets).select_for_update(skip_locked=True, no_key=True)
    return set(free.values_list("pk", flat=True))


def hold_rows(found: list[DuplicateCandidate]) -> list[DuplicateCandidate]:
    """Hold the rows of candidates, so that nobody removes one before they are stored; without those that are gone."""
    rows = {row for one in found for row in (one.row_id, one.other_row_id) if row is not None}
    with connection.cursor() as cursor:
        cursor.execute(HOLD_ROWS, [list(rows)])
        held = {row for (row,) in cursor.fetchall()} | {None}
    return [one for one in found if one.row_id in held and one.other_row_id in held]


@transaction.atomic
def find_in_history(*, today: date) -> None:
    """Compare all published promises with each other and keep the candidates; decisions stay."""
    DuplicateCandidate.objects.filter(changeset=None).delete()
    keep(score_candidates(None, today=today), changeset=None)


def mark(rows: Sequence[int]) -> None:
    """Let the planned action of rows say whether a strong candidate waits for a decision.

    Rows that somebody else holds are left: their own plan is being made, and looks for itself.
    """
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(MARK, {"rows": list(rows), "new": PlanAction.CREATE, "doubtful": PlanAction.DUPLICATE})


def score_candidates(
    changeset: int | None, *, today: date, rows: Collection[int] | None = None
) -> list[DuplicateCandidate]:
    """The candidates of one change set, or of some of its rows, or of all history, the likeliest first."""
    compared = sorted(numbers_to_compare(changeset, rows))
    fresh = find_fresh(today=today)
    if fresh:
        put_aside(fresh, today=today, near=compared if changeset else None)
    convertible = set(UnitConversion.objects.values_list("system_id", "from_unit", "to_unit"))
    best: dict[tuple[str, str], DuplicateCandidate] = {}
    for own in cut_in_batches(compared, AT_ONCE):
        pairs = picked_pairs(own, changeset=changeset, rows=rows, fresh=fresh)
        wanted = {sid for pair in pairs for sid in pair if sid is not None}
        sides = load_sides(wanted, changeset=changeset, fresh=fresh)
        for one, other, partner in pairs:
            if one not in sides or other not in sides:
                # Published or taken out since the pair was picked.
                continue
            later, earlier = order_sides(sides[one], sides[other])
            partners = [sides[partner][0]] if partner is not None and partner in sides else []
            # A conversion is stored one way round and holds both ways.
            ties = {
                (later[1].system_id, *units)
                for units in ((later[0].unit, earlier[0].unit), (earlier[0].unit, later[0].unit))
            }
            found = score(later[0], earlier[0], convertible=bool(ties & convertible), partners=partners)
            kept = best.get((later[0].key, earlier[0].key))
            if found.total >= WEAK and (kept is None or kept.score < found.total):
                best[later[0].key, earlier[0].key] = candidate(later, earlier, found)
    if fresh:
        drop_fresh()
    return limit_candidates(best.values())


def numbers_to_compare(changeset: int | None, rows: Collection[int] | None) -> Collection[int]:
    """The numbers of the rows that are looked at, or of all published pledges."""
    if rows is not None:
        return rows
    of_changeset = ChangeSetRow.objects.filter(changeset=changeset, taken_out=False)
    return (of_changeset if changeset else Pledge.objects).values_list("pk", flat=True)


def load_sides(wanted: Collection[int], *, changeset: int | None, fresh: Collection[int]) -> Sides:
    """The sides by number. A pledge that the change set itself brings up to date stands in its list too."""
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        loaded = LOADED.format(sides=stored_sides(fresh=bool(fresh)))
        cursor.execute(loaded, {"wanted": list(wanted), "fresh": list(fresh)})
        rows = cursor.fetchall()
        pledges = [key for row in rows if (key := Place(*row[18:]).pledge_id) is not None]
        cursor.execute(CLAIMED, {"changeset": changeset, "pledges": pledges})
        lists: dict[int, set[tuple[str, int]]] = {}
        for pledge, scheme, document in cursor.fetchall():
            lists.setdefault(pledge, set()).add((scheme, document))
    sides = {}
    for row in rows:
        place = Place(*row[18:])
        own = {(row[17], place.changeset_id)} if row[17] and place.changeset_id is not None else set()
        sides[row[0]] = side_of(row, lists.get(place.pledge_id or 0, set()) | own), place
    return sides


def side_of(row: tuple[Any, ...], lists: set[tuple[str, int]]) -> Side:
    """What one loaded line promises; `lists` are the lists it stands in, as they were read."""
    _, key, label, donors, system, unit, counts, text, low, best, high, value, start, end = row[:14]
    shared, urls, words, scheme = row[14:18]
    return Side(
        key=key,
        label=label,
        donors=frozenset(donors),
        system=system,
        unit=unit,
        quantity=Estimate(text, low, best, high) if counts else None,
        value=value,
        start=start,
        end=end,
        shared=shared,
        urls=frozenset(urls),
        words=words,
        schemes=frozenset({one for one, _ in lists} | {scheme}) - {""},
        documents=frozenset(lists),
    )


def order_sides(one: tuple[Side, Place], other: tuple[Side, Place]) -> tuple[tuple[Side, Place], tuple[Side, Place]]:
    """The later statement first: a row after a pledge, a later change set, a lower row, a later day."""

    def rank(side: tuple[Side, Place]) -> tuple[Any, ...]:
        stated, place = side
        if place.pledge_id is not None:
            return (0, stated.start.toordinal(), place.pledge_id)
        return (1, place.changeset_id, place.position)

    later, earlier = sorted((one, other), key=rank, reverse=True)
    return later, earlier


def candidate(later: tuple[Side, Place], earlier: tuple[Side, Place], found: Score) -> DuplicateCandidate:
    (side, place), (other, other_place) = later, earlier
    return DuplicateCandidate(
        changeset_id=place.changeset_id,
        key=side.key,
        other_key=other.key,
        row_id=place.row_id,
        pledge_id=place.pledge_id,
        other_row_id=other_place.row_id,
        other_pledge_id=other_place.pledge_id,
        score=found.total,
        strong=found.total >= STRONG,
        reasons=list(found.reasons),
    )


def limit_candidates(candidates: Iterable[DuplicateCandidate]) -> list[DuplicateCandidate]:
    """All strong candidates and the likeliest weak ones of each statement, those with published pledges first."""
    kept = []
    weak: dict[str, int] = {}
    for one in sorted(candidates, key=lambda one: (one.other_pledge_id is None, -one.score, one.key, one.other_key)):
        weak[one.key] = weak.get(one.key, 0) + (not one.strong)
        if one.strong or weak[one.key] <= SHOWN:
            kept.append(one)
    return kept


def keep(candidates: list[DuplicateCandidate], *, changeset: int | None) -> None:
    """Store the candidates and tie them to the last decision about their pair.

    Rows of several open change sets may state the same under one name: of their pairs the likeliest is kept.
    """
    names = {(one.changeset_id, one.key, one.other_key): one for one in candidates}
    about = {"changeset__in": {one.changeset_id for one in candidates}, "key__in": {one.key for one in candidates}}
    held = [
        one for one in DuplicateCandidate.objects.filter(**about) if (one.changeset_id, one.key, one.other_key) in names
    ]
    for former in held:
        if names[former.changeset_id, former.key, former.other_key].score <= former.score:
            del names[former.changeset_id, former.key, former.other_key]
        else:
            former.delete()
    DuplicateCandidate.objects.bulk_create(names.values(), batch_size=2000)
    refresh_statistics(DuplicateCandidate, added=len(names))
    for one in {candidate.changeset_id for candidate in candidates} | {changeset}:
        settle(one)


def settle(changeset: int | None) -> None:
    """Tie the candidates of a change set, or those of history, to the last decision about their pair."""
    with connection.cursor() as cursor:
        cursor.execute(SETTLE, {"changeset": changeset})


def undecided_candidates(changeset: ChangeSet | None = None) -> QuerySet[DuplicateCandidate]:
    """The candidates of a change set, or of history, that nobody decided, those with published pledges first."""
    found = DuplicateCandidate.objects.filter(changeset=changeset, settled=False)
    loaded = found.select_related("row", "other_row", "pledge", "other_pledge", "decision")
    return loaded.likeliest_first()
