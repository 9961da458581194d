"""What is asked for, what donors hold, what sources claim in sum, and what they list completely."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from meetings.models import Donor, Initiative, Meeting
from meetings.models.vocabulary_field import VocabularyField
from meetings.models.window_columns import (
    estimate_columns,
    estimate_order,
    quantity_column,
    window_columns,
    window_order,
)
from pledges.models.estimate_columns import FACT_TRIGGERS, Fact, has_number_column, number_with_bounds, source_index
from pledges.models.systems import System
from pledges.values.choices import RequirementBasis, Stage, SumMeasure, Unit


def rate_columns() -> tuple[models.Field[Any, Any], ...]:
    """How a value in euro was made of an amount: the rate, its day and where it is from."""
    return (
        models.DecimalField(max_digits=20, decimal_places=10, null=True, blank=True),
        models.DateField(null=True, blank=True),
        models.CharField(max_length=200, blank=True),
    )


def value_has_rate(model: str) -> models.CheckConstraint:
    """The constraint that a value in euro says where its rate is from."""
    return models.CheckConstraint(
        name=f"{model}_value_rate",
        condition=Q(value_eur_low__isnull=True) | (Q(amount_low__isnull=False) & ~Q(eur_rate_source="")),
    )


class Requirement(Fact):
    """A stated need for a system: how many, in total or in addition, by when, and who says so.

    `same_wish_as` is the need of which this one is another count, in another unit.
    """

    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="requirements")
    unit = VocabularyField(max_length=20, choices=Unit)
    basis = VocabularyField(max_length=12, choices=RequirementBasis)
    quantity_text, quantity_low, quantity_best, quantity_high = estimate_columns()
    has_number = has_number_column()
    stated_text, stated_start, stated_end, stated_precision = window_columns(required=True)
    due_text, due_start, due_end, due_precision = window_columns()
    amount_text, amount_low, amount_best, amount_high = estimate_columns(required=False)
    currency = models.CharField(max_length=3, blank=True)
    value_eur_low, value_eur_best, value_eur_high = quantity_column(), quantity_column(), quantity_column()
    eur_rate, eur_rate_date, eur_rate_source = rate_columns()
    same_wish_as = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="other_counts"
    )
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
            estimate_order("requirement", "value_eur"),
            value_has_rate("requirement"),
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
    has_number = has_number_column()
    unavailable_text, unavailable_low, unavailable_best, unavailable_high = estimate_columns(required=False)
    elsewhere_text, elsewhere_low, elsewhere_best, elsewhere_high = estimate_columns(required=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="stock_position_unique"),
            window_order("stock", "as_of"),
            estimate_order("stock", "total"),
            number_with_bounds("stock", "total"),
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
    """A source's sum ("has already provided three"): compared with the ledger, never counted in it.

    `measure` says of what it is a sum, `stage` how far that had come. One in money has an amount. `part` says of which
    part of the aid it is, such as one fund or one year; blank where it is of all.
    """

    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="asserted_totals")
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="asserted_totals")
    unit = VocabularyField(max_length=20, choices=Unit)
    stage = VocabularyField(max_length=12, choices=Stage)
    quantity_text, quantity_low, quantity_best, quantity_high = estimate_columns()
    has_number = has_number_column()
    as_of_text, as_of_start, as_of_end, as_of_precision = window_columns(required=True)
    outstanding = models.BooleanField(default=False)
    measure = VocabularyField(max_length=12, choices=SumMeasure, default=SumMeasure.DELIVERED)
    amount_text, amount_low, amount_best, amount_high = estimate_columns(required=False)
    currency = models.CharField(max_length=3, blank=True)
    value_eur_low, value_eur_best, value_eur_high = quantity_column(), quantity_column(), quantity_column()
    eur_rate, eur_rate_date, eur_rate_source = rate_columns()
    part = models.CharField(max_length=200, blank=True, default="", db_default="")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="asserted_totals"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="asserted_total_position_unique"),
            models.CheckConstraint(name="asserted_total_stage_counted", condition=~Q(stage=Stage.WITHDRAWN)),
            models.CheckConstraint(
                name="asserted_total_measure_outstanding",
                condition=Q(measure=SumMeasure.OUTSTANDING, outstanding=True)
                | (~Q(measure=SumMeasure.OUTSTANDING) & Q(outstanding=False)),
            ),
            models.CheckConstraint(
                name="asserted_total_measure_stage",
                condition=Q(measure=SumMeasure.OUTSTANDING)
                | Q(measure__in=[SumMeasure.DELIVERED, SumMeasure.HELD], stage=Stage.DELIVERED)
                | (Q(measure=SumMeasure.PROMISED) & ~Q(stage=Stage.DELIVERED)),
            ),
            models.CheckConstraint(
                name="asserted_total_amount_currency",
                condition=Q(amount_low__isnull=True, currency="")
                | Q(amount_low__isnull=False, currency__regex="^[A-Z]{3}$"),
            ),
            value_has_rate("asserted_total"),
            window_order("asserted_total", "as_of"),
            estimate_order("asserted_total", "quantity"),
            number_with_bounds("asserted_total"),
            estimate_order("asserted_total", "amount"),
            estimate_order("asserted_total", "value_eur"),
        ]
        indexes = [source_index("asserted_total")]
        triggers = FACT_TRIGGERS

    def __str__(self) -> str:
        return f"{self.quantity_text} {self.stage}"


class Completeness(Fact):
    """A source's word that it lists every delivery of a donor, of a system, or of a donor and system, to a day.

    What it does not list had not come by then: it is a witness of lateness.
    """

    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, null=True, blank=True, related_name="completeness_facts")
    system = models.ForeignKey(
        System, on_delete=models.PROTECT, null=True, blank=True, related_name="completeness_facts"
    )
    as_of_text, as_of_start, as_of_end, as_of_precision = window_columns(required=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="completeness_position_unique"),
            models.CheckConstraint(
                name="completeness_of_something", condition=Q(donor__isnull=False) | Q(system__isnull=False)
            ),
            window_order("completeness", "as_of"),
        ]
        indexes = [source_index("completeness")]
        triggers = FACT_TRIGGERS

    def __str__(self) -> str:
        return f"every delivery to {self.as_of_text}"
