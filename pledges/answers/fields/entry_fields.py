"""The row of a line of the ledger; reads `fact` (entries), `p`, `v` (its version) and `source`."""

from pledges.answers.fields.field_groups import EUR, cited_words, estimate, identity, optional, window
from pledges.answers.fields.field_tree import Component, Group, Leaf, Many, Tree, Type
from pledges.answers.fields.quote_fields import JOIN_KEPT, KEPT_QUOTE
from pledges.answers.fields.row_sql import json_text
from pledges.answers.figure_values import Voiding
from pledges.projections.fact_conditions import JOIN_LIFT, stands_condition
from pledges.values.choices import AmountBasis, AssertedBy, Definition, Stage

VOID: Tree = {
    "version": Leaf("void.version_id", Type.WHOLE, help="Dataset version that took it back"),
    "published_at": Leaf("taken.published_at", Type.INSTANT, help="When it was taken back"),
    "reason": Leaf("void.reason", Type.TEXT, help="Why it was taken back"),
    "lifted_version": Leaf("lift.version_id", Type.WHOLE, null=True, help="Dataset version that lifted that"),
    "lifted_reason": Leaf("lift.reason", Type.TEXT, null=True, help="Why that was lifted"),
}


def voids(target: str) -> Many:
    """What took a fact back and what lifted that, in the order of publishing."""
    return Many(
        Group(VOID, kind=Voiding, component=Component("Void", "What took a fact back, and what lifted that")),
        f"""(SELECT concat('[', string_agg({json_text(VOID)}, ',' ORDER BY void.version_id, void.position), ']')
            FROM pledges_void AS void
            JOIN pledges_datasetversion AS taken ON taken.number = void.version_id
            {JOIN_LIFT}
            WHERE void.version_id <= %(known)s AND void.{target} = fact.id)""",
        help="What took it back, and what lifted that",
    )


def ledger_fact(live: str, target: str) -> Tree:
    """When a fact was published, what it is cited from, and what took it back."""
    return {
        "fact": identity("fact"),
        "version": Leaf("fact.version_id", Type.WHOLE, help="Dataset version that published it"),
        "position": Leaf("fact.position", Type.WHOLE, help="Place within the version"),
        "published_at": Leaf("v.published_at", Type.INSTANT, help="When it was published here"),
        **cited_words(),
        "kept": KEPT_QUOTE,
        "live": Leaf(live, Type.FLAG, help="Whether nothing takes it back"),
        "voids": voids(target),
    }


LIVE = stands_condition("fact.id", "entry_id")
FACT_JOINS = f"""
    JOIN pledges_datasetversion AS v ON v.number = fact.version_id
    JOIN meetings_source AS source ON source.id = fact.source_id
    {JOIN_KEPT}
"""

ENTRY: Tree = {
    "pledge": Leaf("p.reference", help="Pledge, by reference"),
    "stage": Leaf("fact.stage", help="How far the units have come", vocabulary=Stage),
    "occurred": window("fact.occurred", help="When it happened", null=False),
    "quantity": estimate("fact.quantity", text="fact.quantity_text", help="Number of units"),
    "amount": estimate(
        "fact.amount", text="fact.amount_text", null=True, help="Amount of money as stated, in its own currency"
    ),
    "currency": optional("fact.currency", help="ISO 4217 code"),
    "basis": optional("fact.basis", help="What the amount is", vocabulary=AmountBasis),
    "value_eur": estimate("fact.value_eur", null=True, help="Value in euro", unit=EUR),
    "eur_rate": Leaf("fact.eur_rate", Type.NUMBER, null=True, help="Units of the currency for one euro"),
    "eur_rate_date": Leaf("fact.eur_rate_date", Type.DAY, null=True, help="Day of the rate"),
    "eur_rate_source": optional("fact.eur_rate_source", help="Where the rate comes from"),
    "definition": optional(
        "fact.definition", help="What the source means by shipped or delivered", vocabulary=Definition
    ),
    "asserted_by": optional(
        "fact.asserted_by", help="Who says so: donor, recipient or a third party", vocabulary=AssertedBy
    ),
    "counts": Leaf(
        f"fact.occurred_start <= %(valid_at)s AND {LIVE}",
        Type.FLAG,
        help="Whether it is not taken back and had begun by the day",
    ),
    **ledger_fact(LIVE, "entry_id"),
}
ENTRY_COMPONENT = Component(
    "Entry",
    "One line of the ledger: on this date, this many units of this pledge reached this stage, says this source",
)
