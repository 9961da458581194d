"""Bare SQL for the same figures: what the projections are measured against.

What it computes: per pledge the sums of each stage with low, best and high, and from them promised, delivered, firm,
announced only, withdrawn, outstanding, shipped and secured, the four values in euro, status and overdue; the part of
each donor; and the sums per system, donor, meeting and coalition, by system and unit and over all of them.

What it leaves out, and the projections do: voids, earlier versions and days, the history of terms (it reads the
first, which have the key of their pledge), entries that are still running, the cap of open bounds at the promise,
withdrawals by stage, witnesses of lateness (so that nothing is certainly late), rounding that makes parts add up, and
the joint row (unknown shares are split evenly). It has no gaps, no headroom and no marks of changes, serves no keys
other than all, and compares nothing. So its figures are plausible, cheaper to get, and not right.

The write counts: results go by INSERT into tables with the columns and the indexes of the projections, after TRUNCATE,
in one transaction, with the memory settings of a rebuild. The keyed form computes one pledge and the summaries of its
keys from its own table of states, as the projections do; `CRUDE` is the cheapest aggregate that could be asked for:
sums per system, unit and stage.
"""
# ruff: noqa: S608 - statements are assembled from constants of the code; every value is a parameter

from bench.loading import TODAY
from pledges.models import PledgeAttribution, PledgeState
from pledges.projections.projection_tables import columns as columns_of
from pledges.projections.refresh import ROOM_FOR_ALL
from pledges.values.choices import Overdue
from pledges.values.stages import QUANTITY_FIGURES, VALUE_COLUMNS

ENDS = ("low", "best", "high")
DAY = f"date '{TODAY}'"
LETTERS = {"signalled": "g", "announced": "a", "committed": "c", "contracted": "k", "shipped": "h", "delivered": "d"}
LETTERS |= {"withdrawn": "w"}
TABLES = ("pledges_pledgestate", "pledges_pledgeattribution", "pledges_summary")

LATER_STATE_COLUMNS = [name for name in ("moved_end",) if name in columns_of(PledgeState)]
ATTRIBUTED_BY_TERMS = "terms_id" in columns_of(PledgeAttribution)
"""Both come with the spans of states; the first terms of a pledge have its key."""

SCHEMA = "DROP SCHEMA IF EXISTS bare CASCADE; CREATE SCHEMA bare;" + "".join(
    f"CREATE TABLE bare.{table} (LIKE {table} INCLUDING ALL);" for table in TABLES
)


def stage_sums() -> str:
    """Return the sums of quantities and values of each stage, as select items."""
    items = []
    for stage, letter in LETTERS.items():
        for prefix, name in (("", "quantity"), ("v", "value_eur")):
            at = f"FILTER (WHERE stage = '{stage}')"
            complete = f"count({name}_low) {at} = count({name}_best) {at}"
            known = f"FILTER (WHERE stage = '{stage}' AND {name}_low IS NOT NULL)"
            items += [
                f"coalesce(sum({name}_low) {at}, 0) AS {prefix}{letter}_low",
                f"CASE WHEN {complete} THEN coalesce(sum({name}_best) {at}, 0) END AS {prefix}{letter}_best",
                f"coalesce(sum(coalesce({name}_high, 'Infinity')) {known}, 0) AS {prefix}{letter}_high",
            ]
    return ", ".join(items)


def minus(one: str, other: str) -> dict[str, str]:
    """Return low, best and high of a difference of columns that is never negative."""
    crossed = {"low": "high", "best": "best", "high": "low"}
    return {end: f"greatest(0, {one}_{end} - {other}_{crossed[end]})" for end in ENDS}


def largest(*names: str) -> dict[str, str]:
    """Return low, best and high of the largest of some columns."""
    return {end: f"greatest({', '.join(f'{name}_{end}' for name in names)})" for end in ENDS}


def select_bounds(name: str, ends: dict[str, str]) -> str:
    """Return three select items `<name>_low, <name>_best, <name>_high`."""
    return ", ".join(f"{sql} AS {name}_{end}" for end, sql in ends.items())


