"""The parts of a figure as SQL: what each pledge, need or stock adds to it or takes off it, and what counts nothing.

The same queries that the sums, gaps and headroom are computed by give the parts, so that these add up to them.
"""

from __future__ import annotations

from typing import Any

from meetings.models import JOINT
from pledges.answers.as_of import AsOf
from pledges.answers.explanations.figure_subjects import Subject
from pledges.answers.figure_addresses import GAP, HEADROOM
from pledges.answers.moment_relations import GAPS, STATES, Reading, relations
from pledges.answers.moment_relations import HEADROOM as HEADROOMS
from pledges.models import Scope
from pledges.projections.donor_attribution import is_part
from pledges.projections.fact_conditions import VOIDED
from pledges.projections.requirement_gaps import taken_parts
from pledges.projections.stage_sums import ATTRIBUTIONS, ENDS, parts_query, without_number
from pledges.projections.stock_headroom import draws_on_stock, latest_stocks, measure_draws, sum_draws
from pledges.values.figure_rules import FigurePart, RowSign
from pledges.values.stages import QUANTITY_FIGURES

BOUNDS = ("part_low", "part_best", "part_high")
NAMES = ("place", "part", "sign", "pledge_id", "requirement_id", "stock_id", *BOUNDS, "no_number", "share", "traits")
"""The columns of a part; `traits` are words for the rules that only the query of its figure knows."""

NO_TRAITS = "'{}'::text[]"
COUNTS, COUNTS_NOTHING = 1, 2
"""Places in the order of rows; what nobody promised, a need or a stock, stands before them at 0."""


def part_items(place: str, part: str, sign: str, **values: str) -> str:
    """The select items of a part. What is not given is null, or nothing."""
    usual = {"pledge_id": "NULL::bigint", "requirement_id": "NULL::bigint", "stock_id": "NULL::bigint"}
    usual |= {"no_number": "false", "share": "NULL::numeric", "traits": NO_TRAITS}
    given = {"place": place, "part": part, "sign": sign, **usual, **values}
    return ", ".join(f"{given[name]} AS {name}" for name in NAMES)


def bounds_of(prefix: str) -> dict[str, str]:
    return {f"part_{end}": f"{prefix}_{end}" for end in ENDS}


def parts_clause(as_of: AsOf, subject: Subject, aid_types: tuple[str, ...], params: dict[str, Any]) -> str:
    """The `WITH` clause that ends with `touched`, the states of the pledges concerned, and `parts`, what they count."""
    make = {GAP: gap_parts, HEADROOM: headroom_parts}.get(subject.address.about)
    if make is not None:
        return make(as_of, subject, params)
    tables = relations(as_of, STATES)
    params |= {"aid_types": list(aid_types), **subject.params}
    conditions = ["st.aid_type = ANY(%(aid_types)s)", *subject.conditions]
    steps = [
        f"touched AS MATERIALIZED (SELECT st.* FROM {tables[STATES]} AS st WHERE {' AND '.join(conditions)})",
        f"parts AS ({sum_parts(subject)})",
    ]
    return begin(tables.clause, *steps)


def begin(clause: str, *steps: str) -> str:
    return ", ".join(filter(None, (clause, *steps))) if clause else f"WITH {', '.join(steps)}"


def sum_parts(subject: Subject) -> str:
    """The parts of a sum: of every pledge concerned what it, or a donor's part of it, counts."""
    scope = Scope.DONOR if subject.donor else Scope.SYSTEM
    of_key = "AND own.key = %(donor)s" if subject.donor else ""
    bounds, none = measure_parts(subject.address.path)
    counts = f"own.pledge_id IS NOT NULL AND ({bounds['part_high']} IS NULL OR {bounds['part_high']} > 0)"
    counts = f"({counts} AND {bounds['part_low']} IS NOT NULL)"
    joined, shared = share_of_donor(subject) if subject.donor else ("", {})
    nothing = {name: f"CASE WHEN own.pledge_id IS NULL THEN 0 ELSE {sql} END" for name, sql in bounds.items()}
    items = part_items(
        f"CASE WHEN {counts} THEN {COUNTS} ELSE {COUNTS_NOTHING} END",
        f"CASE WHEN {counts} THEN '{FigurePart.SUM}' ELSE '{FigurePart.LEFT_OUT}' END",
        f"CASE WHEN {counts} THEN '{RowSign.PLUS}' ELSE '{RowSign.NONE}' END",
        pledge_id="st.pledge_id",
        no_number=f"coalesce({counts} AND {none}, false)",
        **nothing,
        **shared,
    )
    return f"""
        SELECT {items} FROM touched AS st
        LEFT JOIN ({parts_query(scope, states="touched", keyed=False)}) AS own
            ON own.pledge_id = st.pledge_id {of_key}
        {joined}
    """


