"""A pledge in full: its row in lists, its terms with their history, its entries, and its links; made by Python."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pledges.answers.fields.entry_fields import ENTRY, ENTRY_COMPONENT
from pledges.answers.fields.field_groups import stamp
from pledges.answers.fields.field_tree import Component, Group, Leaf, Many, Tree, Type
from pledges.answers.fields.made_rows import Json, row_writer
from pledges.answers.fields.pledge_fields import PLEDGE
from pledges.answers.fields.terms_fields import ADDS, COMPENSATES, TERMS
from pledges.answers.pledge_in_full import PledgeDetail


def counting_word(name: str) -> Leaf:
    """What the terms that count say."""

    def find_word(detail: PledgeDetail) -> str | None:
        return next((getattr(terms, name) for terms in detail.terms if terms.current), None)

    return Leaf(null=True, help={"adds": ADDS, "compensates": COMPENSATES}[name], value=find_word)


def links(name: str, words: str) -> Many:
    return Many(Leaf(), help=words, value=f"links.{name}")


OF_DETAIL: Tree = {
    "adds": counting_word("adds"),
    "compensates": counting_word("compensates"),
    "restated_by": links("restated_by", "Pledges that only say it again, by reference"),
    "added_to_by": links("added_to_by", "Pledges that add to it, by reference"),
    "compensated_by": links("compensated_by", "Pledges that make up for it, by reference"),
    "external_references": links("external_references", "Names that other sources give to it, as scheme:value"),
    "terms": Many(
        Group(
            TERMS,
            component=Component(
                "Terms", "One statement of the terms of a pledge; due_moved marks one that moved the due date"
            ),
        ),
        help="Every statement of its terms, in the order of publishing",
    ),
    "entries": Many(
        Group(ENTRY, component=ENTRY_COMPONENT), help="Its lines of the ledger, in the order of publishing"
    ),
    "published_version": Leaf(type=Type.WHOLE, help="Dataset version that first published it", value="version"),
    "published_at": Leaf(type=Type.INSTANT, help="When it was first published here"),
    **stamp(),
}
PLEDGE_IN_FULL: Tree = {**PLEDGE, **OF_DETAIL}

_write = row_writer({**OF_DETAIL, "entries": Leaf(type=Type.RAW)})


def detail_json(detail: PledgeDetail, entries: list[Any]) -> Json:
    """What a pledge in full has beside its row in lists; its entries are written already."""
    return _write(replace(detail, entries=tuple(entries)))
