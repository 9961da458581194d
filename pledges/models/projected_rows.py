"""Projections of the ledger: computed, never typed, and rebuilt at any time to identical rows.

Their keys are copied from ledger rows, whose own keys the database holds; holding a million of them a second time would
make a rebuild take half as long again, so they are no constraints here.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from meetings.models import Coalition, Donor, Initiative, Meeting
from meetings.models.vocabulary_field import VocabularyField
from meetings.models.window_columns import quantity_column
from pledges.models.ledger_facts import Pledge, Terms
from pledges.models.requirements import Requirement, Stock
from pledges.models.systems import Package, System
from pledges.models.terms_words import TermsWords
from pledges.values.choices import AidType, ChangeType, Overdue, StatusWord, Unit
from pledges.values.fact_names import name_fact


def figures() -> tuple[models.DecimalField[Any, Any], ...]:
    """The columns low, best, high of a computed estimate; NULL is unknown or unbounded, never zero."""
    return quantity_column(), quantity_column(), quantity_column()


def sums() -> tuple[models.Field[Any, Any], ...]:
    """The columns of an interval sum: low, best, high and the number of unbounded parts."""
    return (*figures(), models.PositiveIntegerField(default=0))


def stated_sums() -> tuple[models.Field[Any, Any], ...]:
    """The columns of the sum of the parts with a number, and of how many parts have none."""
    return (*figures(), models.PositiveIntegerField(default=0))


class ProjectionState(models.Model):
    """The one row that says which version the projections show, for which day, and since when."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    dataset_version = models.PositiveIntegerField(default=0)
    valid_at = models.DateField()
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="projection_state_single_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"v{self.dataset_version} on {self.valid_at}"


class Computed(models.Model):
    """When and from which version a row was computed; the only columns in which a rebuild may differ."""

    dataset_version = models.PositiveIntegerField()
    computed_at = models.DateTimeField()

    class Meta:
        abstract = True


