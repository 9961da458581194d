"""The row of a line of the ledger; reads `fact` (entries), `p`, `v` (its version) and `source`."""

from pledges.answers.fields.field_groups import cited_words, estimate, optional, window
from pledges.answers.fields.field_tree import Leaf, Tree, Type
from pledges.answers.fields.row_sql import json_text
from pledges.projections.fact_conditions import stands_condition

VOID: Tree = {
    "version": Leaf("void.version_id", Type.WHOLE),
    "published_at": Leaf("taken.published_at", Type.INSTANT),
    "reason": Leaf("void.reason", Type.TEXT),
    "lifted_version": Leaf("lift.version_id", Type.WHOLE, null=True),
    "lifted_reason": Leaf("lift.reason", Type.TEXT, null=True),
}


def voids(target: str) -> Leaf:
    """Return what took a fact back and what lifted that, in the order of publishing."""
    return Leaf(
        f"""(SELECT concat('[', string_agg({json_text(VOID)}, ',' ORDER BY void.version_id, void.position), ']')
            FROM pledges_void AS void
            JOIN pledges_datasetversion AS taken ON taken.number = void.version_id
            LEFT JOIN pledges_void AS lift ON lift.lifted_void_id = void.id AND lift.version_id <= %(known)s
            WHERE void.version_id <= %(known)s AND void.{target} = fact.id)""",
        Type.RAW,
    )


LIVE = stands_condition("fact.id", "entry_id")
ENTRY_JOINS = """
    JOIN pledges_datasetversion AS v ON v.number = fact.version_id
    JOIN meetings_source AS source ON source.id = fact.source_id
"""

ENTRY: Tree = {
    "pledge": Leaf("p.reference"),
    "stage": Leaf("fact.stage"),
    "occurred": window("fact.occurred"),
    "quantity": estimate("fact.quantity", text="fact.quantity_text"),
    "amount": estimate("fact.amount", text="fact.amount_text", null=True),
    "currency": optional("fact.currency"),
    "basis": optional("fact.basis"),
    "value_eur": estimate("fact.value_eur", null=True),
    "eur_rate": Leaf("fact.eur_rate", Type.NUMBER, null=True),
    "eur_rate_date": Leaf("fact.eur_rate_date", Type.DAY, null=True),
    "eur_rate_source": optional("fact.eur_rate_source"),
    "definition": optional("fact.definition"),
    "asserted_by": optional("fact.asserted_by"),
    "counts": Leaf(f"fact.occurred_start <= %(valid_at)s AND {LIVE}", Type.FLAG),
    "version": Leaf("fact.version_id", Type.WHOLE),
    "position": Leaf("fact.position", Type.WHOLE),
    "published_at": Leaf("v.published_at", Type.INSTANT),
    **cited_words("fact"),
    "live": Leaf(LIVE, Type.FLAG),
    "voids": voids("entry_id"),
}
