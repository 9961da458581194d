"""What a row is made of: leaves with an SQL expression or a getter each, groups of them, and lists."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from operator import attrgetter
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise


class Type(Enum):
    """How the value of an expression is written.

    A word needs no escaping, a phrase of ours none in JSON but may hold commas, raw is the text of JSON already.
    """

    WORD = "word"
    PHRASE = "phrase"
    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole"
    FLAG = "flag"
    DAY = "day"
    INSTANT = "instant"
    RAW = "raw"


@dataclass(frozen=True, slots=True)
class Component:
    """A shape that has a name of its own in the description of the API, and what it is.

    Some of its fields may be null in rows other than those that it is described from. Of what comes again and again,
    so many distinct values are kept as Python writes them.
    """

    name: str
    about: str
    also_null: tuple[str, ...] = ()
    written_once: int = 0


Getter = str | Callable[[Any], Any]
Vocabulary = type[TextChoices]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value. `flat` is the expression of its cell in a table, where that is not the value itself.

    Of what is JSON in a row, the flat expression is a word: without commas, quotes or ends of lines. `help` says what
    it is, as a sentence without its full stop; `label` is its short name on pages. Rows that Python makes have `value`
    in place of SQL: a path of attributes or a function of the row; the attribute of the field's own name unless said
    otherwise.
    """

    sql: str = ""
    type: Type = Type.WORD
    null: bool = False
    flat: str = ""
    help: str = field(default="", kw_only=True)
    label: str | Promise = field(default="", kw_only=True)
    vocabulary: Vocabulary | None = field(default=None, kw_only=True)
    unit: str = field(default="", kw_only=True)
    value: Getter = field(default="", kw_only=True)
    some: bool = field(default=False, kw_only=True)
    """Whether only some rows have it; so with groups and lists."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a record holds for a group: made of these columns, and None where they say so."""

    make: Callable[..., Any]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Values under one name; null where the condition holds, or, in rows that Python makes, where there is nothing.

    `shortcuts` are conditions with a cheaper expression of the same JSON, for what most rows hold. `sql` is the
    expression of its JSON where it is a row of another table, which is one cell then. A record holds what is `made`,
    and where nothing is, a record of the fields, of a class that adds to `kind` where that is given.
    """

    fields: Tree
    null_if: str = ""
    shortcuts: Mapping[str, str] = field(default_factory=dict)
    help: str = field(default="", kw_only=True)
    label: str | Promise = field(default="", kw_only=True)
    component: Component | None = field(default=None, kw_only=True)
    unit: str = field(default="", kw_only=True)
    sql: str = field(default="", kw_only=True)
    null: bool = field(default=False, kw_only=True)
    value: Getter = field(default="", kw_only=True)
    some: bool = field(default=False, kw_only=True)
    made: Made | None = field(default=None, kw_only=True)
    kind: type[Any] | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class Many:
    """A list of values or of groups; one cell of a table. `sql` is the expression of its JSON."""

    item: Leaf | Group
    sql: str = ""
    flat: str = ""
    help: str = field(default="", kw_only=True)
    label: str | Promise = field(default="", kw_only=True)
    value: Getter = field(default="", kw_only=True)
    some: bool = field(default=False, kw_only=True)


Field = Leaf | Group | Many
Tree = Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of a table: the names from the row down to it, its expression, type and what it means.

    What is a word of a vocabulary, or in a unit, says so.
    """

    path: tuple[str, ...]
    sql: str
    type: Type
    help: str = ""
    vocabulary: Vocabulary | None = None
    unit: str = ""

    @property
    def name(self) -> str:
        """The name of the column: the path, joined by underscores."""
        return "_".join(self.path)


def paths(tree: Tree, *, above: str = "") -> Iterator[str]:
    """Every path that can be chosen, a group before what is inside."""
    for name, one in tree.items():
        yield above + name
        if isinstance(one, Group):
            yield from paths(one.fields, above=f"{above}{name}.")


def leave_out(tree: Tree, *left_out: str) -> Tree:
    rest: dict[str, Field] = {}
    for name, one in tree.items():
        inside = [path.removeprefix(f"{name}.") for path in left_out if path.startswith(f"{name}.")]
        if inside and isinstance(one, Group):
            rest[name] = replace(one, fields=leave_out(one.fields, *inside), shortcuts={}, made=None)
        elif name not in left_out:
            rest[name] = one
    return rest


def prune_tree(tree: Tree, chosen: Collection[str]) -> Tree:
    """The tree with the chosen paths only, in its own order; nothing chosen leaves it whole."""
    if not chosen:
        return tree
    kept: dict[str, Field] = {}
    for name, one in tree.items():
        inside = [path.removeprefix(f"{name}.") for path in chosen if path.startswith(f"{name}.")]
        if name in chosen:
            kept[name] = one
        elif inside and isinstance(one, Group):
            kept[name] = replace(one, fields=prune_tree(one.fields, inside), shortcuts={}, made=None)
    return kept


def find_field(tree: Tree, path: str) -> Field:
    """The field at a path, with dots before what is inside a group.

    :raises KeyError: there is none.
    """
    name, _, inside = path.partition(".")
    found = tree[name]
    if not inside:
        return found
    if not isinstance(found, Group):
        raise KeyError(path)
    return find_field(found.fields, inside)


def with_labels(tree: Tree, **labels: str | Promise) -> Tree:
    """The tree with the names of fields on pages, where those are not the fields' own in plain words."""
    return {name: replace(field, label=labels.get(name, field.label)) for name, field in tree.items()}


def label_of(tree: Tree, path: str) -> str | Promise:
    """What a field is called on pages; its own name in plain words where nothing else is said."""
    return find_field(tree, path).label or path.rpartition(".")[2].replace("_", " ").capitalize()


def read_from(attribute: str, tree: Tree) -> dict[str, Field]:
    def value(name: str, field: Field) -> Getter:
        found = field.value or name
        if isinstance(found, str):
            return f"{attribute}.{found}"
        return lambda row: found(attrgetter(attribute)(row))

    return {name: replace(field, value=value(name, field)) for name, field in tree.items()}
