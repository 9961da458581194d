"""Scores the picked pairs and keeps the candidates, with what was decided about them before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from pledges.intake.duplicates.candidate_blocks import picked_pairs
from pledges.intake.duplicates.gather_sides import drop_sides, gather_sides
from pledges.intake.duplicates.pair_sides import Side
from pledges.intake.duplicates.score_pairs import STRONG, WEAK, Score, at_most, score
from pledges.models import ChangeSet, DuplicateCandidate, UnitConversion
from pledges.values.choices import Origin, PlanAction
from pledges.values.estimates import Estimate

CANDIDATES_LOCK = 7_262_024
"""Key of the advisory lock that serialises the search for candidates."""

SHOWN = 5
"""How many weak candidates one statement keeps; strong ones are all kept."""

SIDES = """
    SELECT DISTINCT ON (sid) sid, key, label, donors, short_name, unit, counts, text, low, best, high, value,
        start_day, end_day, shared, urls, words, scheme, pledge_id, row_id, changeset_id, place, system_id
    FROM duplicate_side WHERE sid = ANY(%(wanted)s) ORDER BY sid
"""

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


def take_candidates_lock() -> None:
    """Wait for other searches, to the end of the transaction: two would delete each other's candidates crosswise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CANDIDATES_LOCK])


@transaction.atomic
def find_in_changeset(changeset: ChangeSet, *, today: date, rows: Collection[int] | None = None) -> None:
    """Find the candidates of every new pledge of a planned change set, and those that its rows are for later ones.

    With `rows` only their candidates are looked for anew. Rows of other open change sets that gained or lost a strong
    candidate are marked. The starter data are curated by hand, and an undo promises nothing: they have none.
    """
    take_candidates_lock()
    of_rows = Q(changeset=changeset) | Q(other_row__changeset=changeset)
    stale = DuplicateCandidate.objects.filter(of_rows if rows is None else Q(row__in=rows) | Q(other_row__in=rows))
    # Rows that lose their candidate are marked too, or they would wait for a decision about nothing.
    touched: set[tuple[int | None, int | None]] = {*stale.values_list("changeset_id", "row_id")}
    stale.delete()
    if changeset.origin not in (Origin.STARTER, Origin.UNDO):
        found = score_candidates(changeset.pk, today=today, rows=rows)
        keep(found, changeset=changeset.pk)
        touched |= {(one.changeset_id, one.row_id) for one in found}
    mark([row for owner, row in touched if row is not None and (owner != changeset.pk or rows is not None)])


@transaction.atomic
def find_in_history(*, today: date) -> None:
    """Compare all published promises with each other and keep the candidates; decisions stay."""
    take_candidates_lock()
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
    gather_sides(today=today, changeset=changeset, rows=None if rows is None else list(rows))
    pairs = picked_pairs(planned=changeset is not None)
    sides = load_sides({sid for pair in pairs for sid in pair if sid is not None}, changeset=changeset)
    drop_sides()
    convertible = set(UnitConversion.objects.values_list("system_id", "from_unit", "to_unit"))
    best: dict[tuple[str, str], DuplicateCandidate] = {}
    for one, other, partner in pairs:
        later, earlier = order_sides(sides[one], sides[other])
        partners = [sides[partner][0]] if partner is not None else []
        # Cheap first: the words of reasons are written only for pairs that can come out above the line.
        if at_most(later[0], earlier[0], partners=partners) < WEAK:
            continue
        # A conversion is stored one way round and holds both ways.
        ties = {
            (later[1].system_id, *units)
            for units in ((later[0].unit, earlier[0].unit), (earlier[0].unit, later[0].unit))
        }
        found = score(later[0], earlier[0], convertible=bool(ties & convertible), partners=partners)
        kept = best.get((later[0].key, earlier[0].key))
        if found.total >= WEAK and (kept is None or kept.score < found.total):
            best[later[0].key, earlier[0].key] = candidate(later, earlier, found)
    return limit_candidates(best.values())


def load_sides(wanted: Iterable[int], *, changeset: int | None) -> Sides:
    """The sides by number. A pledge that the change set itself brings up to date stands in its list too."""
    with connection.cursor() as cursor:
        cursor.execute(SIDES, {"wanted": list(wanted)})
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
    """What one line of the temporary table promises; `lists` are the lists it stands in, as they were read."""
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
    """All strong candidates and the likeliest weak ones of each statement."""
    kept = []
    weak: dict[str, int] = {}
    for one in sorted(candidates, key=lambda one: (-one.score, one.key, one.other_key)):
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
    for one in {candidate.changeset_id for candidate in candidates} | {changeset}:
        settle(one)


def settle(changeset: int | None) -> None:
    """Tie the candidates of a change set, or those of history, to the last decision about their pair."""
    with connection.cursor() as cursor:
        cursor.execute(SETTLE, {"changeset": changeset})


def undecided_candidates(changeset: ChangeSet | None = None) -> QuerySet[DuplicateCandidate]:
    """The candidates of a change set, or of history, that nobody decided, the likeliest first."""
    found = DuplicateCandidate.objects.filter(changeset=changeset, settled=False)
    loaded = found.select_related("row", "other_row", "pledge", "other_pledge", "decision")
    return loaded.order_by("-score", "key", "other_key")
