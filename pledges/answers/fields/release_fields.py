"""The row of a published dataset version, made by Python from the `release` and the addresses around it."""

from __future__ import annotations

from dataclasses import replace
from operator import itemgetter

from pledges.answers.fields.field_tree import Component, Group, Leaf, Many, Tree, Type, read_from
from pledges.answers.release_list import TABLES
from pledges.values.choices import Origin, Role

PERSON = Group(
    {
        "name": Leaf(type=Type.TEXT, null=True, help="Name; null where the person gave none"),
        "role": Leaf(help="What the account may do", vocabulary=Role),
        "is_system": Leaf(type=Type.FLAG, help="Whether it is no person but the site itself"),
    },
    component=Component(
        "Person",
        "An account as the public sees it: a person's name only where they gave one, never the name of the login",
    ),
)
FACTS = Group(
    {
        action.value: Leaf(type=Type.WHOLE, help=f"rows of the kind {action.value}", value=itemgetter(action.value))
        for action in TABLES
    },
    help="How many facts of each kind it wrote",
    component=Component(
        "FactCounts", "How many facts of each kind a version wrote. A new pledge has terms and entries, too"
    ),
)
RELEASE: Tree = {
    **read_from(
        "release",
        {
            "version": Leaf(type=Type.WHOLE, help="Number of the dataset version"),
            "published_at": Leaf(type=Type.INSTANT, help="When it was published here"),
            "title": Leaf(type=Type.TEXT, help="Title"),
            "origin": Leaf(help="Where its rows come from", vocabulary=Origin),
            "changeset": Leaf(type=Type.WHOLE, help="Number of the change set that it was"),
            "created_at": Leaf(type=Type.INSTANT, help="When the change set was begun"),
            "approved_at": Leaf(type=Type.INSTANT, null=True, help="When it was approved"),
            "author": replace(PERSON, help="Who began it"),
            "approver": replace(PERSON, null=True, help="Who approved it"),
            "publisher": replace(PERSON, help="Who published it"),
            "undoes": Leaf(type=Type.WHOLE, null=True, help="The version that this one takes back"),
            "undone_by": Many(Leaf(type=Type.WHOLE), help="The versions that took it back"),
            "facts": FACTS,
        },
    ),
    "url": Leaf(type=Type.TEXT, help="Address of the version"),
    "changes_url": Leaf(type=Type.TEXT, help="Address of what it changed"),
}
