"""JSON shapes and their descriptions of published dataset versions."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from meetings.api.catalogue_json import Json
from pledges.answers import Person, Release
from pledges.values.choices import Origin, Role


def person_json(person: Person | None) -> Json | None:
    """Return an account as the public sees it."""
    if person is None:
        return None
    return {"name": person.name or None, "role": person.role, "is_system": person.is_system}


def release_json(release: Release, address: Callable[[str], str]) -> Json:
    """Return one version, with the addresses of itself and of its changes."""
    number = release.version
    return {
        "version": number,
        "published_at": release.published_at,
        "title": release.title,
        "origin": release.origin,
        "changeset": release.changeset,
        "created_at": release.created_at,
        "approved_at": release.approved_at,
        "author": person_json(release.author),
        "approver": person_json(release.approver),
        "publisher": person_json(release.publisher),
        "undoes": release.undoes,
        "undone_by": list(release.undone_by),
        "facts": release.facts,
        "url": address(reverse("api_release", kwargs={"version": number})),
        "changes_url": address(f"{reverse('api_changes')}?after={number - 1}&known_at=v{number}"),
    }


class PersonSchema(serializers.Serializer):
    """An account as the public sees it: a person's name only where they gave one, never the name of the login."""

    name = serializers.CharField(allow_null=True)
    role = serializers.ChoiceField(choices=Role.choices)
    is_system = serializers.BooleanField()


class FactCountsSchema(serializers.Serializer):
    """How many facts of each kind a version wrote. A new pledge has terms and entries, too."""

    pledge = serializers.IntegerField()
    entry = serializers.IntegerField()
    terms = serializers.IntegerField()
    requirement = serializers.IntegerField()
    stock = serializers.IntegerField()
    membership = serializers.IntegerField()
    void = serializers.IntegerField()
    asserted_total = serializers.IntegerField()


DRAFTER: dict[str, Any] = {"name": "Olena Koval", "role": "drafter", "is_system": False}
EXAMPLE = {
    "version": 12,
    "published_at": "2025-07-01T12:00:00Z",
    "title": "Statements of June",
    "origin": "entry",
    "changeset": 31,
    "created_at": "2025-06-30T09:00:00Z",
    "approved_at": "2025-07-01T11:00:00Z",
    "author": DRAFTER,
    "approver": {**DRAFTER, "name": None, "role": "reviewer"},
    "publisher": {**DRAFTER, "name": None, "role": "reviewer"},
    "undoes": None,
    "undone_by": [],
    "facts": {
        **dict.fromkeys(("pledge", "entry", "terms"), 1),
        **dict.fromkeys(("requirement", "stock", "membership", "void", "asserted_total"), 0),
    },
    "url": "https://ramstein.example/api/v1/releases/12/",
    "changes_url": "https://ramstein.example/api/v1/changes/?after=11&known_at=v12",
}


@extend_schema_serializer(
    examples=[OpenApiExample("release", summary="One version", value=EXAMPLE, response_only=True)]
)
class ReleaseSchema(serializers.Serializer):
    """One published dataset version: the change set that it was, and who let it in."""

    version = serializers.IntegerField()
    published_at = serializers.DateTimeField()
    title = serializers.CharField()
    origin = serializers.ChoiceField(choices=Origin.choices)
    changeset = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    approved_at = serializers.DateTimeField(allow_null=True)
    author = PersonSchema()
    approver = PersonSchema(allow_null=True)
    publisher = PersonSchema()
    undoes = serializers.IntegerField(allow_null=True, help_text="The version that this one takes back.")
    undone_by = serializers.ListField(child=serializers.IntegerField(), help_text="The versions that took it back.")
    facts = FactCountsSchema()
    url = serializers.CharField()
    changes_url = serializers.CharField()
