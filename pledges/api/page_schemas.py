"""Descriptions of what a list answers besides a page of whole rows: rows of chosen fields, and what a download is."""

from __future__ import annotations

from rest_framework import serializers

from pledges.answers.downloads.download import FORMS
from pledges.api.schemas import MetaSchema


class SparseMetaSchema(MetaSchema):
    """The moment of an answer, and which fields its rows have."""

    fields = serializers.ListField(child=serializers.CharField())  # type: ignore[assignment]  # a column, not the method


class SparsePageSchema(serializers.Serializer):
    """A page of rows that have only the fields which `fields` chooses, as `meta` repeats."""

    meta = SparseMetaSchema()
    count = serializers.IntegerField(required=False, help_text="Only with count=exact.")
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = serializers.ListField(child=serializers.DictField())


class LicenceSchema(serializers.Serializer):
    """What may be done with the rows."""

    name = serializers.CharField()
    title = serializers.CharField()
    path = serializers.URLField()


class ManifestSchema(serializers.Serializer):
    """What a download is, with manifest=1: counted from its bytes."""

    file = serializers.CharField()
    url = serializers.URLField()
    format = serializers.ChoiceField(choices=tuple(FORMS))
    media_type = serializers.CharField()
    rows = serializers.IntegerField()
    bytes = serializers.IntegerField()
    sha256 = serializers.RegexField("^[0-9a-f]{64}$")
    columns = serializers.ListField(child=serializers.CharField())
    dataset_version = serializers.IntegerField()
    catalogue_version = serializers.IntegerField()
    known_at = serializers.DateTimeField()
    valid_at = serializers.DateField()
    licence = LicenceSchema()
    citation = serializers.CharField()
