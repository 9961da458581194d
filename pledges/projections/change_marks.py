"""Marks the changes of the ledger: which each one is and what it is about, in the order of publishing.

A change never changes itself, so a mark is written once, with the projections of its version. Until then, and where
nothing is projected, the same query gives the marks of the versions that have none.
"""

from __future__ import annotations

from pledges.models import ChangeMark
from pledges.projections.change_kinds import KINDS, FactKind
from pledges.projections.fact_conditions import JOIN_LIFTED, VOID_LIFTS, voided_key
from pledges.projections.projection_tables import columns, execute
from pledges.values.choices import ChangeType

COLUMNS = tuple(columns(ChangeMark))
VOID_TYPE = f"CASE WHEN {VOID_LIFTS} THEN '{ChangeType.VOID_LIFTED.value}' ELSE '{ChangeType.VOIDED.value}' END"


def marks_query(*, after: str, until: str) -> str:
    """The query of all marks of the versions after one up to another, each given as an expression."""
    parts = []
    for kind, fact in KINDS.items():
        within = f"BETWEEN {after} + 1 AND {until}"
        joins = "JOIN pledges_pledge AS p ON p.id = fact.pledge_id" if "pledge_id" in fact.subject else ""
        parts.append(f"""
            SELECT {mark_columns(fact, place="fact", type_=f"({fact.type})")}
            FROM {fact.table} AS fact {joins}
            WHERE fact.version_id {within} AND NOT ({fact.told_elsewhere})
        """)
        parts.append(f"""
            SELECT {mark_columns(fact, place="void", type_=VOID_TYPE)}
            FROM pledges_void AS void {JOIN_LIFTED}
            JOIN {fact.table} AS fact ON fact.id = {voided_key(kind)} {joins}
            WHERE void.version_id {within}
        """)
    return " UNION ALL ".join(parts)


def mark_columns(fact: FactKind, *, place: str, type_: str) -> str:
    """The columns of the marks of one kind of facts, or of what takes them back."""
    values = {
        "version": f"{place}.version_id",
        "position": f"{place}.position",
        "type": type_,
        "fact_id": f"{place}.id",
        "stated_version": "fact.version_id",
        "starts": fact.start,
        "ends": fact.end,
        **dict.fromkeys(("pledge_id", "system_id", "donor_id", "meeting_id", "coalition_id"), "NULL::bigint"),
        "unit": "''",
        **fact.subject,
    }
    return ", ".join(f"{values[name]} AS {name}" for name in COLUMNS)


def mark_changes(*, until: int) -> int:
    """Write the marks of every version up to this one that has none, and return how many there were."""
    # Versions are marked in order and whole, so the last one marked says where to go on.
    after = "(SELECT coalesce(max(version), 0) FROM pledges_changemark)"
    names = ", ".join(COLUMNS)
    query = marks_query(after=after, until="%(until)s")
    return execute(f"INSERT INTO pledges_changemark ({names}) {query}", {"until": until})
