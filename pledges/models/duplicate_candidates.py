"""Pairs of statements that may be the same promise, what was decided about them, and reconciliations of totals."""

from __future__ import annotations

import hashlib

from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Greatest, Least

from meetings.models.vocabulary_field import VocabularyField
from meetings.models.window_columns import append_only, estimate_columns
from pledges.models.change_sets import ChangeSet, ChangeSetRow
from pledges.models.ledger_facts import Pledge
from pledges.models.requirements import AssertedTotal
from pledges.models.user import User
from pledges.values.choices import ChangeSetState

KEY_LENGTH = 340


class Outcome(models.TextChoices):
    """What a statement is to the other one of its pair; read as "this one is … the other"."""

    SAME = "same", "Same promise"
    ADDS_TO = "adds_to", "Adds to it"
    PART_OF = "part_of", "Part of it"
    FULFILS = "fulfils", "Fulfils it"
    DIFFERENT = "different", "Different promise"
    LEFT_OPEN = "left_open", "Left open"


class DuplicateDecision(models.Model):
    """One decision about a pair; the last one counts, the others are its history.

    A statement is named by a key that outlives plans and publishing: its external reference, else the content of its
    row. `left_open` decides nothing: with a change set it lets that one be published all the same, without one it
    takes an earlier decision back.
    """

    key = models.CharField(max_length=KEY_LENGTH)
    other_key = models.CharField(max_length=KEY_LENGTH)
    outcome = VocabularyField(max_length=10, choices=Outcome)
    reason = models.CharField(max_length=1000, blank=True)
    changeset = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    other_pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    score = models.PositiveSmallIntegerField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="duplicate_decision_two_statements", condition=~Q(key=F("other_key"))),
            models.CheckConstraint(
                name="duplicate_decision_left_open_reason",
                condition=~Q(outcome=Outcome.LEFT_OPEN) | ~Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(Least("key", "other_key"), Greatest("key", "other_key"), name="duplicate_decision_pair")
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.key} {self.outcome} {self.other_key}"

    @property
    def statement(self) -> str:
        """The statement as a person would name it, where no pledge is kept with it."""
        return name_statement(self.key)

    @property
    def other_statement(self) -> str:
        return name_statement(self.other_key)


def name_statement(key: str) -> str:
    """What a key names: a row without an external reference is known by its change set alone."""
    kind, _, rest = key.partition(":")
    return f"a row of change set {rest.partition(':')[0]}" if kind == "content" else key


class CandidateQuerySet(models.QuerySet["DuplicateCandidate"]):
    """Pairs in the order in which somebody wants to see them."""

    def likeliest_first(self, *before: str) -> CandidateQuerySet:
        """Pairs with published pledges first, those with rows of drafts of somebody else last, each by score."""
        draft = Q(other_row__changeset__state=ChangeSetState.DRAFT) & ~Q(other_row__changeset=F("changeset"))
        standing = Case(When(other_pledge__isnull=False, then=0), When(draft, then=2), default=1)
        return self.order_by(*before, standing, "-score", "key", "other_key")


class DuplicateCandidate(models.Model):
    """A scored pair, found anew by every plan; `changeset` is NULL where both statements are published pledges.

    The later statement is the one to decide about. `settled` means that the last decision lets it be published.
    """

    changeset = models.ForeignKey(
        ChangeSet, on_delete=models.CASCADE, null=True, blank=True, related_name="duplicate_candidates"
    )
    key = models.CharField(max_length=KEY_LENGTH)
    other_key = models.CharField(max_length=KEY_LENGTH)
    row = models.ForeignKey(ChangeSetRow, on_delete=models.CASCADE, null=True, blank=True, related_name="candidates")
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    other_row = models.ForeignKey(ChangeSetRow, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    other_pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    score = models.PositiveSmallIntegerField()
    strong = models.BooleanField()
    reasons = models.JSONField()
    decision = models.ForeignKey(DuplicateDecision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled = models.BooleanField(default=False)

    objects = CandidateQuerySet.as_manager()

    typed_reason = ""
    """What somebody typed at the pair and has not sent yet: no column, a page sets it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["changeset", "key", "other_key"], name="duplicate_candidate_unique", nulls_distinct=False
            ),
            models.CheckConstraint(name="duplicate_candidate_score_range", condition=Q(score__lte=100)),
            models.CheckConstraint(
                name="duplicate_candidate_settled_by_decision", condition=Q(settled=False) | Q(decision__isnull=False)
            ),
            models.CheckConstraint(
                name="duplicate_candidate_two_sides",
                condition=(Q(row__isnull=True) ^ Q(pledge__isnull=True))
                & (Q(other_row__isnull=True) ^ Q(other_pledge__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["changeset", "-score"], condition=Q(strong=True, settled=False), name="duplicate_candidate_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} and {self.other_key}: {self.score}"

    @property
    def pair_name(self) -> str:
        """The name of the pair, which stays the same however often a change set is planned anew."""
        return hashlib.blake2b(f"{self.key}\0{self.other_key}".encode(), digest_size=8).hexdigest()

    @property
    def label(self) -> str:
        """The statement to decide about, as a person would name it; `row` and `pledge` have to be loaded."""
        return row_label(self.row) if self.row else str(self.pledge)

    @property
    def of_draft(self) -> bool:
        """Whether the other statement stands in another draft, that may never be submitted; `other_row` is loaded."""
        other = self.other_row
        if other is None or other.changeset_id == self.changeset_id:
            return False
        return other.changeset.state == ChangeSetState.DRAFT

    @property
    def other_label(self) -> str:
        """The other statement; `other_row` and `other_pledge` have to be loaded."""
        return row_label(self.other_row) if self.other_row else str(self.other_pledge)


def row_label(row: ChangeSetRow) -> str:
    return f"row {row.position} of change set {row.changeset_id}"


class ReconciliationOutcome(models.TextChoices):
    """Whether a difference between an asserted total and the ledger is understood."""

    EXPLAINED = "explained", "Explained"
    REOPENED = "reopened", "Opened again"


class ReconciliationDecision(models.Model):
    """One decision about an asserted total that differs from the ledger; the last one counts.

    `key` is the external reference of the asserted total where it has one, so that the decision outlives a new import.
    The ledger's figure of that moment is kept, to tell when it has moved since.
    """

    key = models.CharField(max_length=KEY_LENGTH, db_index=True)
    asserted_total = models.ForeignKey(AssertedTotal, on_delete=models.PROTECT, related_name="reconciliations")
    outcome = VocabularyField(max_length=10, choices=ReconciliationOutcome)
    reason = models.CharField(max_length=1000)
    ledger_text, ledger_low, ledger_best, ledger_high = estimate_columns()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="reconciliation_decision_reason_given", condition=~Q(reason=""))]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.key}: {self.outcome}"
