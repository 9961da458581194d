"""Publishing and undoing: the only ways a fact enters the ledger or is taken back."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from pledges.ledger import review
from pledges.ledger.counted_words import count_in_words
from pledges.ledger.refusals import LaterFacts, NothingToPublish, PlanHasProblems, StalePlan, UndecidedDuplicates
from pledges.ledger.review import MOST_REASONS
from pledges.ledger.writing import write_plans
from pledges.models import ChangeSet, DatasetVersion, DuplicateCandidate, OutboxMessage, User
from pledges.models.triggers import ONE_RATE, PUBLISH_LOCK
from pledges.values.choices import ChangeSetEventKind, ChangeSetState, PlanAction, Role

WRITING_ACTIONS = [PlanAction.CREATE.value, PlanAction.CHANGE.value, PlanAction.DUPLICATE.value]


def take_publish_lock() -> None:
    """Wait for other publishes; held to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISH_LOCK])


def latest_number() -> int:
    """The number of the last dataset version, 0 before the first."""
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
    :raises WarningsNotAccepted: a row became odd since it was approved.
    :raises NothingToPublish: every row is in the ledger already.
    """
    take_publish_lock()
    changeset = review.lock_changeset(changeset, ChangeSetState.APPROVED)
    review.require_role(reviewer, Role.REVIEWER, origin=changeset.origin)
    review.require_row_approvals(changeset)
    # Read under the lock, so the ledger cannot move any more between this check and the writing.
    latest = latest_number()
    if changeset.planned_version != latest:
        raise StalePlan(f"planned at version {changeset.planned_version}, the ledger is at {latest}: plan again first")
    require_decided(changeset)
    require_plans(changeset)
    review.require_warnings_accepted(changeset)
    return write_version(changeset, publisher=reviewer, now=now)


def require_decided(changeset: ChangeSet) -> None:
    """Refuse while strong possible duplicates wait for a decision, or for the change set that their other row is in.

    :raises UndecidedDuplicates: the reasons name the pairs and what speaks for them.
    """
    found = DuplicateCandidate.objects.filter(changeset=changeset, strong=True, settled=False)
    waiting = found.select_related("row", "other_row", "other_pledge", "decision").order_by("row__position", "-score")
    reasons = tuple(
        f"row {one.row.position if one.row else '?'} and {one.other_label} ({one.score}): {'; '.join(one.reasons)}"
        + (f"; decided {one.decision.outcome}, and waits for that row" if one.decision else "")
        for one in waiting[:MOST_REASONS]
    )
    if reasons:
        said = f"{count_in_words(len(waiting), 'possible duplicate')} {'is' if len(waiting) == 1 else 'are'}"
        raise UndecidedDuplicates(f"{said} not decided", reasons=reasons)


def require_plans(changeset: ChangeSet) -> None:
    """Refuse while a row is not planned, has problems, or contradicts what stands.

    :raises PlanHasProblems: the reasons name the rows.
    """
    unfit = changeset.rows.filter(Q(plan__isnull=True) | ~Q(plan__problems=[]) | Q(plan__action=PlanAction.CONFLICT))
    found = unfit.order_by("position").values_list("position", "plan")[:MOST_REASONS]
    reasons = tuple(review.faults_of(position, plan) for position, plan in found)
    if reasons:
        raise PlanHasProblems(f"{count_in_words(unfit.count(), 'row')} cannot be published", reasons=reasons)


def write_version(changeset: ChangeSet, *, publisher: User, now: datetime) -> DatasetVersion:
    """Create the next version with its facts, its outbox message and the event; the caller holds the lock.

    Who waited for the lock read the clock before the version ahead was published: time never runs backwards here.

    :raises NothingToPublish: no row writes anything.
    :raises StalePlan: an amount is planned at another rate than its pledge has by now.
    :raises LaterFacts: an undo would bring an amount back at another rate.
    """
    if not changeset.rows.filter(plan__action__in=WRITING_ACTIONS).exists():
        raise NothingToPublish("every row is in the ledger already; the dataset version stays as it is")
    # Safe only under the lock of the caller: two publishes would read the same number.
    latest = DatasetVersion.objects.order_by("-number").first()
    now = max(now, latest.published_at) if latest else now
    version = DatasetVersion.objects.create(
        number=latest.number + 1 if latest else 1,
        changeset=changeset,
        published_by=publisher,
        published_at=now,
    )
    try:
        written = write_plans(changeset, version, actions=WRITING_ACTIONS)
    except IntegrityError as error:
        said = getattr(error.__cause__, "diag", None)
        if said is None or said.constraint_name != ONE_RATE:
            raise
        if changeset.undo_of_id is not None:
            reason = f"{said.message_primary}, and something later stands at that"
            raise LaterFacts("what comes back would stand at another rate to euro", reasons=(reason,)) from error
        hint = "plan again first; where it stands at two rates already, manage.py value_amounts brings it to one"
        raise StalePlan(f"{said.message_primary}: {hint}") from error
    OutboxMessage.objects.create(version=version, created_at=now)
    changeset.state = ChangeSetState.PUBLISHED
    changeset.save(update_fields=["state"])
    detail = f"version {version.number}, {written} facts"
    review.record(changeset, ChangeSetEventKind.PUBLISHED, actor=publisher, now=now, detail=detail)
    return version
