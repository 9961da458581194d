"""Rows of a change set as pages show them: what was typed, what was understood, what is wrong, what it will do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from pledges.desk.cell_echo import Fault, echo_cells, faults
from pledges.desk.grid_columns import (
    GRID,
    GRID_NAMES,
    SOURCE_PARTS,
    STACKED,
    GridColumn,
    fingerprint,
    source_cell,
    typed_cells,
)
from pledges.desk.row_quotes import QuoteInCopy
from pledges.intake.catalogue_snapshot import Catalogue, load_catalogue
from pledges.intake.plausibility import COLUMN as WARNINGS_COLUMN
from pledges.intake.row_columns import BY_NAME
from pledges.intake.row_payload import action_of, flat
from pledges.ledger import Json
from pledges.models import ChangeSet, ChangeSetRow, DuplicateCandidate, RowComment
from pledges.values.choices import Action, PlanAction, WarningRule

SOURCE_COLUMNS = {"source", *SOURCE_PARTS, "source_retrieved"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the grid; where it inherits, its placeholder is what a blank one takes from all rows."""

    column: GridColumn
    mark: str
    typed: str
    understood: str = ""
    faults: list[Fault] = field(default_factory=list)
    comments: list[RowComment] = field(default_factory=list)
    placeholder: str = ""
    inherits: bool = False

    @property
    def name(self) -> str:
        """The name of the input."""
        return f"{self.mark}-{self.column.name}"


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of the grid: stored, or spare (key None)."""

    mark: str
    key: int | None
    position: int | None
    cells: list[Cell]
    elsewhere: list[Fault] = field(default_factory=list)
    base: str = ""
    duplicates: list[DuplicateCandidate] = field(default_factory=list)
    comments: list[RowComment] = field(default_factory=list)
    plan_action: str = ""
    faulty: bool = False

    @property
    def number(self) -> str:
        """The number that stands beside it."""
        return str(self.position or self.mark.removeprefix("r"))

    @property
    def stacks(self) -> list[list[Cell]]:
        """The cells as they stand on the page, some beneath each other."""
        found: list[list[Cell]] = []
        for cell in self.cells:
            if cell.column.name in STACKED:
                found[-1].append(cell)
            else:
                found.append([cell])
        return found


@dataclass(frozen=True, slots=True)
class Replaced:
    """A published fact that a row acts on; `changes` are the cells that differ, as label, before and after."""

    target: str
    reference: str
    says: str
    changes: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row to read: its cells by column, with the quoted source beside them."""

    row: ChangeSetRow
    action: str
    action_label: str
    plan_action: str
    plan_label: str
    cells: Mapping[str, str]
    said: Mapping[str, str]
    faults: Mapping[str, list[Fault]]
    source: str
    other: list[tuple[str, str]]
    elsewhere: list[Fault]
    own: bool = False
    duplicates: list[Any] = field(default_factory=list)
    warnings: list[Json] = field(default_factory=list)
    replaces: list[Replaced] = field(default_factory=list)
    comments: list[RowComment] = field(default_factory=list)
    kept: QuoteInCopy | None = None


MOST_PAIRS = 4

SHOWN_APART = {
    "action", "donors", "system", "unit", "quantity", "amount", "currency", "stage", "occurred", "due", "reference",
    "coalition", "initiative", "quote", "note", "target", "reason", WARNINGS_COLUMN, *SOURCE_COLUMNS,
}  # fmt: skip

TOLD = {
    "target", "reference", "donors", "system", "unit", "coalition", "quantity", "amount", "stage", "occurred", "due",
    "source",
}  # fmt: skip
"""The columns whose problems stand beside their cell even where the cell is blank."""


def candidates_of(
    rows: Iterable[ChangeSetRow], typed: Mapping[str, str] | None = None
) -> dict[int, list[DuplicateCandidate]]:
    """The pairs of each row that are shown at it: strong ones, decided or not, those with published pledges first.

    `typed` are reasons by the names of the pairs, typed before and not sent yet.
    """
    found = DuplicateCandidate.objects.filter(row__in=[row.pk for row in rows], strong=True)
    loaded = found.select_related("row", "other_row__changeset", "pledge", "other_pledge", "decision__decided_by")
    by_row: dict[int, list[DuplicateCandidate]] = {}
    for one in loaded.likeliest_first("settled"):
        one.typed_reason = (typed or {}).get(one.pair_name, "")
        if one.row_id is not None and len(by_row.setdefault(one.row_id, [])) < MOST_PAIRS:
            by_row[one.row_id].append(one)
    return by_row


def comments_of(rows: Iterable[ChangeSetRow]) -> dict[int, list[RowComment]]:
    """What was said at each row, in its order."""
    found = RowComment.objects.filter(row__in=[row.pk for row in rows]).select_related("author", "settled_by")
    by_row: dict[int, list[RowComment]] = {}
    for one in found.order_by("pk"):
        by_row.setdefault(one.row_id, []).append(one)
    return by_row


def catalogue_for(rows: Iterable[Json], *, changeset: ChangeSet | None = None) -> Catalogue:
    return load_catalogue([flat(row) for row in rows], changeset=changeset.pk if changeset else None)


