"""The append-only ledger: pledges, their terms, their entries, and the voids that take facts back."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, GreaterThanOrEqual, LessThanOrEqual

from meetings.models import Coalition, Donor, Initiative, Meeting, Membership
from meetings.models.vocabulary_field import VocabularyField
from meetings.models.window_columns import (
    append_only,
    estimate_columns,
    estimate_order,
    open_version_only,
    window_columns,
    window_order,
)
from pledges.models import triggers
from pledges.models.change_sets import DatasetVersion
from pledges.models.estimate_columns import FACT_TRIGGERS, Fact, has_number_column, number_with_bounds, source_index
from pledges.models.systems import Package, System
from pledges.models.terms_words import TermsWords
from pledges.values.choices import AmountBasis, AssertedBy, Definition, PartyRole, RateSource, Stage, Unit
from pledges.values.pledge_references import REFERENCE_FORM


class Pledge(models.Model):
    """What never changes of a promise: its reference, its system and the unit it is counted in."""

    reference = models.CharField(max_length=20, unique=True)
    year = models.PositiveSmallIntegerField()
    lead = models.CharField(max_length=5)
    counter = models.PositiveIntegerField()
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="pledges")
    unit = VocabularyField(max_length=20, choices=Unit)
    version = models.ForeignKey(DatasetVersion, on_delete=models.PROTECT, related_name="pledges")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "lead", "counter"], name="pledge_counter_unique"),
            models.CheckConstraint(name="pledge_reference_form", condition=Q(reference__regex=f"^{REFERENCE_FORM}$")),
        ]
        triggers = [*append_only(), open_version_only()]

    def __str__(self) -> str:
        return self.reference


class Terms(Fact, TermsWords):
    """The other facts of a pledge. The last live ones count; a correction voids and replaces them."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="terms")
    effective_start = models.DateField()
    beneficiary = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="+", db_index=False)
    due_text, due_start, due_end, due_precision = window_columns()
    due_deadline = models.BooleanField(default=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="terms")
    coalition = models.ForeignKey(Coalition, on_delete=models.PROTECT, null=True, blank=True, related_name="terms")
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, null=True, blank=True, related_name="terms")
    package = models.ForeignKey(Package, on_delete=models.PROTECT, null=True, blank=True, related_name="terms")
    restates = models.ForeignKey(Pledge, on_delete=models.PROTECT, null=True, blank=True, related_name="restated_by")
    adds = models.ForeignKey(Pledge, on_delete=models.PROTECT, null=True, blank=True, related_name="added_to_by")
    compensates = models.ForeignKey(
        Pledge, on_delete=models.PROTECT, null=True, blank=True, related_name="compensated_by"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="terms_position_unique"),
            window_order("terms", "due"),
            models.CheckConstraint(
                name="terms_links_other",
                condition=~Q(pledge=Coalesce(F("restates"), 0))
                & ~Q(pledge=Coalesce(F("adds"), 0))
                & ~Q(pledge=Coalesce(F("compensates"), 0)),
            ),
        ]
        indexes = [source_index("terms")]
        triggers = FACT_TRIGGERS

    def __str__(self) -> str:
        return f"terms of {self.pledge_id}"


class TermsParty(models.Model):
    """A party to a pledge in a role, with its share where known."""

    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="parties")
    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="pledge_roles")
    role = VocabularyField(max_length=15, choices=PartyRole, default=PartyRole.FUNDER)
    share = models.DecimalField(max_digits=20, decimal_places=10, null=True, blank=True)
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["terms", "donor", "role"], name="terms_party_unique"),
            models.CheckConstraint(
                name="terms_party_share_range", condition=Q(share__isnull=True) | Q(share__gt=0, share__lte=1)
            ),
        ]
        triggers = [*append_only(), triggers.SHARES_WITHIN_WHOLE]

    def __str__(self) -> str:
        return f"{self.donor_id} as {self.role}"


MILLIONTH = Value(Decimal("0.000001"))


def value_at_rate() -> Q:
    """The condition that every bound of the value is that of the amount, divided by the rate, to six decimals."""
    there = Q(eur_rate__isnull=False, eur_rate_date__isnull=False)
    for end in ("low", "best", "high"):
        amount, value = F(f"amount_{end}"), F(f"value_eur_{end}") * F("eur_rate")
        # Six decimals are kept of either: what is lost of the value comes back multiplied by the rate.
        lost = F("eur_rate") * MILLIONTH + MILLIONTH
        both_open = Q(**{f"amount_{end}__isnull": True, f"value_eur_{end}__isnull": True})
        there &= both_open | Q(GreaterThanOrEqual(value, amount - lost), LessThanOrEqual(value, amount + lost))
    return there


