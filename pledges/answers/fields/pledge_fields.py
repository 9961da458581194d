"""The row of a pledge at one moment; reads `st` (states), `p` (pledges), `system` and `beneficiary`."""

from pledges.answers.fields.entry_fields import ENTRY, ENTRY_JOINS
from pledges.answers.fields.field_groups import SOURCE, estimate, system, window
from pledges.answers.fields.field_tree import Field, Group, Leaf, Tree, Type
from pledges.answers.fields.row_sql import json_text
from pledges.projections.fact_conditions import NAMED, stands_condition

FIGURES = ("signalled", "promised", "delivered", "firm", "announced_only", "withdrawn", "outstanding", "shipped")
VALUES = ("promised", "delivered", "firm", "announced_only")

PARTY: Tree = {
    "code": Leaf("d.code"),
    "name": Leaf("d.name", Type.TEXT),
    "role": Leaf("tp.role"),
    "share": Leaf("tp.share", Type.NUMBER, null=True),
    "words": Leaf("tp.words", Type.TEXT),
}
PARTIES = """
    FROM pledges_termsparty AS tp
    JOIN LATERAL (SELECT code, name FROM meetings_donor WHERE id = tp.donor_id OFFSET 0) AS d ON true
    WHERE tp.terms_id = {terms}
"""
"""Each donor is looked up by its key: to read all of them for every pledge, as the planner would, takes longer."""

PARTY_ORDER = "tp.share DESC NULLS LAST, d.code, tp.role"


def array(item: str, source: str, *, order: str) -> str:
    """Return the expression of the JSON array of items, in order."""
    return f"concat('[', array_to_string(ARRAY(SELECT {item} {source} ORDER BY {order}), ','), ']')"


def donors(terms: str) -> Leaf:
    """Return the parties of terms; in a table as `DEU:funder:0.5;NOR:funder:0.5`, as an import takes them."""
    source = PARTIES.format(terms=terms)
    cell = "concat(d.code, ':', tp.role, ':' || trim_scale(tp.share))"
    return Leaf(
        array(json_text(PARTY), source, order=PARTY_ORDER),
        Type.RAW,
        flat=f"(SELECT string_agg({cell}, ';' ORDER BY {PARTY_ORDER}) {source})",
    )


def name_of(key: str) -> Leaf:
    """Return the name of a row that a pledge points at; null where it points at none, and nothing is looked up."""
    table, column = NAMED[key]
    name = f"(SELECT {column} FROM {table} WHERE id = st.{key}_id)"
    return Leaf(f"CASE WHEN st.{key}_id IS NOT NULL THEN {name} END", null=True)


PLEDGE: Tree = {
    "reference": Leaf("p.reference"),
    "donors": donors("st.terms_id"),
    **system("st.unit"),
    "aid_type": Leaf("st.aid_type"),
    "beneficiary": Leaf("beneficiary.code"),
    **{key: name_of(key) for key in ("meeting", "coalition", "initiative", "package", "restates")},
    "counted": Leaf("st.counted", Type.FLAG),
    "status": Leaf("st.status"),
    "overdue": Leaf("st.overdue"),
    "announced_on": window("st.announced", stated=False),
    "delivered_on": window("st.delivered", stated=False),
    "due": window("st.due", deadline="st.due_deadline"),
    **{name: estimate(f"st.{name}") for name in FIGURES},
    "value_eur": Group({name: estimate(f"st.value_{name}", null=True) for name in VALUES}),
    "unannounced_delivery": Leaf("st.unannounced", Type.FLAG),
    "unconverted": Leaf("st.unconverted", Type.FLAG),
    "unvalued": Leaf("st.unvalued", Type.FLAG),
}


def looked_up(table: str, key: str, tree: Tree) -> Leaf:
    """Return a row of the catalogue, as `one`, that a pledge points at; null where it points at none."""
    return Leaf(f"(SELECT {json_text(tree)} FROM {table} AS one WHERE one.id = st.{key}_id)", Type.RAW, null=True)


NAMED_ROW: Tree = {"slug": Leaf("one.slug"), "name": Leaf("one.name", Type.TEXT)}
ENTRIES_OF = f"FROM pledges_entry AS fact {ENTRY_JOINS} WHERE fact.pledge_id = st.pledge_id"
CITED = f"""FROM meetings_source AS source WHERE source.id IN (
    SELECT e.source_id FROM pledges_entry AS e
    WHERE e.pledge_id = st.pledge_id AND e.version_id <= %(known)s AND {stands_condition("e.id", "entry_id")})"""

EXPANDED: dict[str, Field] = {
    "system": looked_up(
        "pledges_system",
        "system",
        {
            **NAMED_ROW,
            "short_name": Leaf("one.short_name", Type.TEXT),
            "kind": Leaf("one.kind"),
            "capability": Leaf("one.capability"),
            "manufacturer": Leaf("one.manufacturer", Type.TEXT),
        },
    ),
    "meeting": looked_up(
        "meetings_meeting",
        "meeting",
        {
            "slug": Leaf("one.slug"),
            "title": Leaf("one.title", Type.TEXT),
            "forum": Leaf("(SELECT slug FROM meetings_forum WHERE id = one.forum_id)"),
            "date": window("one.date"),
            "place": Leaf("one.place", Type.TEXT),
        },
    ),
    "coalition": looked_up("meetings_coalition", "coalition", {**NAMED_ROW, "capability": Leaf("one.capability")}),
    "initiative": looked_up("meetings_initiative", "initiative", {**NAMED_ROW, "kind": Leaf("one.kind", Type.TEXT)}),
    "package": looked_up("pledges_package", "package", {**NAMED_ROW, "note": Leaf("one.note", Type.TEXT)}),
    "entries": Leaf(
        array(
            json_text(ENTRY), f"{ENTRIES_OF} AND fact.version_id <= %(known)s", order="fact.version_id, fact.position"
        ),
        Type.RAW,
    ),
    "sources": Leaf(array(json_text(SOURCE.fields), CITED, order="source.id"), Type.RAW),
}
"""What `expand` adds to a row, under `expanded`."""

PARTY_ROW: Tree = {"pledge": Leaf("p.reference"), **PARTY}
"""One party of a pledge as a row of its own; reads `p`, `tp` and `d`."""
