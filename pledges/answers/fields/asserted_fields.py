"""Rows of what sources state in sum, beside the ledger; they read `total`, `source` and `meeting`."""

from pledges.answers.asserted_comparison import OUTCOME
from pledges.answers.fields.field_groups import EUR, cited_words, estimate, identity, optional, stamp, system, window
from pledges.answers.fields.field_tree import Leaf, Tree, Type
from pledges.values.choices import NotCompared, Stage, SumMeasure, SumOutcome

ASSERTED_TOTAL: Tree = {
    "donor": Leaf("total.code", help="Whose sum it is, by code; the recipient where it says what it holds"),
    "donor_name": Leaf("total.name", Type.TEXT, help="Name of the donor"),
    **system("total.unit"),
    "stage": Leaf("total.stage", help="Stage that the sum had come to", vocabulary=Stage),
    "measure": Leaf("total.measure", help="Of what it is the sum", vocabulary=SumMeasure),
    "outstanding": Leaf(
        f"total.measure = '{SumMeasure.OUTSTANDING}'", Type.FLAG, help="Whether it is a sum of what is still to come"
    ),
    "quantity": estimate("total.quantity", text="total.quantity_text", help="How many the source states"),
    "amount": estimate("total.amount", text="total.amount_text", null=True, help="Amount of money as stated"),
    "currency": optional("total.currency", help="ISO 4217 code"),
    "value_eur": estimate("total.value_eur", null=True, help="Amount in euro", unit=EUR),
    "as_of": window("total.as_of", help="The day that the statement is about"),
    "ledger": estimate(
        "total.ledger",
        null=True,
        help="What the ledger has of it on the last of these days, in euro where an amount is stated",
    ),
    "outcome": Leaf(OUTCOME, help="How the ledger stands to it", vocabulary=SumOutcome),
    "not_compared": optional("total.not_compared", help="Why it is not compared", vocabulary=NotCompared),
    "part": optional("total.part", help="The part of the aid that it is of, where it is not of all"),
    "meeting": Leaf("meeting.slug", null=True, help="Meeting that it was named at, by slug"),
    "fact": identity("total"),
    **cited_words("total"),
    **stamp(),
}
