"""Which pledges are asked for, and the conditions on their states that choose them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from meetings.models import JOINT
from pledges.answers.as_of import AsOf
from pledges.answers.moment_relations import STATES, fetch, membership_conditions, relations
from pledges.answers.pledge_dimensions import CATALOGUE, DIMENSIONS, NONE, RANGES, Key, Line, Trait, Word
from pledges.projections.donor_attribution import is_part
from pledges.projections.fact_conditions import stands_condition
from pledges.projections.stage_sums import ATTRIBUTIONS

MOST_WORDS = 8
"""So many words of a text search are looked for; more would only slow it down."""

MOST_KEPT = 1000
_keys: dict[tuple[Any, ...], tuple[int, ...]] = {}
"""Keys by what was asked for; of one catalogue mostly, since what asks for an older one comes before it was changed."""


@dataclass(frozen=True, slots=True)
class PledgeFilters:
    """Which pledges: values of one field are alternatives, fields narrow each other down; empty leaves a field open.

    Days are inclusive, and a window counts where it reaches into the range. `donors` are parties in any role, or in one
    of `roles`; `attributed_to` are those whom a part of the pledge counts for in the sums per donor. `stages` have a
    line in the ledger that counts, `grades` one from such a source. Bounds of quantities and values are of the promise.
    """

    references: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    donors: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    attributed_to: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    forums: tuple[str, ...] = ()
    coalitions: tuple[str, ...] = ()
    initiatives: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    aid_types: tuple[str, ...] = ()
    provisions: tuple[str, ...] = ()
    beneficiaries: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    overdue: tuple[str, ...] = ()
    counted: bool | None = None
    announced_after: date | None = None
    announced_before: date | None = None
    due_after: date | None = None
    due_before: date | None = None
    delivered_after: date | None = None
    delivered_before: date | None = None
    quantity_certainly_min: Decimal | None = None
    quantity_possibly_min: Decimal | None = None
    quantity_certainly_max: Decimal | None = None
    quantity_possibly_max: Decimal | None = None
    value_certainly_min: Decimal | None = None
    value_possibly_min: Decimal | None = None
    value_certainly_max: Decimal | None = None
    value_possibly_max: Decimal | None = None
    search: str | None = None


JOINS = """
    JOIN pledges_pledge AS p ON p.id = st.pledge_id
    JOIN pledges_system AS system ON system.id = st.system_id
    JOIN meetings_donor AS beneficiary ON beneficiary.id = st.beneficiary_id
