"""What every fact of the ledger carries: when it was published here, who says so, and in which words."""

from django.db import models

from meetings.choices import Confidence
from meetings.models import Source
from meetings.models.vocabulary_field import VocabularyField
from meetings.models.window_columns import append_only, open_version_only
from meetings.querysets import FactQuerySet
from pledges.models.change_sets import ChangeSetRow, DatasetVersion

FACT_TRIGGERS = [*append_only(), open_version_only()]


def source_index(model: str) -> models.Index:
    """The index by which the first version is found that cites a source."""
    return models.Index(fields=["source", "version"], name=f"{model}_source_idx")


class Fact(models.Model):
    """One immutable statement, at a position of a dataset version, from a source."""

    version = models.ForeignKey(DatasetVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveIntegerField()
    row = models.ForeignKey(
        ChangeSetRow, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)s_facts", db_index=False
    )
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_index=False)
    quote = models.CharField(max_length=1000, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    confidence = VocabularyField(max_length=20, choices=Confidence, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        abstract = True
