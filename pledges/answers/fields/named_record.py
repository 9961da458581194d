"""Rows as values: classes whose fields are those of a tree, and the columns that they are read from."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from inspect import get_annotations
from operator import itemgetter
from types import new_class
from typing import Any, ClassVar, Self

from meetings.choices import DatePrecision
from pledges.answers.fields.field_tree import Field, Group, Leaf, Many, Tree, Type
from pledges.values.dates import DateWindow
from pledges.values.estimates import Estimate

Maker = Callable[..., Any]
"""Makes one value of the columns that a field selects."""


class Record(tuple[Any, ...]):
    """A row, or a group of one. A subclass names its tree; its fields are read by name, and never change.

    A class annotates the fields that typed code reads; it can annotate no others than those of its tree.
    """

    __slots__ = ()
    _fields: ClassVar[tuple[str, ...]] = ()
    _columns: ClassVar[list[str]] = []
    _makers: ClassVar[list[tuple[int, Maker | None, slice]]] = []

    def __init_subclass__(cls, *, tree: Tree | None = None) -> None:
        """Give the class the fields of its tree; one without a tree only adds properties."""
        if tree is None:
            return
        unknown = get_annotations(cls).keys() - tree.keys()
        if unknown:
            raise TypeError(f"{cls.__name__} annotates what its tree does not have: {', '.join(sorted(unknown))}")
        cls._fields, cls._columns, cls._makers = tuple(tree), [], []
        for at, (name, field) in enumerate(tree.items()):
            setattr(cls, name, property(itemgetter(at)))
            columns, maker = columns_of(field, name, cls)
            first = len(cls._columns)
            cls._columns += columns
            cls._makers.append((first, maker, slice(first, len(cls._columns))))

    @classmethod
    def select_items(cls) -> str:
        return ", ".join(f"({column})" for column in cls._columns)

    @classmethod
    def width(cls) -> int:
        return len(cls._columns)

    @classmethod
    def read(cls, *columns: Any) -> Self:
        """The record of one result row of these select items."""
        return cls._make([columns[at] if make is None else make(*columns[own]) for at, make, own in cls._makers])

    @classmethod
    def of(cls, **values: Any) -> Self:
        if values.keys() != set(cls._fields):
            raise TypeError(f"{cls.__name__} has the fields {', '.join(cls._fields)}, not {', '.join(values)}")
        return cls._make([values[name] for name in cls._fields])

    @classmethod
    def _make(cls, values: list[Any]) -> Self:
        return tuple.__new__(cls, values)

    def _asdict(self) -> Mapping[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def _replace(self, **values: Any) -> Self:
        return self.of(**{**self._asdict(), **values})

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self._asdict().items())})"


def columns_of(field: Field, name: str, within: type[Record]) -> tuple[list[str], Maker | None]:
    """The columns of a field and what makes its value of them: nothing where the column is the value."""
    if isinstance(field, Many) and isinstance(field.item, Group):
        return [field.sql], records_decoder(class_of(field.item, name, within), field.item.fields)
    if isinstance(field, Many) or (isinstance(field, Leaf) and field.type == Type.RAW):
        return [field.sql], decode_json
    if isinstance(field, Leaf):
        return [field.sql], None
    if field.made is not None:
        return list(field.made.columns), field.made.make
    own = class_of(field, name, within)
    return ([field.null_if, *own._columns], nullable_reader(own)) if field.null_if else (own._columns, own.read)


def class_of(group: Group, name: str, within: type[Record]) -> type[Record]:
    """The class of a group; it becomes an attribute of the one around it, where whoever unpickles it looks."""
    title = name.title().replace("_", "")
    place = {"__slots__": (), "__module__": within.__module__, "__qualname__": f"{within.__qualname__}.{title}"}
    more = {"tree": group.fields}
    own: type[Record] = new_class(title, (group.kind or Record,), more, lambda body: body.update(place))
    setattr(within, title, own)
    return own


def nullable_reader(own: type[Record]) -> Maker:
    """What makes a group that may be null, which the first of its columns says."""

    def read(*columns: Any) -> Record | None:
        is_null, *inside = columns
        return None if is_null else own.read(*inside)

    return read


IN_JSON: dict[Type, Callable[[Any], Any]] = {
    Type.NUMBER: Decimal,
    Type.DAY: date.fromisoformat,
    Type.INSTANT: datetime.fromisoformat,
}
"""What makes the value of a leaf of what JSON has for it, where that is another."""


def records_decoder(own: type[Record], tree: Tree) -> Maker:
    """What makes records of a JSON array of rows; of groups inside these, estimates and windows are read."""
    readers = [(name, reader_of_json(field)) for name, field in tree.items()]

    def decode(text: str) -> tuple[Record, ...]:
        return tuple(
            own._make([row[name] if read is None or row[name] is None else read(row[name]) for name, read in readers])
            for row in decode_json(text)
        )

    return decode


def reader_of_json(field: Field) -> Callable[[Any], Any] | None:
    if isinstance(field, Leaf):
        return IN_JSON.get(field.type)
    return GROUPS_IN_JSON.get(field.component.name) if isinstance(field, Group) and field.component else None


def estimate_of_json(said: Mapping[str, Any]) -> Estimate:
    low, best, high = (None if said[end] is None else Decimal(said[end]) for end in ("low", "best", "high"))
    return Estimate(said["text"], low or Decimal(0), best, high)


def window_of_json(said: Mapping[str, Any]) -> DateWindow:
    start, end = (said[name] and date.fromisoformat(said[name]) for name in ("start", "end"))
    return DateWindow(said["text"], start, end, DatePrecision(said["precision"] or DatePrecision.UNKNOWN))


GROUPS_IN_JSON = {"Estimate": estimate_of_json, "DateWindow": window_of_json}
"""What makes the value of a group of what JSON has for it, by its component."""


def decode_json(text: str | None) -> Any:
    """What the text of JSON says; numbers stay exact."""
    return None if text is None else json.loads(text, parse_float=Decimal)
