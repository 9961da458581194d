"""Columns that hold one word of a vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models


class VocabularyField(models.CharField):
    """A word of a `TextChoices` vocabulary.

    Migrations see a plain column of text: a new word, or a new label of one, changes nothing in the database and
    makes no migration. What the database has to know about a vocabulary stands in a named constraint.
    """

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, "django.db.models.CharField", args, kwargs
