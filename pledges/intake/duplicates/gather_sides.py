"""What is compared, as SQL: published promises as they stand, and rows of open change sets as they state theirs."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz

from pledges.intake.duplicates.score_pairs import ADDING, CUE, RESTATING
from pledges.intake.importers.registry import TRACKER_SCHEMES
from pledges.intake.name_loading import Stamp, catalogue_stamp
from pledges.models import System
from pledges.models.duplicate_sides import ROW_NUMBERS
from pledges.projections.fact_conditions import VOIDED, not_in_voided
from pledges.projections.pledge_states import ask_pledges, live_terms
from pledges.values.choices import Kind, PartyRole, Stage
from pledges.values.stages import COUNTED_STAGES, sql_words

SIMILAR_NAME = 85
"""From which likeness (0 to 100, by rapidfuzz) two names within one capability count as related systems."""

COMPARED_ROLES = (PartyRole.FUNDER, PartyRole.STOCK_OWNER, PartyRole.LEAD, PartyRole.TRAINER)
"""Sharing a supplier says nothing: half of all promises buy from the same one."""

EARLIEST = f"ARRAY[{sql_words((*COUNTED_STAGES, Stage.SIGNALLED))}]"

PUBLISHED = f"""
    WITH {ask_pledges("p.id = ANY(%(pledges)s)")}, {VOIDED}, {live_terms()},
    stages AS (
        SELECT e.pledge_id, e.stage, min(e.occurred_start) AS start_day, max(e.occurred_end) AS end_day,
            CASE WHEN count(*) = 1 THEN min(e.quantity_text) ELSE '' END AS text,
            sum(e.quantity_low) AS low,
            CASE WHEN count(*) = count(e.quantity_best) THEN sum(e.quantity_best) END AS best,
            CASE WHEN count(*) = count(e.quantity_high) THEN sum(e.quantity_high) END AS high,
            CASE WHEN count(*) = count(e.value_eur_best) THEN sum(e.value_eur_best) END AS value,
            array_agg(source.url) FILTER (WHERE source.url <> '') AS urls,
            string_agg(e.quote || ' ' || e.note, ' ') AS words
        FROM pledges_entry AS e JOIN meetings_source AS source ON source.id = e.source_id
        WHERE e.pledge_id = ANY(%(pledges)s) AND e.stage <> 'withdrawn'
            AND {not_in_voided("e.id", "entry_id")}
        GROUP BY e.pledge_id, e.stage
    ),
    promises AS (
        SELECT DISTINCT ON (pledge_id) * FROM stages ORDER BY pledge_id, array_position({EARLIEST}, stage::text)
    )
    SELECT coalesce(
            (SELECT coalesce(x.scheme || ':' || x.value, r.plan->>'subject')
             FROM pledges_terms AS first JOIN pledges_changesetrow AS r ON r.id = first.row_id
             LEFT JOIN pledges_externalreference AS x ON x.row_id = r.id
             WHERE first.pledge_id = p.id AND first.version_id = p.version_id ORDER BY first.position LIMIT 1),
            'pledge:' || p.reference
        ) AS key,
        p.id AS pledge_id, NULL::bigint AS row_id, NULL::bigint AS changeset_id, p.system_id, p.unit,
        promises.text, promises.low, promises.best, promises.high, promises.value, promises.start_day, promises.end_day,
        coalesce(promises.urls, '{{}}') AS urls, promises.words, t.id AS terms_id, NULL::jsonb AS parties,
        array_remove(ARRAY[t.adds_id, t.compensates_id], NULL) AS links, '{{}}'::text[] AS link_names,
        '' AS digest
    FROM promises
    JOIN pledges_pledge AS p ON p.id = promises.pledge_id
    JOIN live_terms AS t ON t.pledge_id = promises.pledge_id
    WHERE t.restates_id IS NULL
