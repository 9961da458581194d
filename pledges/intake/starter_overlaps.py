"""Keeps, with the starter data, which pairs of promises may be one: both are entered, and each page says why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from pledges.intake.starter_problems import StarterProblemError
from pledges.models import DuplicateDecision, ExternalReference, Outcome, User

COLUMNS = ("reference_a", "reference_b")


def keep_possible_overlaps(
    rows: Sequence[Mapping[str, str]], *, actor: User, now: datetime, leave_out: Callable[[str], None] | None = None
) -> int:
    """Leave each pair open with its reason, unless somebody has decided about it, and return how many are new.

    `leave_out` hears of the pairs that name no row in the ledger, which an update of an older site may leave out.

    :raises StarterProblemError: a name is of no row that is in the ledger, and none may be left out.
    """
    names = {row[name] for row in rows for name in COLUMNS}
    found = ExternalReference.objects.filter(value__in={name.partition(":")[2] for name in names})
    known = {f"{one.scheme}:{one.value}": one for one in found.select_related("version").order_by("version")}
    unknown = [
        f"  row {number}, {column} = “{row[column]}”: no row in the ledger is called so"
        for number, row in enumerate(rows, 1)
        for column in COLUMNS
        if row[column] not in known
    ]
    if unknown and leave_out is None:
        raise StarterProblemError("\n".join([f"the possible overlaps have {len(unknown)} problems:", *unknown]))
    if unknown and leave_out is not None:
        leave_out("\n".join(["possible overlaps: left out", *unknown]))
        rows = [row for row in rows if all(row[column] in known for column in COLUMNS)]
    decided = {
        frozenset(pair) for pair in DuplicateDecision.objects.filter(key__in=names).values_list("key", "other_key")
    }
    new = [
        DuplicateDecision(
            key=later,
            other_key=earlier,
            outcome=Outcome.LEFT_OPEN,
            reason=row["why"],
            changeset_id=known[later].version.changeset_id,
            pledge_id=known[later].pledge_id,
            other_pledge_id=known[earlier].pledge_id,
            score=0,
            decided_by=actor,
            decided_at=now,
        )
        for row in rows
        for earlier, later in [sorted((row[column] for column in COLUMNS), key=lambda name: known[name].pk)]
        if frozenset((earlier, later)) not in decided
    ]
    DuplicateDecision.objects.bulk_create(new)
    return len(new)
