"""What is asked for, what donors hold, and what sources claim in sum."""

from django.db import models
from django.db.models import Q

from meetings.models import Donor, Initiative, Meeting
from meetings.models.vocabulary_field import VocabularyField
from meetings.models.window_columns import estimate_columns, estimate_order, window_columns, window_order
from pledges.models.estimate_columns import FACT_TRIGGERS, Fact, has_number_column, number_with_bounds, source_index
from pledges.models.systems import System
from pledges.values.choices import RequirementBasis, Stage, Unit


class Requirement(Fact):
    """A stated need for a system: how many, in total or in addition, by when, and who says so."""

    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="requirements")
    unit = VocabularyField(max_length=20, choices=Unit)
    basis = VocabularyField(max_length=12, choices=RequirementBasis)
    quantity_text, quantity_low, quantity_best, quantity_high = estimate_columns()
    has_number = has_number_column()
    stated_text, stated_start, stated_end, stated_precision = window_columns(required=True)
    due_text, due_start, due_end, due_precision = window_columns()
    amount_text, amount_low, amount_best, amount_high = estimate_columns(required=False)
    currency = models.CharField(max_length=3, blank=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="requirements")
    initiative = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, null=True, blank=True, related_name="requirements"
    )
    stated_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="requirement_position_unique"),
            window_order("requirement", "stated"),
            window_order("requirement", "due"),
            estimate_order("requirement", "quantity"),
            number_with_bounds("requirement"),
            estimate_order("requirement", "amount"),
        ]
        indexes = [
            models.Index(fields=["system", "unit", "stated_start"], name="requirement_latest_idx"),
            source_index("requirement"),
        ]
        triggers = FACT_TRIGGERS

    def __str__(self) -> str:
        return f"{self.quantity_text} {self.unit}"


class Stock(Fact):
    """What a country holds of a system: total, of it unavailable, of it committed elsewhere."""

    holder = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="stocks")
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="stocks")
    unit = VocabularyField(max_length=20, choices=Unit)
    as_of_text, as_of_start, as_of_end, as_of_precision = window_columns(required=True)
    total_text, total_low, total_best, total_high = estimate_columns()
    unavailable_text, unavailable_low, unavailable_best, unavailable_high = estimate_columns(required=False)
    elsewhere_text, elsewhere_low, elsewhere_best, elsewhere_high = estimate_columns(required=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="stock_position_unique"),
            window_order("stock", "as_of"),
            estimate_order("stock", "total"),
            estimate_order("stock", "unavailable"),
            estimate_order("stock", "elsewhere"),
        ]
        indexes = [
            models.Index(fields=["holder", "system", "as_of_start"], name="stock_latest_idx"),
            source_index("stock"),
        ]
        triggers = FACT_TRIGGERS

    def __str__(self) -> str:
        return f"{self.total_text} {self.unit}"


class AssertedTotal(Fact):
    """A source's sum ("has already provided three"): compared with the ledger, never counted in it."""

    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="asserted_totals")
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="asserted_totals")
    unit = VocabularyField(max_length=20, choices=Unit)
    stage = VocabularyField(max_length=12, choices=Stage)
    quantity_text, quantity_low, quantity_best, quantity_high = estimate_columns()
    has_number = has_number_column()
    as_of_text, as_of_start, as_of_end, as_of_precision = window_columns(required=True)
    outstanding = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="asserted_total_position_unique"),
            models.CheckConstraint(name="asserted_total_stage_counted", condition=~Q(stage=Stage.WITHDRAWN)),
            window_order("asserted_total", "as_of"),
            estimate_order("asserted_total", "quantity"),
            number_with_bounds("asserted_total"),
        ]
        indexes = [source_index("asserted_total")]
        triggers = FACT_TRIGGERS

    def __str__(self) -> str:
        return f"{self.quantity_text} {self.stage}"
