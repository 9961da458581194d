"""Change sets: the one door through which facts enter, and the versions they become."""

from django.db import models
from django.db.models import F, Q

from meetings.models.vocabulary_field import VocabularyField
from meetings.models.window_columns import append_only
from pledges.models import triggers
from pledges.models.user import User
from pledges.values.choices import ChangeSetEventKind, ChangeSetState, Origin, PlanAction


class ChangeSet(models.Model):
    """A reviewed bundle of rows that enters the ledger at once.

    `approved_hash` is of all rows as the approver saw them; the database lets no others be approved or published.
    `defaults` are the cells of the entry grid that stand on top for all rows: meeting, date and source. `catalogue` is
    the version of the catalogue that it was published under: older names do not name all of its facts.
    """

    title = models.CharField(max_length=200)
    origin = VocabularyField(max_length=10, choices=Origin, default=Origin.ENTRY)
    state = VocabularyField(max_length=12, choices=ChangeSetState, default=ChangeSetState.DRAFT)
    undo_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    assigned_to = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="assigned")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_hash = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    edit_version = models.PositiveIntegerField(default=1)
    planned_version = models.PositiveIntegerField(null=True, blank=True)
    catalogue = models.PositiveBigIntegerField(editable=False, default=0, db_default=0)
    defaults = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="change_set_undo_origin",
                condition=Q(origin=Origin.UNDO, undo_of__isnull=False)
                | (~Q(origin=Origin.UNDO) & Q(undo_of__isnull=True)),
            ),
            models.CheckConstraint(
                name="change_set_approver",
                condition=Q(
                    state__in=[ChangeSetState.APPROVED, ChangeSetState.PUBLISHED],
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                )
                | Q(
                    state__in=[ChangeSetState.DRAFT, ChangeSetState.SUBMITTED, ChangeSetState.DISCARDED],
                    approved_by__isnull=True,
                    approved_at__isnull=True,
                    approved_hash="",
                ),
            ),
        ]
        indexes = [models.Index(fields=["state", "-created_at"], name="change_set_state_idx")]
        triggers = [
            triggers.CHANGE_SET_PATH,
            triggers.CHANGE_SET_FOUR_EYES,
            triggers.CHANGE_SET_SEEN,
            triggers.WARNINGS_ACCEPTED,
            triggers.DUPLICATES_DECIDED,
            triggers.SIDES_OF_OPEN_CHANGE_SETS,
            triggers.ROWS_OF_REVIEW,
        ]

    def __str__(self) -> str:
        return self.title


class ChangeSetRow(models.Model):
    """One row as stated: a flat object with the column names of the API and of imports.

    `reviewed` says that it was in review before, or was written there: it is not deleted but taken out, which is a
    change that somebody else has to approve; so is what is in review now (`was_in_review`). What is taken out stands
    behind the other rows and writes nothing.

    `line` is the row of the file that an import read it from. `planned_hash` is of the facts of the plan, and
    `approved_hash` of those that somebody approved: the database lets no row be approved with other facts than these.
    """

    changeset = models.ForeignKey(ChangeSet, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    payload = models.JSONField()
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    approved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    plan = models.JSONField(null=True, blank=True)
    planned_hash = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    approved_hash = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    line = models.PositiveIntegerField(null=True, blank=True)
    reviewed = models.BooleanField(default=False, db_default=False, editable=False)
    taken_out = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="change_set_row_taken_out",
                condition=Q(plan__isnull=True, taken_out=False)
                | Q(taken_out=True, plan__isnull=False, plan__action=PlanAction.TAKEN_OUT)
                | (Q(taken_out=False) & ~Q(plan__action=PlanAction.TAKEN_OUT)),
            ),
            models.UniqueConstraint(fields=["changeset", "position"], name="change_set_row_position_unique"),
            models.CheckConstraint(
                name="change_set_row_approval_of_facts",
                condition=Q(approved_by__isnull=True, approved_hash="")
                | (Q(approved_by__isnull=False, approved_hash=F("planned_hash")) & ~Q(approved_hash="")),
            ),
        ]
        triggers = [triggers.ROW_OF_OPEN_CHANGE_SET, triggers.ROW_FACTS_APPROVED, triggers.ROW_FOUR_EYES]

    def __str__(self) -> str:
        return f"row {self.position}"

    @property
    def was_in_review(self) -> bool:
        """Whether somebody may have seen the row in review; rows are marked when their change set leaves that."""
        return self.reviewed or self.changeset.state == ChangeSetState.SUBMITTED


class ChangeSetEvent(models.Model):
    """Who did what to a change set, kept for ever."""

    changeset = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, related_name="events")
    kind = VocabularyField(max_length=12, choices=ChangeSetEventKind)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    detail = models.CharField(max_length=2000, blank=True)

    class Meta:
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.kind} by {self.actor_id}"


class DatasetVersion(models.Model):
    """A published change set: numbered without gaps, in the order of publishing."""

    number = models.PositiveIntegerField(primary_key=True)
    changeset = models.OneToOneField(ChangeSet, on_delete=models.PROTECT, related_name="version")
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(db_index=True)
    transaction_id = models.BigIntegerField(editable=False, default=0)

    class Meta:
        triggers = [*append_only(), triggers.VERSION_GAP_FREE]

    def __str__(self) -> str:
        return f"v{self.number}"


class OutboxMessage(models.Model):
    """What the workers still have to project: one message a version, written with it."""

    version = models.OneToOneField(DatasetVersion, on_delete=models.PROTECT, related_name="outbox_message")
    created_at = models.DateTimeField()
    processed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["version"], condition=Q(processed_at__isnull=True), name="outbox_message_waiting_idx")
        ]

    def __str__(self) -> str:
        return f"message for v{self.version_id}"
