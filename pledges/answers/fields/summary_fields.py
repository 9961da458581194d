"""Rows of sums, gaps and headroom; those of a system and unit read `s`, those of a key read `whole`."""

from pledges.answers.alarms import gap_alarm, headroom_alarm
from pledges.answers.fields.field_groups import cited_words, estimate, made_of, stamp, system, window
from pledges.answers.fields.field_tree import Group, Leaf, Tree, Type
from pledges.answers.fields.row_sql import json_text
from pledges.answers.figure_values import OverdueCounts, ValueSums

QUANTITIES = ("promised", "delivered", "firm", "announced_only", "withdrawn", "outstanding")
VALUES = ("promised", "delivered", "firm", "announced_only")
SUM_ENDS = ("low", "best", "high", "unbounded")
LATENESS = ("certainly", "possibly", "no", "not_dated")


def total(table: str, name: str) -> Group:
    """Return an interval sum, which says how many of its parts were unbounded."""
    return estimate(f"{table}.{name}", unbounded=f"{table}.{name}_unbounded")


def stage(table: str, *, quantities: bool = True) -> Tree:
    """Return the stage fields; without quantities where they are of several systems or units."""
    return {
        "pledges": Leaf(f"{table}.pledges", Type.WHOLE),
        **({name: total(table, name) for name in QUANTITIES} if quantities else {}),
        "overdue": made_of(OverdueCounts, {word: Leaf(f"{table}.overdue_{word}", Type.WHOLE) for word in LATENESS}),
        "value_eur": Group(
            {
                **{name: total(table, f"value_{name}") for name in VALUES},
                "unconverted": Leaf(f"{table}.unconverted", Type.WHOLE),
                "unvalued": Leaf(f"{table}.unvalued", Type.WHOLE),
                "basis": Leaf(
                    "array_to_json(%(bases)s::text[])::text", Type.RAW, flat="array_to_string(%(bases)s::text[], ' ')"
                ),
            },
            kind=ValueSums,
        ),
    }


SYSTEM_SUMMARY: Tree = {
    **system("s.unit"),
    **stage("s"),
    "required": estimate("s.required", text="r.quantity_text", null=True),
    "required_basis": Leaf("r.basis", null=True),
    "gap": estimate("s.gap", null=True),
    **stamp(),
}

PART: Tree = {**system("part.unit", table="part"), **stage("part"), **stamp()}


def keyed_summary(key: str) -> Tree:
    """Return the row of a donor, meeting or coalition: money over everything, quantities per system and unit."""
    parts = f"""(SELECT concat('[', string_agg({json_text(PART)}, ',' ORDER BY part.slug, part.unit), ']')
        FROM parts AS part WHERE part.key = whole.key)"""
    return {
        key: Leaf("whole.key"),
        "name": Leaf("whole.name", Type.TEXT),
        **stage("whole", quantities=False),
        "systems": Leaf(parts, Type.RAW),
        **stamp(),
    }


GAP: Tree = {
    **system("g.unit"),
    "required": estimate("g.required", text="r.quantity_text"),
    "required_basis": Leaf("r.basis"),
    "secured": estimate("g.secured"),
    "gap": estimate("g.gap"),
    "alarm": Leaf(gap_alarm("g")),
    "stated": window("r.stated"),
    "due": window("r.due"),
    "stated_by": Leaf("r.stated_by", Type.TEXT),
    **cited_words("r"),
    **stamp(),
}

HEADROOM: Tree = {
    "donor": Leaf("holder.code"),
    "donor_name": Leaf("holder.name", Type.TEXT),
    **system("h.unit"),
    "total": estimate("stock.total", text="stock.total_text"),
    "unavailable": estimate("stock.unavailable", text="stock.unavailable_text", null=True),
    "committed_elsewhere": estimate("stock.elsewhere", text="stock.elsewhere_text", null=True),
    "available": estimate("h.available"),
    "left": estimate("h.left", null=True),
    "owed": estimate("h.owed", null=True),
    "headroom": estimate("h.headroom", null=True),
    "alarm": Leaf(headroom_alarm("h"), null=True),
    "units_differ": Leaf("h.units_differ", Type.FLAG),
    "converted": Leaf("h.converted", Type.FLAG),
    "stale": Leaf("h.stale", Type.FLAG),
    "as_of": window("stock.as_of"),
    **cited_words("stock"),
    **stamp(),
}
