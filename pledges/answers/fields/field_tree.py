"""What a row is made of: leaves with an SQL expression each, and groups of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any


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
class Leaf:
    """One value. `flat` is the expression of its cell in a table, where that is not the value itself.

    Of what is JSON in a row, the flat expression is a word: without commas, quotes or ends of lines.
    """

    sql: str
    type: Type = Type.WORD
    null: bool = False
    flat: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """What a record holds for a group: made of these columns, and None where they say so."""

    make: Callable[..., Any]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Values under one name; null where the condition holds.

    `shortcuts` are conditions with a cheaper expression of the same JSON, for what most rows hold. A record holds
    `value`, and where there is none a record of the fields, of a class that adds to `kind` where that is given.
    """

    fields: Tree
    null_if: str = ""
    shortcuts: Mapping[str, str] = field(default_factory=dict)
    value: Value | None = None
    kind: type[Any] | None = None


Field = Leaf | Group
Tree = Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of a table: the names from the row down to it, its expression and type."""

    path: tuple[str, ...]
    sql: str
    type: Type

    @property
    def name(self) -> str:
        """The name of the column: the path, joined by underscores."""
        return "_".join(self.path)


def paths(tree: Tree, *, above: str = "") -> Iterator[str]:
    """Return every path that can be chosen, a group before what is inside."""
    for name, one in tree.items():
        yield above + name
        if isinstance(one, Group):
            yield from paths(one.fields, above=f"{above}{name}.")


def without(tree: Tree, *left_out: str) -> Tree:
    """Return the tree without what is at some paths."""
    rest: dict[str, Field] = {}
    for name, one in tree.items():
        inside = [path.removeprefix(f"{name}.") for path in left_out if path.startswith(f"{name}.")]
        if inside and isinstance(one, Group):
            rest[name] = replace(one, fields=without(one.fields, *inside), shortcuts={}, value=None)
        elif name not in left_out:
            rest[name] = one
    return rest


def pruned(tree: Tree, chosen: Collection[str]) -> Tree:
    """Return the tree with the chosen paths only, in its own order; nothing chosen leaves it whole."""
    if not chosen:
        return tree
    kept: dict[str, Field] = {}
    for name, one in tree.items():
        inside = [path.removeprefix(f"{name}.") for path in chosen if path.startswith(f"{name}.")]
        if name in chosen:
            kept[name] = one
        elif inside and isinstance(one, Group):
            kept[name] = replace(one, fields=pruned(one.fields, inside), shortcuts={}, value=None)
    return kept
