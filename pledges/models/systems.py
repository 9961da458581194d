"""The catalogue: systems with their names, units, conversions and prices, and packages."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from meetings.choices import Capability
from meetings.models import Donor, Source
from meetings.models.catalogue_version import part_of_catalogue
from meetings.models.vocabulary_field import VocabularyField
from meetings.models.window_columns import estimate_columns, estimate_order
from pledges.querysets import SystemQuerySet
from pledges.values.choices import AmountBasis, Kind, Unit


class System(models.Model):
    """An entry of the catalogue. Slug, kind and capability carry figures and stay as they are once used."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=150)
    short_name = models.CharField(max_length=60)
    kind = VocabularyField(max_length=20, choices=Kind)
    capability = VocabularyField(max_length=30, choices=Capability)
    manufacturer = models.CharField(max_length=150, blank=True)
    manufacturer_country = models.ForeignKey(Donor, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    range_class = models.CharField(max_length=20, blank=True)
    munition_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="munitions")
    note = models.CharField(max_length=500, blank=True)

    objects = SystemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="system_munition_of_other",
                condition=Q(munition_of__isnull=True) | ~Q(munition_of=F("id")),
            )
        ]
        indexes = [models.Index(fields=["capability", "slug"], name="system_capability_idx")]
        triggers = part_of_catalogue()

    def __str__(self) -> str:
        return self.short_name


class SystemUnit(models.Model):
    """A unit in which a system is counted; the one with the lowest position is the usual one."""

    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="units")
    unit = VocabularyField(max_length=20, choices=Unit)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "unit"], name="system_unit_unique")]
        triggers = part_of_catalogue()

    def __str__(self) -> str:
        return self.unit


class SystemAlias(models.Model):
    """Another spelling of a system as sources write it; compared without regard to case."""

    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="aliases")
    alias = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("alias"), name="system_alias_unique")]
        triggers = part_of_catalogue()

    def __str__(self) -> str:
        return self.alias


class UnitConversion(models.Model):
    """A sourced factor between two units of a system: one `from_unit` is `factor` of `to_unit`."""

    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="conversions")
    from_unit = VocabularyField(max_length=20, choices=Unit)
    to_unit = VocabularyField(max_length=20, choices=Unit)
    factor_text, factor_low, factor_best, factor_high = estimate_columns()
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "from_unit", "to_unit"], name="unit_conversion_unique"),
            models.CheckConstraint(
                name="unit_conversion_factor_bounded", condition=Q(factor_low__gt=0, factor_high__isnull=False)
            ),
            models.CheckConstraint(name="unit_conversion_units_differ", condition=~Q(from_unit=F("to_unit"))),
            estimate_order("unit_conversion", "factor"),
        ]
        triggers = part_of_catalogue()

    def __str__(self) -> str:
        return f"{self.from_unit} = {self.factor_text} {self.to_unit}"


class PriceEstimate(models.Model):
    """What one unit is said to cost. Prices are shown, never multiplied into totals."""

    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="prices")
    unit = VocabularyField(max_length=20, choices=Unit)
    amount_text, amount_low, amount_best, amount_high = estimate_columns()
    currency = models.CharField(max_length=3)
    basis = VocabularyField(max_length=20, choices=AmountBasis)
    as_of_text = models.CharField(max_length=100, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system", "unit", "currency", "basis", "source"], name="price_estimate_unique"
            ),
            models.CheckConstraint(name="price_estimate_currency_form", condition=Q(currency__regex="^[A-Z]{3}$")),
            estimate_order("price_estimate", "amount"),
        ]
        triggers = part_of_catalogue()

    def __str__(self) -> str:
        return f"{self.amount_text} {self.currency}"


class Package(models.Model):
    """Pledges that were announced together."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        triggers = part_of_catalogue()

    def __str__(self) -> str:
        return self.name
