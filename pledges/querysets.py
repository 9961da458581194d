"""Questions to the catalogue, as chains of querysets."""

from __future__ import annotations

from typing import Any

from django.db import models


class SystemQuerySet(models.QuerySet[Any]):
    def with_catalogue(self) -> SystemQuerySet:
        """Fetch maker and parent with them; units, names, conversions and prices in four more queries."""
        return self.select_related("manufacturer_country", "munition_of").prefetch_related(
            "units", "aliases", "conversions__source", "prices__source"
        )
