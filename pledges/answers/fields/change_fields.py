"""The row of a published change, made by Python from the `change` and the `url` of what it is about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from meetings.choices import CoalitionRole
from pledges.answers.fields.entry_fields import ENTRY
from pledges.answers.fields.field_groups import EUR, SOURCE, estimate, system, window
from pledges.answers.fields.field_tree import Component, Field, Group, Leaf, Many, Tree, Type, read_from
from pledges.answers.fields.pledge_fields import LINKED, PARTY
from pledges.answers.fields.summary_fields import requirement_basis
from pledges.values.choices import ChangeType, PartyRole, Stage
from pledges.values.estimates import Estimate


def nullable(field: Field) -> Field:
    return field if isinstance(field, Many) else replace(field, null=True)


def value_of(fact: Any) -> Estimate | None:
    return None if fact.value_eur is None else Estimate("", *fact.value_eur)


DONOR: Tree = {
    **PARTY,
    "role": Leaf(null=True, help="Role; null where the fact is no pledge", vocabulary=PartyRole),
}
TARGET: Tree = {
    "id": Leaf(help="version.position of the fact", value="place.name"),
    "type": Leaf(help="What the fact was", vocabulary=ChangeType),
}
FACT: Tree = {
    "occurred": window(help="When it happened"),
    "pledge": Leaf(null=True, help="Pledge, by reference"),
    "new_pledge": Leaf(type=Type.FLAG, help="The first entry of a pledge; its terms are told with it"),
    **{name: nullable(field) for name, field in system().items()},
    "stage": Leaf(null=True, help="How far the units have come", vocabulary=Stage),
    "donors": Many(
        Group(DONOR, component=Component("ChangeDonor", "A donor; the role is null where the fact is no pledge")),
        help="Parties of the pledge, or the donor that the fact is about",
        value="parties",
    ),
    "quantity": estimate(help="Number of units", null=True),
    "amount": estimate(help="Amount of money as stated, in its own currency", null=True),
    "currency": ENTRY["currency"],
    "value_eur": estimate(help="Value in euro", null=True, unit=EUR, value=value_of),
    **{name: Leaf(null=True, help=LINKED[name]) for name in ("meeting", "coalition", "initiative")},
    "due": window(help="When it is due"),
    "former_due": window(help="When it was due before"),
    "changed": Many(Leaf(), help="What new terms changed"),
    "linked": Leaf(null=True, help="The pledge that this one restates or adds to"),
    "replaces": Many(Leaf(), help="The facts that this one corrects"),
    "required_basis": replace(requirement_basis("", null=True), value="basis"),
    "stated_by": Leaf(type=Type.TEXT, null=True, help="Who stated it"),
    "membership_role": Leaf(null=True, help="Role of the member", vocabulary=CoalitionRole, value="role"),
}


def unless_void(name: str, otherwise: Any) -> Any:
    """A getter of what stands beside a fact; a void has no words and no source of its own."""
    return lambda row: otherwise if row.change.is_void else getattr(row.change.fact, name)


CHANGE: Tree = {
    **read_from(
        "change",
        {
            "id": Leaf(help="version.position; `after` takes it to go on from here", value="place.name"),
            "version": Leaf(type=Type.WHOLE, help="Dataset version that published it", value="place.version"),
            "position": Leaf(type=Type.WHOLE, help="Place within the version", value="place.position"),
            "published_at": Leaf(type=Type.INSTANT, help="When it was published here"),
            "type": Leaf(help="What changed", vocabulary=ChangeType),
            "summary": Leaf(type=Type.TEXT, help="The change as one sentence"),
        },
    ),
    **read_from("change.fact", FACT),
    "reason": Leaf(type=Type.TEXT, null=True, help="Why a fact was taken back, or stands again", value="change.reason"),
    "target": Group(
        TARGET,
        null=True,
        help="What was taken back, or stands again",
        component=Component("ChangeTarget", "What was taken back, or stands again"),
        value=lambda row: row.change.fact if row.change.is_void else None,
    ),
    "source": replace(SOURCE, null=True, value=unless_void("source", None)),
    "quote": Leaf(type=Type.TEXT, help="The words quoted from the source", value=unless_void("quote", "")),
    "url": Leaf(type=Type.TEXT, help="Address of what it is about"),
}
