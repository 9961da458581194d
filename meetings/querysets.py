"""Questions to the tables of meetings, donors and dated facts, as chains of querysets."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef

from meetings.choices import MeetingStatus


def voids_in_force(voids: models.QuerySet[Any], *, version: int | None = None) -> models.QuerySet[Any]:
    """Those of all voids that are in force in a version, or by now: no other void of that time lifts them."""
    # The voids are handed in, because this application must not import the one that has them.
    published = voids if version is None else voids.filter(version__lte=version)
    return published.filter(~Exists(published.filter(lifted_void=OuterRef("pk"))))


class FactQuerySet(models.QuerySet[Any]):
    """Facts that carry the version that published them, and whose voids stand in a relation `voids`."""

    def live_at_version(self, *, version: int) -> FactQuerySet:
        """What was published up to a version and not taken back by then; a lifted void takes nothing back."""
        relation: Any = self.model._meta.get_field("voids")
        voids = voids_in_force(relation.related_model._default_manager.all(), version=version)
        taking_back = voids.filter(**{relation.field.name: OuterRef("pk")})
        return self.filter(~Exists(taking_back), version_id__lte=version)


class MeetingQuerySet(models.QuerySet[Any]):
    def that_took_place(self) -> MeetingQuerySet:
        return self.filter(status=MeetingStatus.HELD).select_related("forum")

    def with_details(self) -> MeetingQuerySet:
        """Fetch forum, place and source with them, and the people."""
        return self.select_related("forum", "country", "source", "rescheduled_to").with_people()

    def with_people(self) -> MeetingQuerySet:
        """Fetch who chaired in one query, and who is stated to have been there or absent in another, in order."""
        attendances: Any = self.model._meta.get_field("attendances")
        stated = attendances.related_model._default_manager.select_related("donor", "source")
        return self.with_chairs().prefetch_related(models.Prefetch("attendances", stated.order_by("position", "pk")))

    def with_chairs(self) -> MeetingQuerySet:
        chairs: Any = self.model._meta.get_field("chairs")
        presided = chairs.related_model._default_manager.select_related("donor")
        return self.prefetch_related(models.Prefetch("chairs", presided.order_by("position", "pk")))


class DonorQuerySet(models.QuerySet[Any]):
    def with_names(self) -> DonorQuerySet:
        """Fetch other spellings, memberships and gross domestic products with their sources, each in a query."""
        gdps: Any = self.model._meta.get_field("gdps")
        weighed = models.Prefetch("gdps", gdps.related_model._default_manager.select_related("source"))
        return self.prefetch_related("aliases", "memberships", weighed)
