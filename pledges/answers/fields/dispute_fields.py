"""Rows of what sources, and the ledger, differ on; Python makes them."""

from pledges.answers.fields.field_groups import confidence, estimate, window
from pledges.answers.fields.field_tree import Component, Group, Leaf, Many, Tree, Type
from pledges.answers.fields.meeting_fields import SOURCE_IF_ANY
from pledges.values.choices import ClaimedBy, DisputeKind, DisputeStatus, NotCompared, SumOutcome, Unit

CLAIM: Tree = {
    "value": Leaf(type=Type.TEXT, help="The value in words, as stated"),
    "estimate": estimate(help="The value as a number, where it is one", null=True),
    "currency": Leaf(null=True, help="ISO 4217 code, where the value is an amount of money"),
    "as_of": window(help="The day that the statement is about"),
    "said_by": Leaf(help="Whether a source says so, or the ledger's own sum on that day", vocabulary=ClaimedBy),
    "pledge": Leaf(null=True, help="Pledge that says so, by reference"),
    "chosen": Leaf(type=Type.FLAG, help="Whether this site uses this value"),
    "reason": Leaf(type=Type.TEXT, help="Why it is used"),
    "source": SOURCE_IF_ANY,
    "confidence": confidence(),
}
DISPUTE: Tree = {
    "dispute": Leaf(help="Name of the dispute; it never changes"),
    "kind": Leaf(help="What differs", vocabulary=DisputeKind),
    "status": Leaf(help="Whether the difference is open", vocabulary=DisputeStatus),
    "subject": Leaf(
        type=Type.TEXT,
        help="What it is about: the address of a figure, or pledge, meeting, donor, system, coalition and so on, a"
        " colon, and its name in addresses",
    ),
    "subject_name": Leaf(type=Type.TEXT, help="Name of the subject"),
    "about": Leaf(help="What of the subject differs"),
    "donors": Many(Leaf(), help="Whom it concerns, by code"),
    "system": Leaf(null=True, help="System that it concerns, by slug", value="system.slug"),
    "unit": Leaf(null=True, help="Unit in which it is counted", vocabulary=Unit),
    "meeting": Leaf(null=True, help="Meeting that it concerns, by slug"),
    "pledges": Many(Leaf(), help="Pledges that it concerns, by reference"),
    "outcome": Leaf(null=True, help="How the ledger stands to a source's own sum", vocabulary=SumOutcome),
    "not_compared": Leaf(null=True, help="Why it is not compared", vocabulary=NotCompared),
    "reason": Leaf(type=Type.TEXT, help="Why it is open, decided or explained, in words"),
    "claims": Many(
        Group(
            CLAIM,
            component=Component(
                "DisputeClaim", "One of several values, with who says it, of which day, and from where"
            ),
        ),
        help="Every value; the one that is used comes first",
    ),
}
