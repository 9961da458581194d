"""The shape of a kind of row: its tree, what can be added to it, and how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from pledges.answers.fields.field_tree import Cell, Field, Group, Tree, paths, prune_tree
from pledges.answers.fields.row_sql import csv_line, json_text, tree_cells

CHOICES_KEPT = 512
EXPANDED = "expanded"


@dataclass(frozen=True, eq=False)
class Shape:
    """What rows of a kind look like. What is expanded stands under `expanded`; the rest of the row stays as it is."""

    tree: Tree
    expandable: Mapping[str, Field] = field(default_factory=dict)

    def paths(self) -> list[str]:
        """Return every path that can be chosen."""
        return list(paths(self.tree))

    def choose_fields(self, fields: tuple[str, ...] = (), expand: tuple[str, ...] = ()) -> Tree:
        """Return the tree with the chosen paths, and what is expanded."""
        tree = prune_tree(self.tree, fields)
        added: Tree = {name: self.expandable[name] for name in self.expandable if name in expand}
        return {**tree, EXPANDED: Group(added)} if added else tree

    def json(self, fields: tuple[str, ...] = (), expand: tuple[str, ...] = ()) -> str:
        """Return the expression of a row as JSON."""
        return _json(self, fields, expand)

    def cells(self, fields: tuple[str, ...] = (), expand: tuple[str, ...] = ()) -> list[Cell]:
        """Return the columns of a row in a table."""
        return tree_cells(self.choose_fields(fields, expand))

    def csv(self, fields: tuple[str, ...] = (), expand: tuple[str, ...] = ()) -> str:
        """Return the expression of a row as a line of CSV."""
        return _csv(self, fields, expand)


@lru_cache(maxsize=CHOICES_KEPT)
def _json(shape: Shape, fields: tuple[str, ...], expand: tuple[str, ...]) -> str:
    return json_text(shape.choose_fields(fields, expand))


@lru_cache(maxsize=CHOICES_KEPT)
def _csv(shape: Shape, fields: tuple[str, ...], expand: tuple[str, ...]) -> str:
    return csv_line(shape.cells(fields, expand))
