"""Rows of sums, gaps and headroom; those of a system and unit read `s`, those of a key read `whole`."""

from meetings.choices import SourceGrade
from pledges.answers.fields.field_groups import EUR, cited_words, estimate, identity, made_of, stamp, system, window
from pledges.answers.fields.field_tree import Component, Group, Leaf, Many, Tree, Type
from pledges.answers.fields.pledge_fields import FIGURES
from pledges.answers.fields.row_sql import json_text
from pledges.answers.figure_values import OverdueCounts, ValueSums
from pledges.projections.fact_conditions import stands_condition
from pledges.values.choices import Alarm, AmountBasis, Overdue, RequirementBasis, Unit
from pledges.values.stages import QUANTITY_FIGURES, VALUE_FIGURES

SUM_ENDS = ("low", "best", "high", "unbounded")
STATED_ENDS = ("stated_low", "stated_best", "stated_high", "without_number")
QUANTITY_ENDS = (*SUM_ENDS, *STATED_ENDS)
"""The columns of a sum of money, and of one of quantities."""

LATE = {
    "certainly": "certainly late: a witness proves that something was missing",
    "possibly": "past the due date, with no full delivery reported",
    "no": "not late",
    "not_dated": "without a due date",
}
ALARM = "Whether a need is unmet, or more is owed of a stock than it holds: certainly, possibly, or not"
KEYS = {
    "donor": "Country or organisation, by code; JOINT for what cannot be attributed",
    "meeting": "Meeting, by slug",
    "coalition": "Capability coalition, by slug",
}


def total(table: str, name: str, figure: str, *, unit: str = "") -> Group:
    """An interval sum, which says how many of its parts were unbounded, and of quantities how many had no number."""
    return estimate(
        f"{table}.{name}",
        unbounded=f"{table}.{name}_unbounded",
        without_number="" if unit else f"{table}.{name}_without_number",
        help=FIGURES[figure],
        unit=unit,
        value=figure,
    )


def lateness(table: str) -> Group:
    return made_of(
        OverdueCounts,
        {word: Leaf(f"{table}.overdue_{word}", Type.WHOLE, help=LATE[word]) for word in Overdue.values},
        help="How many pledges are late for certain, possibly, not, or without a date",
        component=Component("OverdueCounts", "How many pledges are late; those without due date are counted apart"),
    )


def uncounted_amounts(table: str) -> Tree:
    """How many pledges a sum of money has no amount of, and which amounts count."""
    return {
        "unconverted": Leaf(f"{table}.unconverted", Type.WHOLE, help="how many amounts could not be converted to euro"),
        "unvalued": Leaf(f"{table}.unvalued", Type.WHOLE, help="how many have no amount"),
        "basis": Many(
            Leaf(vocabulary=AmountBasis),
            "array_to_json(%(bases)s::text[])::text",
            flat="array_to_string(%(bases)s::text[], ' ')",
            help="which amounts count",
        ),
    }


def stage(table: str, *, quantities: bool = True) -> Tree:
    """The stage fields; without quantities where they are of several systems or units."""
    return {
        "pledges": Leaf(f"{table}.pledges", Type.WHOLE, help="Number of pledges"),
        **({name: total(table, name, name) for name in QUANTITY_FIGURES} if quantities else {}),
        "overdue": lateness(table),
        "value_eur": Group(
            {
                **{name: total(table, f"value_{name}", name, unit=EUR) for name in VALUE_FIGURES},
                **uncounted_amounts(table),
            },
            help="Value in euro",
            component=Component(
                "ValueSums", "Sums in euro, what could not be converted, what has no amount, and which amounts count"
            ),
            kind=ValueSums,
        ),
    }


def requirement_basis(sql: str, *, null: bool = False) -> Leaf:
    return Leaf(sql, null=null, help="Whether the requirement is in all or additional", vocabulary=RequirementBasis)


def gap_alarm(gap: str) -> str:
    """The alarm of a gap: certainly where something is missing whatever the true numbers are."""
    return f"""CASE WHEN {gap}.gap_low > 0 THEN 'certainly'
        WHEN {gap}.gap_high IS NULL OR {gap}.gap_high > 0 THEN 'possibly' ELSE 'no' END"""


def headroom_alarm(row: str) -> str:
    """The alarm of a stock of which more is owed than it holds; none where it is stale or in other units."""
    most = f"greatest(coalesce({row}.available_high, 'Infinity') - {row}.left_low, 0)"
    least = f"greatest({row}.available_low - coalesce({row}.left_high, 'Infinity'), 0)"
    return f"""CASE WHEN {row}.stale OR {row}.units_differ THEN NULL
        WHEN {row}.owed_low > {most} THEN 'certainly'
        WHEN coalesce({row}.owed_high, 'Infinity') > {least} THEN 'possibly' ELSE 'no' END"""


REQUIRED = "What is required, as stated"
GAP_HELP = "What is required and neither delivered nor firm"

SYSTEM_SUMMARY: Tree = {
    **system("s.unit"),
    **stage("s"),
    "required": estimate("s.required", text="r.quantity_text", null=True, help=REQUIRED),
    "required_basis": requirement_basis("r.basis", null=True),
    "required_grade": Leaf(
        "need_source.grade", null=True, help="How close the source of the requirement is", vocabulary=SourceGrade
    ),
    "gap": estimate("s.gap", null=True, without_number="s.gap_without_number", help=GAP_HELP),
    **stamp(),
}

PART: Tree = {**system("part.unit", table="part"), **stage("part"), **stamp()}


