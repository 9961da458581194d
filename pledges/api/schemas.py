"""Descriptions of what stands around rows, for the OpenAPI document: the moment, problems, sparse pages, manifests."""

from __future__ import annotations

from rest_framework import serializers

from pledges.answers.downloads.download import FORMS


class MetaSchema(serializers.Serializer):
    """The moment of an answer."""

    dataset_version = serializers.IntegerField(help_text="Dataset version.")
    known_at = serializers.DateTimeField(help_text="Published by then.")
    valid_at = serializers.DateField(help_text="Happened by the end of this day.")
    methods_version = serializers.IntegerField(
        required=False, help_text="Version of the methods, in the root and in the list of releases."
    )


class ErrorSchema(serializers.Serializer):
    """One mistake: where, which kind, in words, and what would be right."""

    pointer = serializers.CharField(help_text="Where it is, as a JSON pointer into the request.")
    code = serializers.CharField(help_text="Which kind of mistake it is; it never changes.")
    message = serializers.CharField(help_text="The mistake in words.")
    hint = serializers.CharField(help_text="What would be right.")


class ProblemDocumentSchema(serializers.Serializer):
    """A problem as of RFC 9457."""

    type = serializers.CharField(help_text="Address that stands for the kind of problem.")
    title = serializers.CharField(help_text="The kind of problem in words.")
    status = serializers.IntegerField(help_text="HTTP status of the answer.")
    detail = serializers.CharField(help_text="The problem in words.")
    instance = serializers.CharField(help_text="Path of the request.")
    code = serializers.CharField(help_text="Which kind of problem it is; it never changes.")
    errors = ErrorSchema(many=True, help_text="Every mistake.")  # type: ignore[assignment]  # a column, not the attribute
    restart = serializers.CharField(required=False, help_text="Address of the first page, where a cursor is too old.")


class SparseMetaSchema(MetaSchema):
    """The moment of an answer, and which fields its rows have."""

    fields = serializers.ListField(child=serializers.CharField(), help_text="The fields that were chosen.")  # type: ignore[assignment]  # a column, not the method


class SparsePageSchema(serializers.Serializer):
    """A page of rows that have only the fields which `fields` chooses, as `meta` repeats."""

    meta = SparseMetaSchema(help_text="The moment of the answer, and the chosen fields.")
    count = serializers.IntegerField(required=False, help_text="How many rows there are in all; only with count=exact.")
    next = serializers.CharField(allow_null=True, help_text="Address of the page after this one.")
    previous = serializers.CharField(allow_null=True, help_text="Address of the page before this one.")
    results = serializers.ListField(child=serializers.DictField(), help_text="The rows, in order.")


class LicenceSchema(serializers.Serializer):
    """What may be done with the rows."""

    name = serializers.CharField(help_text="SPDX name of the licence.")
    title = serializers.CharField(help_text="Name of the licence.")
    path = serializers.URLField(help_text="Address of the licence.")


class ManifestSchema(serializers.Serializer):
    """What a download is, with manifest=1: counted from its bytes."""

    file = serializers.CharField(help_text="Name of the file.")
    url = serializers.URLField(help_text="Address of the download.")
    format = serializers.ChoiceField(choices=tuple(FORMS), help_text="Form of the file.")
    media_type = serializers.CharField(help_text="Media type of the file.")
    rows = serializers.IntegerField(help_text="Number of rows.")
    bytes = serializers.IntegerField(help_text="Length of the file in bytes.")
    sha256 = serializers.RegexField("^[0-9a-f]{64}$", help_text="SHA-256 of the file.")
    columns = serializers.ListField(child=serializers.CharField(), help_text="Names of the columns, in order.")
    dataset_version = serializers.IntegerField(help_text="Dataset version.")
    catalogue_version = serializers.IntegerField(help_text="Version of the catalogue.")
    methods_version = serializers.IntegerField(help_text="Version of the methods.")
    known_at = serializers.DateTimeField(help_text="Published by then.")
    valid_at = serializers.DateField(help_text="Happened by the end of this day.")
    licence = LicenceSchema(help_text="What may be done with the rows.")
    citation = serializers.CharField(help_text="How to cite the rows.")


class RootSchema(serializers.Serializer):
    """Where everything is."""

    meta = MetaSchema(help_text="The moment of the answer, and the version of the methods.")
    name = serializers.CharField(help_text="Name of the site.")
    endpoints = serializers.DictField(child=serializers.CharField(), help_text="Addresses of the lists, by name.")
    schema = serializers.CharField(help_text="Address of the description of the API.")
    documentation = serializers.CharField(help_text="Address of the documentation of the API.")
