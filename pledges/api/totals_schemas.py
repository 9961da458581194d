"""Descriptions of the JSON shapes of totals, for the OpenAPI document."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from meetings.choices import Capability
from pledges.answers.totals.total_parts import STAGES
from pledges.api.schemas import EstimateSumSchema, OverdueCountsSchema, StampSchema
from pledges.values.choices import AidType, AmountBasis, Kind, Overdue, StatusWord, Unit


def some(of: type[serializers.Field[Any, Any, Any, Any]], words: str, **options: Any) -> Any:
    """Return a column that only some rows have."""
    return of(required=False, help_text=words, **options)


class TotalValueSchema(serializers.Serializer):
    """Sums in euro with what could not be converted and what has no amount; `amount` where rows are of one stage."""

    promised = some(EstimateSumSchema, "Not where rows are of one stage.")
    delivered = some(EstimateSumSchema, "Not where rows are of one stage.")
    firm = some(EstimateSumSchema, "Not where rows are of one stage.")
    announced_only = some(EstimateSumSchema, "Not where rows are of one stage.")
    amount = some(EstimateSumSchema, "Where rows are of one stage; null for what was withdrawn.", allow_null=True)
    unconverted = serializers.IntegerField()
    unvalued = serializers.IntegerField()
    basis = serializers.ListField(child=serializers.ChoiceField(choices=AmountBasis.choices))


NOTHING = {"text": "0", "low": 0, "best": 0, "high": 0, "unbounded": 0}
TWO = {"text": "2", "low": 2, "best": 2, "high": 2, "unbounded": 0}
EXAMPLE = {
    "donor": "DEU",
    "donor_name": "Germany",
    "aid_type": "military",
    "system": "patriot",
    "system_name": "Patriot",
    "kind": "system",
    "capability": "air_defence",
    "unit": "battery",
    "pledges": 1,
    "promised": TWO,
    "delivered": NOTHING,
    "firm": NOTHING,
    "announced_only": TWO,
    "withdrawn": NOTHING,
    "outstanding": TWO,
    "overdue": {"certainly": 0, "possibly": 0, "no": 1, "not_dated": 0},
    "value_eur": {
        **dict.fromkeys(("promised", "delivered", "firm", "announced_only"), NOTHING),
        "unconverted": 0,
        "unvalued": 1,
        "basis": ["donor_stated", "contract"],
    },
    "dataset_version": 12,
    "computed_at": "2025-07-01T12:00:00Z",
}


@extend_schema_serializer(
    examples=[OpenApiExample("group_by=donor", summary="Quantities by donor", value=EXAMPLE, response_only=True)]
)
class TotalSchema(StampSchema):
    """One group: the keys asked for, then its stage fields; by stage, what of them is at that stage.

    Parts add up to the whole. The counts say how many pledges a row has a part of, so a pledge that is shared among
    donors, or given by one role and paid by another, is counted in the row of each.
    """

    donor = some(serializers.CharField, "Code, or JOINT for what cannot be attributed.")
    donor_name = some(serializers.CharField, "With donor.")
    role = some(serializers.CharField, "Role through which it is attributed: stock_owner, funder or none.")
    system = some(serializers.CharField, "With measure=quantity, and where grouped by it.")
    system_name = some(serializers.CharField, "With system.")
    kind = some(serializers.ChoiceField, "As system.", choices=Kind.choices)
    capability = some(serializers.ChoiceField, "As system.", choices=Capability.choices)
    unit = some(serializers.ChoiceField, "With measure=quantity, and where grouped by it.", choices=Unit.choices)
    meeting = some(serializers.CharField, "Slug, or none.")
    meeting_name = some(serializers.CharField, "With meeting.")
    coalition = some(serializers.CharField, "Slug, or none.")
    coalition_name = some(serializers.CharField, "With coalition.")
    initiative = some(serializers.CharField, "Slug, or none.")
    initiative_name = some(serializers.CharField, "With initiative.")
    forum = some(serializers.CharField, "Slug, or none.")
    forum_name = some(serializers.CharField, "With forum.")
    package = some(serializers.CharField, "Slug, or none.")
    package_name = some(serializers.CharField, "With package.")
    beneficiary = some(serializers.CharField, "Code of who receives it.")
    beneficiary_name = some(serializers.CharField, "With beneficiary.")
    status = some(serializers.ChoiceField, "Status word.", choices=StatusWord.choices)
    lateness = some(serializers.ChoiceField, "Where grouped by overdue.", choices=Overdue.choices)
    stage = some(serializers.ChoiceField, "Where it has come.", choices=STAGES)
    announced_month = some(serializers.CharField, "As 2025-06; undated where the window lies in no single month.")
    announced_quarter = some(serializers.CharField, "As 2025-Q2, or undated.")
    announced_year = some(serializers.CharField, "As 2025, or undated.")
    delivered_month = some(serializers.CharField, "As 2025-06, undated, or none where nothing is delivered.")
    delivered_quarter = some(serializers.CharField, "As 2025-Q2, undated, or none.")
    delivered_year = some(serializers.CharField, "As 2025, undated, or none.")
    aid_type = serializers.ChoiceField(choices=AidType.choices)
    pledges = serializers.IntegerField()
    quantity = some(EstimateSumSchema, "Where grouped by stage.")
    promised = some(EstimateSumSchema, "With measure=quantity.")
    delivered = some(EstimateSumSchema, "With measure=quantity.")
    firm = some(EstimateSumSchema, "With measure=quantity.")
    announced_only = some(EstimateSumSchema, "With measure=quantity.")
    withdrawn = some(EstimateSumSchema, "With measure=quantity.")
    outstanding = some(EstimateSumSchema, "With measure=quantity.")
    overdue = some(OverdueCountsSchema, "Not where rows are of one stage.")
    value_eur = TotalValueSchema()
