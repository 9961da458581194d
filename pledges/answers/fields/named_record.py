"""Rows as values: classes whose fields are those of a tree, and the columns that they are read from."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from inspect import get_annotations
from operator import itemgetter
from types import new_class
from typing import TYPE_CHECKING, Any, ClassVar, Self

from pledges.answers.fields.field_tree import Field, Group, Leaf, Many, Tree, Type

Maker = Callable[..., Any]
"""Makes one value of the columns that a field selects."""


class Record(tuple[Any, ...]):
    """A row, or a group of one. A subclass names its tree; its fields are read by name, and never change.

    To a type checker a field may be anything, unless the class annotates it.
    """

    __slots__ = ()
    _fields: ClassVar[tuple[str, ...]] = ()
    _columns: ClassVar[list[str]] = []
    _makers: ClassVar[list[tuple[int, Maker | None, slice]]] = []

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...

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
    def selected(cls) -> str:
        """Return the select items of a row."""
        return ", ".join(f"({column})" for column in cls._columns)

    @classmethod
    def width(cls) -> int:
        """Return how many select items a row has."""
        return len(cls._columns)

    @classmethod
    def read(cls, *columns: Any) -> Self:
        """Return the record of one result row of these select items."""
        return cls._make([columns[at] if make is None else make(*columns[own]) for at, make, own in cls._makers])

    @classmethod
    def of(cls, **values: Any) -> Self:
        """Return the record of a value for each field."""
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
    """Return the columns of a field and what makes its value of them, which is nothing where the column is the value.

    The class of a group is an attribute of the one around it, where whoever unpickles it finds it.
    """
    if isinstance(field, Many) or (isinstance(field, Leaf) and field.type == Type.RAW):
        return [field.sql], decode_json
    if isinstance(field, Leaf):
        return [field.sql], None
    if field.made is not None:
        return list(field.made.columns), field.made.make
    title = name.title().replace("_", "")
    place = {"__slots__": (), "__module__": within.__module__, "__qualname__": f"{within.__qualname__}.{title}"}
    own: type[Record] = new_class(
        title, (field.kind or Record,), {"tree": field.fields}, lambda body: body.update(place)
    )
    setattr(within, title, own)
    return (own._columns, own.read) if not field.null_if else read_nullable(own, field)


def read_nullable(own: type[Record], group: Group) -> tuple[list[str], Maker]:
    """Return the columns of a group that may be null, which the first of them says."""

    def make(*columns: Any) -> Record | None:
        is_null, *inside = columns
        return None if is_null else own.read(*inside)

    return [group.null_if, *own._columns], make


def decode_json(text: str | None) -> Any:
    """Return what the text of JSON says; numbers stay exact."""
    return None if text is None else json.loads(text, parse_float=Decimal)
