"""Trees of fields as named components of the OpenAPI document, and closed vocabularies as components of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import override
from drf_spectacular.plumbing import ComponentRegistry, ResolvedComponent

from meetings import choices as meeting_choices
from meetings.models import DonorKind
from pledges.answers.fields import Shape
from pledges.answers.fields.field_tree import Component, Field, Group, Leaf, Many, Tree, Type
from pledges.answers.fields.row_shape import ADDED, EXPANDED
from pledges.values import choices as pledge_choices
from pledges.values import figure_rules

Schema = dict[str, Any]
REFERENCE = "#/components/schemas/{}"
TYPES: dict[Type, Schema] = {
    Type.NUMBER: {"type": "number", "format": "double"},
    Type.WHOLE: {"type": "integer"},
    Type.FLAG: {"type": "boolean"},
    Type.DAY: {"type": "string", "format": "date"},
    Type.INSTANT: {"type": "string", "format": "date-time"},
}
TEXT: Schema = {"type": "string"}
MODULES = (meeting_choices, pledge_choices, figure_rules)
OTHER_WORDS = {"CountWord": ("exact",), "ListFormat": ("json", "csv", "xlsx", "ndjson"), "AnswerFormat": ("json",)}
"""Closed lists that many operations share and that are no vocabulary of the ledger."""


class RowComponents:
    """Makes components of shapes and puts each into the registry of a document once."""

    def __init__(self, registry: ComponentRegistry) -> None:
        self.registry = registry

    def row(self, shape: Shape) -> Schema:
        tree = shape.tree
        if shape.expandable:
            added: Tree = {name: some(field) for name, field in shape.expandable.items()}
            expanded = Group(added, component=ADDED, help="What was expanded, with `expand`", some=True)
            tree = {**tree, EXPANDED: expanded}
        return self.reference_group(shape.component, tree)

    def page(self, shape: Shape, meta: Schema, beside: Mapping[str, Shape]) -> Schema:
        """The reference to a page of rows; `beside` is what else it says once, by name."""
        row = self.row(shape)
        properties = {
            "meta": meta | {"description": "The moment of the answer."},
            "count": {"type": "integer", "description": "How many rows there are in all; only with count=exact."},
            "next": {"type": ["string", "null"], "description": "Address of the page after this one."},
            "previous": {"type": ["string", "null"], "description": "Address of the page before this one."},
            **{name: self.row(one) | {"description": sentence(one.component.about)} for name, one in beside.items()},
            "results": {"type": "array", "items": row, "description": "The rows, in order."},
        }
        about = f"A page: {sentence(shape.component.about)}"
        required = sorted(set(properties) - {"count"})
        return self.register_schema(
            f"{shape.component.name}Page",
            {"type": "object", "description": about, "properties": properties, "required": required},
        )

    def reference_group(self, component: Component, tree: Tree) -> Schema:
        """The reference to a group of fields that has a name.

        :raises ValueError: another group has that name.
        """
        properties = {name: self.property(name, field, component) for name, field in tree.items()}
        schema: Schema = {"type": "object", "description": sentence(component.about), "properties": properties}
        if required := sorted(name for name, field in tree.items() if not field.some):
            schema["required"] = required
        return self.register_schema(component.name, schema)

    def register_schema(self, name: str, schema: Schema) -> Schema:
        made = ResolvedComponent(name, ResolvedComponent.SCHEMA, schema, RowComponents)
        self.registry.register_on_missing(made)
        if self.registry[made].schema != schema:
            raise ValueError(f"two different rows are both called {name}")
        return made.ref

    def property(self, name: str, field: Field, within: Component) -> Schema:
        null = not isinstance(field, Many) and (field.null or name in within.also_null)
        schema = self.type_of(field)
        if null:
            schema = or_null(schema)
        unit = "" if isinstance(field, Many) else field.unit
        return schema | {"description": sentence(field.help)} | ({"x-unit": unit} if unit else {})

    def type_of(self, field: Field) -> Schema:
        """The type of a field, leaving aside that it may be null."""
        if isinstance(field, Many):
            return {"type": "array", "items": self.type_of(field.item)}
        if isinstance(field, Leaf):
            words = vocabulary_name(field.vocabulary) if field.vocabulary else ""
            return {"$ref": REFERENCE.format(words)} if words else dict(TYPES.get(field.type, TEXT))
        if field.component is None:
            raise ValueError("a group without a name cannot be described")
        return self.reference_group(field.component, field.fields)


def some(field: Field) -> Field:
    return replace(field, some=True)


def or_null(schema: Schema) -> Schema:
    if "$ref" in schema:
        return {"oneOf": [schema, {"type": "null"}]}
    return schema | {"type": [schema["type"], "null"]}


def sentence(words: str) -> str:
    """Words with a capital letter and a full stop."""
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def vocabulary_name(vocabulary: type[TextChoices]) -> str:
    return f"{vocabulary.__name__}Enum"


@cache
def vocabularies() -> dict[tuple[str, ...], tuple[str, Schema]]:
    """The name and the component of every closed vocabulary, by its words.

    :raises ValueError: two have the same words.
    """
    found: dict[tuple[str, ...], tuple[str, Schema]] = {}
    classes = [DonorKind, *(one for module in MODULES for one in vars(module).values())]
    for one in dict.fromkeys(filter(is_vocabulary, classes)):
        words = tuple(map(str, one.values))
        if words in found:
            raise ValueError(f"{one.__name__} has the words of {found[words][0]}")
        meanings = "\n".join(f"* `{value}` - {english(label)}" for value, label in one.choices)
        about = f"{vars(one).get('__doc__') or ''}\n\n{meanings}".strip()
        found[words] = (vocabulary_name(one), {"type": "string", "enum": list(words), "description": about})
    for name, words in OTHER_WORDS.items():
        found[words] = (name, {"type": "string", "enum": list(words)})
    return found


def is_vocabulary(one: Any) -> bool:
    return isinstance(one, type) and issubclass(one, TextChoices) and one is not TextChoices


def english(label: Any) -> str:
    """The words of a label as they stand in the code; the document has one language."""
    with override("en"):
        return str(label)


def name_vocabularies(result: Schema, generator: Any, request: Any, public: bool) -> Schema:  # noqa: FBT001 - called by drf-spectacular in this form
    """Replace every list of the words of a vocabulary in the document by a reference to its component."""
    used: set[str] = set()
    for part in ("paths", "components"):
        result[part] = with_names(result[part], used)
    schemas = result["components"]["schemas"]
    made = {name: schema for name, schema in vocabularies().values() if name in used}
    result["components"]["schemas"] = dict(sorted({**schemas, **made}.items()))
    return result


def with_names(part: Any, used: set[str]) -> Any:
    """A part of the document with references in place of lists of words; notes which names were used."""
    if isinstance(part, list):
        return [with_names(one, used) for one in part]
    if not isinstance(part, Mapping):
        return part
    if str(part.get("$ref", "")).endswith("Enum"):
        used.add(part["$ref"].rpartition("/")[2])
    words = part.get("enum")
    if not isinstance(words, list):
        return {
            name: value if name in ("example", "examples") else with_names(value, used) for name, value in part.items()
        }
    named = vocabularies().get(tuple(str(word) for word in words if word is not None))
    if named is None:
        return dict(part)
    name = named[0]
    used.add(name)
    rest = {key: value for key, value in part.items() if key not in ("enum", "type", "x-spec-enum-id")}
    if rest.get("description", "").startswith("* `"):
        del rest["description"]
    reference: Schema = {"$ref": REFERENCE.format(name)}
    return (or_null(reference) if None in words else reference) | rest
