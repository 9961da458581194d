"""The row of a pledge at one moment; reads `st` (states), `p` (pledges), `system` and `beneficiary`."""

from django.utils.translation import gettext_lazy as _

from meetings.choices import Capability
from pledges.answers.fields.entry_fields import ENTRY, ENTRY_COMPONENT, FACT_JOINS
from pledges.answers.fields.field_groups import EUR, SOURCE, estimate, note, system, window
from pledges.answers.fields.field_tree import Component, Field, Group, Leaf, Many, Tree, Type, with_labels
from pledges.answers.fields.row_sql import json_text
from pledges.answers.figure_values import PledgeValues
from pledges.projections.fact_conditions import NAMED, stands_condition
from pledges.values.choices import AidType, Kind, Overdue, PartyRole, Provision, StatusWord
from pledges.values.stages import VALUE_FIGURES

FIGURES = {
    "signalled": "Signalled, and in no total",
    "promised": "Promised, without what was withdrawn",
    "delivered": "Delivered",
    "firm": "Committed, contracted or shipped, and not delivered",
    "announced_only": "Promised, but neither delivered nor firm",
    "withdrawn": "Withdrawn",
    "outstanding": "Promised and not delivered",
    "shipped": "Shipped or delivered",
}
LINKED = {
    "meeting": "Meeting, by slug",
    "coalition": "Capability coalition, by slug",
    "initiative": "Named scheme that it runs through, by slug",
    "package": "Pledges announced together, by slug",
    "restates": "Pledge that it only says again, by reference",
}
SLUG = "Name in addresses; it never changes"

PARTY: Tree = {
    "code": Leaf(
        "d.code",
        help="ISO 3166-1 alpha-3 code of a country, EU, NATO, or XUN for a donor whom the source does not name",
    ),
    "name": Leaf("d.name", Type.TEXT, help="Name"),
    "role": Leaf("tp.role", help="Role", vocabulary=PartyRole),
    "share": Leaf("tp.share", Type.NUMBER, null=True, help="Known share of the whole"),
    "words": Leaf("tp.words", Type.TEXT, help="How the source names a donor that it does not identify"),
}
PARTIES = """
    FROM pledges_termsparty AS tp
    JOIN LATERAL (SELECT code, name FROM meetings_donor WHERE id = tp.donor_id OFFSET 0) AS d ON true
    WHERE tp.terms_id = {terms}
"""
"""Each donor is looked up by its key: to read all of them for every pledge, as the planner would, takes longer."""

PARTY_ORDER = "tp.share DESC NULLS LAST, d.code, tp.role"


def array(item: str, source: str, *, order: str) -> str:
    return f"concat('[', array_to_string(ARRAY(SELECT {item} {source} ORDER BY {order}), ','), ']')"


def donors(terms: str) -> Many:
    """The parties of terms; in a table as `DEU:funder:0.5;NOR:funder:0.5`, as an import takes them."""
    source = PARTIES.format(terms=terms)
    cell = "concat(d.code, ':', tp.role, ':' || trim_scale(tp.share))"
    return Many(
        Group(PARTY, component=Component("Party", "A donor in a role, with its share where known")),
        array(json_text(PARTY), source, order=PARTY_ORDER),
        flat=f"(SELECT string_agg({cell}, ';' ORDER BY {PARTY_ORDER}) {source})",
        help="Parties as code:role:share, separated by semicolons",
        value="parties",
    )


def name_of(key: str) -> Leaf:
    """The name of a row that a pledge points at; null where it points at none, and nothing is looked up."""
    table, column = NAMED[key]
    name = f"(SELECT {column} FROM {table} WHERE id = st.{key}_id)"
    return Leaf(f"CASE WHEN st.{key}_id IS NOT NULL THEN {name} END", null=True, help=LINKED[key])


