"""Publishing and undoing: the only ways a fact enters the ledger or is taken back."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from pledges.choices import ChangeSetEventKind, ChangeSetState, PlanAction, Role
from pledges.ledger import review
from pledges.ledger.facts import FactPlan
from pledges.ledger.refusals import NothingToPublish, PlanHasProblems, StalePlan, UndecidedDuplicates
from pledges.ledger.writing import Writer
from pledges.models import ChangeSet, ChangeSetRow, DatasetVersion, DuplicateCandidate, OutboxMessage, User
from pledges.models.triggers import PUBLISH_LOCK

WRITING_ACTIONS = {PlanAction.CREATE.value, PlanAction.CHANGE.value, PlanAction.DUPLICATE.value}


def take_publish_lock() -> None:
    """Wait for other publishes; held to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISH_LOCK])


def latest_number() -> int:
    """Return the number of the last dataset version, 0 before the first."""
    return DatasetVersion.objects.order_by("-number").values_list("number", flat=True).first() or 0


@transaction.atomic
def publish(*, changeset: ChangeSet, reviewer: User, now: datetime) -> DatasetVersion:
    """Write every row of an approved change set to the ledger as the next dataset version.

    One transaction, serialised with other publishes; the outbox message is written with it.

    :raises WrongState: the change set is not approved.
    :raises RowsNotApproved: a row lacks the approval of a second person.
    :raises PlanHasProblems: a row could not be understood.
    :raises StalePlan: the ledger moved since the plan was made; plan again first.
    :raises UndecidedDuplicates: strong candidates wait for a decision; the reasons list them.
    :raises NothingToPublish: every row is in the ledger already.
    """
    take_publish_lock()
    changeset = review.locked(changeset, ChangeSetState.APPROVED)
    review.require_role(reviewer, Role.REVIEWER, origin=changeset.origin)
    review.require_row_approvals(changeset)
    latest = latest_number()
    if changeset.planned_version != latest:
        raise StalePlan(f"planned at version {changeset.planned_version}, the ledger is at {latest}: plan again first")
    require_decided(changeset)
    return write_version(changeset, plans_of(changeset), publisher=reviewer, now=now)


def require_decided(changeset: ChangeSet) -> None:
    """Refuse while strong possible duplicates wait for a decision, or for the change set that their other row is in.

    :raises UndecidedDuplicates: the reasons name the pairs and what speaks for them.
    """
    found = DuplicateCandidate.objects.filter(changeset=changeset, strong=True, settled=False)
    waiting = found.select_related("row", "other_row", "other_pledge", "decision").order_by("row__position", "-score")
    reasons = tuple(
        f"row {one.row.position if one.row else '?'} and {one.other_label} ({one.score}): {'; '.join(one.reasons)}"
        + (f"; decided {one.decision.outcome}, and waits for that row" if one.decision else "")
        for one in waiting[:100]
    )
    if reasons:
        raise UndecidedDuplicates(f"{len(waiting)} possible duplicates are not decided", reasons=reasons)


def plans_of(changeset: ChangeSet) -> list[tuple[ChangeSetRow, FactPlan]]:
    """Return the rows that write something, with their plans, in order.

    :raises PlanHasProblems: a row has problems or conflicts.
    """
    rows = list(changeset.rows.order_by("position"))
    unfit = tuple(
        review.faults_of(row.position, row.plan)
        for row in rows
        if row.plan is None or row.plan["problems"] or row.plan["action"] == PlanAction.CONFLICT
    )
    if unfit:
        raise PlanHasProblems(f"{len(unfit)} rows cannot be published", reasons=unfit)
    plans = [(row, row.plan or {}) for row in rows]
    return [(row, FactPlan.from_json(plan["fact"])) for row, plan in plans if plan["action"] in WRITING_ACTIONS]


def write_version(
    changeset: ChangeSet, plans: list[tuple[ChangeSetRow, FactPlan]], *, publisher: User, now: datetime
) -> DatasetVersion:
    """Create the next version with its facts, its outbox message and the event; the caller holds the lock.

    Who waited for the lock read the clock before the version ahead was published: time never runs backwards here.
    """
    if not plans:
        raise NothingToPublish("every row is in the ledger already; the dataset version stays as it is")
    latest = DatasetVersion.objects.order_by("-number").first()
    now = max(now, latest.published_at) if latest else now
    version = DatasetVersion.objects.create(
        number=latest.number + 1 if latest else 1,
        changeset=changeset,
        published_by=publisher,
        published_at=now,
    )
    written = Writer(version).write(plans)
    OutboxMessage.objects.create(version=version, created_at=now)
    changeset.state = ChangeSetState.PUBLISHED
    changeset.save(update_fields=["state"])
    detail = f"version {version.number}, {written} facts"
    review.record(changeset, ChangeSetEventKind.PUBLISHED, actor=publisher, now=now, detail=detail)
    return version
