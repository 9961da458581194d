"""What imports leave behind beside their rows: header layouts that were understood, and names for the catalogue."""

from django.db import models
from django.db.models import Q

from meetings.choices import Capability
from meetings.models.vocabulary_field import VocabularyField
from pledges.values.choices import Kind, Unit


class SuggestionKind(models.TextChoices):
    """What the catalogue would gain."""

    SYSTEM = "system", "System"
    DONOR = "donor", "Donor"
    PACKAGE = "package", "Package"


class SuggestionState(models.TextChoices):
    """Whether a suggestion has entered the catalogue."""

    OPEN = "open", "Open"
    CONFIRMED = "confirmed", "Confirmed"
    DISMISSED = "dismissed", "Dismissed"


class ImportLayout(models.Model):
    """A header row met before, and the column that each of its cells stands for."""

    fingerprint = models.CharField(max_length=64, unique=True)
    mapping = models.JSONField()
    last_used = models.DateTimeField()

    def __str__(self) -> str:
        return self.fingerprint[:12]


class CatalogueSuggestion(models.Model):
    """A name that an import met and the catalogue lacks; confirming it creates the entry or another spelling of one."""

    kind = VocabularyField(max_length=10, choices=SuggestionKind)
    slug = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    system_kind = VocabularyField(max_length=20, choices=Kind, blank=True)
    capability = VocabularyField(max_length=30, choices=Capability, blank=True)
    unit = VocabularyField(max_length=20, choices=Unit, blank=True)
    rows = models.PositiveIntegerField(default=0)
    state = VocabularyField(max_length=10, choices=SuggestionState, default=SuggestionState.OPEN)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="catalogue_suggestion_unique"),
            models.CheckConstraint(
                name="catalogue_suggestion_system_filled",
                condition=~Q(kind=SuggestionKind.SYSTEM)
                | (~Q(system_kind="") & ~Q(capability="") & ~Q(unit="") & ~Q(slug="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name