def part_of_value(name: str) -> dict[str, str]:
    """Return the value of a part of the quantity: its share of the promised value."""
    return {end: f"pv_{end} * {name}_{end} / NULLIF(promised_{end}, 0)" for end in ENDS}


def state_columns() -> dict[str, str]:
    """Return the expression of each column of figures of the states of pledges."""
    figures = {name: {end: f"{name}_{end}" for end in ENDS} for name in ("promised", "firm", "outstanding")}
    figures |= {"signalled": largest("g"), "delivered": largest("d"), "withdrawn": largest("w")}
    figures |= {"announced_only": minus("a", "secured"), "shipped": largest("h", "d"), "secured": largest("secured")}
    values = {
        "value_promised": largest("pv"),
        "value_delivered": {end: f"CASE WHEN vd_low > 0 THEN vd_{end} ELSE {sql} END" for end, sql in
                            part_of_value("d").items()},
        "value_firm": part_of_value("firm"),
        "value_announced_only": part_of_value("a"),
    }  # fmt: skip
    valued = {name: {end: f"CASE WHEN amounts > 0 THEN {sql} END" for end, sql in ends.items()}
              for name, ends in values.items()}  # fmt: skip
    columns = {f"{name}_{end}": sql for name, ends in (figures | valued).items() for end, sql in ends.items()}
    return {
        name: f"NULLIF(NULLIF({sql}, 'Infinity'), 'NaN')" if name.endswith("high") else sql
        for name, sql in columns.items()
    }


def states(*, condition: str = "") -> str:
    """Return the statement that computes and writes the states of pledges."""
    columns = state_columns()
    return f"""
        INSERT INTO bare.pledges_pledgestate (
            pledge_id, system_id, terms_id, unit, aid_type, beneficiary_id, meeting_id, coalition_id, initiative_id,
            package_id, restates_id, due_text, due_start, due_end, due_precision, due_deadline, counted, status,
            overdue, announced_start, announced_end, delivered_start, delivered_end,
            {", ".join([*columns, *LATER_STATE_COLUMNS])},
            unannounced, unconverted, unvalued, dataset_version, computed_at
        )
        SELECT p.id, p.system_id, t.id, p.unit, t.aid_type, t.beneficiary_id, t.meeting_id, t.coalition_id,
            t.initiative_id, t.package_id, t.restates_id, t.due_text, t.due_start, t.due_end, t.due_precision,
            t.due_deadline, true,
            CASE WHEN w_low > 0 AND outstanding_high = 0 THEN 'withdrawn'
                WHEN d_low >= promised_low THEN 'delivered' WHEN d_high > 0 THEN 'in_delivery'
                WHEN h_high > 0 THEN 'shipped' WHEN k_high > 0 THEN 'contracted' WHEN c_high > 0 THEN 'committed'
                ELSE 'announced' END,
            CASE WHEN coalesce(t.due_start, t.due_end) IS NULL THEN 'not_dated'
                WHEN t.due_end < {DAY} AND outstanding_high > 0 THEN 'possibly' ELSE 'no' END,
            announced_start, announced_end, delivered_start, delivered_end,
            {", ".join([*columns.values(), *LATER_STATE_COLUMNS])},
            false, false, amounts = 0, 1, now()
        FROM (
            SELECT *, {select_bounds("outstanding", minus("promised", "d"))}
            FROM (
                SELECT *, {select_bounds("promised", largest("a", "c", "k", "h", "d"))},
                    {select_bounds("secured", largest(*"ckhd"))}, {select_bounds("firm", minus("c", "d"))},
                    {select_bounds("pv", largest("va", "vc", "vk", "vh", "vd"))}
                FROM (
                    SELECT pledge_id, min(occurred_start) AS announced_start, min(occurred_end) AS announced_end,
                        min(occurred_start) FILTER (WHERE stage = 'delivered') AS delivered_start,
                        max(occurred_end) FILTER (WHERE stage = 'delivered') AS delivered_end,
                        max(occurred_end) AS moved_end,
                        count(amount_low) AS amounts, {stage_sums()}
                    FROM pledges_entry {condition}
                    GROUP BY pledge_id
                ) AS sums
            ) AS reached
        ) AS derived
        JOIN pledges_pledge AS p ON p.id = derived.pledge_id
        JOIN pledges_terms AS t ON t.id = derived.pledge_id
    """