def share_of_donor(subject: Subject) -> tuple[str, dict[str, str]]:
    """The join of what part of a pledge is a donor's, and what a row says of it."""
    measure = "value" if subject.address.path.startswith("value_eur:") else "quantity"
    share, rest = f"part.{measure}_share", f"part.{measure}_rest"
    traits = f"""CASE WHEN {share} IS NULL THEN '{{others}}'::text[] WHEN part.donor_code = '{JOINT}' THEN '{{joint}}'
        WHEN {rest} AND {share} < 1 THEN '{{rest}}' ELSE {NO_TRAITS} END"""
    join = f"LEFT JOIN {ATTRIBUTIONS} AS part ON part.terms_id = st.terms_id AND part.donor_code = %(donor)s"
    return join, {"share": share, "traits": traits}


def measure_parts(path: str) -> tuple[dict[str, str], str]:
    """The bounds of what a pledge counts in a figure of this path, and the condition that it has no number."""
    head, _, name = path.partition(":")
    if path in QUANTITY_FIGURES:
        return bounds_of(f"own.{path}"), without_number(path, table="own.")
    if head == "value_eur" and name not in ("unconverted", "unvalued"):
        return bounds_of(f"own.value_{name}"), "false"
    met = f"own.overdue = '{name}'" if head == "overdue" else f"own.{name}" if name else "true"
    return dict.fromkeys(BOUNDS, f"CASE WHEN {met} THEN 1 ELSE 0 END"), "false"


def gap_parts(as_of: AsOf, subject: Subject, params: dict[str, Any]) -> str:
    """The parts of a gap: the need that counts, less what each pledge takes off it."""
    tables = relations(as_of, GAPS, STATES, reading=Reading(systems="ARRAY[%(system_id)s]::bigint[]"))
    params |= subject.params
    chosen = "st.system_id = %(system_id)s AND st.unit = %(unit)s"
    need = f"""
        SELECT r.* FROM pledges_requirement AS r JOIN {tables[GAPS]} AS g ON g.requirement_id = r.id
        WHERE g.system_id = %(system_id)s AND g.unit = %(unit)s
    """
    counts = "taken.taken_high > 0"
    items = part_items(
        f"CASE WHEN {counts} THEN {COUNTS} ELSE {COUNTS_NOTHING} END",
        f"CASE WHEN {counts} THEN '{FigurePart.SECURED}' ELSE '{FigurePart.LEFT_OUT}' END",
        f"CASE WHEN {counts} THEN '{RowSign.MINUS}' ELSE '{RowSign.NONE}' END",
        pledge_id="st.pledge_id",
        part_low=f"CASE WHEN {counts} THEN taken.taken_low ELSE 0 END",
        part_best=f"CASE WHEN {counts} THEN taken.taken_best ELSE 0 END",
        part_high=f"CASE WHEN {counts} THEN NULLIF(taken.taken_high, 'Infinity') ELSE 0 END",
        no_number=f"{counts} AND NOT taken.promise_has_number AND taken.taken_high = 'Infinity'"
        " AND taken.taken_best IS NULL",
        traits="CASE WHEN taken.basis = 'total' THEN '{total}'::text[]"
        f" WHEN taken.certain THEN '{{certain}}'::text[] WHEN taken.certain IS NULL THEN {NO_TRAITS}"
        " ELSE '{perhaps}'::text[] END",
    )
    first = part_items(
        "0",
        f"'{FigurePart.NEED}'",
        f"'{RowSign.PLUS}'",
        requirement_id="need.id",
        no_number="NOT need.has_number",
        traits="ARRAY[need.basis]::text[]",
        **bounds_of("need.quantity"),
    )
    return begin(
        tables.clause,
        f"touched AS MATERIALIZED (SELECT st.* FROM {tables[STATES]} AS st WHERE {chosen})",
        f"need AS MATERIALIZED ({need})",
        f"taken AS MATERIALIZED ({taken_parts(needs='need', states='touched')})",
        f"""parts AS (
            SELECT {first} FROM need UNION ALL
            SELECT {items} FROM touched AS st LEFT JOIN taken ON taken.pledge_id = st.pledge_id
        )""",
    )


