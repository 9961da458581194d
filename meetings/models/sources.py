"""Where a fact was found, and where sources contradict each other."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q

from meetings.choices import Confidence, SourceGrade
from meetings.models.catalogue_version import part_of_catalogue
from meetings.models.vocabulary_field import VocabularyField


def source_words() -> SearchVector:
    """The words by which a source is found; the index is of these, so whoever looks for them says them so."""
    return SearchVector("publisher", "title", config="simple")


class Source(models.Model):
    """One publication that facts are cited from.

    What is cited stays as it is: a correction makes another record, and facts that cite that one instead.
    """

    publisher = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=500)
    url = models.URLField(max_length=2000, blank=True)
    published = models.DateField(null=True, blank=True)
    retrieved = models.DateField(null=True, blank=True)
    grade = VocabularyField(max_length=30, choices=SourceGrade, default=SourceGrade.UNVERIFIED)
    text = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["url", "title", "publisher", "published", "grade", "retrieved"],
                name="source_unique",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="source_sha256_hex",
                condition=Q(sha256="") | Q(sha256__regex=r"^[0-9a-f]{64}$"),
            ),
        ]
        indexes = [GinIndex(source_words(), name="source_words_idx")]
        # A publication is no name: who has it cited by nothing yet has seen none of it.
        triggers = part_of_catalogue(from_insertion=False)

    def __str__(self) -> str:
        return self.title


class SourceClaim(models.Model):
    """One of several contradicting values of a field; the chosen one is marked, with the reason."""

    subject_kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=200)
    field = models.CharField(max_length=50)
    value = models.CharField(max_length=500)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="claims")
    confidence = VocabularyField(max_length=20, choices=Confidence, blank=True)
    chosen = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject", "field", "value", "source"], name="source_claim_unique"
            ),
            models.UniqueConstraint(
                fields=["subject_kind", "subject", "field"],
                condition=Q(chosen=True),
                name="source_claim_one_chosen",
            ),
            models.CheckConstraint(name="source_claim_chosen_reason", condition=Q(chosen=False) | ~Q(reason="")),
        ]
        triggers = part_of_catalogue()

    def __str__(self) -> str:
        return f"{self.subject} {self.field}: {self.value}"