def attributions(*, condition: str = "") -> str:
    """Return the statement that computes and writes the parts of donors."""
    return f"""
        INSERT INTO bare.pledges_pledgeattribution (
            {"terms_id, " if ATTRIBUTED_BY_TERMS else ""}
            pledge_id, system_id, donor_code, quantity_share, quantity_rest, value_share, value_rest, stock_role
        )
        SELECT {"pledge_id, " if ATTRIBUTED_BY_TERMS else ""} pledge_id, system_id, code,
            max(coalesce(share, 1.0 / parties)) FILTER (WHERE owners = 0 OR role = 'stock_owner'),
            false, max(coalesce(share, 1.0 / parties)) FILTER (WHERE role = 'funder'), false, ''
        FROM (
            SELECT t.pledge_id, p.system_id, d.code, tp.role, tp.share, count(*) OVER pledge AS parties,
                count(*) FILTER (WHERE tp.role = 'stock_owner') OVER pledge AS owners
            FROM pledges_terms AS t
            JOIN pledges_pledge AS p ON p.id = t.pledge_id
            JOIN pledges_termsparty AS tp ON tp.terms_id = t.id
            JOIN meetings_donor AS d ON d.id = tp.donor_id
            WHERE t.id = t.pledge_id {condition}
            WINDOW pledge AS (PARTITION BY t.pledge_id)
        ) AS parties
        GROUP BY pledge_id, system_id, code
    """


def sums(*, from_sums: bool) -> dict[str, str]:
    """Return the columns of a summary with their aggregates, over states or over finer sums of the same key."""
    columns = {"pledges": "sum(pledges)" if from_sums else "count(*)"}
    for name in (*QUANTITY_FIGURES, *VALUE_COLUMNS):
        unbounded = f"sum({name}_unbounded)" if from_sums else f"count({name}_low) - count({name}_high)"
        columns |= {
            f"{name}_low": f"coalesce(sum({name}_low), 0)",
            f"{name}_best": f"CASE WHEN count({name}_best) = count({name}_low) THEN coalesce(sum({name}_best), 0) END",
            f"{name}_high": f"CASE WHEN count({name}_high) = count({name}_low) THEN coalesce(sum({name}_high), 0) END",
            f"{name}_unbounded": unbounded,
        }
    for name, condition in [(f"overdue_{word}", f"overdue = '{word}'") for word in Overdue.values] + [
        ("unconverted", "unconverted"),
        ("unvalued", "unvalued"),
    ]:
        columns[name] = f"sum({name})" if from_sums else f"count(*) FILTER (WHERE {condition})"
    return columns


def summaries(scope: str, *, condition: str = "") -> str:
    """Return the statement that computes and writes the summaries of one scope."""
    fine, total = sums(from_sums=False), sums(from_sums=True)
    total |= {f"{name}_{end}": "NULL" for name in QUANTITY_FIGURES for end in ENDS}
    return f"""
        INSERT INTO bare.pledges_summary (
            scope, key, aid_type, system_id, unit, {", ".join(fine)}, dataset_version, computed_at
        )
        WITH fine AS MATERIALIZED (
            SELECT key, aid_type, system_id, unit, {", ".join(f"{sql} AS {name}" for name, sql in fine.items())}
            FROM ({KEYED[scope]} {condition}) AS keyed
            GROUP BY key, aid_type, system_id, unit
        )
        SELECT '{scope}', key, aid_type, system_id, unit, {", ".join(fine)}, 1, now() FROM fine
        UNION ALL
        SELECT '{scope}', key, aid_type, NULL, '', {", ".join(total.values())}, 1, now()
        FROM fine GROUP BY key, aid_type
    """