"""  # noqa: S608 - assembled from constants of the code; every value is a parameter

DIGEST = """
    (r.plan->>'subject') || ' '
        || coalesce(md5((r.plan->'stated'->'fact')::text), nullif(r.planned_hash, ''), md5((r.plan->'fact')::text))
"""
"""Of which facts the side of a row is made."""

PROMISES = """
    FROM pledges_changesetrow AS r
    CROSS JOIN LATERAL (SELECT coalesce(r.plan->'stated'->'fact', r.plan->'fact') AS fact OFFSET 0) AS f
    WHERE r.changeset_id = %(changeset)s AND (%(rows)s::bigint[] IS NULL OR r.id = ANY(%(rows)s))
        AND r.plan->>'subject' IS NOT NULL AND f.fact->>'kind' = 'pledge' AND f.fact->'target' = 'null'
        AND NOT f.fact->'links' ? 'restates'
"""
"""The rows of a change set that state promises, as they state them themselves, whatever was decided about them."""

WITH_SIDES = """
    SELECT own.row_id FROM pledges_changesetrow AS stored JOIN pledges_duplicateside AS own ON own.row_id = stored.id
    WHERE stored.changeset_id = %(changeset)s AND (%(rows)s::bigint[] IS NULL OR stored.id = ANY(%(rows)s))
"""
"""The rows of which sides are stored, read once before any is added: looked up row by row, each look goes through all
that the same statement has added."""

PLANNED = f"""
    SELECT r.plan->>'subject' AS key, NULL::bigint AS pledge_id, r.id AS row_id, r.changeset_id,
        (f.fact->'columns'->>'system_id')::bigint AS system_id, f.fact->'columns'->>'unit' AS unit,
        entry.quantity_text AS text,
        entry.quantity_low AS low, entry.quantity_best AS best, entry.quantity_high AS high,
        entry.value_eur_best AS value, entry.occurred_start AS start_day, entry.occurred_end AS end_day,
        array_remove(ARRAY[NULLIF(f.fact->'source'->>'url', '')], NULL) AS urls,
        concat_ws(' ', f.fact->'cited'->>'quote', f.fact->'cited'->>'note') AS words,
        NULL::bigint AS terms_id, f.fact->'parties' AS parties,
        array_remove(ARRAY[
            (f.fact->'links'->'adds'->>'pledge_id')::bigint, (f.fact->'links'->'compensates'->>'pledge_id')::bigint
        ], NULL) AS links,
        array_remove(ARRAY[
            f.fact->'links'->'adds'->>'external', f.fact->'links'->'compensates'->>'external'
        ], NULL) AS link_names,
        {DIGEST} AS digest
    FROM (
        SELECT r.*, f.fact {PROMISES} AND r.id NOT IN ({WITH_SIDES})
    ) AS r
    CROSS JOIN LATERAL (SELECT r.fact) AS f
    CROSS JOIN LATERAL jsonb_to_record(f.fact->'entry') AS entry(
        quantity_text text, quantity_low numeric, quantity_best numeric, quantity_high numeric, value_eur_best numeric,
        occurred_start date, occurred_end date
    )
