"""Which facts stand: those that no void takes back, or whose void was itself lifted."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from meetings.querysets import voids_in_force
from pledges.models import AssertedTotal, Completeness, Entry, Requirement, Stock, Terms, Void


def standing_voids() -> QuerySet[Void]:
    """The voids of facts that no later void has lifted."""
    return voids_in_force(Void.objects.all()).filter(lifted_void=None)


def live(facts: QuerySet[Any], name: str) -> QuerySet[Any]:
    """The facts that stand; `name` is the column of Void that would name them."""
    return facts.filter(~Exists(standing_voids().filter(**{name: OuterRef("pk")})))


FACTS: dict[str, type[Any]] = {
    "entry": Entry,
    "terms": Terms,
    "requirement": Requirement,
    "stock": Stock,
    "asserted_total": AssertedTotal,
    "completeness": Completeness,
}
"""The facts of this application by the column of Void that names them; memberships stand beside them."""
