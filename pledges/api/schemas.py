"""Descriptions of the JSON shapes of figures, pledges and entries, for the OpenAPI document."""

from functools import cache
from typing import Any

from rest_framework import serializers

from meetings.api.catalogue_openapi import CitedSchema, DateWindowSchema
from meetings.choices import Capability
from pledges.values.choices import (
    AidType,
    Alarm,
    AmountBasis,
    AssertedBy,
    Definition,
    Kind,
    Overdue,
    PartyRole,
    RequirementBasis,
    Stage,
    StatusWord,
    Unit,
)


class MetaSchema(serializers.Serializer):
    """The moment of an answer."""

    dataset_version = serializers.IntegerField()
    known_at = serializers.DateTimeField()
    valid_at = serializers.DateField()


class ErrorSchema(serializers.Serializer):
    """One mistake: where, which kind, in words, and what would be right."""

    pointer = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()
    hint = serializers.CharField()


class ProblemDocumentSchema(serializers.Serializer):
    """A problem as of RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField()
    code = serializers.CharField()
    errors = ErrorSchema(many=True)  # type: ignore[assignment]  # a column, not the attribute
    restart = serializers.CharField(required=False)


class EstimateSchema(serializers.Serializer):
    """A number of which perhaps only bounds are known: best null is unknown, high null is without upper bound."""

    text = serializers.CharField()
    low = serializers.FloatField()
    best = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class EstimateSumSchema(EstimateSchema):
    """A sum of estimates, which also says how many of its parts had no upper bound."""

    unbounded = serializers.IntegerField()


class OverdueCountsSchema(serializers.Serializer):
    """How many pledges are late; those without due date are counted apart."""

    certainly = serializers.IntegerField()
    possibly = serializers.IntegerField()
    no = serializers.IntegerField()
    not_dated = serializers.IntegerField()


class ValueSumsSchema(serializers.Serializer):
    """Sums in euro, what could not be converted, what has no amount, and which amounts count."""

    promised = EstimateSumSchema()
    delivered = EstimateSumSchema()
    firm = EstimateSumSchema()
    announced_only = EstimateSumSchema()
    unconverted = serializers.IntegerField()
    unvalued = serializers.IntegerField()
    basis = serializers.ListField(child=serializers.ChoiceField(choices=AmountBasis.choices))


class StampSchema(serializers.Serializer):
    """Which version a row is right for, and when it was computed."""

    dataset_version = serializers.IntegerField()
    computed_at = serializers.DateTimeField()


class CountsSchema(StampSchema):
    """Counts and money, over one system or several."""

    pledges = serializers.IntegerField()
    overdue = OverdueCountsSchema()
    value_eur = ValueSumsSchema()


class SystemKeysSchema(serializers.Serializer):
    """The system and the unit that a row is about."""

    system = serializers.CharField()
    system_name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    capability = serializers.ChoiceField(choices=Capability.choices)
    unit = serializers.ChoiceField(choices=Unit.choices)


class StageSchema(SystemKeysSchema, CountsSchema):
    """Stage fields of one system in one unit."""

    promised = EstimateSumSchema()
    delivered = EstimateSumSchema()
    firm = EstimateSumSchema()
    announced_only = EstimateSumSchema()
    withdrawn = EstimateSumSchema()
    outstanding = EstimateSumSchema()


class SystemSummarySchema(StageSchema):
    """Stage fields with what is required; gap null is "no stated requirement"."""

    required = EstimateSchema(allow_null=True)  # type: ignore[assignment]  # a column, not the attribute
    required_basis = serializers.ChoiceField(choices=RequirementBasis.choices, allow_null=True)
    gap = EstimateSchema(allow_null=True)


class KeyedSummarySchema(CountsSchema):
    """Counts and money over everything, and stage fields per system and unit."""

    name = serializers.CharField()
    systems = StageSchema(many=True)


class DonorSummarySchema(KeyedSummarySchema):
    """What is attributed to a donor; JOINT is what cannot be attributed."""

    donor = serializers.CharField()


class MeetingSummarySchema(KeyedSummarySchema):
    """What was promised at a meeting."""

    meeting = serializers.CharField()


class CoalitionSummarySchema(KeyedSummarySchema):
    """What was promised in a coalition."""

    coalition = serializers.CharField()


class GapSchema(SystemKeysSchema, CitedSchema, StampSchema):
    """The latest requirement, what of it is delivered or firm, and what is certainly or possibly missing."""

    required = EstimateSchema()  # type: ignore[assignment]  # a column, not the attribute
    required_basis = serializers.ChoiceField(choices=RequirementBasis.choices)
    secured = EstimateSchema()
    gap = EstimateSchema()
    alarm = serializers.ChoiceField(choices=Alarm.choices)
    stated = DateWindowSchema(allow_null=True)
    due = DateWindowSchema(allow_null=True)
    stated_by = serializers.CharField()


class HeadroomSchema(SystemKeysSchema, CitedSchema, StampSchema):
    """What a donor could still give of a system, in the unit of its stock; null where units differ.

    The alarm says whether more is owed than there is; stale stocks raise none.
    """

    donor = serializers.CharField()
    donor_name = serializers.CharField()
    total = EstimateSchema()
    unavailable = EstimateSchema(allow_null=True)
    committed_elsewhere = EstimateSchema(allow_null=True)
    available = EstimateSchema()
    left = EstimateSchema(allow_null=True)
    owed = EstimateSchema(allow_null=True)
    headroom = EstimateSchema(allow_null=True)
    alarm = serializers.ChoiceField(choices=Alarm.choices, allow_null=True)
    units_differ = serializers.BooleanField()
    converted = serializers.BooleanField()
    stale = serializers.BooleanField()
    as_of = DateWindowSchema(allow_null=True)


class PartySchema(serializers.Serializer):
    """A donor in a role, with its share where known."""

    code = serializers.CharField()
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=PartyRole.choices)
    share = serializers.FloatField(allow_null=True)
    words = serializers.CharField()


class PledgeValuesSchema(serializers.Serializer):
    """Values in euro; null where there is no amount, or it could not be converted."""

    promised = EstimateSchema(allow_null=True)
    delivered = EstimateSchema(allow_null=True)
    firm = EstimateSchema(allow_null=True)
    announced_only = EstimateSchema(allow_null=True)


class PledgeSchema(SystemKeysSchema):
    """One promise and what became of it."""

    reference = serializers.CharField()
    donors = PartySchema(many=True)
    aid_type = serializers.ChoiceField(choices=AidType.choices)
    beneficiary = serializers.CharField()
    meeting = serializers.CharField(allow_null=True)
    coalition = serializers.CharField(allow_null=True)
    initiative = serializers.CharField(allow_null=True)
    package = serializers.CharField(allow_null=True)
    restates = serializers.CharField(allow_null=True)
    counted = serializers.BooleanField()
    status = serializers.ChoiceField(choices=StatusWord.choices)
    overdue = serializers.ChoiceField(choices=Overdue.choices)
    announced_on = DateWindowSchema(allow_null=True)
    delivered_on = DateWindowSchema(allow_null=True)
    due = DateWindowSchema(allow_null=True)
    signalled = EstimateSchema()
    promised = EstimateSchema()
    delivered = EstimateSchema()
    firm = EstimateSchema()
    announced_only = EstimateSchema()
    withdrawn = EstimateSchema()
    outstanding = EstimateSchema()
    shipped = EstimateSchema()
    value_eur = PledgeValuesSchema()
    unannounced_delivery = serializers.BooleanField()
    unconverted = serializers.BooleanField()
    unvalued = serializers.BooleanField()


class ExpandedPledgeSchema(serializers.Serializer):
    """What was expanded; null where the pledge has none."""

    system = serializers.DictField(required=False)
    meeting = serializers.DictField(required=False, allow_null=True)
    coalition = serializers.DictField(required=False, allow_null=True)
    initiative = serializers.DictField(required=False, allow_null=True)
    package = serializers.DictField(required=False, allow_null=True)
    entries = serializers.ListField(child=serializers.DictField(), required=False)
    sources = serializers.ListField(child=serializers.DictField(), required=False)


class PledgeRowSchema(PledgeSchema):
    """One promise in a list."""

    expanded = ExpandedPledgeSchema(required=False)


class VoidSchema(serializers.Serializer):
    """What took a fact back, and what lifted that."""

    version = serializers.IntegerField()
    published_at = serializers.DateTimeField()
    reason = serializers.CharField()
    lifted_version = serializers.IntegerField(allow_null=True)
    lifted_reason = serializers.CharField(allow_null=True)


class LedgerFactSchema(CitedSchema):
    """When a fact was published, what it is cited from, and what took it back."""

    version = serializers.IntegerField()
    position = serializers.IntegerField()
    published_at = serializers.DateTimeField()
    live = serializers.BooleanField()
    voids = VoidSchema(many=True)


class EntrySchema(LedgerFactSchema):
    """One line of the ledger: on this date, this many units of this pledge reached this stage, says this source."""

    pledge = serializers.CharField()
    stage = serializers.ChoiceField(choices=Stage.choices)
    occurred = DateWindowSchema()
    quantity = EstimateSchema()
    amount = EstimateSchema(allow_null=True)
    currency = serializers.CharField(allow_null=True)
    basis = serializers.ChoiceField(choices=AmountBasis.choices, allow_null=True)
    value_eur = EstimateSchema(allow_null=True)
    eur_rate = serializers.FloatField(allow_null=True)
    eur_rate_date = serializers.DateField(allow_null=True)
    eur_rate_source = serializers.CharField(allow_null=True)
    definition = serializers.ChoiceField(choices=Definition.choices, allow_null=True)
    asserted_by = serializers.ChoiceField(choices=AssertedBy.choices, allow_null=True)
    counts = serializers.BooleanField()


class TermsSchema(LedgerFactSchema):
    """One statement of the terms of a pledge; due_moved marks one that moved the due date."""

    effective_start = serializers.DateField()
    aid_type = serializers.ChoiceField(choices=AidType.choices)
    beneficiary = serializers.CharField()
    due = DateWindowSchema(allow_null=True)
    meeting = serializers.CharField(allow_null=True)
    coalition = serializers.CharField(allow_null=True)
    initiative = serializers.CharField(allow_null=True)
    package = serializers.CharField(allow_null=True)
    restates = serializers.CharField(allow_null=True)
    adds = serializers.CharField(allow_null=True)
    compensates = serializers.CharField(allow_null=True)
    donors = PartySchema(many=True)
    current = serializers.BooleanField()
    due_moved = serializers.BooleanField()


def texts() -> Any:
    """Return a list of words."""
    return serializers.ListField(child=serializers.CharField())


class PledgeDetailSchema(PledgeSchema, StampSchema):
    """A pledge in full: its terms with their history, its entries, and its links."""

    adds = serializers.CharField(allow_null=True)
    compensates = serializers.CharField(allow_null=True)
    restated_by = texts()
    added_to_by = texts()
    compensated_by = texts()
    external_references = texts()
    terms = TermsSchema(many=True)
    entries = EntrySchema(many=True)
    published_version = serializers.IntegerField()
    published_at = serializers.DateTimeField()


class RootSchema(serializers.Serializer):
    """Where everything is."""

    meta = MetaSchema()
    name = serializers.CharField()
    endpoints = serializers.DictField(child=serializers.CharField())
    schema = serializers.CharField()
    documentation = serializers.CharField()


@cache
def page_of_rows(row: type[serializers.Serializer[Any]]) -> type[serializers.Serializer[Any]]:
    """Return the description of a page of rows."""
    name = row.__name__.removesuffix("Schema")
    fields: dict[str, Any] = {
        "__doc__": f"A page: {row.__doc__}",
        "__module__": __name__,
        "meta": MetaSchema(),
        "count": serializers.IntegerField(required=False, help_text="Only with count=exact."),
        "next": serializers.CharField(allow_null=True),
        "previous": serializers.CharField(allow_null=True),
        "results": row(many=True),
    }
    return type(f"{name}PageSchema", (serializers.Serializer,), fields)
