"""Rows that Python made, written as plain data by their tree."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any

from pledges.answers.fields.field_tree import Component, Field, Getter, Group, Leaf, Tree, Type

Json = dict[str, Any]
Writer = Callable[[Any], Json]
Value = Callable[[Any], Any]


def json_number(value: Decimal | None) -> int | float | None:
    """A decimal as a JSON number: whole ones as integers."""
    if value is None:
        return None
    whole = int(value)
    return whole if whole == value else float(value)


def row_writer(tree: Tree) -> Writer:
    parts = [(name, field_value(name, field)) for name, field in tree.items()]
    return lambda row: {name: value(row) for name, value in parts}


def field_value(name: str, field: Field) -> Value:
    """A function of a row that gives the value of a field; what is empty is null where a field may be null."""
    value = getter(field.value or name)
    if isinstance(field, Leaf):
        return leaf_value(value, field)
    if isinstance(field, Group):
        return group_value(value, group_writer(field))
    item = field.item
    if isinstance(item, Group):
        write = row_writer(item.fields)
        return lambda row: [write(one) for one in value(row)]
    return lambda row: list(value(row))


_kept: dict[Component, Writer] = {}


def group_writer(group: Group) -> Writer:
    """What writes a group; what comes again and again is written once for all rows that have such a group."""
    write, component = row_writer(group.fields), group.component
    if component is None or not component.written_once:
        return write
    return _kept.setdefault(component, lru_cache(maxsize=component.written_once)(write))


def group_value(value: Value, write: Writer) -> Value:
    def write_group(row: Any) -> Json | None:
        found = value(row)
        return None if found is None else write(found)

    return write_group


def leaf_value(value: Value, leaf: Leaf) -> Value:
    if leaf.type == Type.NUMBER:
        return lambda row: json_number(found) if isinstance(found := value(row), Decimal) else found
    if leaf.null and leaf.type in (Type.WORD, Type.PHRASE, Type.TEXT):
        return lambda row: value(row) or None
    return value


def getter(value: Getter) -> Value:
    """What reads a path of attributes, or the function itself; what is missing on the way is None."""
    if not isinstance(value, str):
        return value
    whole, names = attrgetter(value), value.split(".")

    def read(row: Any) -> Any:
        try:
            return whole(row)
        except AttributeError:
            return read_step_by_step(row, names)

    return read if len(names) > 1 else whole


def read_step_by_step(row: Any, names: list[str]) -> Any:
    """What a path leads to; None where something on the way is.

    :raises AttributeError: there is no such attribute.
    """
    for name in names:
        if row is None:
            return None
        row = getattr(row, name)
    return row
