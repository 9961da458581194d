"""The fact that is cited for a row of an explanation: a stated need, a stock, or the line of a pledge that decides."""

from pledges.answers.figure_addresses import FigureAddress
from pledges.projections.fact_conditions import stands_condition
from pledges.values.stages import COUNTED_STAGES, LAST_STAGE, SECURED_STAGES, UNCOUNTED_STAGES

COLUMNS = {
    "version_id": "int",
    "position": "int",
    "quote": "text",
    "note": "text",
    "confidence": "text",
    "source_id": "bigint",
    "stage": "text",
    "occurred_text": "text",
    "occurred_start": "date",
    "occurred_end": "date",
    "occurred_precision": "text",
    "amount_text": "text",
    "amount_low": "numeric",
    "amount_best": "numeric",
    "amount_high": "numeric",
    "currency": "text",
    "basis": "text",
    "eur_rate": "numeric",
    "eur_rate_date": "date",
    "eur_rate_source": "text",
    "entries": "bigint",
}
"""What a row says of the fact that it cites, with the types of what it lacks."""

OF_EVERY_FACT = ("version_id", "position", "quote", "note", "confidence", "source_id")


def fact_items(fact: str, **instead: str) -> str:
    """The columns of one kind of fact; what it does not have is null, what it calls otherwise is given."""
    found = {name: f"{fact}.{name}" for name in OF_EVERY_FACT} | instead
    return ", ".join(f"{found.get(name, 'NULL')}::{kind} AS {name}" for name, kind in COLUMNS.items())


def of_window(name: str) -> dict[str, str]:
    """The columns of a window of another name as those of when something happened."""
    return {f"occurred_{end}": f"{name}_{end}" for end in ("text", "start", "end", "precision")}


def cite_rows() -> str:
    """The query of the fact of `row`; the line of a pledge is the first in the order of `line_order`."""
    own = {name: f"e.{name}" for name in COLUMNS if name != "entries"} | {"entries": "count(*) OVER ()"}
    return f"""
        SELECT {fact_items("need", **of_window("need.stated"), entries="0")}
        FROM pledges_requirement AS need WHERE need.id = row.requirement_id
        UNION ALL
        SELECT {fact_items("stock", **of_window("stock.as_of"), entries="0")}
        FROM pledges_stock AS stock WHERE stock.id = row.stock_id
        UNION ALL (
            SELECT {fact_items("e", **own)} FROM pledges_entry AS e
            WHERE e.pledge_id = row.pledge_id AND e.version_id <= %(known)s AND e.occurred_start <= %(valid_at)s
              AND {stands_condition("e.id", "entry_id")}
            ORDER BY {{order}}, e.version_id, e.position LIMIT 1
        )
    """


def line_order(address: FigureAddress) -> str:
    """By what the line of a pledge comes first that decides its part of a figure: its amount, then its stage."""
    name = address.path.split(":")[-1]
    earliest, furthest = [*COUNTED_STAGES], [*COUNTED_STAGES[::-1]]
    stages = {
        "delivered": [LAST_STAGE, *earliest[:-1]],
        "firm": [*SECURED_STAGES[-2::-1], LAST_STAGE],
        "withdrawn": [*UNCOUNTED_STAGES[::-1]],
        "": furthest,
    }.get(name, earliest)
    places = " ".join(f"WHEN '{stage.value}' THEN {place}" for place, stage in enumerate(stages))
    by_stage = f"CASE e.stage {places} ELSE {len(stages)} END, e.quantity_low DESC"
    if not address.path.startswith("value_eur:"):
        return by_stage
    return f"e.value_eur_low IS NULL, e.amount_low IS NULL, NOT e.basis = ANY(%(bases)s), {by_stage}"
