"""Countries and organisations that promise aid, their names, and the bodies they belong to."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.choices import Confidence, MembershipBody
from meetings.models.catalogue_version import part_of_catalogue
from meetings.models.sources import Source
from meetings.models.vocabulary_field import VocabularyField
from meetings.models.window_columns import quantity_column
from meetings.querysets import DonorQuerySet

UNNAMED = "XUN"
"""Code of a donor that the source does not name."""

RECIPIENT = "UKR"
"""Code of the country that the ledger is about."""

JOINT = "JOINT"
"""Key of the visible row for what cannot be attributed to one party."""


class DonorKind(models.TextChoices):
    """What sort of party a donor is."""

    COUNTRY = "country", _("Country")
    ORGANISATION = "organisation", _("Organisation")
    UNNAMED = "unnamed", _("Unnamed donor")


class Donor(models.Model):
    """A country or organisation that takes part in pledges, meetings and coalitions."""

    code = models.CharField(max_length=5, unique=True)
    name = models.CharField(max_length=100, unique=True)
    kind = VocabularyField(max_length=20, choices=DonorKind, default=DonorKind.COUNTRY)
    iso2 = models.CharField(max_length=2, blank=True)

    objects = DonorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="donor_code_form",
                condition=Q(code__regex=r"^[A-Z]{2,5}$") & ~Q(code=JOINT),
                violation_error_message=f"The code of a donor has two to five letters A to Z, and is not {JOINT}.",
            ),
            models.CheckConstraint(
                name="donor_iso2_form",
                condition=Q(iso2="") | Q(iso2__regex=r"^[A-Z]{2}$"),
                violation_error_message="The two letters (ISO) are of A to Z, or blank.",
            ),
            models.UniqueConstraint(
                fields=["iso2"],
                condition=~Q(iso2=""),
                name="donor_iso2_unique",
                violation_error_message="Another donor has these two letters (ISO).",
            ),
        ]
        triggers = part_of_catalogue()

    def __str__(self) -> str:
        return self.name


class DonorAlias(models.Model):
    """Another spelling under which a donor appears in sources; compared without regard to case."""

    donor = models.ForeignKey(Donor, on_delete=models.CASCADE, related_name="aliases")
    alias = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(models.functions.Lower("alias"), name="donor_alias_unique")]
        triggers = part_of_catalogue()

    def __str__(self) -> str:
        return self.alias


class DonorMembership(models.Model):
    """A dated membership of NATO, the EU or the Contact Group."""

    donor = models.ForeignKey(Donor, on_delete=models.CASCADE, related_name="memberships")
    body = VocabularyField(max_length=20, choices=MembershipBody)
    status = models.CharField(max_length=40, default="member")
    member_since = models.DateField(null=True, blank=True)
    member_until = models.DateField(null=True, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confidence = VocabularyField(max_length=20, choices=Confidence, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["donor", "body", "member_since"], name="donor_membership_unique", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="donor_membership_member_order",
                condition=Q(member_since__lte=models.F("member_until"))
                | Q(member_since__isnull=True)
                | Q(member_until__isnull=True),
            ),
        ]
        triggers = part_of_catalogue()

    def __str__(self) -> str:
        return f"{self.donor_id} in {self.body}"


class DonorGdp(models.Model):
    """The gross domestic product of a country in a year, in money of that year.

    The rate is in units of the currency for one euro, as a mean of the year; the amount in euro follows from both.
    """

    donor = models.ForeignKey(Donor, on_delete=models.CASCADE, related_name="gdps")
    year = models.PositiveSmallIntegerField()
    amount = quantity_column(null=False)
    currency = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=20, decimal_places=10)
    amount_eur = models.GeneratedField(
        expression=models.F("amount") / models.F("rate"), output_field=quantity_column(null=False), db_persist=True
    )
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    confidence = VocabularyField(max_length=20, choices=Confidence, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = "GDP of a donor"
        verbose_name_plural = "GDP figures"
        constraints = [
            models.UniqueConstraint(fields=["donor", "year"], name="donor_gdp_unique"),
            models.CheckConstraint(name="donor_gdp_positive", condition=Q(amount__gt=0, rate__gt=0)),
            models.CheckConstraint(name="donor_gdp_currency_form", condition=Q(currency__regex="^[A-Z]{3}$")),
            models.CheckConstraint(name="donor_gdp_year_range", condition=Q(year__range=(1990, 2100))),
        ]
        triggers = part_of_catalogue()

    def __str__(self) -> str:
        return f"{self.donor_id} in {self.year}"
