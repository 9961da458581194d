"""The columns and paths of a row, read off the description of its shape."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

from rest_framework import serializers

from pledges.answers.downloads.download_tables import Column
from pledges.answers.fields import Type

TYPES: tuple[tuple[type[serializers.Field[Any, Any, Any, Any]], Type], ...] = (
    (serializers.BooleanField, Type.FLAG),
    (serializers.IntegerField, Type.WHOLE),
    (serializers.FloatField, Type.NUMBER),
    (serializers.DateTimeField, Type.INSTANT),
    (serializers.DateField, Type.DAY),
    (serializers.ChoiceField, Type.WORD),
    (serializers.CharField, Type.TEXT),
)
STAMP = ("dataset_version", "computed_at")
"""Said last of every row."""

Described = type[serializers.Serializer[Any]]


@cache
def columns_of(row: Described) -> tuple[Column, ...]:
    """Return the columns of a table of such rows; words come after the numbers that they are for."""
    columns = _columns(row())
    return tuple(sorted(columns, key=lambda column: column.name in STAMP))


def _columns(row: serializers.Serializer[Any], above: tuple[str, ...] = ()) -> Iterator[Column]:
    for name, field in sorted(row.fields.items(), key=lambda item: bool(above) and item[0] == "text"):
        if isinstance(field, serializers.Serializer):
            yield from _columns(field, (*above, name))
        else:
            kind = next((kind for described, kind in TYPES if isinstance(field, described)), Type.RAW)
            yield Column((*above, name), kind)


@cache
def paths_of(row: Described) -> tuple[str, ...]:
    """Return every path that `fields` can choose, a group before what is inside."""
    return tuple(_paths(row()))


def _paths(row: serializers.Serializer[Any], above: str = "") -> Iterator[str]:
    for name, field in row.fields.items():
        yield above + name
        if isinstance(field, serializers.Serializer):
            yield from _paths(field, f"{above}{name}.")


def sparse(row: Any, chosen: Collection[str]) -> Any:
    """Return the chosen paths of a row; nothing chosen leaves it whole, and a group that is null stays null."""
    if not chosen or not isinstance(row, dict):
        return row
    kept = {}
    for name, value in row.items():
        inside = [path.removeprefix(f"{name}.") for path in chosen if path.startswith(f"{name}.")]
        if name in chosen:
            kept[name] = value
        elif inside:
            kept[name] = sparse(value, inside)
    return kept


def chosen_columns(columns: Collection[Column], chosen: Collection[str]) -> list[Column]:
    """Return the columns that the chosen paths leave."""
    if not chosen:
        return list(columns)
    return [
        column
        for column in columns
        if any(".".join(column.path[: length + 1]) in chosen for length in range(len(column.path)))
    ]
