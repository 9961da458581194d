"""Rows that explain a figure; they read `row`, its `system`, what is `cited` for it, and the rules that `made` it."""

from pledges.answers.fields.field_groups import cited_words, estimate, identity, optional, stamp, system, window
from pledges.answers.fields.field_tree import Component, Group, Leaf, Many, Tree, Type
from pledges.values.choices import AmountBasis, Stage
from pledges.values.figure_rules import FigurePart, FigureRule, RowSign

OF_PLEDGE = "what the whole promise has of it, in the unit of the figure"

EXPLANATION: Tree = {
    "part": Leaf("row.part", help="Which part of the figure it belongs to", vocabulary=FigurePart),
    "sign": Leaf("row.sign", help="Whether it adds, is taken off, or counts nothing", vocabulary=RowSign),
    "pledge": Leaf(
        "nullif(row.reference, '')", null=True, help="Pledge, by reference; empty where it is a need or a stock"
    ),
    **system("row.unit"),
    "contributes": estimate(
        "row.part", null=True, help="What it counts in the figure; empty where nothing of it can be counted"
    ),
    "has_number": Leaf("NOT row.no_number", Type.FLAG, help="Whether it has a number, and not only bounds"),
    "rules": Many(
        Leaf(vocabulary=FigureRule),
        "array_to_json(made.rules)::text",
        flat="array_to_string(made.rules, ' ')",
        help="The rules that made it so",
    ),
    "share": Leaf("row.share", Type.NUMBER, null=True, help="Share of the donor in it, where it has several parties"),
    "promised": estimate("row.whole", null=True, help=f"Promised: {OF_PLEDGE}"),
    "delivered": estimate("row.come", null=True, help=f"Delivered: {OF_PLEDGE}"),
    "entries": Leaf("cited.entries", Type.WHOLE, help="How many lines of the ledger it has at the moment"),
    "stage": Leaf("cited.stage", null=True, help="Stage of the line that is cited", vocabulary=Stage),
    "occurred": window("cited.occurred", help="When that happened, was stated or was counted"),
    "amount": estimate("cited.amount", text="cited.amount_text", null=True, help="Amount of money as stated there"),
    "currency": optional("cited.currency", help="ISO 4217 code"),
    "basis": optional("cited.basis", help="What the amount is", vocabulary=AmountBasis),
    "eur_rate": Leaf("cited.eur_rate", Type.NUMBER, null=True, help="Units of the currency for one euro"),
    "eur_rate_date": Leaf("cited.eur_rate_date", Type.DAY, null=True, help="Day of the rate"),
    "eur_rate_source": optional("cited.eur_rate_source", help="Where the rate comes from"),
    "fact": identity("cited"),
    **cited_words("cited"),
    **stamp(),
}


def over_all_rows(words: str) -> Group:
    return estimate(unbounded="rows", without_number="rows", help=words, null=True)


PART_SUM: Tree = {
    "part": EXPLANATION["part"],
    "sign": EXPLANATION["sign"],
    "sum": over_all_rows("What its rows come to"),
    "rows": Leaf(type=Type.WHOLE, help="How many rows it has"),
}

EXPLAINED_FIGURE: Tree = {
    "address": Leaf(help="Address of the figure"),
    "title": Leaf(type=Type.TEXT, help="What it is called"),
    "sentence": Leaf(type=Type.TEXT, help="What it is, in one sentence"),
    "unit": Leaf(help="Unit of the figure: that of a quantity, EUR, or pledge"),
    "value": over_all_rows("The figure as the tables of sums have it; null where nothing can be said"),
    "sum": over_all_rows("What its rows come to: sums of parts, and of a gap or headroom their difference"),
    "adds_up": Leaf(type=Type.FLAG, help="Whether both are equal, to the last digit"),
    "parts": Many(
        Group(PART_SUM, component=Component("FigurePartSum", "What a part of a figure comes to over all of its rows")),
        help="What the figure is made of, and with which sign",
    ),
    "left_out": Leaf(type=Type.WHOLE, help="How many pledges touch it and count nothing"),
    "methods_version": Leaf(type=Type.WHOLE, help="Version of the rules by which it was made"),
    "citation": Leaf(type=Type.TEXT, help="How to cite it, with an address that keeps showing it"),
}
"""What stands beside the rows of an explanation; the API writes it with every digit."""