def keyed_summary(key: str) -> Tree:
    """The row of a donor, meeting or coalition: money over everything, quantities per system and unit."""
    parts = f"""(SELECT concat('[', string_agg({json_text(PART)}, ',' ORDER BY part.slug, part.unit), ']')
        FROM parts AS part WHERE part.key = whole.key)"""
    component = Component("Stage", "Stage fields of one system in one unit")
    return {
        key: Leaf("whole.key", help=KEYS[key]),
        "name": Leaf("whole.name", Type.TEXT, help="Name"),
        **stage("whole", quantities=False),
        "systems": Many(Group(PART, component=component), parts, help="Stage fields per system and unit"),
        **stamp(),
    }


DEDUCTED: Tree = {
    "pledge": Leaf("taken.reference", help="Pledge, by reference"),
    "certain": Leaf("taken.certain", Type.FLAG, help="Whether it was promised after the last day of the need"),
    "secured": estimate("taken.taken", help="What of it is taken off the need"),
}
OTHER_COUNT: Tree = {
    "unit": Leaf("other.unit", help="Unit in which the wish is counted here", vocabulary=Unit),
    "required": estimate("other.quantity", text="other.quantity_text", help=REQUIRED),
    "required_basis": requirement_basis("other.basis"),
    "stated": window("other.stated", help="When it was stated"),
    "stated_by": Leaf("other.stated_by", Type.TEXT, help="Who stated it"),
    "fact": identity("other"),
    "note": Leaf("other.note", Type.TEXT, help="Remarks"),
}


def json_list(tree: Tree, rows: str, *, order: str) -> str:
    return f"(SELECT concat('[', string_agg({json_text(tree)}, ',' ORDER BY {order}), ']') FROM {rows})"


GAP: Tree = {
    **system("g.unit"),
    "required": estimate("g.required", text="r.quantity_text", help=REQUIRED),
    "required_basis": requirement_basis("r.basis"),
    "secured": estimate(
        "g.secured", without_number="g.secured_without_number", help="Delivered or firm, of what is required"
    ),
    "gap": estimate("g.gap", without_number="g.secured_without_number", help=GAP_HELP),
    "alarm": Leaf(gap_alarm("g"), help=ALARM, vocabulary=Alarm),
    "stated": window("r.stated", help="When it was stated"),
    "due": window("r.due", help="When it is due"),
    "stated_by": Leaf("r.stated_by", Type.TEXT, help="Who stated it"),
    "deducted": Many(
        Group(DEDUCTED, component=Component("Deducted", "What a pledge takes off a need for more")),
        json_list(DEDUCTED, "taken WHERE taken.requirement_id = r.id", order="NOT taken.certain, taken.reference"),
        help="Pledges that reduce a need for more: for certain those promised after it, others possibly",
    ),
    "other_counts": Many(
        Group(OTHER_COUNT, component=Component("OtherCount", "The same wish, stated in another unit")),
        json_list(
            OTHER_COUNT,
            f"""pledges_requirement AS other JOIN pledges_requirement AS wish ON wish.id = other.same_wish_as_id
                WHERE wish.system_id = r.system_id AND wish.unit = r.unit AND other.version_id <= %(known)s
                    AND other.stated_start <= %(valid_at)s AND {stands_condition("other.id", "requirement_id")}""",
            order="other.stated_end DESC, other.id",
        ),
        help="The same wish in other units; they have no gap of their own",
    ),
    "fact": identity("r"),
    **cited_words("r"),
    **stamp(),
}

HELD = {
    "total": "The whole stock",
    "unavailable": "Part of the stock that cannot be given",
    "committed_elsewhere": "Part of the stock that is promised to others",
    "as_of": "The day that the statement is about",
}


def drawn(name: str, *, help: str) -> Group:
    """A figure of the promises that draw on a stock."""
    return estimate(f"h.{name}", null=True, without_number=f"h.{name}_without_number", help=help)


HEADROOM: Tree = {
    "donor": Leaf("holder.code", help=KEYS["donor"]),
    "donor_name": Leaf("holder.name", Type.TEXT, help="Name of the donor"),
    **system("h.unit"),
    "total": estimate("stock.total", text="stock.total_text", help=HELD["total"]),
    "unavailable": estimate("stock.unavailable", text="stock.unavailable_text", null=True, help=HELD["unavailable"]),
    "committed_elsewhere": estimate(
        "stock.elsewhere", text="stock.elsewhere_text", null=True, help=HELD["committed_elsewhere"]
    ),
    "available": estimate(
        "h.available",
        help="Stock without what is unavailable; its low also without what is committed elsewhere",
    ),
    "left": drawn("left", help="What has left the stock since the day it was stated for"),
    "owed": drawn("owed", help="What is still owed from the stock"),
    "headroom": drawn("headroom", help="What could still be given; empty where units differ"),
    "alarm": Leaf(headroom_alarm("h"), null=True, help=ALARM, vocabulary=Alarm),
    "units_differ": Leaf(
        "h.units_differ",
        Type.FLAG,
        help="Whether stock and promises are counted in units that nothing converts",
    ),
    "converted": Leaf("h.converted", Type.FLAG, help="Whether a sourced conversion between units was used"),
    "stale": Leaf("h.stale", Type.FLAG, help="Whether the stock was stated more than twelve months ago"),
    "as_of": window("stock.as_of", help=HELD["as_of"]),
    "fact": identity("stock"),
    **cited_words("stock"),
    **stamp(),
}
