"""The shape of a kind of row: its tree, what can be added to it, and how it is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from pledges.answers.fields.field_tree import Cell, Component, Field, Group, Tree, paths, prune_tree
from pledges.answers.fields.made_rows import Writer, row_writer
from pledges.answers.fields.row_sql import csv_line, json_text, tree_cells

CHOICES_KEPT = 512
EXPANDED = "expanded"
ADDED = Component("ExpandedPledge", "What was expanded; null where the pledge has none")


@dataclass(frozen=True, eq=False)
class Shape:
    """What rows of a kind look like. What is expanded stands under `expanded`; the rest of the row stays as it is.

    `first` are fields whose columns stand before all others in a table.
    """

    tree: Tree
    component: Component
    expandable: Mapping[str, Field] = field(default_factory=dict)
    first: tuple[str, ...] = ()

    def paths(self) -> list[str]:
        return list(paths(self.tree))

    def choose_fields(self, fields: tuple[str, ...] = (), expand: tuple[str, ...] = ()) -> Tree:
        tree = prune_tree(self.tree, fields)
        added: Tree = {name: self.expandable[name] for name in self.expandable if name in expand}
        return {**tree, EXPANDED: Group(added, help="Expanded")} if added else tree

    def json(self, fields: tuple[str, ...] = (), expand: tuple[str, ...] = ()) -> str:
        return _json(self, fields, expand)

    def cells(self, fields: tuple[str, ...] = (), expand: tuple[str, ...] = ()) -> list[Cell]:
        cells = tree_cells(self.choose_fields(fields, expand))
        return sorted(cells, key=lambda cell: cell.path[0] not in self.first)

    def csv(self, fields: tuple[str, ...] = (), expand: tuple[str, ...] = ()) -> str:
        return _csv(self, fields, expand)

    @cached_property
    def write(self) -> Writer:
        """Writes a row that Python made, as plain data."""
        return row_writer(self.tree)


@lru_cache(maxsize=CHOICES_KEPT)
def _json(shape: Shape, fields: tuple[str, ...], expand: tuple[str, ...]) -> str:
    return json_text(shape.choose_fields(fields, expand))


@lru_cache(maxsize=CHOICES_KEPT)
def _csv(shape: Shape, fields: tuple[str, ...], expand: tuple[str, ...]) -> str:
    return csv_line(shape.cells(fields, expand))


def sparse(row: Any, chosen: Collection[str]) -> Any:
    """The chosen paths of a row; nothing chosen leaves it whole, and a group that is null stays null."""
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