_PLEDGE: Tree = {
    "reference": Leaf("p.reference", help="Reference of the pledge, given once and never reused"),
    "donors": donors("st.terms_id"),
    **system("st.unit"),
    "aid_type": Leaf("st.aid_type", help="Military, financial or humanitarian", vocabulary=AidType),
    "provision": Leaf(
        "st.provision",
        help="Where it comes from, as the source states it: stock, purchase, industry or loan",
        vocabulary=Provision,
    ),
    "beneficiary": Leaf("beneficiary.code", help="Who receives it, by code"),
    **{key: name_of(key) for key in LINKED},
    "counted": Leaf("st.counted", Type.FLAG, help="Whether it counts in the totals for Ukraine"),
    "status": Leaf("st.status", help="What became of it, in one word", vocabulary=StatusWord),
    "overdue": Leaf(
        "st.overdue",
        help="Late for certain (a witness proves it), possibly (no full delivery is reported), not, or not dated",
        vocabulary=Overdue,
    ),
    "announced_on": window("st.announced", stated=False, help="When the promise was first announced"),
    "delivered_on": window(
        "st.delivered", stated=False, help="When something was delivered, from the first to the last"
    ),
    "due": window("st.due", deadline="st.due_deadline", help="When it is due"),
    **{name: estimate(f"st.{name}", help=words) for name, words in FIGURES.items()},
    "value_eur": Group(
        {name: estimate(f"st.value_{name}", null=True, help=FIGURES[name], unit=EUR) for name in VALUE_FIGURES},
        help="Value in euro",
        component=Component(
            "PledgeValues", "Values in euro; null where there is no amount, or it could not be converted"
        ),
        kind=PledgeValues,
    ),
    "unannounced_delivery": Leaf("st.unannounced", Type.FLAG, help="Whether more was delivered than was ever promised"),
    "unconverted": Leaf("st.unconverted", Type.FLAG, help="Whether an amount could not be converted to euro"),
    "unvalued": Leaf("st.unvalued", Type.FLAG, help="Whether there is no amount"),
}
PLEDGE = with_labels(
    _PLEDGE,
    donors=_("Donor"),
    aid_type=_("Aid"),
    provision=_("Origin"),
    beneficiary=_("Beneficiary"),
    meeting=_("Meeting"),
    coalition=_("Coalition"),
    initiative=_("Initiative"),
    package=_("Package"),
    status=_("State"),
    announced_on=_("Announced"),
    delivered=_("Delivered"),
    outstanding=_("Outstanding"),
    due=_("Due"),
    value_eur=_("Value"),
)


def looked_up(table: str, key: str, tree: Tree, *, null: bool = True) -> Group:
    """A row of the catalogue, as `one`, that a pledge points at; null where it points at none."""
    sql = f"(SELECT {json_text(tree)} FROM {table} AS one WHERE one.id = st.{key}_id)"
    component = Component(f"Expanded{key.capitalize()}", f"The {key} that a pledge names")
    return Group(tree, sql=sql, null=null, help=f"The {key} that it names", component=component)


NAMED_ROW: Tree = {"slug": Leaf("one.slug", help=SLUG), "name": Leaf("one.name", Type.TEXT, help="Name")}
CAPABILITY = Leaf("one.capability", help="What it is for", vocabulary=Capability)
ENTRIES_OF = f"FROM pledges_entry AS fact {FACT_JOINS} WHERE fact.pledge_id = st.pledge_id"
CITED = f"""FROM meetings_source AS source WHERE source.id IN (
    SELECT e.source_id FROM pledges_entry AS e
    WHERE e.pledge_id = st.pledge_id AND e.version_id <= %(known)s AND {stands_condition("e.id", "entry_id")})"""

EXPANDED: dict[str, Field] = {
    "system": looked_up(
        "pledges_system",
        "system",
        {
            **NAMED_ROW,
            "short_name": Leaf("one.short_name", Type.TEXT, help="Short name"),
            "kind": Leaf("one.kind", help="Kind of system", vocabulary=Kind),
            "capability": CAPABILITY,
            "manufacturer": Leaf("one.manufacturer", Type.TEXT, help="Manufacturer"),
        },
        null=False,
    ),
    "meeting": looked_up(
        "meetings_meeting",
        "meeting",
        {
            "slug": Leaf("one.slug", help=SLUG),
            "title": Leaf("one.title", Type.TEXT, help="Title"),
            "forum": Leaf("(SELECT slug FROM meetings_forum WHERE id = one.forum_id)", help="Forum, by slug"),
            "date": window("one.date", help="When it took place"),
            "place": Leaf("one.place", Type.TEXT, help="Where it took place"),
        },
    ),
    "coalition": looked_up("meetings_coalition", "coalition", {**NAMED_ROW, "capability": CAPABILITY}),
    "initiative": looked_up(
        "meetings_initiative", "initiative", {**NAMED_ROW, "kind": Leaf("one.kind", Type.TEXT, help="Kind")}
    ),
    "package": looked_up("pledges_package", "package", {**NAMED_ROW, "note": note("one.note")}),
    "entries": Many(
        Group(ENTRY, component=ENTRY_COMPONENT),
        array(
            json_text(ENTRY), f"{ENTRIES_OF} AND fact.version_id <= %(known)s", order="fact.version_id, fact.position"
        ),
        help="Its lines of the ledger, in the order of publishing",
    ),
    "sources": Many(
        SOURCE, array(json_text(SOURCE.fields), CITED, order="source.id"), help="The sources that its entries cite"
    ),
}
"""What `expand` adds to a row, under `expanded`."""

PARTY_ROW: Tree = {"pledge": Leaf("p.reference", help="Pledge, by reference"), **PARTY}
"""One party of a pledge as a row of its own; reads `p`, `tp` and `d`."""
