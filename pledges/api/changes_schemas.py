"""Descriptions of the JSON shapes of changes, for the OpenAPI document."""

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from meetings.api.catalogue_openapi import DateWindowSchema, SourceSchema
from meetings.choices import Capability, CoalitionRole
from pledges.api.schemas import EstimateSchema
from pledges.values.choices import ChangeType, Kind, PartyRole, RequirementBasis, Stage, Unit


class ChangeDonorSchema(serializers.Serializer):
    """A donor; the role is null where the fact is no pledge."""

    code = serializers.CharField()
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=PartyRole.choices, allow_null=True)
    share = serializers.FloatField(allow_null=True)
    words = serializers.CharField()


class ChangeTargetSchema(serializers.Serializer):
    """What was taken back, or stands again."""

    id = serializers.CharField()
    type = serializers.ChoiceField(choices=ChangeType.choices)


EXAMPLE = {
    "id": "12.340",
    "version": 12,
    "position": 340,
    "published_at": "2025-07-01T12:00:00Z",
    "type": "pledge_announced",
    "summary": "Germany announced 2 Patriot batteries (2025-DEU-014; 2025-06-04).",
    "occurred": {"text": "2025-06-04", "start": "2025-06-04", "end": "2025-06-04", "precision": "day"},
    "pledge": "2025-DEU-014",
    "new_pledge": True,
    "system": "patriot",
    "system_name": "Patriot",
    "kind": "system",
    "capability": "air_defence",
    "unit": "battery",
    "stage": "announced",
    "donors": [{"code": "DEU", "name": "Germany", "role": "funder", "share": None, "words": ""}],
    "quantity": {"text": "2", "low": 2, "best": 2, "high": 2},
    "amount": None,
    "currency": None,
    "value_eur": None,
    "meeting": "udcg-28",
    "coalition": "air-defence",
    "initiative": None,
    "due": {"text": "by the end of 2025", "start": None, "end": "2025-12-31", "precision": "deadline"},
    "former_due": None,
    "changed": [],
    "linked": None,
    "replaces": [],
    "required_basis": None,
    "stated_by": None,
    "membership_role": None,
    "reason": None,
    "target": None,
    "source": {
        "id": 7,
        "publisher": "Ministry",
        "title": "Statement",
        "url": "https://example.org/statement",
        "published": "2025-06-15",
        "grade": "official_donor",
    },
    "quote": "two further Patriot batteries",
    "url": "https://ramstein.example/api/v1/pledges/2025-DEU-014/",
}


@extend_schema_serializer(
    examples=[OpenApiExample("pledge_announced", summary="A new pledge", value=EXAMPLE, response_only=True)]
)
class ChangeSchema(serializers.Serializer):
    """One published fact. What it says depends only on what was published by then, so it never changes itself."""

    id = serializers.CharField(help_text="version.position; `after` takes it to go on from here.")
    version = serializers.IntegerField()
    position = serializers.IntegerField()
    published_at = serializers.DateTimeField()
    type = serializers.ChoiceField(choices=ChangeType.choices)
    summary = serializers.CharField()
    occurred = DateWindowSchema(allow_null=True)
    pledge = serializers.CharField(allow_null=True)
    new_pledge = serializers.BooleanField(help_text="The first entry of a pledge; its terms are told with it.")
    system = serializers.CharField(allow_null=True)
    system_name = serializers.CharField(allow_null=True)
    kind = serializers.ChoiceField(choices=Kind.choices, allow_null=True)
    capability = serializers.ChoiceField(choices=Capability.choices, allow_null=True)
    unit = serializers.ChoiceField(choices=Unit.choices, allow_null=True)
    stage = serializers.ChoiceField(choices=Stage.choices, allow_null=True)
    donors = ChangeDonorSchema(many=True)
    quantity = EstimateSchema(allow_null=True)
    amount = EstimateSchema(allow_null=True)
    currency = serializers.CharField(allow_null=True)
    value_eur = EstimateSchema(allow_null=True)
    meeting = serializers.CharField(allow_null=True)
    coalition = serializers.CharField(allow_null=True)
    initiative = serializers.CharField(allow_null=True)
    due = DateWindowSchema(allow_null=True)
    former_due = DateWindowSchema(allow_null=True)
    changed = serializers.ListField(child=serializers.CharField(), help_text="What new terms changed.")
    linked = serializers.CharField(allow_null=True, help_text="The pledge that this one restates or adds to.")
    replaces = serializers.ListField(child=serializers.CharField(), help_text="The facts that this one corrects.")
    required_basis = serializers.ChoiceField(choices=RequirementBasis.choices, allow_null=True)
    stated_by = serializers.CharField(allow_null=True)
    membership_role = serializers.ChoiceField(choices=CoalitionRole.choices, allow_null=True)
    reason = serializers.CharField(allow_null=True, help_text="Why a fact was taken back, or stands again.")
    target = ChangeTargetSchema(allow_null=True)
    source = SourceSchema(allow_null=True)  # type: ignore[assignment]  # a column, not the attribute
    quote = serializers.CharField()
    url = serializers.CharField()
