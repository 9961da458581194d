"""Facts of the ledger as they stood in a version: without what had been taken back by then."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet

from pledges.models import Void

M = TypeVar("M", bound=Model)


def live(facts: QuerySet[M], *, known: int, target: str) -> QuerySet[M]:
    """The facts of a version that no void in force takes back; `target` is the field of Void for them."""
    return facts.filter(version_id__lte=known).exclude(Exists(voids_of(target, known=known)))


def voids_of(target: str, *, known: int) -> QuerySet[Void]:
    """The voids in force in a version for the fact of the outer query."""
    lifted = Void.objects.filter(lifted_void=OuterRef("pk"), version_id__lte=known)
    return Void.objects.filter(**{target: OuterRef("pk")}, version_id__lte=known).exclude(Exists(lifted))