def headroom_parts(as_of: AsOf, subject: Subject, params: dict[str, Any]) -> str:
    """The parts of a headroom: the latest stock and what of it cannot be given, less what left it and is owed."""
    tables = relations(as_of, HEADROOMS, STATES, reading=Reading(systems="ARRAY[%(system_id)s]::bigint[]"))
    params |= subject.params
    of_holder = f"""SELECT terms_id FROM {ATTRIBUTIONS} AS part
        WHERE donor_code = %(donor)s AND part.system_id = %(system_id)s AND (stock_role <> '' OR {is_part()})"""
    touched = f"""
        SELECT st.* FROM {tables[STATES]} AS st
        WHERE st.system_id = %(system_id)s AND st.terms_id IN ({of_holder})
    """
    held = f"""
        SELECT s.* FROM pledges_stock AS s JOIN {tables[HEADROOMS]} AS h ON h.stock_id = s.id
        JOIN meetings_donor AS holder ON holder.id = h.holder_id
        WHERE holder.code = %(donor)s AND h.system_id = %(system_id)s
    """
    return begin(
        tables.clause,
        f"touched AS MATERIALIZED ({touched})",
        f"held_stock AS MATERIALIZED ({held})",
        VOIDED,
        latest_stocks(systems="ARRAY[%(system_id)s]::bigint[]"),
        draws_on_stock(states="touched"),
        measure_draws(),
        sum_draws(),
        "draw AS MATERIALIZED (SELECT * FROM converted WHERE matters AND stock_id = (SELECT id FROM held_stock))",
        f"parts AS ({' UNION ALL '.join([*stock_parts(), *draw_parts(), idle_parts()])})",
    )


def stock_parts() -> list[str]:
    """What the stock was stated to be, and the parts of it that cannot be given."""
    named = (
        (FigurePart.TOTAL, "total", RowSign.PLUS),
        (FigurePart.UNAVAILABLE, "unavailable", RowSign.MINUS),
        (FigurePart.ELSEWHERE, "elsewhere", RowSign.MINUS),
    )
    queries = []
    for part, name, sign in named:
        items = part_items("0", f"'{part}'", f"'{sign}'", stock_id="held.id", **bounds_of(f"held.{name}"))
        queries.append(f"SELECT {items} FROM held_stock AS held WHERE held.{name}_low IS NOT NULL")
    return queries


def draw_parts() -> list[str]:
    """What each pledge took from the stock since its day, and what is still owed from it."""
    traits = """array_remove(ARRAY[
        CASE WHEN factor_low IS NULL THEN 'differ' WHEN other_unit THEN 'converted' END,
        CASE WHEN NOT certain THEN 'perhaps' END], NULL)"""
    queries = []
    for part, name in ((FigurePart.LEFT, "left"), (FigurePart.OWED, "owed")):
        values = bounds_of(name) | {"part_high": f"NULLIF({name}_high, 'Infinity')", "no_number": f"{name}_none"}
        values |= {"pledge_id": "pledge_id", "traits": traits}
        values = {key: f"draw.{sql}" if sql in (f"{name}_low", f"{name}_best") else sql for key, sql in values.items()}
        items = part_items(str(COUNTS), f"'{part}'", f"'{RowSign.MINUS}'", **values)
        queries.append(f"SELECT {items} FROM draw WHERE {name}_high > 0")
    return queries


def idle_parts() -> str:
    """The pledges of the holder that take nothing from the stock."""
    items = part_items(
        str(COUNTS_NOTHING),
        f"'{FigurePart.LEFT_OUT}'",
        f"'{RowSign.NONE}'",
        pledge_id="st.pledge_id",
        **dict.fromkeys(BOUNDS, "0::numeric"),
    )
    return f"SELECT {items} FROM touched AS st WHERE st.pledge_id NOT IN (SELECT pledge_id FROM draw)"
