"""Descriptions of the JSON of drafts, for the OpenAPI document."""

from __future__ import annotations

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from pledges.api.write.changeset_schemas import SEEN
from pledges.api.write.row_schema import SOURCE
from pledges.intake.text_drafts.read_text import LONGEST_TEXT
from pledges.values.choices import DraftingState

WORDS = rf"^[^\x00]*{SEEN}[^\x00]*$"
BASE64 = r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$"
SLUG = r"^[a-z0-9][a-z0-9-]*$"
LONGEST_SLUG = 60


@extend_schema_field(SOURCE)
class SourceField(serializers.JSONField):
    """The source that rows cite."""


class CircumstancesSchema(serializers.Serializer):
    """What is known of a text that is drafted."""

    published = serializers.DateField(
        required=False, allow_null=True, help_text="Day of the text, from which its deadlines are read."
    )
    meeting = serializers.RegexField(
        SLUG, required=False, allow_null=True, max_length=LONGEST_SLUG, help_text="The meeting that it tells of."
    )
    source = SourceField(  # type: ignore[assignment]  # a column, not the argument
        required=False, allow_null=True, help_text="Where it stands, which the rows cite."
    )
    open_change_set = serializers.BooleanField(
        required=False, allow_null=True, help_text="Also make a change set of the rows, as a draft."
    )


class TextDraftSchema(CircumstancesSchema):
    """A text to be drafted."""

    text = serializers.RegexField(
        WORDS, max_length=LONGEST_TEXT, trim_whitespace=False, help_text="The text, in plain words."
    )


class FileDraftSchema(CircumstancesSchema):
    """A file to be drafted: text, an HTML page, a PDF file or a WACZ archive."""

    file = serializers.RegexField(BASE64, help_text="Its bytes in Base64.")


NewDraftSchema = PolymorphicProxySerializer(
    component_name="NewDraft", serializers=[TextDraftSchema, FileDraftSchema], resource_type_field_name=None
)


class StatedNumberSchema(serializers.Serializer):
    """How many, as the text says it; both ends are null where it says no number."""

    as_stated = serializers.CharField(allow_null=True, help_text="The words of the text.")
    min = serializers.FloatField(allow_null=True, help_text="At least so many.")
    max = serializers.FloatField(allow_null=True, help_text="At most so many; null where there is no upper bound.")


class StatedSumSchema(serializers.Serializer):
    """How much money, as the text says it."""

    as_stated = serializers.CharField(help_text="The words of the text.")
    value = serializers.FloatField(allow_null=True, help_text="The number; null where the words name none.")
    currency = serializers.CharField(allow_null=True, help_text="Currency, ISO 4217.")


class ClaimSchema(serializers.Serializer):
    """One statement that somebody gives something, in the words of news."""

    quote = serializers.CharField(help_text="The words that carry it.")
    span = serializers.ListField(
        child=serializers.IntegerField(), min_length=2, max_length=2, help_text="Where they begin and end in the text."
    )
    donors = serializers.ListField(
        child=serializers.CharField(), help_text="Who gives: codes, or JOINT for a group that is not named."
    )
    supplier = serializers.CharField(allow_null=True, help_text="Who supplies what another one pays for.")
    item = serializers.CharField(allow_blank=True, help_text="What is given, as the text calls it.")
    system_code = serializers.CharField(
        allow_null=True, help_text="The system of the catalogue; null where none is meant."
    )
    kind = serializers.CharField(help_text="What sort of thing it is.")
    quantity = StatedNumberSchema(help_text="How many.")
    amount = StatedSumSchema(allow_null=True, help_text="How much money.")
    stage = serializers.ChoiceField(
        ["signalled", "announced", "committed", "contracted", "in_transit", "delivered", "cancelled"],
        help_text="How far it has come.",
    )
    modality = serializers.CharField(help_text="How firmly it is said: firm, conditional, denied, request.")
    relation = serializers.CharField(
        help_text="How it stands to earlier statements: new, restates, cumulative, request."
    )
    due = serializers.CharField(allow_null=True, help_text="By when, as the text says it.")
    provision = serializers.CharField(
        allow_null=True, help_text="Where it comes from, as `provision` of a pledge; null where the text does not say."
    )


class LeftSentenceSchema(serializers.Serializer):
    """A sentence that looks like a promise and was not drafted, or not wholly."""

    span = serializers.ListField(
        child=serializers.IntegerField(), min_length=2, max_length=2, help_text="Where it begins and ends in the text."
    )
    quote = serializers.CharField(help_text="The sentence.")


class DraftSchema(serializers.Serializer):
    """A drafted text: its claims and what was left over, in the form of the command `draft_claims`."""

    id = serializers.IntegerField(help_text="Number of the draft.")
    state = serializers.ChoiceField(
        DraftingState.choices, help_text="How far the drafting has come; claims are there once it is done."
    )
    problem = serializers.CharField(allow_null=True, help_text="Why it failed; null where it did not.")
    kept_copy = serializers.CharField(help_text="SHA-256 of the kept copy.")
    rule_version = serializers.CharField(help_text="Version of the rules.")
    parser_version = serializers.CharField(
        allow_null=True, help_text="Version of the parser; null where there is none."
    )
    model_sha256 = serializers.CharField(allow_null=True, help_text="SHA-256 of its model; null where there is none.")
    published = serializers.DateField(allow_null=True, help_text="Day of the text.")
    meeting = serializers.CharField(allow_null=True, help_text="The meeting that it tells of.")
    created_by = serializers.CharField(help_text="Who sent it.")
    created_at = serializers.DateTimeField(help_text="When it was sent.")
    changeset = serializers.IntegerField(
        allow_null=True, help_text="The change set that its rows stand in; null before."
    )
    claims = ClaimSchema(many=True, help_text="What it claims.")
    residue = LeftSentenceSchema(many=True, help_text="The sentences that were left over.")
