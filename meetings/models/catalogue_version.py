"""The version of the catalogue: a number that grows with every change to names and other words that answers carry."""

import pgtrigger
from django.db import models
from django.db.models import Q


class CatalogueVersion(models.Model):
    """The one row with the version; it is there as soon as the catalogue has a row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="catalogue_version_single_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"catalogue {self.number}"


def part_of_catalogue() -> list[pgtrigger.Trigger]:
    """The trigger that counts every statement which changes a table of the catalogue."""
    return [
        pgtrigger.Trigger(
            name="catalogue_version",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate,
            func="""
                INSERT INTO meetings_catalogueversion AS version (id, number) VALUES (1, 1)
                ON CONFLICT (id) DO UPDATE SET number = version.number + 1;
                RETURN NULL;
            """,
        )
    ]
