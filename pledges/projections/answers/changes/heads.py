"""Which facts a page of changes shows: places in the ledger in order, found through the index of each table."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from pledges.choices import ChangeType
from pledges.projections.answers.as_of import AsOf
from pledges.projections.answers.changes.kinds import KINDS, FactKind
from pledges.projections.answers.changes.places import Window
from pledges.projections.answers.relations import fetch

VOID_TYPES = (ChangeType.VOIDED, ChangeType.VOID_LIFTED)

TARGETS = f"""
    LEFT JOIN pledges_void AS lifted ON lifted.id = fact.lifted_void_id
    CROSS JOIN LATERAL (
        SELECT {", ".join(f"coalesce(fact.{kind}_id, lifted.{kind}_id) AS {kind}" for kind in KINDS)}
    ) AS target
"""
"""The keys of the facts that voids take back, or let stand again."""


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


CHOICES = ("pledges", "systems", "kinds", "capabilities", "units", "donors", "meetings", "coalitions")


class Head(NamedTuple):
    """One change: its place, and the fact that makes it."""

    version: int
    position: int
    kind: str
    id: int


def heads(as_of: AsOf, filters: ChangeFilters, window: Window) -> list[Head]:
    """Return the changes of a window, in one query whose cost does not grow with the ledger.

    Facts that others tell are left out last: there is at most one of them to each fact that tells it, so that twice as
    many rows are enough. Not so where a filter can leave the one out and the other in.
    """
    apart = bool(filters.types or filters.happened_after or filters.happened_before)
    sql, params = query(as_of, filters, window, selected=SELECTED, apart=apart)
    params |= {"raw": (window.size or 0) * (1 if apart else 2) + 2, "size": window.size}
    raw = f"SELECT * FROM ({sql}) AS found (version, position, kind, id, told) {ending(window, 'version', 'position')}"
    order = ending(window, "version", "position", most="size")
    return [
        Head(*row)
        for row in fetch(f"SELECT {', '.join(Head._fields)} FROM ({raw}) AS raw WHERE NOT told {order}", params)
    ]


def count_heads(as_of: AsOf, filters: ChangeFilters) -> int:
    """Return how many changes there are."""
    sql, params = query(as_of, filters, Window(), selected="1", apart=True)
    return int(fetch(f"SELECT count(*) FROM ({sql}) AS found", params)[0][0])


SELECTED = "fact.version_id, fact.position, '{kind}', fact.id, {told}"


def query(
    as_of: AsOf, filters: ChangeFilters, window: Window, *, selected: str, apart: bool
) -> tuple[str, dict[str, Any]]:
    """Return the union over the kinds of facts that can be meant; `apart` leaves out what other facts tell."""
    params: dict[str, Any] = {**as_of.moment.params(), "types": list(filters.types)}
    params |= {f"change_{name}": list(getattr(filters, name)) for name in CHOICES}
    general = [*clock_conditions(filters, params), *window_conditions(window, params)]
    branches = []
    for kind, fact in KINDS.items():
        if not filters.types or set(filters.types) & set(fact.types):
            conditions = [*fact_conditions(fact, filters, params), *type_conditions(fact, filters, params)]
            conditions += [f"NOT ({fact.told_elsewhere})"] if apart else []
            items = selected.format(kind=kind, told="false" if apart else fact.told_elsewhere)
            branches.append(branch(items, (fact.table, fact.joins), general, conditions, window))
    if not filters.types or set(filters.types) & set(VOID_TYPES):
        items, conditions = selected.format(kind="void", told="false"), void_conditions(filters, params)
        branches.append(branch(items, ("pledges_void", TARGETS), general, conditions, window))
    return " UNION ALL ".join(branches), params


def type_conditions(fact: FactKind, filters: ChangeFilters, params: dict[str, Any]) -> list[str]:
    """Return the conditions of which change a fact is; most entries are told by their stage alone."""
    if not filters.types or set(fact.types) <= set(filters.types):
        return []
    conditions = []
    of_any_stage = {ChangeType.INCREASED, ChangeType.RESTATED}
    if fact.table == KINDS["entry"].table and not of_any_stage & set(filters.types):
        params["stages"] = [STAGES.get(word, word) for word in filters.types]
        conditions.append("fact.stage = ANY(%(stages)s)")
    return [*conditions, f"({fact.type}) = ANY(%(types)s)"]


STAGES = {ChangeType.PLEDGE_ANNOUNCED.value: "announced"}


def branch(selected: str, table: tuple[str, str], general: list[str], conditions: list[str], window: Window) -> str:
    """Return the query of one kind of facts, read in the order of its index until the page is full at the latest."""
    end = ending(window, "fact.version_id", "fact.position")
    fence = f"{end.partition('LIMIT')[0]} OFFSET 0" if end else ""
    source, joins = table
    facts = f"SELECT * FROM {source} AS fact WHERE {' AND '.join(general)} {fence}"
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"(SELECT {selected} FROM ({facts}) AS fact {joins} {where} {end})"


def ending(window: Window, version: str, position: str, *, most: str = "raw") -> str:
    """Return the order and the limit of a query."""
    if window.size is None:
        return ""
    way = "DESC" if window.newest_first else "ASC"
    return f"ORDER BY {version} {way}, {position} {way} LIMIT %({most})s"


def clock_conditions(filters: ChangeFilters, params: dict[str, Any]) -> list[str]:
    """Return the conditions of when a fact was published."""
    conditions = ["fact.version_id <= %(known)s"]
    days = {"published_after": ("min", ">="), "published_before": ("max", "<")}
    for name, (end, comparison) in days.items():
        day = getattr(filters, name)
        if day is not None:
            params[name] = day
            after_it = " + 1" if comparison == "<" else ""
            conditions.append(f"""fact.version_id {comparison.replace("<", "<=")} coalesce((
                SELECT {end}(number) FROM pledges_datasetversion
                WHERE published_at {comparison} ((%({name})s::date{after_it})::timestamp AT TIME ZONE 'UTC')
            ), {"2147483647" if end == "min" else "0"})""")
    return conditions


def window_conditions(window: Window, params: dict[str, Any]) -> list[str]:
    """Return the conditions of the places between which the facts stand."""
    conditions = []
    for name, place, comparison in (("after", window.after, ">"), ("before", window.before, "<")):
        if place is not None:
            params |= {f"{name}_version": place.version, f"{name}_position": place.position}
            marks = f"(%({name}_version)s, %({name}_position)s)"
            conditions.append(f"(fact.version_id, fact.position) {comparison} {marks}")
    return conditions


def fact_conditions(fact: FactKind, filters: ChangeFilters, params: dict[str, Any]) -> list[str]:
    """Return the conditions of what a fact is about; a filter that this kind does not know leaves none of it."""
    conditions = [fact.filters.get(name, "false") for name in CHOICES if getattr(filters, name)]
    days = {"happened_after": (fact.end, ">="), "happened_before": (fact.start, "<=")}
    for name, (column, comparison) in days.items():
        if getattr(filters, name) is not None:
            params[name] = getattr(filters, name)
            conditions.append(f"{column} {comparison} %({name})s")
    return conditions


def void_conditions(filters: ChangeFilters, params: dict[str, Any]) -> list[str]:
    """Return the conditions of voids: which of the two they are, and what they are about."""
    conditions = []
    if filters.types and not set(VOID_TYPES) <= set(filters.types):
        lifts = ChangeType.VOID_LIFTED in filters.types
        conditions.append(f"fact.lifted_void_id IS {'NOT ' if lifts else ''}NULL")
    about = []
    for kind, fact in KINDS.items():
        own = fact_conditions(fact, filters, params)
        if not own:
            return conditions
        if "false" not in own:
            found = f"SELECT FROM {fact.table} AS fact {fact.joins} WHERE fact.id = target.{kind}"
            about.append(f"EXISTS ({found} AND {' AND '.join(own)})")
    return [*conditions, f"({' OR '.join(about)})" if about else "false"]
