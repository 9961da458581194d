"""What is kept of accounts beside themselves: what happened to them, wrong attempts, invitations, asked mails."""

from django.db import models
from django.db.models import F, Q

from meetings.models.vocabulary_field import VocabularyField
from meetings.models.window_columns import append_only
from pledges.models.user import User
from pledges.values.choices import AccountEventKind


class AccountEvent(models.Model):
    """One thing that happened to an account; appended, never changed.

    `actor` did it, `subject` is the account that it was done to, each with the name of that moment, since accounts are
    renamed. Neither is held by a foreign key: what happened stays when an account goes.
    """

    at = models.DateTimeField(db_index=True)
    kind = VocabularyField(max_length=24, choices=AccountEventKind)
    actor = models.ForeignKey(
        User, on_delete=models.DO_NOTHING, db_constraint=False, null=True, blank=True, related_name="+"
    )
    actor_name = models.CharField(max_length=150, blank=True)
    subject = models.ForeignKey(
        User, on_delete=models.DO_NOTHING, db_constraint=False, null=True, blank=True, related_name="+"
    )
    subject_name = models.CharField(max_length=150, blank=True)
    address = models.CharField(max_length=64, blank=True)
    detail = models.CharField(max_length=500, blank=True)

    class Meta:
        triggers = append_only()
        indexes = [models.Index(fields=["actor_name", "kind", "at"], name="account_event_by_actor")]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.get_kind_display()}"


class GuessCount(models.Model):
    """Attempts that were wrong one after another, counted here while Valkey cannot be reached."""

    key = models.CharField(max_length=100, primary_key=True)
    attempts = models.PositiveIntegerField()
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.key}: {self.attempts}"


class Invitation(models.Model):
    """A link sent by mail that makes one account; of its secret only the SHA-256 is kept."""

    email = models.EmailField()
    role = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    taken_by = models.OneToOneField(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitation")
    taken_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="invitation_expires", condition=Q(expires_at__gt=F("created_at"))),
            models.CheckConstraint(
                name="invitation_ends_once", condition=Q(taken_at__isnull=True) | Q(revoked_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} ({self.role})"


class AskedReset(models.Model):
    """Somebody typed an address to get a new password; gone once the worker has looked whether it is an account's.

    The page only writes this row, so what it says and how long it takes is the same for every address.
    """

    email = models.EmailField()
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.email
