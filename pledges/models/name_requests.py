"""Names that drafters asked a steward for, and what was answered; both stay."""

from django.db import models
from django.db.models import Q

from meetings.models.vocabulary_field import VocabularyField
from pledges.models.change_sets import ChangeSet
from pledges.models.user import User
from pledges.values.choices import NameAnswer, NameKind


class NameRequest(models.Model):
    """Words of a cell that the catalogue does not know, asked about once; rows that hold them wait for the answer.

    `folded` is how the words are compared. `answer` is the slug or code that they mean, blank where it was declined.
    """

    changeset = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, related_name="name_requests")
    kind = VocabularyField(max_length=12, choices=NameKind)
    words = models.CharField(max_length=200)
    folded = models.CharField(max_length=200)
    note = models.CharField(max_length=1000, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    outcome = VocabularyField(max_length=12, choices=NameAnswer, blank=True)
    answer = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "folded"], condition=Q(answered_at__isnull=True), name="name_request_asked_once"
            ),
            models.CheckConstraint(
                name="name_request_answered",
                condition=Q(answered_by__isnull=True, answered_at__isnull=True, outcome="", answer="", reason="")
                | (Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="name_request_meaning",
                condition=Q(outcome="") | (Q(outcome="declined", answer="") & ~Q(reason="")) | ~Q(answer=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.words}"
