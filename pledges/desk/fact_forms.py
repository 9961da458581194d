"""The form of a single row: which fields each action has, in the order in which a source tells them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from django.http import QueryDict

from pledges.desk.cell_echo import Fault, echo_cells, faults
from pledges.desk.grid_columns import clean_cell
from pledges.desk.row_display import catalogue_for
from pledges.intake.row_columns import TABLE, CellKind, Column
from pledges.intake.row_payload import flat
from pledges.ledger import Json
from pledges.values.choices import Action


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a row's form."""

    name: str
    label: str
    hint: str = ""
    completes: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    long: bool = False
    value: str = ""
    understood: str = ""
    faults: list[Fault] = field(default_factory=list)


def field_of(column: Column) -> Field:
    """The field of a column; where its word is chosen from a list, nothing stands first."""
    choices: tuple[tuple[str, str], ...] = ()
    if column.kind == CellKind.TICK:
        choices = (("", "no"), ("true", "yes"))
    elif column.vocabulary:
        choices = (("", "—"), *((str(value), str(label)) for value, label in column.vocabulary.choices))
    return Field(column.name, column.label, column.hint, column.completes, choices, column.long)


def fields_of(action: Action) -> tuple[list[Field], list[Field]]:
    """The fields of an action: those of the fact, and those of its source."""
    given = {"reference"} if action == Action.PLEDGE else set()  # a new pledge gets its reference when published
    shown = [one.of(action) for one in TABLE if action in one.actions and one.label and one.name not in given]
    facts = [field_of(one) for one in shown if not one.of_source]
    return facts, [field_of(one) for one in shown if one.of_source]


def filled_fields(
    action: Action, payload: Json, plan: Json | None, *, today: date
) -> tuple[list[Field], list[Field], list[Fault]]:
    """The fields with what was typed, understood and found wrong; and problems of columns without a field."""
    cells = flat(payload)
    catalogue = catalogue_for([payload])
    said = echo_cells(payload, catalogue=catalogue, today=today)
    wrong = faults(plan, catalogue=catalogue, payload=payload)
    filled = [
        [
            replace(
                one, value=cells.get(one.name, ""), understood=said.get(one.name, ""), faults=wrong.pop(one.name, [])
            )
            for one in fields
        ]
        for fields in fields_of(action)
    ]
    elsewhere = [Fault(f"{name}: {one.message}", one.hint) for name, found in wrong.items() for one in found]
    return filled[0], filled[1], elsewhere


def payload_posted(data: QueryDict, action: Action, kept: Json) -> Json:
    """The payload of a posted row: its fields, and what the form does not show as it was."""
    facts, sources = fields_of(action)
    names = [one.name for one in (*facts, *sources)]
    fix, _, value = data.get("fix", "").partition("|")
    typed = {name: value if name == fix else clean_cell(data.get(name, "")) for name in names}
    before = flat(kept)
    hidden = {name: cell for name, cell in before.items() if name not in names and name != "action"}
    filled = {name: cell for name, cell in typed.items() if cell}
    payload = {"action": action.value, **hidden, **filled}
    same = {"action": before.get("action", Action.PLEDGE.value), **before} == payload
    return kept if kept and same else payload
