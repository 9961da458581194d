"""Publishing what was planned a while ago."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pledges import ledger
from pledges.intake.drafts import NewPlan, plan_changeset
from pledges.intake.duplicates.decide_pairs import leave_open
from pledges.ledger.counted_words import count_in_words
from pledges.ledger.publishing import MOST_REASONS
from pledges.ledger.review import lock_changeset, require_role
from pledges.models import ChangeSet, DatasetVersion, User
from pledges.values.choices import ChangeSetState, Role


def publish_planned_anew(
    *, changeset: ChangeSet, reviewer: User, now: datetime, open_reason: str = ""
) -> DatasetVersion:
    """Publish; where the ledger moved since the plan, plan anew first. Otherwise refuses like `ledger.publish`.

    With a reason, possible duplicates that nobody decided are left open. A new plan stays, whatever becomes of it: so
    that a refusal can be understood, whoever calls this within a transaction lets it be committed.

    :raises StalePlan: rows would now write something else than what was approved. The reasons name them, and the change
        set is in review again.
    """
    changeset = ChangeSet.objects.get(pk=changeset.pk)
    require_role(reviewer, Role.REVIEWER, origin=changeset.origin)
    # Leaving pairs open plans anew as well: what that would change has to be known before.
    moved = bool(open_reason) or changeset.planned_version != ledger.latest_number()
    if moved and changeset.state == ChangeSetState.APPROVED:
        with transaction.atomic():
            lock_changeset(changeset, ChangeSetState.APPROVED)  # somebody else may be publishing it right now
            plan = plan_changeset(changeset=changeset, actor=reviewer, today=now.date(), now=now)
        require_approved_facts(plan)
    with transaction.atomic():
        if open_reason:
            lock_changeset(changeset, ChangeSetState.APPROVED)
            leave_open(changeset=changeset, reason=open_reason, actor=reviewer, today=now.date(), now=now)
        return ledger.publish(changeset=changeset, reviewer=reviewer, now=now)


def require_approved_facts(plan: NewPlan) -> None:
    """Refuse where a new plan does something else than what was approved.

    :raises StalePlan: the reasons name the rows.
    """
    if count := len(plan.unapproved):
        rows = count_in_words(count, "row")
        words = (
            f"the ledger moved since this was planned. {rows} would now write something else than what was approved:"
            " the change set is in review again"
        )
        raise ledger.StalePlan(words, reasons=plan.unapproved[:MOST_REASONS])
