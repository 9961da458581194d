"""Which changes a page shows: marks in the order of publishing, narrowed down by what they are about."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from pledges.answers.as_of import AsOf
from pledges.answers.keyset_pages import Key, beyond
from pledges.projections.change_kinds import KINDS
from pledges.projections.change_marks import COLUMNS, marks_query
from pledges.values.choices import ChangeType

VOID = "void"
KIND_OF: dict[str, str] = {type_.value: kind for kind, fact in KINDS.items() for type_ in fact.types}
KIND_OF |= {ChangeType.VOIDED.value: VOID, ChangeType.VOID_LIFTED.value: VOID}


@dataclass(frozen=True, slots=True)
class ChangeFilters:
    """Which changes: values of one field are alternatives, fields narrow each other down; empty leaves a field open.

    `donors`, `meetings` and `coalitions` are those that the terms of a pledge named by then. Days are inclusive,
    those of publishing in UTC; what happened counts where its window reaches into the range. A void is about what it
    takes back.
    """

    types: tuple[str, ...] = ()
    pledges: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    donors: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    coalitions: tuple[str, ...] = ()
    published_after: date | None = None
    published_before: date | None = None
    happened_after: date | None = None
    happened_before: date | None = None


CHOICES = ("types", "pledges", "systems", "kinds", "capabilities", "units", "donors", "meetings", "coalitions")

CONDITIONS = {
    "types": "mark.type = ANY(%(types)s)",
    "pledges": "mark.pledge_id IN (SELECT id FROM pledges_pledge WHERE reference = ANY(%(pledges)s))",
    "systems": "mark.system_id IN (SELECT id FROM pledges_system WHERE slug = ANY(%(systems)s))",
    "kinds": "mark.system_id IN (SELECT id FROM pledges_system WHERE kind = ANY(%(kinds)s))",
    "capabilities": "mark.system_id IN (SELECT id FROM pledges_system WHERE capability = ANY(%(capabilities)s))",
    "units": "mark.unit = ANY(%(units)s)",
    "happened_after": "mark.ends >= %(happened_after)s",
    "happened_before": "mark.starts <= %(happened_before)s",
}

NAMES = {
    "donors": ("donor_id", "tp.donor_id", "SELECT id FROM meetings_donor WHERE code = ANY(%(donors)s)"),
    "meetings": ("meeting_id", "t.meeting_id", "SELECT id FROM meetings_meeting WHERE slug = ANY(%(meetings)s)"),
    "coalitions": (
        "coalition_id",
        "t.coalition_id",
        "SELECT id FROM meetings_coalition WHERE slug = ANY(%(coalitions)s)",
    ),
}
"""What a mark names itself, or the terms of its pledge do: the columns of both, and the keys of the names."""


class Head(NamedTuple):
    """One change: its place, and the fact that makes it."""

    version: int
    position: int
    type: str
    id: int

    @property
    def kind(self) -> str:
        return KIND_OF[self.type]


HEAD = "mark.version, mark.position, mark.type, mark.fact_id"
PLACE = (("mark.version", "int"), ("mark.position", "int"))


def query_change_heads(
    as_of: AsOf, filters: ChangeFilters, *, selected: str, after: Key | None = None, before: Key | None = None
) -> tuple[str, dict[str, Any]]:
    """The query of the marks that can be meant, between two places where these are given; without order."""
    params: dict[str, Any] = {"known": as_of.version, "marked": as_of.projected}
    for name in (*CHOICES, "happened_after", "happened_before"):
        value = getattr(filters, name)
        params[name] = list(value) if isinstance(value, tuple) else value
    conditions = [condition for name, condition in CONDITIONS.items() if params[name]]
    conditions += clock_conditions(filters, params)
    for mark, place in (("after", after), ("before", before)):
        if place is not None:
            condition, beside = beyond(PLACE, place, descending=mark == "before", mark=mark)
            conditions.append(condition)
            params |= beside
    conditions += [named_by_then(name) for name in NAMES if params[name]]
    where = " AND ".join(["mark.version <= %(known)s", *conditions])
    return f"SELECT {selected} FROM {marks_relation(as_of)} AS mark WHERE {where}", params


def marks_relation(as_of: AsOf) -> str:
    """Where the marks are: in their table, beside it those of versions that are not projected yet."""
    if as_of.version <= as_of.projected:
        return "pledges_changemark"
    names = ", ".join(COLUMNS)
    stored = f"SELECT {names} FROM pledges_changemark WHERE version <= %(marked)s"
    return f"({stored} UNION ALL {marks_query(after='%(marked)s', until='%(known)s')})"


def named_by_then(name: str) -> str:
    """The condition of what a mark names, or the terms of its pledge in or before its version.

    Which pledges are ever named is read once and for all, so that few of them are looked at one by one.
    """
    own, of_terms, keys = NAMES[name]
    parties = "JOIN pledges_termsparty AS tp ON tp.terms_id = t.id" if of_terms.startswith("tp.") else ""
    naming = f"FROM pledges_terms AS t {parties} WHERE {of_terms} IN ({keys})"
    by_then = "t.pledge_id = mark.pledge_id AND t.version_id <= mark.stated_version OFFSET 0"
    return f"""(
        mark.pledge_id IN (SELECT t.pledge_id {naming}) AND EXISTS (SELECT {naming} AND {by_then})
        OR mark.{own} IN ({keys})
    )"""


def clock_conditions(filters: ChangeFilters, params: dict[str, Any]) -> list[str]:
    conditions = []
    days = {"published_after": ("min", ">="), "published_before": ("max", "<")}
    for name, (end, comparison) in days.items():
        day = getattr(filters, name)
        if day is not None:
            params[name] = day
            after_it = " + 1" if comparison == "<" else ""
            conditions.append(f"""mark.version {comparison.replace("<", "<=")} coalesce((
                SELECT {end}(number) FROM pledges_datasetversion
                WHERE published_at {comparison} ((%({name})s::date{after_it})::timestamp AT TIME ZONE 'UTC')
            ), {"2147483647" if end == "min" else "0"})""")
    return conditions
