"""How many sources the entries behind a figure or a chart are cited from; what holds for a moment is counted once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from meetings.models import JOINT
from pledges.answers import AsOf, PledgeFilters
from pledges.answers.moment_relations import fetch
from pledges.answers.pledge_conditions import query_pledges
from pledges.answers.shared_cache import cache_for_moment
from pledges.projections.fact_conditions import stands_condition

ENTRIES = f"""
    FROM pledges_entry AS e JOIN pledges_pledge AS p ON p.id = e.pledge_id
    WHERE e.version_id <= %(known)s AND e.occurred_start <= %(valid_at)s AND {stands_condition("e.id", "entry_id")}
"""

BY_CAPABILITY = f"""
    SELECT count(DISTINCT e.source_id) {ENTRIES}
      AND p.system_id = ANY(ARRAY(
          SELECT id FROM pledges_system
          WHERE %(capability)s IN ('', CASE kind WHEN 'money' THEN kind ELSE capability END)))
"""

BY_SYSTEM = f"""
    WITH cited AS (
        SELECT DISTINCT p.unit, e.source_id, false AS of_need {ENTRIES}
          AND p.system_id = ANY(ARRAY(SELECT id FROM pledges_system WHERE slug = %(system)s))
        UNION ALL
        SELECT DISTINCT r.unit, r.source_id, true FROM pledges_requirement AS r
        WHERE r.version_id <= %(known)s AND r.stated_start <= %(valid_at)s
          AND {stands_condition("r.id", "requirement_id")}
          AND r.system_id = ANY(ARRAY(SELECT id FROM pledges_system WHERE slug = %(system)s))
    )
    SELECT unit, count(*) FILTER (WHERE NOT of_need), count(DISTINCT source_id) FROM cited GROUP BY unit
"""

BY_TERMS = f"""
    SELECT count(DISTINCT e.source_id) {ENTRIES} AND p.id IN (
        SELECT t.pledge_id FROM pledges_terms AS t
        WHERE t.version_id <= %(known)s AND {stands_condition("t.id", "terms_id")} AND {{condition}})
"""
OF_DONOR = """t.id IN (
    SELECT tp.terms_id FROM pledges_termsparty AS tp JOIN meetings_donor AS d ON d.id = tp.donor_id
    WHERE d.code = %(key)s)"""
OF_MEETING = "t.meeting_id = ANY(ARRAY(SELECT id FROM meetings_meeting WHERE slug = %(key)s))"
OF_INITIATIVE = "t.initiative_id = ANY(ARRAY(SELECT id FROM meetings_initiative WHERE slug = %(key)s))"

BY_PLEDGE = f"SELECT count(DISTINCT e.source_id) {ENTRIES} AND p.id IN ({{chosen}})"


@dataclass(frozen=True, slots=True)
class Cited:
    """Numbers of sources for a system in a unit: of its entries, and of these and the needs stated for it."""

    entries: int = 0
    with_needs: int = 0


def sources_behind(as_of: AsOf, *, capability: str) -> int:
    """The number for a capability, for money, or for all ("")."""
    params = {**as_of.moment.params(), "capability": capability}
    return cache_for_moment(as_of, lambda: int(fetch(BY_CAPABILITY, params)[0][0]), "sources", capability)


def sources_of_system(as_of: AsOf, *, system: str) -> dict[str, Cited]:
    """The numbers for a system by unit; a unit without any is missing."""
    params = {**as_of.moment.params(), "system": system}
    return cache_for_moment(
        as_of,
        lambda: {unit: Cited(entries, both) for unit, entries, both in fetch(BY_SYSTEM, params)},
        *("sources of a system", system),
    )


def sources_of_meeting(as_of: AsOf, *, meeting: str) -> int:
    params = {**as_of.moment.params(), "key": meeting}
    sql = BY_TERMS.format(condition=OF_MEETING)
    return cache_for_moment(as_of, lambda: int(fetch(sql, params)[0][0]), "sources of a meeting", meeting)


COMPARED_BY: dict[str, Callable[[tuple[str, ...]], PledgeFilters]] = {
    "donor": lambda keys: PledgeFilters(attributed_to=keys),
    "system": lambda keys: PledgeFilters(systems=keys),
    "meeting": lambda keys: PledgeFilters(meetings=keys),
    "coalition": lambda keys: PledgeFilters(coalitions=keys),
}


def sources_of_compared(as_of: AsOf, kind: str, keys: tuple[str, ...]) -> int:
    """The number for the pledges of several donors, systems, meetings or coalitions."""

    def count() -> int:
        chosen, params = query_pledges(as_of, COMPARED_BY[kind](keys), selected="st.pledge_id")
        return int(fetch(BY_PLEDGE.format(chosen=chosen), params)[0][0])

    return cache_for_moment(as_of, count, "sources of compared", kind, keys)


def sources_of_initiative(as_of: AsOf, *, initiative: str) -> int:
    params = {**as_of.moment.params(), "key": initiative}
    sql = BY_TERMS.format(condition=OF_INITIATIVE)
    return cache_for_moment(as_of, lambda: int(fetch(sql, params)[0][0]), "sources of an initiative", initiative)


def sources_of_donor(as_of: AsOf, *, donor: str) -> int:
    """The number for the pledges that a donor takes part in, or that stay with all donors of a joint one."""
    return cache_for_moment(as_of, lambda: count_of_donor(as_of, donor), "sources of a donor", donor)


def count_of_donor(as_of: AsOf, donor: str) -> int:
    """Count the sources for a donor; which part of a pledge is joint, only its attribution says."""
    if donor == JOINT:
        chosen, params = query_pledges(as_of, PledgeFilters(attributed_to=(JOINT,)), selected="st.pledge_id")
        return int(fetch(BY_PLEDGE.format(chosen=chosen), params)[0][0])
    params = {**as_of.moment.params(), "key": donor}
    return int(fetch(BY_TERMS.format(condition=OF_DONOR), params)[0][0])
