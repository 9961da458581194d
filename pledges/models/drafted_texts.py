"""Texts that rows were drafted from, the rows and the sentences left over, and what people made of each."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from meetings.choices import SourceGrade
from meetings.models import Meeting
from meetings.models.vocabulary_field import VocabularyField
from meetings.models.window_columns import append_only
from pledges.models.change_sets import ChangeSet, ChangeSetRow
from pledges.models.kept_copies import KeptCopy
from pledges.models.user import User
from pledges.values.choices import DraftedRowState, DraftingState, RejectionReason, RowOutcome

CONFIRMED = (DraftedRowState.ACCEPTED, DraftedRowState.REJECTED, DraftedRowState.HANDED_OVER)
"""The states of rows that drafting again leaves alone."""

SHA256 = r"^[0-9a-f]{64}$"

CONFIRMED_ROWS_STAY = pgtrigger.Trigger(
    name="confirmed_stay",
    operation=pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    func="""
        IF TG_OP = 'DELETE' THEN
            IF OLD.state IN ('accepted', 'rejected', 'handed_over') THEN
                RAISE EXCEPTION 'drafted row % was confirmed and stays', OLD.id
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN OLD;
        END IF;
        IF (NEW.drafted_text_id, NEW.key, NEW.claim, NEW.drafted, NEW.span_start, NEW.span_end, NEW.by_hand)
            IS DISTINCT FROM
            (OLD.drafted_text_id, OLD.key, OLD.claim, OLD.drafted, OLD.span_start, OLD.span_end, OLD.by_hand) THEN
            RAISE EXCEPTION 'what was drafted as row % stays as it was drafted', OLD.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF OLD.state IN ('accepted', 'rejected', 'handed_over') AND (
            NEW.state NOT IN (OLD.state, 'open')
            OR NEW.run_id IS DISTINCT FROM OLD.run_id
            OR (NEW.state = OLD.state AND NEW.cells IS DISTINCT FROM OLD.cells)
        ) THEN
            RAISE EXCEPTION 'drafted row % was confirmed; it can only be opened again', OLD.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    """,
)
"""What was drafted never changes, and what a person confirmed is out of reach of drafting again."""


class DraftedText(models.Model):
    """A kept text to draft from, of one meeting and day; spans count its characters, which never change once read.

    `source` are the cells that say where it stands, as a row of a change set has them. Accepted rows go to `changeset`.
    """

    copy = models.ForeignKey(KeptCopy, on_delete=models.PROTECT, related_name="+")
    published = models.DateField(null=True, blank=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    source = models.JSONField(default=dict, blank=True)
    changeset = models.ForeignKey(
        ChangeSet, on_delete=models.SET_NULL, null=True, blank=True, related_name="drafted_texts"
    )
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["copy", "meeting", "published"], name="drafted_text_once", nulls_distinct=False
            )
        ]
        indexes = [models.Index(fields=["created_by", "-created_at"], name="drafted_text_owner_idx")]

    def __str__(self) -> str:
        return str(self.source.get("source_title") or self.source.get("source_url") or f"text {self.pk}")

    @property
    def kind(self) -> str:
        """The kind of text, by which its source is graded."""
        grade = str(self.source.get("source_grade", ""))
        return grade if grade in SourceGrade.values else SourceGrade.UNVERIFIED.value


class DraftingRun(models.Model):
    """One drafting of a text by one version of the rules, once; the parser is blank where the rules need none.

    `claims` and `left` are all that it read, denials among them, in the form of lines of drafts.
    """

    drafted_text = models.ForeignKey(DraftedText, on_delete=models.CASCADE, related_name="runs")
    rule_version = models.CharField(max_length=40)
    parser_version = models.CharField(max_length=80, blank=True)
    model_sha256 = models.CharField(max_length=64, blank=True)
    state = VocabularyField(max_length=10, choices=DraftingState, default=DraftingState.WAITING)
    sentences_done = models.PositiveIntegerField(default=0)
    sentences_total = models.PositiveIntegerField(null=True, blank=True)
    problem = models.CharField(max_length=1000, blank=True)
    claims = models.JSONField(default=list, blank=True)
    left = models.JSONField(default=list, blank=True)
    started_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["drafted_text", "rule_version", "parser_version", "model_sha256"], name="drafting_run_once"
            ),
            models.CheckConstraint(
                name="drafting_run_sentences",
                condition=Q(sentences_total__isnull=True) | Q(sentences_done__lte=F("sentences_total")),
            ),
            models.CheckConstraint(
                name="drafting_run_finished",
                condition=Q(state__in=[DraftingState.WAITING, DraftingState.RUNNING], finished_at__isnull=True)
                | Q(state__in=[DraftingState.DONE, DraftingState.FAILED], finished_at__isnull=False),
            ),
            models.CheckConstraint(
                name="drafting_run_problem", condition=Q(problem="") ^ Q(state=DraftingState.FAILED)
            ),
            models.CheckConstraint(name="drafting_run_rule_version", condition=~Q(rule_version="")),
            models.CheckConstraint(
                name="drafting_run_model_form", condition=Q(model_sha256="") | Q(model_sha256__regex=SHA256)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.drafted_text_id} by rules {self.rule_version}"


class DraftedRow(models.Model):
    """A row that was drafted, or made by hand of words of the text.

    `claim` is what the rules read, `drafted` the cells made of it, and neither changes any more; `cells` are those that
    a person has before them. `found` is what planning them said: problems, possible duplicates, matching pledges.
    """

    drafted_text = models.ForeignKey(DraftedText, on_delete=models.CASCADE, related_name="rows")
    run = models.ForeignKey(DraftingRun, on_delete=models.PROTECT, related_name="rows")
    key = models.CharField(max_length=64)
    span_start = models.PositiveIntegerField()
    span_end = models.PositiveIntegerField()
    claim = models.JSONField(default=dict, blank=True)
    drafted = models.JSONField(default=dict, blank=True)
    cells = models.JSONField(default=dict, blank=True)
    found = models.JSONField(default=dict, blank=True)
    found_version = models.PositiveIntegerField(null=True, blank=True)
    rule = models.CharField(max_length=60, blank=True)
    by_hand = models.BooleanField(default=False)
    state = VocabularyField(max_length=12, choices=DraftedRowState, default=DraftedRowState.OPEN)
    changeset_row = models.ForeignKey(
        ChangeSetRow, on_delete=models.SET_NULL, null=True, blank=True, related_name="drafted_rows"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["drafted_text", "key"], name="drafted_row_once"),
            models.CheckConstraint(name="drafted_row_span", condition=Q(span_start__lt=F("span_end"))),
            models.CheckConstraint(name="drafted_row_key_form", condition=Q(key__regex=SHA256)),
            models.CheckConstraint(name="drafted_row_rule", condition=Q(by_hand=True) ^ ~Q(rule="")),
            models.CheckConstraint(
                name="drafted_row_in_changeset",
                condition=Q(changeset_row__isnull=True)
                | Q(state__in=[DraftedRowState.ACCEPTED, DraftedRowState.HANDED_OVER]),
            ),
        ]
        indexes = [models.Index(fields=["drafted_text", "span_start", "id"], name="drafted_row_order_idx")]
        triggers = [CONFIRMED_ROWS_STAY]

    def __str__(self) -> str:
        return f"{self.drafted_text_id}: {self.span_start}-{self.span_end}"


class ResidueSentence(models.Model):
    """A sentence that looks like a promise and gave no row; whoever read it ticks it off.

    `gone` says that a later version of the rules drafted it, or no longer takes it for a promise.
    """

    drafted_text = models.ForeignKey(DraftedText, on_delete=models.CASCADE, related_name="residue")
    span_start = models.PositiveIntegerField()
    span_end = models.PositiveIntegerField()
    gone = models.BooleanField(default=False)
    ticked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ticked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["drafted_text", "span_start", "span_end"], name="residue_sentence_once"),
            models.CheckConstraint(name="residue_sentence_span", condition=Q(span_start__lt=F("span_end"))),
            models.CheckConstraint(
                name="residue_sentence_ticked",
                condition=Q(ticked_by__isnull=True, ticked_at__isnull=True)
                | Q(ticked_by__isnull=False, ticked_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.drafted_text_id}: {self.span_start}-{self.span_end}"


class RowDecision(models.Model):
    """What somebody made of a drafted row; the last one counts, the others are its history.

    By whose promise, kind of text and rule it is counted is kept with it: the row may be opened again, rules change.
    """

    row = models.ForeignKey(DraftedRow, on_delete=models.PROTECT, related_name="decisions")
    outcome = VocabularyField(max_length=10, choices=RowOutcome)
    reason = VocabularyField(max_length=20, choices=RejectionReason, blank=True)
    words = models.CharField(max_length=1000, blank=True)
    rule_version = models.CharField(max_length=40)
    rule = models.CharField(max_length=60, blank=True)
    kind_of_text = VocabularyField(max_length=30, choices=SourceGrade)
    donor = models.CharField(max_length=5, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="row_decision_reason", condition=Q(reason="") ^ Q(outcome=RowOutcome.REJECTED)),
            models.CheckConstraint(
                name="row_decision_other_in_words", condition=~Q(reason=RejectionReason.OTHER) | ~Q(words="")
            ),
        ]
        indexes = [models.Index(fields=["row", "-id"], name="row_decision_last_idx")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.row_id}: {self.outcome}"


class FieldDecision(models.Model):
    """One cell of a row that was taken: as it was drafted, and as it was accepted; blank where there was none."""

    decision = models.ForeignKey(RowDecision, on_delete=models.PROTECT, related_name="fields")
    column = models.CharField(max_length=40)
    drafted = models.CharField(max_length=2000, blank=True)
    accepted = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "column"], name="field_decision_once"),
            models.CheckConstraint(name="field_decision_says_something", condition=~Q(drafted="", accepted="")),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.column}: {self.drafted} → {self.accepted}"
