"""Describes a row as it is written, for the OpenAPI document, from the table of its columns."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from rest_framework import serializers

from pledges.answers.fields.field_groups import estimate, window
from pledges.answers.fields.field_tree import Tree
from pledges.answers.fields.pledge_fields import PARTY as PARTY_FIELDS
from pledges.api.row_components import RowComponents, Schema, english, sentence
from pledges.api.write.body_reading import (
    LONGEST_CELL,
    MOST_CELLS,
    MOST_DONORS,
    PARTY_MEMBERS,
    SOURCE_MEMBERS,
    STATED_MEMBERS,
)
from pledges.intake.row_columns import BY_NAME, STATED_KINDS, TABLE, CellKind, Column

WORDS: Schema = {"type": "string", "maxLength": LONGEST_CELL, "pattern": r"^[^\x00]*$"}
CELL: list[Schema] = [WORDS, {"type": "number"}, {"type": "null"}]
TEXT: Schema = WORDS | {"type": ["string", "number", "null"]}
PLAIN = r"[^;:\x00]"
PART: Schema = TEXT | {"pattern": f"^{PLAIN}*$"}
"""A part of a party, which tables write with separators between."""

STATED: Tree = {**window().fields, **estimate(unbounded="unbounded").fields}


def help_of(tree: Tree, name: str) -> Schema:
    """Describe a member of a cell as the field of a row that it becomes."""
    return {"description": sentence(tree[name].help)}


STATED_WORDS: Schema = {
    "type": "object",
    "description": "A number or a time as this API gives it: the words in `text` are read, the rest follows from them.",
    "required": ["text"],
    "additionalProperties": False,
    "properties": {name: (WORDS if name == "text" else TEXT) | help_of(STATED, name) for name in STATED_MEMBERS},
}
PARTY: Schema = {
    "type": "object",
    "description": "Who takes part, in which role, with which share, and in which words of the source.",
    "additionalProperties": False,
    "required": ["code"],
    "properties": {
        **{name: PART | help_of(PARTY_FIELDS, name) for name in PARTY_MEMBERS},
        "code": PART
        | {"type": ["string", "number"], "pattern": rf"^{PLAIN}*[^;:\s\x00]{PLAIN}*$"}
        | help_of(PARTY_FIELDS, "code"),
        "words": TEXT | {"pattern": r"^[^;\x00]*$"} | help_of(PARTY_FIELDS, "words"),
    },
}
SOURCE: Schema = {
    "type": "object",
    "description": "What the row cites.",
    "additionalProperties": False,
    "properties": {
        name: TEXT | {"description": sentence(english(BY_NAME[f"source_{name}"].words))} for name in SOURCE_MEMBERS
    },
}
ABOUT = (
    "One row, with the names of a table's columns. Cells are words as the source states them, or numbers; the planner"
    " reads them, in the languages of donors: every word of a number is understood or a problem, what has happened"
    " looks back from its source and what is due forward, and days such as 02/03/2023 are read by one order for all"
    " rows of a body. A name that no column has, and anything the planner cannot read, comes back among the row's"
    " problems."
)


class RowField(serializers.JSONField):
    """A row of a change set."""


class RowExtension(OpenApiSerializerFieldExtension):
    """Makes the component of a row."""

    target_class = RowField

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Schema:
        made = RowComponents(auto_schema.registry)
        source = {
            "oneOf": [made.register_schema("RowSource", SOURCE), *CELL],
            "description": "The source, as an object.",
        }
        row: Schema = {
            "type": "object",
            "maxProperties": MOST_CELLS,
            "description": ABOUT,
            "properties": {**{column.name: describe_cell(column, made) for column in TABLE}, "source": source},
            "additionalProperties": {"oneOf": CELL},
            "propertyNames": {"pattern": WORDS["pattern"]},
        }
        return made.register_schema("RowCells", row)


def describe_cell(column: Column, made: RowComponents) -> Schema:
    """What a cell takes; a word beside those of its vocabulary is a problem of the row, not of the request."""
    words = english(column.words).removesuffix(" …")
    hint = f"{column.default} unless stated" if column.default else column.hint
    about = {"description": sentence(f"{words} ({hint})" if hint else words)}
    if column.vocabularies:
        choices = [{"type": "string", "enum": list(one.values)} for one in column.vocabularies]
        return {"anyOf": [*choices, *CELL]} | about
    more: list[Schema] = []
    if column.kind in STATED_KINDS:
        more = [made.register_schema("StatedWords", STATED_WORDS)]
    elif column.kind == CellKind.TICK:
        more = [{"type": "boolean"}]
    elif column.kind == CellKind.PARTIES:
        party = made.register_schema("RowParty", PARTY)
        more = [{"type": "array", "maxItems": MOST_DONORS, "items": party}]
    return {"oneOf": [*more, *CELL]} | about