class StateColumns(TermsWords):
    """What became of a pledge, by the reached-stage rule, as far as no day moves it.

    `names_recipient` says whether words quoted for it name Ukraine, `heard_on` when a source was last published, and
    `delay_days` how long after the announcement the first one was.
    A promise, what was delivered and what was withdrawn have a number where the words of all their lines state one.
    `moved_end` is the last day on which a line that has begun happened or may have happened. `witness_end` is the last
    day up to which a witness proves that something of it was still missing after its due date.
    """

    system = models.ForeignKey(
        System, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    terms = models.ForeignKey(Terms, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False)
    unit = VocabularyField(max_length=20, choices=Unit)
    beneficiary = models.ForeignKey(
        Donor, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    meeting = models.ForeignKey(
        Meeting,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
        db_index=False,
    )
    coalition = models.ForeignKey(
        Coalition,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
        db_index=False,
    )
    initiative = models.ForeignKey(
        Initiative, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+", db_index=False
    )
    package = models.ForeignKey(
        Package, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+", db_index=False
    )
    restates = models.ForeignKey(
        Pledge, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+", db_index=False
    )
    counted = models.BooleanField()
    status = VocabularyField(max_length=20, choices=StatusWord)
    announced_start = models.DateField(null=True)
    announced_end = models.DateField(null=True)
    delivered_start = models.DateField(null=True)
    delivered_end = models.DateField(null=True)
    moved_end = models.DateField()
    witness_end = models.DateField(null=True)
    due_text = models.CharField(max_length=200, blank=True)
    due_start = models.DateField(null=True)
    due_end = models.DateField(null=True)
    due_precision = models.CharField(max_length=12, blank=True)
    due_deadline = models.BooleanField(default=False)
    signalled_low, signalled_best, signalled_high = figures()
    promised_low, promised_best, promised_high = figures()
    delivered_low, delivered_best, delivered_high = figures()
    firm_low, firm_best, firm_high = figures()
    announced_only_low, announced_only_best, announced_only_high = figures()
    withdrawn_low, withdrawn_best, withdrawn_high = figures()
    outstanding_low, outstanding_best, outstanding_high = figures()
    shipped_low, shipped_best, shipped_high = figures()
    secured_low, secured_best, secured_high = figures()
    value_promised_low, value_promised_best, value_promised_high = figures()
    value_delivered_low, value_delivered_best, value_delivered_high = figures()
    value_firm_low, value_firm_best, value_firm_high = figures()
    value_announced_only_low, value_announced_only_best, value_announced_only_high = figures()
    names_recipient = models.BooleanField(default=False)
    heard_on = models.DateField(null=True)
    delay_days = models.PositiveIntegerField(null=True)
    promise_has_number = models.BooleanField(default=True)
    delivered_has_number = models.BooleanField(default=True)
    withdrawn_has_number = models.BooleanField(default=True)
    unannounced = models.BooleanField(default=False)
    unconverted = models.BooleanField()
    unvalued = models.BooleanField()

    class Meta:
        abstract = True


class PledgeState(Computed, StateColumns):
    """What became of one pledge, at the moment that the projections show: the span that holds it, and its lateness."""

    pledge = models.OneToOneField(
        Pledge, on_delete=models.DO_NOTHING, db_constraint=False, primary_key=True, related_name="state"
    )
    overdue = VocabularyField(max_length=10, choices=Overdue)

    class Meta:
        indexes = [
            models.Index(fields=["terms"], name="pledge_state_terms_idx"),
            models.Index(fields=["system", "unit", "pledge"], name="pledge_state_system_idx"),
            models.Index(fields=["meeting", "system"], name="pledge_state_meeting_idx"),
            models.Index(fields=["coalition", "system"], name="pledge_state_coalition_idx"),
            models.Index(
                fields=["overdue", "due_end", "pledge"],
                condition=Q(overdue__in=[Overdue.CERTAINLY, Overdue.POSSIBLY], counted=True),
                name="pledge_state_overdue_idx",
            ),
            models.Index(Coalesce("announced_start", date(1, 1, 1)), "pledge", name="pledge_state_announced_idx"),
            models.Index(Coalesce("due_end", "due_start", date(9999, 12, 31)), "pledge", name="pledge_state_due_idx"),
            models.Index(Coalesce("delivered_end", date(9999, 12, 31)), "pledge", name="pledge_state_delivered_idx"),
        ]

    def __str__(self) -> str:
        return self.status


KNOWN_FOREVER = 2**31 - 1
"""The end of what no later version has changed."""

VALID_FOREVER = date(9999, 12, 31)
"""The end of what no later day changes."""


class PledgeSpan(StateColumns):
    """A state of a pledge with the versions that knew it and the days it holds on; each range without its end.

    At one version and day a pledge has one span, or none before it began. Its end by version is closed once, when a
    version changes it; nothing else of a span ever changes.
    """

    pledge = models.ForeignKey(
        Pledge, on_delete=models.DO_NOTHING, db_constraint=False, related_name="spans", db_index=False
    )
    known_from = models.PositiveIntegerField()
    known_to = models.PositiveIntegerField(default=KNOWN_FOREVER)
    valid_from = models.DateField()
    valid_to = models.DateField(default=VALID_FOREVER)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pledge", "known_from", "valid_from"], name="pledge_span_unique"),
            models.CheckConstraint(
                name="pledge_span_order", condition=Q(known_from__lt=F("known_to"), valid_from__lt=F("valid_to"))
            ),
        ]
        indexes = [
            models.Index(fields=["terms"], name="pledge_span_terms_idx"),
            models.Index(fields=["system", "unit", "pledge"], name="pledge_span_system_idx"),
            models.Index(fields=["meeting", "system"], name="pledge_span_meeting_idx"),
            models.Index(fields=["coalition", "system"], name="pledge_span_coalition_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.status} in v{self.known_from} from {self.valid_from}"


class PledgeAttribution(models.Model):
    """Which part of a pledge counts for which donor: quantities to stock owners, money to funders, rest to JOINT.

    By terms: what counts at a moment are the rows of the terms that the pledge's state at that moment names.
    """

    terms = models.ForeignKey(
        Terms, on_delete=models.DO_NOTHING, db_constraint=False, related_name="attributions", db_index=False
    )
    pledge = models.ForeignKey(
        Pledge, on_delete=models.DO_NOTHING, db_constraint=False, related_name="attributions", db_index=False
    )
    system = models.ForeignKey(
        System, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    donor_code = models.CharField(max_length=5)
    quantity_share = models.DecimalField(max_digits=20, decimal_places=10, null=True)
    quantity_rest = models.BooleanField(default=False)
    value_share = models.DecimalField(max_digits=20, decimal_places=10, null=True)
    value_rest = models.BooleanField(default=False)
    stock_role = models.CharField(max_length=15, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["terms", "donor_code"], name="pledge_attribution_unique")]
        indexes = [models.Index(fields=["donor_code", "system", "pledge"], name="pledge_attribution_donor_idx")]

    def __str__(self) -> str:
        return self.donor_code


class ChangeMark(models.Model):
    """One change of the ledger in the order of publishing: which it is, the fact that makes it, and what that is about.

    A mark never changes, because a change does not: it depends only on what was published by then. Facts that another
    one tells have none. `stated_version` is the version of the fact itself, also where a void takes it back.
    """

    version = models.PositiveIntegerField()
    position = models.PositiveIntegerField()
    type = VocabularyField(max_length=20, choices=ChangeType)
    fact_id = models.BigIntegerField()
    stated_version = models.PositiveIntegerField()
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    pledge = models.ForeignKey(
        Pledge, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+", db_index=False
    )
    system = models.ForeignKey(
        System, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+", db_index=False
    )
    unit = VocabularyField(max_length=20, choices=Unit, blank=True)
    donor = models.ForeignKey(
        Donor, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+", db_index=False
    )
    meeting = models.ForeignKey(
        Meeting, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+", db_index=False
    )
    coalition = models.ForeignKey(
        Coalition, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="change_mark_place_unique")]
        indexes = [models.Index(fields=["type", "version", "position"], name="change_mark_type_idx")]

    def __str__(self) -> str:
        return name_fact(self.version, self.position)


class Scope(models.TextChoices):
    """What a summary row is the summary of."""

    SYSTEM = "system", "System"
    DONOR = "donor", "Donor"
    MEETING = "meeting", "Meeting"
    COALITION = "coalition", "Coalition"


class Summary(Computed):
    """Sums of pledge states for one key of a scope: per system and unit, and (system NULL) money over all of them."""

    scope = VocabularyField(max_length=10, choices=Scope)
    key = models.CharField(max_length=60)
    aid_type = VocabularyField(max_length=15, choices=AidType)
    system = models.ForeignKey(
        System, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+", db_index=False
    )
    unit = VocabularyField(max_length=20, choices=Unit, blank=True)
    pledges = models.PositiveIntegerField()
    promised_low, promised_best, promised_high, promised_unbounded = sums()
    promised_stated_low, promised_stated_best, promised_stated_high, promised_without_number = stated_sums()
    delivered_low, delivered_best, delivered_high, delivered_unbounded = sums()
    delivered_stated_low, delivered_stated_best, delivered_stated_high, delivered_without_number = stated_sums()
    firm_low, firm_best, firm_high, firm_unbounded = sums()
    firm_stated_low, firm_stated_best, firm_stated_high, firm_without_number = stated_sums()
    announced_only_low, announced_only_best, announced_only_high, announced_only_unbounded = sums()
    (
        announced_only_stated_low,
        announced_only_stated_best,
        announced_only_stated_high,
        announced_only_without_number,
    ) = stated_sums()
    withdrawn_low, withdrawn_best, withdrawn_high, withdrawn_unbounded = sums()
    withdrawn_stated_low, withdrawn_stated_best, withdrawn_stated_high, withdrawn_without_number = stated_sums()
    outstanding_low, outstanding_best, outstanding_high, outstanding_unbounded = sums()
    (
        outstanding_stated_low,
        outstanding_stated_best,
        outstanding_stated_high,
        outstanding_without_number,
    ) = stated_sums()
    value_promised_low, value_promised_best, value_promised_high, value_promised_unbounded = sums()
    value_delivered_low, value_delivered_best, value_delivered_high, value_delivered_unbounded = sums()
    value_firm_low, value_firm_best, value_firm_high, value_firm_unbounded = sums()
    (
        value_announced_only_low,
        value_announced_only_best,
        value_announced_only_high,
        value_announced_only_unbounded,
    ) = sums()
    overdue_certainly = models.PositiveIntegerField(default=0)
    overdue_possibly = models.PositiveIntegerField(default=0)
    overdue_no = models.PositiveIntegerField(default=0)
    overdue_not_dated = models.PositiveIntegerField(default=0)
    unconverted = models.PositiveIntegerField(default=0)
    unvalued = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "key", "aid_type", "system", "unit"], name="summary_unique", nulls_distinct=False
            )
        ]
        indexes = [models.Index(fields=["system", "scope"], name="summary_system_idx")]

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"


