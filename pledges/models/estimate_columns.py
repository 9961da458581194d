"""What every fact of the ledger carries: when it was published here, who says so, and in which words."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from meetings.choices import Confidence
from meetings.models import Source
from meetings.models.vocabulary_field import VocabularyField
from meetings.models.window_columns import append_only, open_version_only
from meetings.querysets import FactQuerySet
from pledges.models.change_sets import ChangeSetRow, DatasetVersion
from pledges.values.fact_names import name_fact

FACT_TRIGGERS = [*append_only(), open_version_only()]


def source_index(model: str) -> models.Index:
    """The index by which the first version is found that cites a source."""
    return models.Index(fields=["source", "version"], name=f"{model}_source_idx")


def has_number_column() -> models.Field[Any, Any]:
    """Whether the words of the quantity state a number, as `states_number` reads them; fixed when it is published."""
    return models.BooleanField(default=True, db_default=True)


def number_with_bounds(model: str, quantity: str = "quantity") -> models.CheckConstraint:
    """The constraint that a quantity with a best or a high has a number."""
    return models.CheckConstraint(
        name=f"{model}_number_with_bounds",
        condition=Q(has_number=True) | Q(**{f"{quantity}_best__isnull": True, f"{quantity}_high__isnull": True}),
    )


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

    @property
    def public_name(self) -> str:
        return name_fact(self.version_id, self.position)
