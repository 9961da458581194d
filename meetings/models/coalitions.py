"""Capability coalitions and initiatives, and the dated facts of who belongs to them."""

from django.db import models
from django.db.models import Q

from meetings.choices import Capability, CoalitionRole, Confidence
from meetings.models.catalogue_version import part_of_catalogue
from meetings.models.donors import Donor
from meetings.models.sources import Source
from meetings.models.vocabulary_field import VocabularyField
from meetings.models.window_columns import (
    append_only,
    estimate_columns,
    estimate_order,
    open_version_only,
    window_columns,
    window_order,
)
from meetings.querysets import FactQuerySet


class Coalition(models.Model):
    """A capability coalition."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=150)
    capability = VocabularyField(max_length=30, choices=Capability)
    announced_text, announced_start, announced_end, announced_precision = window_columns()
    founded_text, founded_start, founded_end, founded_precision = window_columns()
    member_count = models.PositiveSmallIntegerField(null=True, blank=True)
    member_count_as_of = models.DateField(null=True, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confidence = VocabularyField(max_length=20, choices=Confidence, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [window_order("coalition", "announced"), window_order("coalition", "founded")]
        triggers = part_of_catalogue()

    def __str__(self) -> str:
        return self.name


class Initiative(models.Model):
    """A named scheme that pledges run through, such as PURL."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=100, blank=True)
    since_text, since_start, since_end, since_precision = window_columns()
    leads = models.ManyToManyField(Donor, related_name="+", blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confidence = VocabularyField(max_length=20, choices=Confidence, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [window_order("initiative", "since")]
        triggers = part_of_catalogue()

    def __str__(self) -> str:
        return self.name


class InitiativeLead(Initiative.leads.through):  # type: ignore[name-defined]  # the table that Django makes
    """Who leads an initiative; a name for the table, so that it can have a trigger."""

    class Meta:
        proxy = True
        triggers = part_of_catalogue()


class Membership(models.Model):
    """A ledger fact: from this time, this donor has this role in a coalition or an initiative, says this source.

    Of members whom the source does not name it holds how many, in words and bounds, under the donor without a name.
    `version_id`, `position` and `row_id` say when it was published here and from which row; their keys are database
    constraints, because this application does not import the one that publishes.
    """

    version_id = models.PositiveIntegerField()
    position = models.PositiveIntegerField()
    row_id = models.BigIntegerField(null=True, blank=True)
    coalition = models.ForeignKey(
        Coalition, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    initiative = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="coalition_memberships")
    role = VocabularyField(max_length=20, choices=CoalitionRole, default=CoalitionRole.MEMBER)
    joined_text, joined_start, joined_end, joined_precision = window_columns()
    as_of = models.DateField(null=True, blank=True)
    count_text, count_low, count_best, count_high = estimate_columns(required=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    quote = models.CharField(max_length=1000, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    confidence = VocabularyField(max_length=20, choices=Confidence, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="membership_one_group",
                condition=Q(coalition__isnull=False, initiative__isnull=True)
                | Q(coalition__isnull=True, initiative__isnull=False),
            ),
            models.UniqueConstraint(fields=["version_id", "position"], name="membership_position_unique"),
            window_order("membership", "joined"),
            estimate_order("membership", "count"),
        ]
        triggers = [*append_only(), open_version_only()]

    def __str__(self) -> str:
        return f"{self.donor_id} {self.role}"
