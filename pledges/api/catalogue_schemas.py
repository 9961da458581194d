"""Descriptions of the JSON shapes of systems, packages, requirements and stocks, for the OpenAPI document."""

from rest_framework import serializers

from meetings.api.catalogue_openapi import CitedSchema, DateWindowSchema, SourceSchema
from meetings.choices import Capability
from pledges.api.schemas import EstimateSchema, texts
from pledges.values.choices import AmountBasis, Kind, RequirementBasis, Unit


class ConversionSchema(serializers.Serializer):
    """One of a unit is a factor of another, says a source."""

    from_unit = serializers.ChoiceField(choices=Unit.choices)
    to_unit = serializers.ChoiceField(choices=Unit.choices)
    factor = EstimateSchema()
    note = serializers.CharField()
    source = SourceSchema()  # type: ignore[assignment]  # a column, not the attribute


class PriceSchema(serializers.Serializer):
    """What one unit is said to cost."""

    unit = serializers.ChoiceField(choices=Unit.choices)
    amount = EstimateSchema()
    currency = serializers.CharField()
    basis = serializers.ChoiceField(choices=AmountBasis.choices)
    as_of = serializers.CharField()
    note = serializers.CharField()
    source = SourceSchema()  # type: ignore[assignment]  # a column, not the attribute


class SystemSchema(serializers.Serializer):
    """An entry of the catalogue."""

    slug = serializers.CharField()
    name = serializers.CharField()
    short_name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    capability = serializers.ChoiceField(choices=Capability.choices)
    manufacturer = serializers.CharField()
    manufacturer_country = serializers.CharField(allow_null=True)
    range_class = serializers.CharField(allow_null=True)
    munition_of = serializers.CharField(allow_null=True)
    units = texts()
    aliases = texts()
    conversions = ConversionSchema(many=True)
    prices = PriceSchema(many=True)
    note = serializers.CharField()


class PackageSchema(serializers.Serializer):
    """Pledges that were announced together."""

    slug = serializers.CharField()
    name = serializers.CharField()
    note = serializers.CharField()


class RequirementSchema(CitedSchema):
    """A stated need for a system."""

    id = serializers.IntegerField()
    system = serializers.CharField()
    unit = serializers.ChoiceField(choices=Unit.choices)
    basis = serializers.ChoiceField(choices=RequirementBasis.choices)
    quantity = EstimateSchema()
    amount = EstimateSchema(allow_null=True)
    currency = serializers.CharField(allow_null=True)
    stated = DateWindowSchema()
    due = DateWindowSchema(allow_null=True)
    stated_by = serializers.CharField()
    version = serializers.IntegerField()


class StockSchema(CitedSchema):
    """What a country holds of a system, as stated."""

    id = serializers.IntegerField()
    donor = serializers.CharField()
    system = serializers.CharField()
    unit = serializers.ChoiceField(choices=Unit.choices)
    as_of = DateWindowSchema()
    total = EstimateSchema()
    unavailable = EstimateSchema(allow_null=True)
    committed_elsewhere = EstimateSchema(allow_null=True)
    version = serializers.IntegerField()
