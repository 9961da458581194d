"""Giving a draft up: nothing waits for a decision about its rows any more."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from pledges import ledger
from pledges.intake.drafts import plan_changeset
from pledges.intake.duplicates.decide_pairs import OPEN_STATES
from pledges.models import ChangeSet, DuplicateCandidate, User


@transaction.atomic
def discard_draft(*, changeset: ChangeSet, owner: User, reason: str, today: date, now: datetime) -> ChangeSet:
    """Discard a draft for good, and plan the change sets anew whose rows it was a possible duplicate of.

    Its rows and its history stay.

    :raises WrongState: it is no draft.
    :raises NotAllowed: the account neither began it nor is an admin.
    """
    changeset = ledger.discard(changeset=changeset, owner=owner, reason=reason, now=now)
    named = DuplicateCandidate.objects.filter(Q(changeset=changeset) | Q(other_row__changeset=changeset))
    others = set(named.exclude(changeset=None).values_list("changeset", flat=True)) - {changeset.pk}
    named.delete()
    for other in ChangeSet.objects.filter(pk__in=others, state__in=OPEN_STATES).order_by("pk"):
        plan_changeset(changeset=other, actor=owner, today=today, now=now)
    return changeset
