"""The sources that a moment knows: those that its facts cite, and those that the catalogue does."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import LessThanOrEqual

from meetings.models import Source
from meetings.past_catalogue import catalogue_tables
from pledges.answers.as_of import AsOf


def cited_sources(as_of: AsOf) -> QuerySet[Source]:
    """A fact that was taken back still cites its source: it stays in the ledger. A draft cites nothing yet."""
    cited = Q()
    for field in citing_fields():
        rows = field.model._default_manager.filter(**{field.name: OuterRef("pk")})
        if is_fact(field.model):
            # By index the first version that cites a source is found at once; whether any does by then is not.
            first = Subquery(rows.order_by("version_id").values("version_id")[:1])
            cited |= Q(LessThanOrEqual(first, as_of.version))
        else:
            cited |= Q(Exists(rows))
    return Source.objects.filter(cited)


def citing_fields() -> list[Any]:
    """Every column that names a source, of facts and of the catalogue."""
    relations: list[Any] = [one for one in Source._meta.get_fields(include_hidden=True) if one.is_relation]
    named = [relation.field for relation in relations]
    catalogue = catalogue_tables()
    return [field for field in named if field.model._meta.db_table in catalogue or is_fact(field.model)]


def is_fact(model: Any) -> bool:
    """Whether rows of a table carry the version that published them."""
    return any(field.attname == "version_id" for field in model._meta.concrete_fields)
