"""Plans a change set: rows in; typed facts, all problems and an action per row out. Writes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from json.encoder import encode_basestring as spell

from pledges.intake.asserted_totals import with_asserted_total
from pledges.intake.catalogue_snapshot import Catalogue, KnownRow, load_catalogue, pledge_of_rate
from pledges.intake.cell_problems import CellProblem, did_you_mean
from pledges.intake.contradictions import check_contradictions
from pledges.intake.importers.registry import TRACKER_SCHEMES
from pledges.intake.plan_corrections import plan_correction, plan_void
from pledges.intake.plan_facts import (
    plan_asserted_total,
    plan_completeness,
    plan_membership,
    plan_requirement,
    plan_stock,
)
from pledges.intake.plan_meetings import plan_meeting
from pledges.intake.plan_pledges import anchor, plan_entry, plan_pledge, plan_terms
from pledges.intake.plan_sources import plan_source
from pledges.intake.plausibility import COLUMN, PlannedRow, RowWarning, find_warnings, read_accepted
from pledges.intake.pledge_rates import AmountRow, hold_to_one_rate
from pledges.intake.row_columns import ALL_COLUMNS, COLUMNS, LENGTHS
from pledges.intake.row_payload import UNREADABLE, action_of, flat
from pledges.intake.row_reading import RowReader
from pledges.intake.same_facts import load_before, states_the_same
from pledges.ledger import FactPlan, Json
from pledges.values.choices import Action, PlanAction

PROGRESS_EVERY = 250
"""Rows between two reports of progress."""

Progress = Callable[[int, int, int], None]
"""Hears how many rows are planned, of how many, and how many problems were found in them; may raise to stop."""

LONGEST_SCHEME, LONGEST_VALUE = 30, 300

NAMING_FACTS = ("target", "reference")

PLANNERS = {
    Action.PLEDGE: plan_pledge,
    Action.TERMS: plan_terms,
    Action.ENTRY: plan_entry,
    Action.REQUIREMENT: plan_requirement,
    Action.STOCK: plan_stock,
    Action.MEMBERSHIP: plan_membership,
    Action.ASSERTED_TOTAL: plan_asserted_total,
    Action.COMPLETENESS: plan_completeness,
    Action.VOID: plan_void,
    Action.CORRECT: plan_correction,
    Action.SOURCE: plan_source,
    Action.MEETING: plan_meeting,
}

TRACKER_FACTS = frozenset(
    {"action", "system", "unit", "quantity", "amount", "currency", "value_eur", "stage", "occurred", "aid_type"}
)
"""What a tracker's table states of a pledge, besides who funds it."""


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What publishing one row would do."""

    number: int
    action: PlanAction
    problems: list[CellProblem] = field(default_factory=list)
    fact: FactPlan | None = None
    replaces: list[Json] = field(default_factory=list)
    warnings: list[Json] = field(default_factory=list)

    def to_json(self) -> Json:
        """The plan as a row of a change set keeps it; what it replaces is there for those who read the row."""
        more = {"replaces": self.replaces} if self.replaces else {}
        odd = {"warnings": self.warnings} if self.warnings else {}
        return {
            **more,
            **odd,
            "action": self.action.value,
            "problems": [problem.to_json() for problem in self.problems],
            "fact": self.fact.to_json() if self.fact else None,
        }


def plan_rows(
    payloads: Sequence[Json],
    *,
    today: date,
    catalogue: Catalogue | None = None,
    progress: Progress | None = None,
    numbers: Sequence[int] | None = None,
    changeset: int | None = None,
) -> list[RowPlan]:
    """The plan of every row, in order, with all problems of all rows.

    Pledges are planned first, so that a row may name a pledge that stands further down. A catalogue loaded for these
    very rows may be given. `progress` hears now and then how many rows are planned and how many problems they have.
    `numbers` are the places of the rows, where they are only some of a change set, and `changeset` is its key.
    """
    rows = [as_planned(flat(payload)) for payload in payloads]
    catalogue = catalogue or load_catalogue(rows, changeset=changeset)
    return plan_read_rows(rows, catalogue, today=today, progress=progress, numbers=numbers)


def as_planned(row: dict[str, str]) -> dict[str, str]:
    """A row, as text by column, as it is planned: what its table calls otherwise under our names."""
    return with_asserted_total(with_quantity(row))


def plan_read_rows(
    rows: Sequence[dict[str, str]],
    catalogue: Catalogue,
    *,
    today: date,
    progress: Progress | None = None,
    numbers: Sequence[int] | None = None,
    repeated: set[str] | None = None,
) -> list[RowPlan]:
    """The plans of rows as they are planned, over the catalogue that was loaded for them; changes these rows.

    `repeated` are the external references that stand on several rows of the change set, where these are not all.
    """
    readers = [RowReader(number, row, catalogue, today) for number, row in zip(numbers or count(1), rows, strict=False)]
    catalogue.before = load_before(written_before(readers))
    repeated = repeated_references(rows) if repeated is None else repeated
    plans: dict[int, RowPlan] = {}
    # Twice over the rows: pledges first, then everything that may name one.
    for wanted in (True, False):
        for reader in readers:
            if (action_of(reader.row) == Action.PLEDGE) is wanted:
                plans[reader.number] = plan_row(reader, repeated=repeated)
                if progress and len(plans) % PROGRESS_EVERY == 0:
                    progress(len(plans), len(rows), sum(len(plan.problems) for plan in plans.values()))
    ordered = [plans[reader.number] for reader in readers]
    refuse_second_voids(ordered, readers)
    ordered, odd = at_one_rate(ordered, readers, catalogue)
    return with_warnings(ordered, readers, odd)


def at_one_rate(
    plans: list[RowPlan], readers: list[RowReader], catalogue: Catalogue
) -> tuple[list[RowPlan], dict[int, list[RowWarning]]]:
    """The plans with every amount at the rate of its pledge, and where that is not what the source says."""
    rows = []
    for plan, reader in zip(plans, readers, strict=True):
        if plan.fact and plan.fact.entry and plan.fact.entry.get("amount_low") is not None:
            named = catalogue.pledges.get(pledge_of_rate(reader.get("value_eur")))
            rows.append(AmountRow(plan.number, plan.fact, changed_cells_of(plan), named.key if named else None))
        elif plan.fact and plan.fact.voids:
            rows.append(AmountRow(plan.number, plan.fact))
    if not any(row.key for row in rows):
        return plans, {}
    held = hold_to_one_rate(rows, catalogue.load_rates())
    return [
        replace(plan, fact=held.facts[plan.number]) if plan.number in held.facts else plan for plan in plans
    ], held.warnings


def changed_cells_of(plan: RowPlan) -> frozenset[str] | None:
    """The cells of a published fact that a row changes; None of a row that states a fact itself."""
    if not plan.replaces:
        return None
    return frozenset(change["column"] for one in plan.replaces for change in one["changes"])


def with_warnings(plans: list[RowPlan], readers: list[RowReader], odd: dict[int, list[RowWarning]]) -> list[RowPlan]:
    """The plans with what is odd about them, and the reasons for which somebody accepted that."""
    rows = [
        PlannedRow(plan.number, plan.fact, anchor(reader))
        for plan, reader in zip(plans, readers, strict=True)
        if plan.fact
    ]
    found = find_warnings(rows, readers[0].catalogue) if rows else {}
    for number, warnings in odd.items():
        if warnings:
            found.setdefault(number, []).extend(warnings)
    accepted = {reader.number: read_accepted(reader.get(COLUMN)) for reader in readers if reader.number in found}
    return [
        replace(plan, warnings=[one.to_json(accepted[plan.number]) for one in found[plan.number]])
        if plan.number in found
        else plan
        for plan in plans
    ]


def with_quantity(row: dict[str, str]) -> dict[str, str]:
    """A row whose table heads its quantity “count”, a word that only memberships have for something else."""
    if "count" not in row or row.get("quantity") or "count" in COLUMNS.get(action_of(row), ()):  # type: ignore[call-overload]  # any word may stand there
        return row
    return {name: cell for name, cell in row.items() if name != "count"} | {"quantity": row["count"]}


def refuse_second_voids(plans: list[RowPlan], readers: list[RowReader]) -> None:
    """Turn rows into conflicts that take back what a row above them takes back already."""
    taken: dict[tuple[tuple[str, int], ...], int] = {}
    for index, (plan, reader) in enumerate(zip(plans, readers, strict=True)):
        for target in plan.fact.voids if plan.fact else []:
            # The first row keeps its place; only those after it conflict.
            first = taken.setdefault(tuple(target.items()), reader.number)
            if first != reader.number:
                column = next((one for one in NAMING_FACTS if reader.get(one)), "external_reference")
                reader.problem(column, "voided_twice", f"row {first} takes the same fact back", "one of the two rows")
                plans[index] = RowPlan(reader.number, PlanAction.CONFLICT, reader.problems)


def plan_row(reader: RowReader, *, repeated: set[str]) -> RowPlan:
    action = reader.choice("action", Action, default=Action.PLEDGE.value)
    check_columns(reader, Action(action))
    check_cells(reader)
    name = reader.get("external_reference")
    if name:
        check_external_reference(reader, name, repeated=repeated)
    known = known_row(reader)
    mark = fingerprint(reader.row)
    unchanged = reader.unchanged = known is not None and known.fingerprint == mark
    if known is not None and not known.facts and not unchanged:
        reader.problem("external_reference", "fixed", "a published void stays as it is", "another external_reference")
    fact = PLANNERS[Action(action)](reader, known)
    if fact is not None and known is not None and not unchanged and not reader.problems:
        before = reader.catalogue.before.get(known.row_id)
        unchanged = before is not None and states_the_same(fact, reader.row, before, reader.catalogue)
    if fact is not None and not unchanged:
        check_contradictions(reader, fact)
    if reader.problems or fact is None:
        return RowPlan(reader.number, PlanAction.CONFLICT, reader.problems, replaces=reader.replaces)
    if unchanged:
        return RowPlan(reader.number, PlanAction.UNCHANGED)
    fact.external, fact.fingerprint = name, mark
    if known is None:
        planned = PlanAction.CHANGE if action in (Action.CORRECT, Action.SOURCE) else PlanAction.CREATE
        return RowPlan(reader.number, planned, fact=fact, replaces=reader.replaces)
    # A row that changed takes back what it wrote before and states itself anew.
    fact.voids, fact.void_reason = [*known.facts, *fact.voids], fact.void_reason or f"replaced: {name} changed"
    return RowPlan(reader.number, PlanAction.CHANGE, fact=fact, replaces=reader.replaces)


def known_row(reader: RowReader) -> KnownRow | None:
    """What the row wrote before, under its own name or under the one that it supersedes."""
    known = reader.catalogue.rows
    return known.get(reader.get("external_reference")) or known.get(reader.get("supersedes"))


def written_before(readers: Iterable[RowReader]) -> Iterator[int]:
    """Yield the keys of the rows that are in the ledger in other words than now."""
    for reader in readers:
        known = known_row(reader)
        if known is not None and known.facts and known.fingerprint != fingerprint(reader.row):
            yield known.row_id


def check_columns(reader: RowReader, action: Action) -> None:
    """Note every column that no row has, or that a row of this action cannot fill."""
    for column in reader.row.keys() - COLUMNS[action]:
        if column in ALL_COLUMNS:
            reader.problem(
                column, "column_of_action", f"a row of action {action.value} has no {column}", "leave it blank"
            )
        else:
            reader.problem(
                column, "unknown_column", f"no column is called “{column}”", did_you_mean(column, ALL_COLUMNS)
            )


def check_cells(reader: RowReader) -> None:
    """Note every cell that is too long to keep, or holds characters that nobody can read."""
    for column, cell in reader.row.items():
        if len(cell) > LENGTHS.get(column, len(cell)):
            message = f"the {column} has {len(cell)} characters"
            reader.problem(column, "length", message, f"up to {LENGTHS[column]:,}")
        if column == COLUMN and not read_accepted(cell):
            reader.problem(column, "form", "it names no warning and its reason", "over_delivery: the reason")
        if not (cell.isascii() and cell.isprintable()) and UNREADABLE.search(cell):
            reader.problem(column, "characters", "the cell holds control characters", "plain text")


def check_external_reference(reader: RowReader, name: str, *, repeated: set[str]) -> None:
    """Note a name under which the row could not be found again."""
    scheme, _, value = name.partition(":")
    if name in repeated:
        reader.problem("external_reference", "repeated", f"“{name}” stands on more than one row", "one row each")
    if not scheme or not value:
        reader.problem(
            "external_reference", "form", f"“{name}” has no scheme", "scheme:value, as in newsdesk:2025-06-04/1"
        )
    if len(scheme) > LONGEST_SCHEME or len(value) > LONGEST_VALUE:
        hint = f"a scheme of up to {LONGEST_SCHEME} characters, a value of up to {LONGEST_VALUE}"
        reader.problem("external_reference", "length", f"the name has {len(name)} characters", hint)


def repeated_references(rows: Iterable[dict[str, str]]) -> set[str]:
    """The external references that stand on more than one row."""
    seen: set[str] = set()
    twice: set[str] = set()
    for row in rows:
        name = row.get("external_reference", "")
        if name:
            (twice if name in seen else seen).add(name)
    return twice


def fingerprint(row: dict[str, str]) -> str:
    """The SHA-256 of what a row says, by which importing it again finds it unchanged.

    Rows of a tracker count by the facts that the tracker states; words, sources and links that staff added to them do
    not make them another row.
    """
    # Which older row this one replaces, and what is odd about it, is decided here, and no part of what it says.
    said = {name: value for name, value in row.items() if name not in ("supersedes", COLUMN)}
    if row.get("external_reference", "").startswith(TRACKER_SCHEMES):
        said = {name: value for name, value in said.items() if name in TRACKER_FACTS} | {"donors": funders(row)}
    return hashlib.sha256(spell_cells(said).encode()).hexdigest()


def spell_cells(cells: dict[str, str]) -> str:
    """Cells as `json.dumps(cells, sort_keys=True, ensure_ascii=False)` spells them, in half the time.

    What is published is found again by this spelling: it stays as it is.
    """
    return f"{{{', '.join([f'{spell(name)}: {spell(cells[name])}' for name in sorted(cells)])}}}"


def funders(row: dict[str, str]) -> str:
    """The funders of a row with their shares, the only parties that a tracker knows."""
    parties = [part.strip().split(":") for part in row.get("donors", "").split(";")]
    return ";".join(
        ":".join((party[0], *party[2:])) for party in parties if len(party) < 2 or party[1] in ("", "funder")
    )