"""


def query_pledges(as_of: AsOf, filters: PledgeFilters, *, selected: str, join: str = "") -> tuple[str, dict[str, Any]]:
    """The query of the pledges, ready for further conditions, and its parameters."""
    tables = relations(as_of, STATES)
    params: dict[str, Any] = as_of.moment.params()
    conditions = ["true", *chosen_values(filters, params, names=as_of.names), *chosen_ranges(filters, params)]
    conditions += party_conditions(filters, params, names=as_of.names)
    if filters.search:
        conditions += search_conditions(filters.search, params)
    where = " AND ".join(conditions)
    sql = f"{tables.clause} SELECT {selected} FROM {tables[STATES]} AS st {JOINS} {join} WHERE {where}"
    return sql, params


def chosen_values(filters: PledgeFilters, params: dict[str, Any], *, names: str) -> list[str]:
    """The conditions of the dimensions whose values the states know, or that lines of the ledger carry."""
    conditions = membership_conditions({"p.reference": filters.references}, params)
    for name, dimension in DIMENSIONS.items():
        values: tuple[str, ...] = getattr(filters, dimension.field)
        if not values:
            continue
        match dimension.of:
            case Word(column=column):
                params[name] = list(values)
                conditions.append(f"st.{column} = ANY(%({name})s)")
            case Key() | Trait() as of:
                conditions.append(key_condition(name, of, values, params, names=names))
            case Line(column=column):
                params[name] = list(values)
                conditions.append(line_condition(column, name))
    if filters.counted is not None:
        conditions.append("st.counted" if filters.counted else "NOT st.counted")
    return conditions


def keys_of(names: str, table: str, **columns: tuple[Any, ...]) -> tuple[int, ...]:
    """The keys of the rows that have one of the values in each column; an empty column is left open.

    They are read before the pledges are asked for, so that PostgreSQL knows of how many pledges these are, and kept as
    long as the catalogue stays as it is.
    """
    key = (names, table, *columns.items())
    found = _keys.get(key) if names else None
    if found is None:
        params: dict[str, Any] = {}
        chosen = " AND ".join(membership_conditions(columns, params))
        found = tuple(row[0] for row in fetch(f"SELECT id FROM {table} WHERE {chosen} ORDER BY id", params))
        if len(_keys) >= MOST_KEPT:
            _keys.clear()
        _keys[key] = found
    return found


def key_condition(name: str, of: Key | Trait, values: tuple[str, ...], params: dict[str, Any], *, names: str) -> str:
    listed = CATALOGUE[of.sort] if of.sort else None
    found: tuple[Any, ...] = keys_of(names, listed.table, **{listed.value: values}) if listed else values
    key = of.of if isinstance(of, Trait) else of
    if isinstance(of, Trait):
        column = f"{of.part}_id" if listed else of.part
        found = keys_of(names, CATALOGUE[key.sort].table, **{column: found}) if found else ()
    params[f"{name}_keys"] = list(found)
    condition = f"st.{key.column}_id = ANY(%({name}_keys)s)"
    return f"({condition} OR st.{key.column}_id IS NULL)" if NONE in values else condition


def party_conditions(filters: PledgeFilters, params: dict[str, Any], *, names: str) -> list[str]:
    conditions = []
    of_donors = f"SELECT terms_id FROM {ATTRIBUTIONS} AS part WHERE donor_code = ANY(%({{}})s)"
    part_of = f"st.terms_id IN ({of_donors} AND {is_part()})"
    if filters.donors or filters.roles:
        chosen = membership_conditions({"tp.role": filters.roles}, params)
        if filters.donors:
            params["donor_keys"] = list(keys_of(names, "meetings_donor", code=filters.donors))
            chosen.append("tp.donor_id = ANY(%(donor_keys)s)")
        party = f"st.terms_id IN (SELECT tp.terms_id FROM pledges_termsparty AS tp WHERE {' AND '.join(chosen)})"
        joint = JOINT in filters.donors and not filters.roles
        params["joint"] = [JOINT]
        conditions.append(f"({party} OR {part_of.format('joint')})" if joint else party)
    if filters.attributed_to:
        params["attributed_to"] = list(filters.attributed_to)
        conditions.append(part_of.format("attributed_to"))
    return conditions


LINE_COLUMNS = {"stage": "e.stage", "grade": "s.grade"}


def line_condition(column: str, name: str) -> str:
    """The condition that a line of the ledger which counts carries one of some words."""
    return f"""EXISTS (
        SELECT FROM pledges_entry AS e JOIN meetings_source AS s ON s.id = e.source_id
        WHERE e.pledge_id = st.pledge_id AND e.version_id <= %(known)s AND e.occurred_start <= %(valid_at)s
          AND {LINE_COLUMNS[column]} = ANY(%({name})s) AND {stands_condition("e.id", "entry_id")})"""


def chosen_ranges(filters: PledgeFilters, params: dict[str, Any]) -> list[str]:
    asked = {name: getattr(filters, name) for name in RANGES if getattr(filters, name) is not None}
    params |= asked
    return [RANGES[name].condition.format(f"%({name})s") for name in asked]


SEARCHED = """(
    p.reference ILIKE {like} OR st.due_text ILIKE {like}
    OR st.system_id = ANY(ARRAY(
        SELECT id FROM pledges_system WHERE name ILIKE {like} OR short_name ILIKE {like} OR slug ILIKE {like}
        UNION SELECT system_id FROM pledges_systemalias WHERE alias ILIKE {like}))
    OR st.meeting_id = ANY(ARRAY(SELECT id FROM meetings_meeting WHERE title ILIKE {like} OR slug ILIKE {like}))
    OR st.coalition_id = ANY(ARRAY(SELECT id FROM meetings_coalition WHERE name ILIKE {like}))
    OR st.initiative_id = ANY(ARRAY(SELECT id FROM meetings_initiative WHERE name ILIKE {like}))
    OR st.package_id = ANY(ARRAY(SELECT id FROM pledges_package WHERE name ILIKE {like}))
    OR st.terms_id IN (
        SELECT tp.terms_id FROM pledges_termsparty AS tp JOIN meetings_donor AS d ON d.id = tp.donor_id
        WHERE d.name ILIKE {like} OR d.code ILIKE {word} OR tp.words ILIKE {like})
    OR st.pledge_id IN (
        SELECT e.pledge_id FROM pledges_entry AS e
        WHERE to_tsvector('simple', e.quote || ' ' || e.note) @@ plainto_tsquery('simple', {word})
          AND e.version_id <= %(known)s)
)"""
"""One word of a search: in a name that the pledge carries, or a whole word of what is quoted for it."""


def search_conditions(search: str, params: dict[str, Any]) -> list[str]:
    conditions = []
    for at, word in enumerate(search.split()[:MOST_WORDS]):
        escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        params |= {f"like_{at}": f"%{escaped}%", f"word_{at}": escaped}
        conditions.append(SEARCHED.format(like=f"%(like_{at})s", word=f"%(word_{at})s"))
    return conditions
