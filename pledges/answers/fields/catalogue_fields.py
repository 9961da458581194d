"""Rows of systems, packages, requirements and stocks, read from their models."""

from __future__ import annotations

from typing import Any

from meetings.choices import Capability
from pledges.answers.fields.field_groups import EUR, SOURCE, cited_words, estimate, identity, note
from pledges.answers.fields.field_tree import Component, Group, Leaf, Many, Tree, Type
from pledges.answers.fields.meeting_fields import name, slug, stored_estimate, stored_window
from pledges.answers.fields.summary_fields import HELD, KEYS, REQUIRED, requirement_basis
from pledges.values.choices import AmountBasis, Kind, Unit
from pledges.values.estimates import Estimate

UNIT = Leaf(help="Unit in which it is counted", vocabulary=Unit)
OF_SYSTEM: Tree = {"system": Leaf(help="System, by slug", value="system.slug"), "unit": UNIT}
VERSION = Leaf(type=Type.WHOLE, help="Dataset version that published it", value="version_id")
CURRENCY = "ISO 4217 code"


CONVERSION: Tree = {
    "from_unit": Leaf(help="Unit that is converted", vocabulary=Unit),
    "to_unit": Leaf(help="Unit that it is converted to", vocabulary=Unit),
    "factor": stored_estimate("factor", help="How many of the one make one of the other"),
    "note": note(),
    "source": SOURCE,
}
PRICE: Tree = {
    "unit": Leaf(help="Unit that is priced", vocabulary=Unit),
    "amount": stored_estimate("amount", help="Amount of money as stated, in its own currency"),
    "currency": Leaf(help=CURRENCY),
    "basis": Leaf(help="What the amount is", vocabulary=AmountBasis),
    "as_of": Leaf(type=Type.TEXT, help="The day that the statement is about, in words", value="as_of_text"),
    "note": note(),
    "source": SOURCE,
}
SYSTEM: Tree = {
    "slug": slug(),
    "name": name(),
    "short_name": name("Short name"),
    "kind": Leaf(help="Kind of system", vocabulary=Kind),
    "capability": Leaf(help="What it is for", vocabulary=Capability),
    "manufacturer": Leaf(type=Type.TEXT, help="Manufacturer"),
    "manufacturer_country": Leaf(
        null=True, help="Country of the manufacturer, by code", value="manufacturer_country.code"
    ),
    "range_class": Leaf(null=True, help="Class of range"),
    "munition_of": Leaf(null=True, help="System that it is munition of, by slug", value="munition_of.slug"),
    "units": Many(
        Leaf(),
        help="Units in which it is counted, the usual one first",
        value=lambda system: [one.unit for one in sorted(system.units.all(), key=lambda one: (one.position, one.unit))],
    ),
    "aliases": Many(
        Leaf(type=Type.TEXT),
        help="Other spellings",
        value=lambda system: sorted(alias.alias for alias in system.aliases.all()),
    ),
    "conversions": Many(
        Group(CONVERSION, component=Component("Conversion", "One of a unit is a factor of another, says a source")),
        help="Sourced factors between units",
        value=lambda system: sorted(system.conversions.all(), key=lambda one: (one.from_unit, one.to_unit)),
    ),
    "prices": Many(
        Group(PRICE, component=Component("Price", "What one unit is said to cost")),
        help="What one unit is said to cost",
        value=lambda system: sorted(system.prices.all(), key=lambda one: (one.unit, one.pk)),
    ),
    "note": note(),
}
PACKAGE: Tree = {"slug": slug(), "name": name(), "note": note()}


def value_in_euro(row: Any) -> Estimate | None:
    if row.value_eur_low is None:
        return None
    return Estimate("", row.value_eur_low, row.value_eur_best, row.value_eur_high)


def first_count(need: Any) -> str | None:
    """The public name of the need of which one is another count."""
    first = need.same_wish_as
    return str(first.public_name) if first else None


REQUIREMENT: Tree = {
    "id": SOURCE.fields["id"],
    **OF_SYSTEM,
    "basis": requirement_basis(""),
    "quantity": stored_estimate("quantity", help=REQUIRED),
    "amount": stored_estimate("amount", help="Amount of money as stated, in its own currency", null=True),
    "currency": Leaf(null=True, help=CURRENCY),
    "value_eur": estimate(help="Value in euro", null=True, unit=EUR, value=value_in_euro),
    "stated": stored_window("stated", help="When it was stated", null=False),
    "due": stored_window("due", help="When it is due"),
    "stated_by": Leaf(type=Type.TEXT, help="Who stated it"),
    "same_wish_as": Leaf(
        null=True, help="The need of which it is another count, by the name of its fact", value=first_count
    ),
    "replaced_by": Leaf(null=True, help="The newer need that counts in its place, by the name of its fact"),
    "fact": identity(),
    "version": VERSION,
    **cited_words(),
}
STOCK: Tree = {
    "id": SOURCE.fields["id"],
    "donor": Leaf(help=KEYS["donor"].partition(";")[0], value="holder.code"),
    **OF_SYSTEM,
    "as_of": stored_window("as_of", help=HELD["as_of"], null=False),
    "total": stored_estimate("total", help=HELD["total"]),
    "unavailable": stored_estimate("unavailable", help=HELD["unavailable"], null=True),
    "committed_elsewhere": stored_estimate("elsewhere", help=HELD["committed_elsewhere"], null=True),
    "fact": identity(),
    "version": VERSION,
    **cited_words(),
}
COMPLETENESS: Tree = {
    "id": SOURCE.fields["id"],
    "donor": Leaf(null=True, help="Donor whose deliveries are all listed, by code; null for all", value="donor.code"),
    "system": Leaf(null=True, help="System of which they are all listed, by slug; null for all", value="system.slug"),
    "as_of": stored_window("as_of", help="To which day every delivery is listed: the last of it", null=False),
    "fact": identity(),
    "version": VERSION,
    **cited_words(),
}
