"""Which lines of the ledger are asked for, and the query that chooses them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from pledges.answers.as_of import AsOf
from pledges.answers.fields.entry_fields import FACT_JOINS
from pledges.answers.moment_relations import fetch, membership_conditions
from pledges.projections.fact_conditions import stands_condition


@dataclass(frozen=True, slots=True)
class EntryFilters:
    """Which entries: values of one field are alternatives, fields narrow each other down; empty leaves a field open.

    Days are inclusive, and a window counts where it reaches into the range.
    """

    pledges: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    versions: tuple[int, ...] = ()
    live: bool | None = None
    occurred_after: date | None = None
    occurred_before: date | None = None


def query_entries(as_of: AsOf, filters: EntryFilters, *, selected: str) -> tuple[str, dict[str, Any]]:
    """The query of the entries, ready for further conditions, and its parameters."""
    params: dict[str, Any] = {
        **as_of.moment.params(),
        "occurred_after": filters.occurred_after,
        "occurred_before": filters.occurred_before,
        "versions": list(filters.versions),
    }
    columns = {
        "p.reference": filters.pledges,
        "p.unit": filters.units,
        "fact.stage": filters.stages,
        "source.grade": filters.grades,
    }
    of_system = {"slug": filters.systems, "kind": filters.kinds, "capability": filters.capabilities}
    conditions = ["fact.version_id <= %(known)s", *membership_conditions(columns, params)]
    if any(of_system.values()):
        chosen = " AND ".join(membership_conditions(of_system, params))
        conditions.append(f"p.system_id = ANY(ARRAY(SELECT id FROM pledges_system WHERE {chosen}))")
    if filters.versions:
        conditions.append("fact.version_id = ANY(%(versions)s)")
    if filters.occurred_after is not None:
        conditions.append("coalesce(fact.occurred_end, 'infinity') >= %(occurred_after)s")
    if filters.occurred_before is not None:
        conditions.append("fact.occurred_start <= %(occurred_before)s")
    if filters.live is not None:
        conditions.append(f"{'' if filters.live else 'NOT '}{stands_condition('fact.id', 'entry_id')}")
    sql = f"""
        SELECT {selected} FROM pledges_entry AS fact {FACT_JOINS} JOIN pledges_pledge AS p ON p.id = fact.pledge_id
        WHERE {" AND ".join(conditions)}
    """
    return sql, params


def is_known(reference: str, as_of: AsOf) -> bool:
    sql = "SELECT FROM pledges_pledge WHERE reference = %(reference)s AND version_id <= %(known)s"
    return bool(fetch(sql, {**as_of.moment.params(), "reference": reference}))