def grid_row(
    row: ChangeSetRow | None,
    *,
    mark: str,
    catalogue: Catalogue,
    defaults: Mapping[str, str],
    today: date,
    duplicates: Mapping[int, list[DuplicateCandidate]] | None = None,
    comments: Mapping[int, list[RowComment]] | None = None,
) -> GridRow:
    """A stored row of the grid with its possible duplicates and comments, or a spare one."""
    payload: Json = dict(flat(row.payload)) if row else {}
    cells = typed_cells(payload, defaults)
    filled = filled_row(
        cells,
        payload,
        row.plan if row else None,
        mark=mark,
        key=row.pk if row else None,
        position=row.position if row else None,
        catalogue=catalogue,
        defaults=defaults,
        today=today,
    )
    if row is None:
        return filled
    said = (comments or {}).get(row.pk, [])
    shown = [
        replace(cell, comments=[one for one in said if one.column == cell.column.name]) if said else cell
        for cell in filled.cells
    ]
    elsewhere = [one for one in said if one.column not in GRID_NAMES]
    return replace(filled, cells=shown, comments=elsewhere, duplicates=(duplicates or {}).get(row.pk, []))


def brief_row(row: ChangeSetRow, *, mark: str, defaults: Mapping[str, str]) -> GridRow:
    """A stored row without its cells: its keys, and whether anything is wrong."""
    plan = row.plan or {}
    base = fingerprint(typed_cells(flat(row.payload), defaults))
    action, faulty = str(plan.get("action", "")), bool(plan.get("problems"))
    return GridRow(mark, row.pk, row.position, [], base=base, plan_action=action, faulty=faulty)


def filled_row(
    cells: Mapping[str, str],
    payload: Json,
    plan: Json | None,
    *,
    mark: str,
    key: int | None,
    position: int | None,
    catalogue: Catalogue,
    defaults: Mapping[str, str],
    today: date,
) -> GridRow:
    said = echo_cells(payload, catalogue=catalogue, today=today) if payload else {}
    wrong = gather_faults(faults(plan, catalogue=catalogue, payload=payload))
    for column, odd in open_warnings(plan):
        wrong.setdefault(column, []).append(odd)
    shown = [
        Cell(
            column=column,
            mark=mark,
            typed=cells.get(column.name, ""),
            understood=said.get(column.name, "") if cells.get(column.name) else "",
            faults=wrong.pop(column.name, []),
            placeholder=column.label.lower() if column.name in STACKED else placeholder(column, defaults),
            inherits=column.name not in STACKED,
        )
        for column in GRID
    ]
    elsewhere = [Fault(f"{name}: {fault.message}", fault.hint) for name, found in wrong.items() for fault in found]
    return GridRow(
        mark,
        key,
        position,
        shown,
        elsewhere,
        fingerprint(cells),
        plan_action=str((plan or {}).get("action", "")),
        faulty=bool((plan or {}).get("problems")),
    )


def open_warnings(plan: Json | None) -> list[tuple[str, Fault]]:
    """What is odd about the cells of a row, and nobody has said why it stands."""
    found = [one for one in (plan or {}).get("warnings", []) if not one["accepted"]]
    return [
        (str(one["column"]), Fault(one["message"], "mend it, or say under Warnings why it stands")) for one in found
    ]


def placeholder(column: GridColumn, defaults: Mapping[str, str]) -> str:
    """What a blank cell stands for."""
    if column.name == "source":
        return str(defaults.get("source_publisher") or defaults.get("source_title") or defaults.get("source_url") or "")
    if column.name == "stage":
        return "announced"
    return str(defaults.get(column.name, ""))


def gather_faults(found: dict[str, list[Fault]]) -> dict[str, list[Fault]]:
    """The problems by column of the grid: those of any part of the source under the source."""
    by_column: dict[str, list[Fault]] = {}
    for name, wrong in found.items():
        by_column.setdefault(
            "source" if name in SOURCE_COLUMNS else "amount" if name == "currency" else name, []
        ).extend(wrong)
    return by_column


def is_grid_row(row: ChangeSetRow) -> bool:
    """Whether the grid shows all of a row: a new pledge that nobody took out."""
    return not row.taken_out and action_of(flat(row.payload)) == Action.PLEDGE


def shown_row(
    row: ChangeSetRow,
    *,
    catalogue: Catalogue,
    today: date,
    duplicates: Mapping[int, list[DuplicateCandidate]],
    comments: Mapping[int, list[RowComment]] | None = None,
    quotes: Mapping[int, QuoteInCopy] | None = None,
) -> ShownRow:
    cells = flat(row.payload)
    action = action_of(cells)
    plan = row.plan or {}
    plan_action = str(plan.get("action", ""))
    wrong = gather_faults(faults(plan, catalogue=catalogue, payload=row.payload))
    return ShownRow(
        row=row,
        action=action,
        action_label=str(Action(action).label) if action in Action.values else action,
        plan_action=plan_action,
        plan_label=str(PlanAction(plan_action).label) if plan_action in PlanAction.values else "Not planned",
        cells=cells,
        said=echo_cells(row.payload, catalogue=catalogue, today=today),
        faults=wrong,
        source=source_cell(cells),
        other=[(name, cells[name]) for name in sorted(cells.keys() - SHOWN_APART)],
        elsewhere=[
            Fault(f"{name}: {one.message}", one.hint)
            for name, found in wrong.items()
            if name not in cells and name not in TOLD
            for one in found
        ],
        duplicates=duplicates.get(row.pk, []),
        warnings=[{**one, "label": WarningRule(one["rule"]).label} for one in plan.get("warnings", [])],
        replaces=[show_replaced(one) for one in plan.get("replaces", [])],
        comments=(comments or {}).get(row.pk, []),
        kept=(quotes or {}).get(row.pk),
    )


def show_replaced(told: Json) -> Replaced:
    """What a plan says of a fact that its row acts on, with the cells under the labels of their kind."""
    kind = Action(told["kind"])
    changes = [(label_of(one["column"], kind), one["before"], one["after"]) for one in told["changes"]]
    return Replaced(told["target"], told["reference"], told["says"], changes)


def label_of(column: str, kind: Action) -> str:
    return BY_NAME[column].of(kind).label if column in BY_NAME else column
