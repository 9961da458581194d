"""The words of rows that no longer change, so that staff find them by an index."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from pledges.models.change_sets import ChangeSetRow


class RowWords(models.Model):
    """The words of a row of a published or discarded change set; the beat gathers them, and a search reads the rest."""

    row = models.OneToOneField(ChangeSetRow, on_delete=models.CASCADE, primary_key=True, related_name="words")
    words = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["words"], name="row_words_idx")]

    def __str__(self) -> str:
        return f"words of row {self.row_id}"