class ReportingSummary(Computed):
    """How the pledges of one key of a scope and one system were reported: how many of them say what, and how soon.

    `delay_days` adds up the days from the announcement to the first dated source, of the pledges `with_delay`.
    """

    scope = VocabularyField(max_length=10, choices=Scope)
    key = models.CharField(max_length=60)
    aid_type = VocabularyField(max_length=15, choices=AidType)
    system = models.ForeignKey(
        System, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    pledges = models.PositiveIntegerField()
    with_number = models.PositiveIntegerField()
    with_amount = models.PositiveIntegerField()
    with_date = models.PositiveIntegerField()
    with_due = models.PositiveIntegerField()
    with_delivery = models.PositiveIntegerField()
    with_delivery_date = models.PositiveIntegerField()
    with_recipient = models.PositiveIntegerField()
    measurable = models.PositiveIntegerField()
    with_delay = models.PositiveIntegerField()
    delay_days = models.PositiveIntegerField()
    last_heard = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "key", "aid_type", "system"], name="reporting_summary_unique")
        ]

    def __str__(self) -> str:
        return f"reporting of {self.scope} {self.key}"


class GapSummary(Computed):
    """Requirement minus what is delivered and firmly promised, for one system and unit."""

    system = models.ForeignKey(
        System, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    unit = VocabularyField(max_length=20, choices=Unit)
    requirement = models.ForeignKey(
        Requirement, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    required_low, required_best, required_high = figures()
    secured_low, secured_best, secured_high = figures()
    secured_stated_low, secured_stated_best, secured_stated_high, secured_without_number = stated_sums()
    gap_low, gap_best, gap_high = figures()
    gap_stated_low, gap_stated_best, gap_stated_high = figures()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "unit"], name="gap_summary_unique")]

    def __str__(self) -> str:
        return f"gap of {self.system_id}"


class HeadroomSummary(Computed):
    """A donor's available stock minus what has left it and what is still owed from it, in the unit of the stock."""

    holder = models.ForeignKey(
        Donor, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    system = models.ForeignKey(
        System, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    unit = VocabularyField(max_length=20, choices=Unit)
    stock = models.ForeignKey(Stock, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False)
    available_low, available_best, available_high = figures()
    left_low, left_best, left_high = figures()
    left_stated_low, left_stated_best, left_stated_high, left_without_number = stated_sums()
    owed_low, owed_best, owed_high = figures()
    owed_stated_low, owed_stated_best, owed_stated_high, owed_without_number = stated_sums()
    headroom_low, headroom_best, headroom_high = figures()
    headroom_stated_low, headroom_stated_best, headroom_stated_high, headroom_without_number = stated_sums()
    units_differ = models.BooleanField(default=False)
    converted = models.BooleanField(default=False)
    stale = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["holder", "system", "unit"], name="headroom_summary_unique")]

    def __str__(self) -> str:
        return f"headroom of {self.holder_id}"
