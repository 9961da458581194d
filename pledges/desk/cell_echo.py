"""What was understood of each cell, said beneath it, and the problems of a cell with their nearest right answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from pledges.intake.catalogue_snapshot import Catalogue
from pledges.intake.group_names import GroupNames
from pledges.intake.plan_pledges import due_window, happened_window
from pledges.intake.row_columns import BY_NAME, CellKind
from pledges.intake.row_payload import flat
from pledges.intake.row_reading import NAMING_COLUMNS, RowReader
from pledges.ledger import Json
from pledges.values.amount_words import parse_amount
from pledges.values.choices import PartyRole, Stage, Unit, unit_label
from pledges.values.dates import DateWindow
from pledges.values.estimates import Estimate, EstimateError
from pledges.values.stages import PROMISING_STAGES
from pledges.words.figure_words import DASH, number
from pledges.words.window_words import day

NO_END = "no upper bound"
DID_YOU_MEAN = re.compile(r"^did you mean (.+?)(?: \((.+)\))?\?$")
"""The right answer, and in brackets what it stands for."""

ONE_OF = re.compile(r"^one of (.+)$")
QUOTED = re.compile(r"[“\"](.+?)[”\"]")
MOST_FIXES = 8
UNKNOWN = {"unknown_donor", "unknown_system", "unknown_name"}


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem of a cell: the words, and the answers that a click fills in, as (shown, filled in).

    A soft one only says that something is still missing. `ask` is the address where a steward is asked for a name.
    """

    message: str
    hint: str = ""
    fixes: list[tuple[str, str]] = field(default_factory=list)
    soft: bool = False
    ask: str = ""


def bounds(estimate: Estimate) -> str:
    """Say low, best and high: 180 – 200 – 220, 61 – no upper bound, 5."""
    if estimate.low == estimate.high:
        return number(estimate.low)
    ends = [number(estimate.low), number(estimate.best), NO_END if estimate.high is None else number(estimate.high)]
    return f" {DASH} ".join(filter(None, ends))


def days(window: DateWindow) -> str:
    """Say the first and last day of a window."""
    if window.is_unknown:
        return "date unknown"
    if window.deadline or window.start is None:
        return f"window to {day(window.end)}"
    if window.end is None:
        return f"from {day(window.start)}"
    return day(window.start) if window.start == window.end else f"{day(window.start)} {DASH} {day(window.end)}"


def echo_cells(payload: Json, *, catalogue: Catalogue, today: date) -> dict[str, str]:
    """What the planner reads in each cell of a row, where that differs from what was typed."""
    row = flat(payload)
    reader = RowReader(0, dict(row), catalogue, today)
    said = {}
    for name, cell in row.items():
        echo = ECHOES.get(BY_NAME[name].kind) if name in BY_NAME else None
        words = echo(reader, name) if echo else ""
        if words and words.casefold() != cell.casefold():
            said[name] = words
    return said


def quantity(reader: RowReader, column: str) -> str:
    """Say the bounds of a number; "some" of a promise is another number than "some" of what is there."""
    # Without a stage a row is a promise, as the planner takes it.
    promised = column == "quantity" and reader.choice("stage", Stage) in (*PROMISING_STAGES, "")
    estimate = reader.estimate(column, later_stage=not promised)
    return bounds(estimate) if estimate else ""


def time(reader: RowReader, column: str) -> str:
    """Say the days of a window; nothing of a plain day."""
    window = due_window(reader) if column == "due" else happened_window(reader, column)
    plain = window is not None and window.start == window.end and str(window.start) == reader.get(column)
    return days(window) if window and not plain else ""


def money(reader: RowReader, column: str) -> str:
    """Say an amount as currency and bounds."""
    currency = "EUR" if column == "value_eur" else reader.get("currency") or None
    try:
        estimate, currency = parse_amount(reader.get(column), currency=currency)
    except EstimateError:
        return ""
    return f"{currency} {bounds(estimate)}"