def by_catalogue(table: str, name: str) -> str:
    """Return the states with the slug of a key that a pledge belongs to as a whole."""
    return f"SELECT k.slug AS key, s.* FROM bare.pledges_pledgestate AS s JOIN {table} AS k ON k.id = s.{name}"


def by_donor() -> str:
    """Return the states times the part of each donor."""
    parts = [f"s.{name}_{end} * a.quantity_share AS {name}_{end}" for name in QUANTITY_FIGURES for end in ENDS]
    parts += [f"s.{name}_{end} * a.value_share AS {name}_{end}" for name in VALUE_COLUMNS for end in ENDS]
    return (
        "SELECT a.donor_code AS key, s.aid_type, s.system_id, s.unit, s.overdue, s.unconverted, s.unvalued,"
        f" {', '.join(parts)} FROM bare.pledges_pledgestate AS s"
        " JOIN bare.pledges_pledgeattribution AS a ON a.pledge_id = s.pledge_id"
    )


KEYED = {
    "system": by_catalogue("pledges_system", "system_id"),
    "donor": by_donor(),
    "meeting": by_catalogue("meetings_meeting", "meeting_id"),
    "coalition": by_catalogue("meetings_coalition", "coalition_id"),
}

FULL = [
    ROOM_FOR_ALL,
    f"TRUNCATE {', '.join(f'bare.{table}' for table in TABLES)}",
    states(),
    attributions(),
    *(summaries(scope) for scope in KEYED),
]

OF_ONE_PLEDGE = {
    "system": "WHERE k.id = (SELECT system_id FROM pledges_pledge WHERE id = %(pledge)s)",
    "donor": "WHERE a.donor_code IN"
    " (SELECT donor_code FROM bare.pledges_pledgeattribution WHERE pledge_id = %(pledge)s)",
    "meeting": "WHERE k.id = (SELECT meeting_id FROM bare.pledges_pledgestate WHERE pledge_id = %(pledge)s)",
    "coalition": "WHERE k.id = (SELECT coalition_id FROM bare.pledges_pledgestate WHERE pledge_id = %(pledge)s)",
}
KEYS_OF_ONE_PLEDGE = {
    "system": "SELECT s.slug FROM pledges_pledge AS p JOIN pledges_system AS s ON s.id = p.system_id"
    " WHERE p.id = %(pledge)s",
    "donor": "SELECT donor_code FROM bare.pledges_pledgeattribution WHERE pledge_id = %(pledge)s",
    "meeting": "SELECT m.slug FROM bare.pledges_pledgestate AS p JOIN meetings_meeting AS m ON m.id = p.meeting_id"
    " WHERE p.pledge_id = %(pledge)s",
    "coalition": "SELECT c.slug FROM bare.pledges_pledgestate AS p JOIN meetings_coalition AS c"
    " ON c.id = p.coalition_id WHERE p.pledge_id = %(pledge)s",
}

KEYED_STATEMENTS = [
    "DELETE FROM bare.pledges_pledgestate WHERE pledge_id = %(pledge)s",
    states(condition="WHERE pledge_id = %(pledge)s"),
    "DELETE FROM bare.pledges_pledgeattribution WHERE pledge_id = %(pledge)s",
    attributions(condition="AND t.pledge_id = %(pledge)s"),
]
for scope, own in OF_ONE_PLEDGE.items():
    KEYED_STATEMENTS += [
        f"DELETE FROM bare.pledges_summary WHERE scope = '{scope}' AND key IN ({KEYS_OF_ONE_PLEDGE[scope]})",
        summaries(scope, condition=own),
    ]

CRUDE = """
    SELECT p.system_id, p.unit, e.stage, sum(e.quantity_low), sum(e.quantity_best), sum(e.quantity_high)
    FROM pledges_entry AS e JOIN pledges_pledge AS p ON p.id = e.pledge_id
    GROUP BY p.system_id, p.unit, e.stage
"""
