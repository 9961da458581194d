"""Files on their way in: read in the background, with progress that the page can show."""

from django.db import models
from django.db.models import F, Q

from meetings.models.vocabulary_field import VocabularyField
from pledges.models.change_sets import ChangeSet
from pledges.models.user import User
from pledges.values.choices import ImportState


class ImportJob(models.Model):
    """One uploaded file or pasted table; its change set appears when all rows are planned.

    `report` keeps the counts and the problems of the file itself; those of rows stand on the rows of the change set.
    `options` are what whoever imported chose, `left_out` the rows that were left out for their problems, as a
    compressed CSV. While it asks for the columns of a header that is not understood, it keeps its content.

    The content lives in the database, because the worker that reads it may run on another machine, and goes with the
    end of the job. `heartbeat_at` is the last sign of life of the worker that runs it, or when it was sent anew.
    """

    title = models.CharField(max_length=200)
    file_name = models.CharField(max_length=200)
    layout = models.CharField(max_length=20, default="auto")
    content = models.BinaryField(blank=True)
    state = VocabularyField(max_length=12, choices=ImportState, default=ImportState.WAITING)
    cancel_asked = models.BooleanField(default=False)
    rows_total = models.PositiveIntegerField(null=True, blank=True)
    rows_done = models.PositiveIntegerField(default=0)
    problems_found = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=2000, blank=True)
    report = models.JSONField(default=dict, blank=True)
    options = models.JSONField(default=dict, blank=True)
    left_out = models.BinaryField(blank=True, default=bytes)
    left_out_rows = models.PositiveIntegerField(default=0)
    changeset = models.ForeignKey(ChangeSet, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="import_job_rows_done_within_total",
                condition=Q(rows_total__isnull=True) | Q(rows_done__lte=F("rows_total")),
            ),
            models.CheckConstraint(
                name="import_job_finished",
                condition=Q(
                    state__in=[ImportState.WAITING, ImportState.RUNNING, ImportState.ASKING], finished_at__isnull=True
                )
                | Q(
                    state__in=[ImportState.DONE, ImportState.FAILED, ImportState.CANCELLED],
                    finished_at__isnull=False,
                ),
            ),
        ]
        indexes = [models.Index(fields=["created_by", "-created_at"], name="import_job_owner_idx")]

    def __str__(self) -> str:
        return self.title
