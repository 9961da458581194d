"""Accepting what is odd about rows: each warning with the reason for which its row stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from pledges.intake.drafts import plan_changeset
from pledges.intake.plausibility import COLUMN, read_accepted, write_accepted
from pledges.intake.row_editing import count_edit, open_for_edit
from pledges.ledger import record
from pledges.ledger.review import LONGEST_DETAIL, rows_to_accept, stated_reason
from pledges.models import ChangeSet, User
from pledges.values.choices import ChangeSetEventKind

Reasons = Mapping[int, Mapping[str, str]]
"""By the key of a row and the rule of its warning: why it stands. Blank ones are no answer."""


@transaction.atomic
def accept_warnings(
    *, changeset: ChangeSet, reasons: Reasons, author: User, expected: int, today: date, now: datetime
) -> int:
    """Keep the reasons with their rows, whose author is then who gave them, and return how many there were.

    :raises StaleEdit: somebody saved the change set since it was shown.
    :raises NotAllowed: the role does not suffice.
    :raises ReasonNeeded: a reason is too long to keep.
    """
    changeset = open_for_edit(changeset, author=author, expected=expected)
    lines = []
    for row in changeset.rows.filter(pk__in=reasons, taken_out=False).order_by("position"):
        raised = {one["rule"] for one in (row.plan or {}).get("warnings", [])}
        given = {rule: stated_reason(why) for rule, why in reasons[row.pk].items() if rule in raised and why.strip()}
        kept = read_accepted(str(row.payload.get(COLUMN, "")))
        if kept | given != kept:
            row.payload = {**row.payload, COLUMN: write_accepted(kept | given)}
            row.author, row.approved_by, row.approved_hash = author, None, ""
            row.save(update_fields=["payload", "author", "approved_by", "approved_hash"])
            lines += [f"row {row.position}, {rule}: {why}" for rule, why in given.items()]
    if lines:
        said = "\n".join(("warnings accepted:", *lines))
        detail = said if len(said) <= LONGEST_DETAIL else f"{said[: LONGEST_DETAIL - 1]}…"
        count_edit(changeset)
        record(changeset, ChangeSetEventKind.EDITED, actor=author, now=now, detail=detail)
        plan_changeset(changeset=changeset, actor=author, today=today, now=now)
    return len(lines)


def accept_every_warning(*, changeset: ChangeSet, reason: str, author: User, today: date, now: datetime) -> int:
    """Accept all that is odd about a change set for one reason."""
    odd = rows_to_accept(changeset).values_list("pk", "plan__warnings")
    reasons = {key: {one["rule"]: reason for one in warnings if not one["accepted"]} for key, warnings in odd}
    if not reasons:
        return 0
    return accept_warnings(
        changeset=changeset, reasons=reasons, author=author, expected=changeset.edit_version, today=today, now=now
    )