class Entry(Fact):
    """On this date, this many units of this pledge reached this stage, says this source."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="entries")
    stage = VocabularyField(max_length=12, choices=Stage)
    occurred_text, occurred_start, occurred_end, occurred_precision = window_columns(required=True)
    quantity_text, quantity_low, quantity_best, quantity_high = estimate_columns()
    has_number = has_number_column()
    amount_text, amount_low, amount_best, amount_high = estimate_columns(required=False)
    currency = models.CharField(max_length=3, blank=True)
    basis = VocabularyField(max_length=20, choices=AmountBasis, blank=True)
    value_eur_low = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    value_eur_best = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    value_eur_high = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    eur_rate = models.DecimalField(max_digits=20, decimal_places=10, null=True, blank=True)
    eur_rate_date = models.DateField(null=True, blank=True)
    eur_rate_source = models.CharField(max_length=200, blank=True)
    definition = VocabularyField(max_length=25, choices=Definition, blank=True)
    asserted_by = VocabularyField(max_length=15, choices=AssertedBy, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="entry_position_unique"),
            window_order("entry", "occurred"),
            estimate_order("entry", "quantity"),
            number_with_bounds("entry"),
            estimate_order("entry", "amount"),
            estimate_order("entry", "value_eur"),
            models.CheckConstraint(
                name="entry_unknown_not_zero",
                condition=Q(quantity_best__isnull=False) | ~Q(quantity_high=0),
            ),
            models.CheckConstraint(
                name="entry_amount_currency",
                condition=Q(amount_low__isnull=True, currency="", basis="", value_eur_low__isnull=True)
                | (Q(amount_low__isnull=False, currency__regex="^[A-Z]{3}$") & ~Q(basis="")),
            ),
            models.CheckConstraint(
                name="entry_value_rate",
                condition=Q(value_eur_low__isnull=True) | ~Q(eur_rate_source=""),
            ),
            models.CheckConstraint(
                name="entry_rate_range",
                condition=Q(eur_rate__isnull=True)
                | Q(~Q(currency="EUR"), eur_rate__gt=0)
                | Q(currency="EUR", eur_rate=1),
            ),
            models.CheckConstraint(
                name="entry_value_at_rate",
                condition=~Q(eur_rate_source__in=[RateSource.ECB, RateSource.FIXED]) | value_at_rate(),
            ),
        ]
        indexes = [
            models.Index(fields=["-occurred_start", "-occurred_end", "-version", "-position"], name="entry_latest_idx"),
            source_index("entry"),
        ]
        triggers = [*FACT_TRIGGERS, triggers.ENTRY_ONE_RATE]

    def __str__(self) -> str:
        return f"{self.quantity_text} {self.stage}"


VOID_TARGETS = ("entry", "terms", "requirement", "stock", "asserted_total", "completeness", "membership", "lifted_void")


class Void(models.Model):
    """A fact that takes another fact back and says why; a void can itself be lifted, once."""

    version = models.ForeignKey(DatasetVersion, on_delete=models.PROTECT, related_name="voids")
    position = models.PositiveIntegerField()
    row = models.ForeignKey("ChangeSetRow", on_delete=models.PROTECT, null=True, blank=True, related_name="void_facts")
    reason = models.CharField(max_length=1000)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="voids")
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, null=True, blank=True, related_name="voids")
    requirement = models.ForeignKey(
        "Requirement", on_delete=models.PROTECT, null=True, blank=True, related_name="voids"
    )
    stock = models.ForeignKey("Stock", on_delete=models.PROTECT, null=True, blank=True, related_name="voids")
    asserted_total = models.ForeignKey(
        "AssertedTotal", on_delete=models.PROTECT, null=True, blank=True, related_name="voids"
    )
    completeness = models.ForeignKey(
        "Completeness", on_delete=models.PROTECT, null=True, blank=True, related_name="voids"
    )
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="voids")
    lifted_void = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="lifted_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="void_position_unique"),
            models.CheckConstraint(name="void_reason_given", condition=~Q(reason="")),
            models.CheckConstraint(
                name="void_one_target",
                condition=Exact(
                    Func(
                        *VOID_TARGETS,
                        function="num_nonnulls",
                        output_field=models.IntegerField(),
                    ),
                    1,
                ),
            ),
        ]
        triggers = [*append_only(), open_version_only(), triggers.VOID_ONCE, triggers.LIFT_ONE_RATE]

    def __str__(self) -> str:
        return self.reason


class ExternalReference(models.Model):
    """The name another source gives to a row; importing the same row again finds it here."""

    scheme = models.CharField(max_length=30)
    value = models.CharField(max_length=300)
    version = models.ForeignKey(DatasetVersion, on_delete=models.PROTECT, related_name="+")
    row = models.ForeignKey("ChangeSetRow", on_delete=models.PROTECT, related_name="+")
    pledge = models.ForeignKey(
        Pledge, on_delete=models.PROTECT, null=True, blank=True, related_name="external_references"
    )
    fingerprint = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "value", "version"], name="external_reference_unique"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"
