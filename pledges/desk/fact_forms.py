"""The form of a single row: which fields each action has, in the order in which a source tells them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.http import QueryDict

from pledges.desk.cell_echo import Fault, echo_cells, faults
from pledges.desk.grid_columns import clean_cell
from pledges.desk.row_display import catalogue_for
from pledges.intake.fact_cells import cells_of_fact, cells_of_source
from pledges.intake.fact_targets import KnownFact, KnownSource, load_facts, load_sources
from pledges.intake.plan_corrections import OF_CORRECTION
from pledges.intake.row_columns import TABLE, CellKind, Column
from pledges.intake.row_payload import flat
from pledges.intake.row_reading import CLEARED
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


def fields_of(action: Action, kind: Action | None = None) -> tuple[list[Field], list[Field]]:
    """The fields of an action: those of the fact, and those of its source.

    A correction has the fields of the `kind` of fact that it corrects, as that calls them.
    """
    given = {"reference"} if action == Action.PLEDGE else set()  # a new pledge gets its reference when published
    shown = [one for one in TABLE if action in one.actions and one.name not in given and is_field(one, kind)]
    named = [one.of(kind if kind and one.name not in OF_CORRECTION else action) for one in shown]
    facts = [field_of(one) for one in named if one.label and not one.of_source]
    return facts, [field_of(one) for one in named if one.label and one.of_source]


def is_field(column: Column, kind: Action | None) -> bool:
    """Whether a column is one of a correction of this kind of fact; without a kind, all are."""
    return kind is None or kind in column.actions or column.name in OF_CORRECTION


@dataclass(frozen=True, slots=True)
class Published:
    """What a row corrects or takes back: a fact, or a source with its other records and how many facts cite it."""

    identity: str
    cells: Mapping[str, str]
    says: str
    kind: Action | None = None
    fact: KnownFact | None = None
    source: KnownSource | None = None
    others: tuple[KnownSource, ...] = ()


def published_behind(cells: Mapping[str, str], action: Action) -> Published | None:
    """What the row of a correction names, where it is one; a fact also when it stands no more."""
    name = cells.get("target", "")
    if not name:
        return None
    if action == Action.SOURCE:
        return published_source(load_sources([name])[name])
    found = load_facts([name]).get(name, [])
    pledge = cells.get("reference", "")
    agreeing = [one for one in found if not pledge or one.reference == pledge]
    exact = [one for one in agreeing if name in (one.identity, one.kind_and_identity)]
    chosen = exact or [one for one in agreeing if one.stands] or agreeing
    if len(chosen) != 1:
        return None
    fact = chosen[0]
    return Published(fact.identity, cells_of_fact(fact.kind, fact.fact), fact.says, kind=Action(fact.kind), fact=fact)


def published_source(found: list[KnownSource]) -> Published | None:
    if len(found) != 1:
        return None
    source = found[0]
    address = source.source.url
    same = load_sources([address])[address] if address else []
    others = tuple(one for one in same if one.name != source.name)
    cells = {name: cell for name, cell in cells_of_source(source.source).items() if cell}
    return Published(source.name, cells, source.says, source=source, others=others)


def corrected_by(cells: Mapping[str, str], action: Action) -> Published | None:
    """What a form of a correction is filled with."""
    return published_behind(cells, action) if action in (Action.CORRECT, Action.SOURCE) else None


def filled_fields(
    action: Action, payload: Json, plan: Json | None, *, today: date
) -> tuple[list[Field], list[Field], list[Fault]]:
    """The fields with what was typed, understood and found wrong; and problems of columns without a field."""
    cells = flat(payload)
    catalogue = catalogue_for([payload])
    wrong = faults(plan, catalogue=catalogue, payload=payload)
    corrected = corrected_by(cells, action)
    kind = corrected.kind if corrected else None
    if corrected:
        cells = shown_cells(corrected.cells, cells)
    said = echo_cells(dict(cells), catalogue=catalogue, today=today)
    filled = [
        [
            replace(
                one, value=cells.get(one.name, ""), understood=said.get(one.name, ""), faults=wrong.pop(one.name, [])
            )
            for one in fields
        ]
        for fields in fields_of(action, kind)
    ]
    elsewhere = [Fault(f"{name}: {one.message}", one.hint) for name, found in wrong.items() for one in found]
    return filled[0], filled[1], elsewhere


def shown_cells(before: Mapping[str, str], changed: Mapping[str, str]) -> dict[str, str]:
    """The cells of a fact with what a correction changes of them; what “none” clears is blank."""
    return {**before, **{name: "" if cell.casefold() == CLEARED else cell for name, cell in changed.items()}}


def payload_posted(data: QueryDict, action: Action, kept: Json) -> Json:
    """The payload of a posted row: its fields, and what the form does not show as it was."""
    corrected = corrected_by({name: data.get(name, "").strip() for name in ("target", "reference")}, action)
    facts, sources = fields_of(action, corrected.kind if corrected else None)
    names = [one.name for one in (*facts, *sources)]
    fix, _, value = data.get("fix", "").partition("|")
    typed = {name: value if name == fix else clean_cell(data.get(name, "")) for name in names}
    before = flat(kept)
    hidden = {name: cell for name, cell in before.items() if name not in names and name != "action"}
    filled = {name: cell for name, cell in typed.items() if cell}
    if corrected and data.get("prefilled") == corrected.identity:
        filled = cells_changed(corrected.cells, typed)
    payload = {"action": action.value, **hidden, **filled}
    same = {"action": before.get("action", Action.PLEDGE.value), **before} == payload
    return kept if kept and same else payload


def cells_changed(before: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, str]:
    """What a correction states: the cells that differ from the fact, “none” where one was emptied."""
    changed = {}
    for name, cell in typed.items():
        own = name in OF_CORRECTION
        if cell and (own or cell != clean_cell(before.get(name, ""))):
            changed[name] = cell
        elif not cell and not own and before.get(name):
            changed[name] = CLEARED
    return changed
