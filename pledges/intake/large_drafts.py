"""Plans the rows of a large new change set part by part and stores each part at once: memory does not grow with it.

A row that names no other row or fact, and is named by none, is planned by itself whatever stands beside it. All others
are planned together, in the end.
"""

from __future__ import annotations

import gc
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pledges.intake.catalogue_snapshot import LINKS, load_catalogue, pledge_of_rate
from pledges.intake.duplicates.pair_labels import subjects
from pledges.intake.duplicates.plan_duplicates import mark_duplicates
from pledges.intake.planner import Progress, RowPlan, as_planned, plan_read_rows, repeated_references
from pledges.intake.row_payload import action_of, flat, storable
from pledges.intake.row_storage import NewRow, add_rows, cut_in_batches, refresh_statistics, reserve_keys
from pledges.ledger import Json
from pledges.models import ChangeSet, ChangeSetRow, User
from pledges.values.choices import Action

PART = 5_000
"""How many rows are planned at once; a change set of so many is planned whole."""

NAMING = ("reference", "target", *LINKS, "supersedes", "same_wish_as")
"""The cells that name another row, or what one has published."""

MOST_MADE = 20_000
"""How much is remembered of what cells were read as, from one part to the next."""


@dataclass(slots=True)
class Parts:
    """The rows of a change set: those that stand alone and the others, by their places from 0 on."""

    payloads: Sequence[Json]
    alone: list[int] = field(default_factory=list)
    together: list[int] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    repeated: set[str] = field(default_factory=set)

    def read(self, place: int) -> dict[str, str]:
        return as_planned(flat(self.payloads[place]))


def add_in_parts(
    changeset: ChangeSet,
    payloads: Sequence[Json],
    *,
    lines: Sequence[int],
    author: User,
    today: date,
    progress: Progress | None,
    size: int = PART,
) -> bool:
    """Plan and store the rows of a new change set, and find their possible duplicates.

    Returns whether a decision that was made before changes what some of them mean: then all are to be planned anew.
    """
    parts = tell_apart(payloads, changeset=changeset.pk)
    keys = reserve_keys(len(payloads))
    made: dict[tuple[Hashable, ...], Any] = {}
    done = problems = 0

    def add_part(places: Sequence[int], *, last: bool) -> None:
        nonlocal done, problems
        rows = [parts.read(place) for place in places]
        catalogue = load_catalogue(rows, changeset=changeset.pk)
        if len(made) > MOST_MADE:
            made.clear()
        catalogue.made = made
        plans = plan_read_rows(
            rows,
            catalogue,
            today=today,
            numbers=[place + 1 for place in places],
            repeated=parts.repeated,
            progress=progress and (lambda part, _, found: progress(done + part, len(payloads), problems + found)),
        )
        kept = []
        for place, plan in zip(places, plans, strict=True):
            if not last and changes_published(plan):
                parts.together.append(place)
                continue
            problems += len(plan.problems)
            kept.append(
                NewRow(
                    pk=keys[place],
                    changeset_id=changeset.pk,
                    position=place + 1,
                    payload=storable(payloads[place]),
                    author_id=author.pk,
                    line=(lines[place] or None) if place < len(lines) else None,
                    plan=plan.to_json() | {"subject": parts.subjects[place]},
                )
            )
        add_rows(kept)
        done += len(kept)

    for places in cut_in_batches(parts.alone, size):
        with without_cycle_search():
            add_part(places, last=False)
    if parts.together:
        add_part(sorted(parts.together), last=True)
    refresh_statistics(ChangeSetRow, added=len(payloads))
    return mark_duplicates(changeset, today=today)


def tell_apart(payloads: Sequence[Json], *, changeset: int) -> Parts:
    """Find the rows that stand alone: pledges that name nothing and that no other row names."""
    named: set[str] = set()
    names: list[str] = []
    naming: set[int] = set()
    actions: set[str] = set()

    def look_through() -> Iterator[dict[str, str]]:
        for place, payload in enumerate(payloads):
            row = flat(payload)
            yield row
            planned = as_planned(row)
            names.append(planned.get("external_reference", ""))
            action = action_of(planned)
            actions.add(action)
            if found := names_in(planned):
                named.update(found)
            if found or action != Action.PLEDGE:
                naming.add(place)

    parts = Parts(payloads, subjects=subjects(look_through(), changeset=changeset))
    parts.repeated = repeated_references({"external_reference": name} for name in names)
    # A row that states a meeting may be named by any other row, in words.
    beside = range(len(names)) if Action.MEETING in actions else naming
    for place, name in enumerate(names):
        by_itself = place not in beside and name not in named and name not in parts.repeated
        (parts.alone if by_itself else parts.together).append(place)
    return parts


def names_in(row: dict[str, str]) -> set[str]:
    """What a row names of other rows, or of what is published."""
    pledge = pledge_of_rate(row["value_eur"]) if "value_eur" in row else ""
    return {row[column] for column in NAMING if column in row} | ({pledge} if pledge else set())


def changes_published(plan: RowPlan) -> bool:
    """Whether a row changes what it published before, which other rows may be about by another name."""
    return plan.fact is not None and (plan.fact.target is not None or bool(plan.fact.voids))


@contextmanager
def without_cycle_search() -> Iterator[None]:
    """Let Python search for cycles in memory afterwards: a plan is many objects and hardly any cycle."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()
