"""What publishing a change set would move: published for a moment inside a transaction that is rolled back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

import pgtrigger
from django.db import connection, transaction
from django.db.models import Q

from pledges.ledger import NothingToPublish, PlanHasProblems
from pledges.ledger.publishing import WRITING_ACTIONS, require_plans, take_publish_lock, write_version
from pledges.ledger.undoing import draft_inverse
from pledges.models import ChangeSet, DatasetVersion, GapSummary, ProjectionState, Scope, Summary, User
from pledges.projections.refresh import lock_projections, refresh
from pledges.values.choices import ChangeSetState, Kind

Bounds = tuple[Decimal | None, Decimal | None, Decimal | None]
Key = tuple[str, str, str, str, str]

COMPARED = ("promised", "delivered")
RANKED_SCOPE = Scope.DONOR

NOT_YET = (
    "pledges.ChangeSet:four_eyes",
    "pledges.ChangeSet:seen",
    "pledges.ChangeSet:state_path",
    "pledges.ChangeSet:warnings_accepted",
    "pledges.ChangeSet:duplicates_decided",
)
"""The rules that a draft need not meet to be looked at: possible duplicates count as new until they are decided."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One figure before and after: of a system or a donor, per unit, or in euro where the unit is blank.

    `rank_before` and `rank_after` are places among donors by promised euro, where the figure is one of those.
    """

    scope: str
    key: str
    aid_type: str
    system: str
    unit: str
    figure: str
    before: Bounds | None
    after: Bounds | None
    rank_before: int | None = None
    rank_after: int | None = None


@dataclass(frozen=True, slots=True)
class GapMovement:
    """A gap before and after; None on one side where it is new or closed."""

    system: str
    unit: str
    before: Bounds | None
    after: Bounds | None


@dataclass(frozen=True, slots=True)
class RankMovement:
    """A donor's place by promised euro of a type of aid, before and after; None where it has none."""

    donor: str
    aid_type: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that publishing would move, in a stable order."""

    movements: list[Movement]
    gaps: list[GapMovement]
    ranks: list[RankMovement] = field(default_factory=list)


class _RollBackError(Exception):
    """Leaves the transaction so that nothing of it stays."""


def leave_aside(rules: Sequence[str]) -> None:
    """Switch rules off to the end of the transaction; `pgtrigger.ignore` cannot with statements of named parameters."""
    names = [trigger.get_pgid(model) for model, trigger in pgtrigger.registered(*rules)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", ["{" + ",".join(names) + "}"])


@contextmanager
def rolled_back() -> Iterator[None]:
    """Run a block whose writes are undone at its end, whatever happens."""
    try:
        with transaction.atomic():
            yield
            # An exception is what makes `atomic` undo the block.
            raise _RollBackError
    except _RollBackError:
        pass


def preview(*, changeset: ChangeSet, today: date, now: datetime) -> Preview:
    """What publishing the planned change set would move now.

    Uses up no reference and writes nothing that stays; rows with problems leave it empty.
    """
    empty = Preview([], [])
    try:
        require_plans(changeset)
    except PlanHasProblems:
        return empty
    if not changeset.rows.filter(plan__action__in=WRITING_ACTIONS).exists():
        return empty
    return moved_by(lambda: version_of(changeset, now=now), today=today, now=now)


def preview_undo(*, changeset: ChangeSet, reviewer: User, today: date, now: datetime) -> Preview:
    """What undoing the published change set would move now; writes nothing that stays."""
    version = DatasetVersion.objects.filter(changeset=changeset).first()
    if version is None:
        return Preview([], [])

    def undone() -> DatasetVersion | None:
        inverse = draft_inverse(changeset, version, reviewer=reviewer, reason="preview", now=now)
        return version_of(inverse, now=now)

    return moved_by(undone, today=today, now=now)


def moved_by(write: Callable[[], DatasetVersion | None], *, today: date, now: datetime) -> Preview:
    """What a version would move that is written for a moment and rolled back; an empty ledger shows day one."""
    found = [Preview([], [])]
    with rolled_back():
        take_publish_lock()
        lock_projections()
        nothing_yet = {"dataset_version": 0, "valid_at": today, "computed_at": now}
        state, _ = ProjectionState.objects.get_or_create(id=1, defaults=nothing_yet)
        before_figures, before_gaps = summaries(), gaps()
        leave_aside(NOT_YET)
        version = write()
        if version is not None:
            # Projections never go back to an earlier day.
            refresh(version=version.number, today=max(today, state.valid_at), now=now)
            after_figures = summaries()
            movements = list_movements(before_figures, after_figures)
            ranked = moved_ranks(before_figures, after_figures)
            found = [Preview(movements, moved_gaps(before_gaps, gaps()), ranked)]
    return found[0]


def version_of(changeset: ChangeSet, *, now: datetime) -> DatasetVersion | None:
    # The rules of review are switched off for this transaction, so the approval is only written down.
    approval = {"state": ChangeSetState.APPROVED, "approved_by": changeset.created_by, "approved_at": now}
    # Somebody may have published it while this waited for the lock.
    if not ChangeSet.objects.filter(pk=changeset.pk, version=None).update(**approval):
        return None
    changeset = ChangeSet.objects.get(pk=changeset.pk)
    try:
        return write_version(changeset, publisher=changeset.created_by, now=now)
    except NothingToPublish:
        return None


def summaries() -> dict[Key, dict[str, Bounds]]:
    """The compared figures of every system and donor; how many promises of money there are is none of them."""
    names = [f"{figure}_{end}" for figure in figures_of("x") + figures_of("") for end in ("low", "best", "high")]
    found = Summary.objects.filter(scope__in=[Scope.SYSTEM, Scope.DONOR]).exclude(~Q(unit=""), system__kind=Kind.MONEY)
    rows = found.order_by("scope", "key", "pk")
    return {
        (row["scope"], row["key"], row["aid_type"], row["system__slug"] or "", row["unit"]): {
            figure: (row[f"{figure}_low"], row[f"{figure}_best"], row[f"{figure}_high"])
            for figure in figures_of(row["unit"])
        }
        for row in rows.values("scope", "key", "aid_type", "system__slug", "unit", *names)
    }


def figures_of(unit: str) -> tuple[str, ...]:
    """The figures that are compared: quantities where there is a unit, else euro."""
    return COMPARED if unit else tuple(f"value_{name}" for name in COMPARED)


def gaps() -> dict[tuple[str, str], Bounds]:
    rows = GapSummary.objects.order_by("system__slug", "unit")
    values = rows.values_list("system__slug", "unit", "gap_low", "gap_best", "gap_high")
    return {(system, unit): (low, best, high) for system, unit, low, best, high in values}


def list_movements(before: dict[Key, dict[str, Bounds]], after: dict[Key, dict[str, Bounds]]) -> list[Movement]:
    """The figures that differ, with the change of rank among donors."""
    ranks_before, ranks_after = ranks(before), ranks(after)
    found = []
    for key in sorted(before.keys() | after.keys()):
        for figure in figures_of(key[4]):
            old, new = before.get(key, {}).get(figure), after.get(key, {}).get(figure)
            if old != new:
                places = (ranks_before.get(key), ranks_after.get(key)) if figure == "value_promised" else (None, None)
                found.append(Movement(*key, figure, old, new, *places))
    return found


def moved_ranks(before: dict[Key, dict[str, Bounds]], after: dict[Key, dict[str, Bounds]]) -> list[RankMovement]:
    """The donors whose place differs, those who are overtaken among them, by type of aid and new place."""
    old, new = ranks(before), ranks(after)
    keys = [key for key in old.keys() | new.keys() if old.get(key) != new.get(key)]
    found = [RankMovement(key[1], key[2], old.get(key), new.get(key)) for key in keys]
    return sorted(found, key=lambda one: (one.aid_type, one.after is None, one.after or one.before or 0, one.donor))


def ranks(figures: dict[Key, dict[str, Bounds]]) -> dict[Key, int]:
    """The place of each donor by promised euro, per type of aid, the largest first; without euro, no place."""
    worth = {
        key: found["value_promised"][0] or Decimal(0)
        for key, found in figures.items()
        if key[0] == RANKED_SCOPE and not key[4]
    }
    places: dict[Key, int] = {}
    for aid_type in sorted({key[2] for key in worth}):
        donors = [key for key, low in worth.items() if key[2] == aid_type and low > 0]
        donors.sort(key=lambda key: (-worth[key], key[1]))
        places |= {key: place for place, key in enumerate(donors, start=1)}
    return places


def moved_gaps(before: dict[tuple[str, str], Bounds], after: dict[tuple[str, str], Bounds]) -> list[GapMovement]:
    return [
        GapMovement(*key, before.get(key), after.get(key))
        for key in sorted(before.keys() | after.keys())
        if before.get(key) != after.get(key)
    ]