def parties(reader: RowReader, column: str) -> str:
    """Say the donors by name with their roles and shares; roles are left out where all are funders."""
    named = []
    found = reader.parties()
    if any(party["donor_id"] is None for party in found):
        return ""
    by_key = {donor.pk: donor.name for donor in reader.catalogue.donors.values()}
    roles = {party["role"] for party in found}
    for party in found:
        words = by_key[party["donor_id"]]
        if roles != {PartyRole.FUNDER.value} and party["role"] in PartyRole.values:
            words += f" ({PartyRole(party['role']).label.lower()})"
        if party["share"]:
            words += f" {number(Decimal(party['share']) * 100)} %"
        named.append(words)
    return ", ".join(named)


def system_name(reader: RowReader, column: str) -> str:
    """Say a system by its name."""
    found = reader.catalogue.find_system(reader.get(column))
    return str(found.short_name) if found else ""


def group_name(reader: RowReader, column: str) -> str:
    """Say a meeting, coalition, initiative or package by its slug."""
    known = getattr(reader.catalogue, f"{column}s", None)
    return known.find(reader.get(column)) if isinstance(known, GroupNames) else ""


ECHOES: dict[CellKind, Callable[[RowReader, str], str]] = {
    CellKind.QUANTITY: quantity,
    CellKind.WINDOW: time,
    CellKind.AMOUNT: money,
    CellKind.PARTIES: parties,
    CellKind.SYSTEM: system_name,
    CellKind.NAME: group_name,
}
"""What is said of a cell, by how it is read."""


def faults(plan: Json | None, *, catalogue: Catalogue, payload: Json) -> dict[str, list[Fault]]:
    found: dict[str, list[Fault]] = {}
    row = flat(payload)
    for problem in (plan or {}).get("problems", []):
        column = str(problem["column"])
        cell = row.get(column, "")
        fixes = fixes_of(problem, catalogue, cell=cell)
        # Answers to click say the same as the hint, and more.
        hint = "" if fixes else str(problem["hint"])
        ask = address_to_ask(problem, catalogue)
        found.setdefault(column, []).append(Fault(problem["message"], hint, fixes, soft=not cell, ask=ask))
    return found


def address_to_ask(problem: Json, catalogue: Catalogue) -> str:
    """Where a steward is asked for the name that a problem is about; blank where it is about something else."""
    named = QUOTED.search(str(problem["message"]))
    if (
        problem["rule"] not in UNKNOWN
        or problem["column"] not in NAMING_COLUMNS
        or not named
        or not catalogue.changeset
    ):
        return ""
    query = urlencode({"column": problem["column"], "words": named[1]})
    return f"{reverse('name_ask', args=[catalogue.changeset])}?{query}"


def fixes_of(problem: Json, catalogue: Catalogue, *, cell: str) -> list[tuple[str, str]]:
    """The answers that a hint offers, with the whole cell that each would make."""
    hint = str(problem["hint"])
    if mean := DID_YOU_MEAN.match(hint):
        options = [mean[1]]
    elif choice := ONE_OF.match(hint):
        options = [one.strip() for one in choice[1].split(",")][:MOST_FIXES]
    else:
        return []
    options = [proper_name(option, str(problem["column"]), catalogue) for option in options]
    wrong = QUOTED.search(str(problem["message"]))
    return [
        (option_words(option, str(problem["column"])), replace_part(cell, wrong[1] if wrong else "", option))
        for option in options
    ]


def option_words(option: str, column: str) -> str:
    """How a link names an answer: a unit by its words, everything else as the cell would hold it."""
    return str(unit_label(option, plural=False)) if column == "unit" and option in Unit.values else option


def proper_name(option: str, column: str, catalogue: Catalogue) -> str:
    """The name as the catalogue writes it."""
    if column in ("donors", "beneficiary") and option.casefold() in catalogue.donors:
        return str(catalogue.donors[option.casefold()].name)
    if column == "system" and option.casefold() in catalogue.systems:
        return str(catalogue.systems[option.casefold()].short_name)
    return option


def replace_part(cell: str, wrong: str, right: str) -> str:
    """The cell with its wrong part replaced; all of it where the part is not in it."""
    found = re.search(re.escape(wrong), cell, re.IGNORECASE) if wrong else None
    return cell[: found.start()] + right + cell[found.end() :] if found else right
