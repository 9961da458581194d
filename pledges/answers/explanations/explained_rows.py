"""The list of the rows that explain a figure, and what its parts come to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from pledges.answers.as_of import AsOf
from pledges.answers.explanations.cited_lines import cite_rows, line_order
from pledges.answers.explanations.figure_parts import NAMES, parts_clause
from pledges.answers.explanations.figure_subjects import Subject
from pledges.answers.explanations.row_rules import STATE, rules_of
from pledges.answers.fields.explanation_fields import EXPLANATION
from pledges.answers.fields.field_groups import with_system
from pledges.answers.fields.field_tree import leave_out
from pledges.answers.fields.named_record import Record
from pledges.answers.figure_addresses import FigureAddress
from pledges.answers.figure_values import Figure, SourceRef, SystemRef
from pledges.answers.keyset_lists import Listing, moment_params
from pledges.answers.moment_relations import fetch
from pledges.projections.stage_sums import select_items, sum_bounds
from pledges.values.dates import DateWindow
from pledges.values.estimates import Estimate, EstimateSum
from pledges.values.stages import VALUE_COLUMNS

ORDER = (
    ("row.place", "int"),
    ("row.weight", "numeric"),
    ("row.reference", "text"),
    ("row.part", "text"),
)
"""Needs and stocks first, then what counts by its weight, then what counts nothing."""


PLACE = ", ".join(column.removeprefix("row.") for column, _kind in ORDER)


class ExplainedRow(Record, tree=with_system(leave_out(EXPLANATION, "dataset_version", "computed_at"))):
    """One row of an explanation; `part`, `sign` and `rules` are words of FigurePart, RowSign and FigureRule."""

    __slots__ = ()
    part: str
    sign: str
    pledge: str | None
    system: SystemRef
    unit: str
    contributes: Figure | None
    has_number: bool
    rules: list[str]
    share: Decimal | None
    promised: Figure | None
    delivered: Figure | None
    entries: int
    occurred: DateWindow | None
    amount: Estimate | None
    currency: str | None
    eur_rate: Decimal | None
    eur_rate_date: date | None
    eur_rate_source: str | None
    quote: str
    source: SourceRef


def explained_rows(as_of: AsOf, subject: Subject, *, aid_types: tuple[str, ...]) -> Listing:
    """The rows of a figure: what it is made of by weight, then what touches it and counts nothing."""

    def query(selected: str) -> tuple[str, dict[str, Any]]:
        params = moment_params(as_of)
        clause = parts_clause(as_of, subject, aid_types, params)
        sql = f"""
            {clause} SELECT {selected} FROM ({row_query(subject)} ORDER BY {PLACE} OFFSET 0) AS row
            {look_up("system", "pledges_system", "row.system_id")}
            JOIN LATERAL ({cite_rows().format(order=line_order(subject.address))}) AS cited ON true
            {look_up("source", "meetings_source", "cited.source_id")}
            JOIN LATERAL (SELECT {rules_of(subject.address)} AS rules) AS made ON true
            WHERE true
        """
        return sql, params

    return Listing(query, ORDER)


def look_up(name: str, table: str, key: str) -> str:
    """The join of one row by its key, for each row that is shown: the order of the rows stays as it is."""
    return f"JOIN LATERAL (SELECT * FROM {table} AS {name} WHERE {name}.id = {key} OFFSET 0) AS {name} ON true"


def row_query(subject: Subject) -> str:
    """The query of the rows with the states of their pledges; what they cite is looked up for those that are shown."""
    whole, come = whole_columns(subject.address)
    of_pledge = ", ".join(
        f"st.{column}_{end} AS {name}_{end}" for name, column in (("whole", whole), ("come", come)) for end in ENDS
    )
    known, state = (", ".join(f"{of}.{name}" for name in names) for of, names in (("chosen", NAMES), ("st", STATE)))
    system = "coalesce(st.system_id, %(system_id)s)" if subject.system else "st.system_id"
    unit = "coalesce(st.unit, need.unit, stock.unit)" if subject.system else "st.unit"
    return f"""
        SELECT {known}, {of_pledge}, {state},
            coalesce(known.reference, '') AS reference, {system} AS system_id, {unit} AS unit,
            beneficiary.code AS beneficiary,
            - greatest(chosen.part_low, coalesce(chosen.part_high, chosen.part_low), 0) AS weight
        FROM parts AS chosen
        LEFT JOIN touched AS st ON st.pledge_id = chosen.pledge_id
        LEFT JOIN pledges_pledge AS known ON known.id = chosen.pledge_id
        LEFT JOIN meetings_donor AS beneficiary ON beneficiary.id = st.beneficiary_id
        LEFT JOIN pledges_requirement AS need ON need.id = chosen.requirement_id
        LEFT JOIN pledges_stock AS stock ON stock.id = chosen.stock_id
    """


ENDS = ("low", "best", "high")


def whole_columns(address: FigureAddress) -> tuple[str, str]:
    """The columns of what the whole pledge has: in euro of a value, in its unit of anything else."""
    if f"value_{address.path.removeprefix('value_eur:')}" in VALUE_COLUMNS and address.path.startswith("value_eur:"):
        return "value_promised", "value_delivered"
    return "promised", "delivered"


STATED = {
    "stated_low": "coalesce(sum(part_low) FILTER (WHERE NOT no_number), 0)",
    **{
        f"stated_{end}": f"CASE WHEN count(part_{end}) FILTER (WHERE NOT no_number)"
        f" = count(part_low) FILTER (WHERE NOT no_number)"
        f" THEN coalesce(sum(part_{end}) FILTER (WHERE NOT no_number), 0) END"
        for end in ("best", "high")
    },
    "without_number": "count(DISTINCT coalesce(pledge_id, 0)) FILTER (WHERE no_number)",
}
COUNTED = {"unbounded": "count(part_low) - count(part_high)", **STATED, "rows": "count(*)"}


def sum_parts_of(as_of: AsOf, subject: Subject, *, aid_types: tuple[str, ...]) -> dict[str, tuple[EstimateSum, int]]:
    """What each part of a figure adds up to over all of its rows, and how many these are; of all of them under ""."""
    params = moment_params(as_of)
    clause = parts_clause(as_of, subject, aid_types, params)
    items = select_items(sum_bounds("part") | COUNTED)
    sql = f"{clause} SELECT coalesce(part, ''), {items} FROM parts GROUP BY GROUPING SETS ((part), ())"
    return {part: (EstimateSum.of_columns(*sums), rows) for part, *sums, rows in fetch(sql, params)}
