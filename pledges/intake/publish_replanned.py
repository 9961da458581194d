"""Publishing what was planned a while ago."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pledges import ledger
from pledges.intake.drafts import plan_changeset
from pledges.models import ChangeSet, DatasetVersion, User
from pledges.values.choices import ChangeSetState


@transaction.atomic
def publish_planned_anew(*, changeset: ChangeSet, reviewer: User, now: datetime) -> DatasetVersion | None:
    """Publish; where the ledger moved since the plan, plan anew first, and return nothing if that does something else.

    The new plan stays either way. Refuses like `ledger.publish`.
    """
    changeset = ChangeSet.objects.get(pk=changeset.pk)
    if changeset.state == ChangeSetState.APPROVED and changeset.planned_version != ledger.latest_number():
        before = planned_actions(changeset)
        plan_changeset(changeset=changeset, today=now.date())
        if planned_actions(changeset) != before:
            return None
    return ledger.publish(changeset=changeset, reviewer=reviewer, now=now)


def planned_actions(changeset: ChangeSet) -> list[str | None]:
    """What publishing each row would do, in order."""
    plans = changeset.rows.order_by("position").values_list("plan__action", flat=True)
    return list(plans)