"""  # noqa: S608 - assembled from constants of the code; every value is a parameter

LINES = """
    WITH sides AS MATERIALIZED ({sides}),
    numbered AS (
        SELECT side.*, who.donors, who.donor_ids, who.shared, of.family,
            system.kind <> %(money)s AND side.unit <> 'lot' AS counts
        FROM sides AS side
        JOIN pledges_system AS system ON system.id = side.system_id
        JOIN unnest(%(systems)s::bigint[], %(families)s::bigint[]) AS of(system_id, family)
            ON of.system_id = side.system_id
        CROSS JOIN LATERAL (
            SELECT array_agg(DISTINCT donor.code ORDER BY donor.code) AS donors,
                array_agg(DISTINCT donor.id) AS donor_ids,
                count(DISTINCT donor.id) > 1 OR bool_or(party.share < 1) IS TRUE AS shared
            FROM (
                SELECT tp.donor_id, tp.role, tp.share FROM pledges_termsparty AS tp WHERE tp.terms_id = side.terms_id
                UNION ALL
                SELECT listed.donor_id, listed.role, listed.share
                FROM jsonb_to_recordset(side.parties) AS listed(donor_id bigint, role text, share numeric)
            ) AS party
            JOIN meetings_donor AS donor ON donor.id = party.donor_id AND donor.kind <> 'unnamed'
            WHERE party.role = ANY(%(roles)s)
        ) AS who
    )
    SELECT coalesce(pledge_id, row_id + {row_numbers}) AS sid, pledge_id, row_id, changeset_id, donor.id AS donor_id,
        system_id, family, key,
        CASE WHEN key ^@ ANY(%(trackers)s) THEN regexp_replace(key, '/[0-9]+$', '') ELSE key END AS list_key,
        CASE WHEN split_part(key, ':', 1) IN ('content', 'pledge') THEN '' ELSE split_part(key, ':', 1) END AS scheme,
        donors, shared, unit, counts, text, low, best, high, value, start_day, end_day, urls, words,
        CASE WHEN words ~* %(restating)s THEN {cue} ELSE 0 END
            + CASE WHEN words ~* %(adding)s THEN {cue} ELSE 0 END AS cue,
        links, link_names, CASE WHEN counts AND low = high THEN low END AS exact,
        CASE WHEN value > 0 THEN floor(ln(value) / ln(1.02)) END AS step, urls[1] AS url, true AS stands, digest
    FROM numbered CROSS JOIN LATERAL unnest(donor_ids) AS donor(id)
"""


def lines_query(sides: str) -> str:
    """The query of the lines of `duplicate_side` from promises: one for each donor of each."""
    return LINES.format(sides=sides, row_numbers=ROW_NUMBERS, cue=CUE)


def lines_params(*, today: date) -> dict[str, Any]:
    """The parameters of `lines_query` that are the same for all promises; those of what is asked are added.

    Promises that restate another one are left out: the other one is there. So are donors that the source does not name.
    """
    families = related_systems()
    return {
        "known": 2**31 - 1,
        "valid_at": today,
        "roles": [role.value for role in COMPARED_ROLES],
        "money": Kind.MONEY.value,
        "trackers": list(TRACKER_SCHEMES),
        "systems": list(families),
        "families": list(families.values()),
        # Both languages of patterns know the same words, but for the end of one.
        "restating": RESTATING.pattern.replace(r"\b", r"\y"),
        "adding": ADDING.pattern.replace(r"\b", r"\y"),
    }


def related_systems() -> dict[int, int]:
    """The family of every system, for as long as the catalogue stays as it is."""
    stamp = catalogue_stamp()
    return load_families() if stamp is None else families_at(stamp)


@lru_cache(maxsize=2)
def families_at(stamp: Stamp) -> dict[int, int]:
    """The families as of a stamp of the catalogue; they are shared, and never changed."""
    return load_families()


def load_families() -> dict[int, int]:
    """The family of every system: munitions belong to their system, similar names of one capability together."""
    systems = list(System.objects.order_by("pk").values("pk", "short_name", "capability", "munition_of_id"))
    family = {one["pk"]: one["pk"] for one in systems}

    def join(one: int, other: int) -> None:
        kept, left = sorted((family[one], family[other]))
        family.update({key: kept for key, value in family.items() if value == left})

    for position, one in enumerate(systems):
        if one["munition_of_id"]:
            join(one["pk"], one["munition_of_id"])
        for other in systems[:position]:
            alike = one["capability"] == other["capability"] and family[one["pk"]] != family[other["pk"]]
            if alike and fuzz.token_sort_ratio(one["short_name"], other["short_name"]) >= SIMILAR_NAME:
                join(one["pk"], other["pk"])
    return family
