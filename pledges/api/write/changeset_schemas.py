"""Descriptions of the JSON of change sets, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from pledges.api.schemas import ErrorSchema, ProblemDocumentSchema
from pledges.api.write.body_reading import LONGEST_CELL, LONGEST_REASON, LONGEST_TITLE, MOST_ROWS
from pledges.api.write.row_schema import RowField
from pledges.models import Outcome
from pledges.values.choices import ChangeSetEventKind, ChangeSetState, Origin, PlanAction

ANY_PLAIN = r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
SEEN = r"[^\s\x00-\x1f\x7f-\x9f]"
PLAIN_WORDS = f"^{ANY_PLAIN}*{SEEN}{ANY_PLAIN}*$"
"""Words of several lines: no control characters, and not blank."""

ANY_OF_LINE = r"[^\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
LINE = f"^{ANY_OF_LINE}*{SEEN}{ANY_OF_LINE}*$"
"""One line: white space of any kind counts as one blank."""


class RowProblemSchema(ErrorSchema):
    """A fault of a cell: where in the list of rows, which rule, in words, what would be right, and the value."""

    value = serializers.CharField()


class PlannedRowSchema(serializers.Serializer):
    """What publishing a row would do."""

    position = serializers.IntegerField()
    action = serializers.ChoiceField(PlanAction.choices, allow_null=True)
    problems = RowProblemSchema(many=True)


class ChangeSetRowSchema(PlannedRowSchema):
    """A row as it was sent, who wrote and approved it, and its plan."""

    row = RowField()
    author = serializers.CharField()
    approved_by = serializers.CharField(allow_null=True)


class CountsSchema(serializers.Serializer):
    """How many rows there are, how many have problems, and how many of each planned action."""

    rows = serializers.IntegerField()
    with_problems = serializers.IntegerField()
    create = serializers.IntegerField()  # type: ignore[assignment]  # a column, not the method
    unchanged = serializers.IntegerField()
    change = serializers.IntegerField()
    conflict = serializers.IntegerField()
    duplicate = serializers.IntegerField()


class ChangeSetHeadSchema(serializers.Serializer):
    """A change set without its rows; `allowed` are the steps that lead on from its state."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    origin = serializers.ChoiceField(Origin.choices)
    state = serializers.ChoiceField(ChangeSetState.choices)
    allowed = serializers.ListField(child=serializers.CharField())
    created_by = serializers.CharField()
    created_at = serializers.DateTimeField()
    approved_by = serializers.CharField(allow_null=True)
    approved_at = serializers.DateTimeField(allow_null=True)
    planned_version = serializers.IntegerField(allow_null=True)
    version = serializers.IntegerField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    undo_of = serializers.IntegerField(allow_null=True)
    counts = CountsSchema()


class ChangeSetListSchema(serializers.Serializer):
    """A page of change sets, newest first."""

    next = serializers.CharField(allow_null=True)
    results = ChangeSetHeadSchema(many=True)


class ChangeSetStepSchema(ChangeSetHeadSchema):
    """A change set after a step."""

    undone = serializers.BooleanField()


class ChangeSetApprovedOthersSchema(ChangeSetStepSchema):
    """A change set after the approval of what others wrote; `rows_approved` are the places of these rows."""

    rows_approved = serializers.ListField(child=serializers.IntegerField())


class ChangeSetDetailSchema(ChangeSetStepSchema):
    """A change set with its rows."""

    rows = ChangeSetRowSchema(many=True)


class UndoingSchema(serializers.Serializer):
    """The change set and the version that took this one back."""

    changeset = serializers.IntegerField()
    version = serializers.IntegerField()


class ChangeSetUndoneSchema(ChangeSetStepSchema):
    """A change set that was taken back."""

    undone_by = UndoingSchema()


class OtherStatementSchema(serializers.Serializer):
    """The other statement of a pair: a published pledge, or a row of a change set."""

    pledge = serializers.CharField(allow_null=True)
    changeset = serializers.IntegerField(allow_null=True)
    pointer = serializers.CharField(allow_null=True)


class PairDecisionSchema(serializers.Serializer):
    """What was decided about a pair, by whom and why."""

    outcome = serializers.ChoiceField(Outcome.choices)
    reason = serializers.CharField()
    by = serializers.CharField()
    at = serializers.DateTimeField()


class PairSchema(serializers.Serializer):
    """Two statements that may be the same promise; strong ones have to be settled before publishing."""

    pair = serializers.CharField()
    pointer = serializers.CharField(allow_null=True)
    other = OtherStatementSchema()
    score = serializers.IntegerField()
    strong = serializers.BooleanField()
    settled = serializers.BooleanField()
    reasons = serializers.ListField(child=serializers.CharField())
    decision = PairDecisionSchema(allow_null=True)


class ChangeSetDecidedSchema(ChangeSetStepSchema):
    """A change set after decisions about its pairs."""

    duplicates = PairSchema(many=True)


class BoundsSchema(serializers.Serializer):
    """The ends of a figure: best null is unknown, high null is without upper bound."""

    low = serializers.FloatField()
    best = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class MovementSchema(serializers.Serializer):
    """A figure before and after publishing; without a unit it is in euro."""

    scope = serializers.CharField()
    key = serializers.CharField()
    aid_type = serializers.CharField()
    system = serializers.CharField(allow_null=True)
    unit = serializers.CharField(allow_null=True)
    figure = serializers.CharField()
    before = BoundsSchema(allow_null=True)
    after = BoundsSchema(allow_null=True)
    rank_before = serializers.IntegerField(allow_null=True)
    rank_after = serializers.IntegerField(allow_null=True)


class GapMovementSchema(serializers.Serializer):
    """A gap before and after publishing."""

    system = serializers.CharField()
    unit = serializers.CharField()
    before = BoundsSchema(allow_null=True)
    after = BoundsSchema(allow_null=True)


class PreviewSchema(serializers.Serializer):
    """Everything that publishing would move now."""

    movements = MovementSchema(many=True)
    gaps = GapMovementSchema(many=True)


class ChangeSetPlanSchema(serializers.Serializer):
    """What publishing would do; stale means that the ledger moved since the rows were planned."""

    changeset = serializers.IntegerField()
    state = serializers.ChoiceField(ChangeSetState.choices)
    planned_version = serializers.IntegerField(allow_null=True)
    dataset_version = serializers.IntegerField()
    stale = serializers.BooleanField()
    rows = PlannedRowSchema(many=True)
    duplicates = PairSchema(many=True)
    preview = PreviewSchema(allow_null=True)


class EventSchema(serializers.Serializer):
    """One line of the history."""

    event = serializers.ChoiceField(ChangeSetEventKind.choices)
    by = serializers.CharField()
    at = serializers.DateTimeField()
    detail = serializers.CharField()


class ChangeSetHistorySchema(serializers.Serializer):
    """Who did what, first things first."""

    changeset = serializers.IntegerField()
    results = EventSchema(many=True)


class RefusalSchema(ProblemDocumentSchema):
    """A problem, with where the change set stands, the pairs that wait, or the ETag it has now."""

    state = serializers.ChoiceField(ChangeSetState.choices, required=False)
    allowed = serializers.ListField(child=serializers.CharField(), required=False)
    duplicates = PairSchema(many=True, required=False)
    etag = serializers.CharField(required=False)


class NewChangeSetSchema(serializers.Serializer):
    """What a new change set says."""

    title = serializers.RegexField(LINE, max_length=LONGEST_TITLE)
    rows = serializers.ListField(child=RowField(), max_length=MOST_ROWS)
    note = serializers.RegexField(PLAIN_WORDS, required=False, allow_null=True, max_length=LONGEST_REASON)


class RowsSchema(serializers.Serializer):
    """All rows of a change set."""

    rows = serializers.ListField(child=RowField(), max_length=MOST_ROWS)


class ReasonSchema(serializers.Serializer):
    """Why."""

    reason = serializers.RegexField(PLAIN_WORDS, max_length=LONGEST_REASON)


class NoteSchema(serializers.Serializer):
    """A remark."""

    note = serializers.RegexField(PLAIN_WORDS, max_length=LONGEST_REASON)


class PublishSchema(serializers.Serializer):
    """Why it is published although pairs are undecided, if any are."""

    leave_open = serializers.RegexField(PLAIN_WORDS, required=False, allow_null=True, max_length=LONGEST_REASON)


def verdict(outcomes: list[str], reason: dict[str, Any], *required: str) -> dict[str, Any]:
    """The description of a decision with one of some outcomes."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["pair", "outcome", *required],
        "properties": {
            "pair": {"type": "string", "minLength": 1, "maxLength": LONGEST_CELL, "pattern": r"^[^\x00]+$"},
            "outcome": {"type": "string", "enum": outcomes},
            "reason": reason,
        },
    }


REASON: dict[str, Any] = {"type": "string", "pattern": PLAIN_WORDS, "maxLength": LONGEST_REASON}
DECIDING = [outcome for outcome in Outcome.values if outcome != Outcome.LEFT_OPEN]
VERDICTS = {
    "type": "array",
    "description": "What a row is to the other statement of a pair, each pair once; to leave one open needs a reason.",
    "minItems": 1,
    "maxItems": MOST_ROWS,
    "uniqueItems": True,
    "items": {
        "oneOf": [
            verdict(DECIDING, REASON | {"type": ["string", "null"]}),
            verdict([Outcome.LEFT_OPEN.value], REASON, "reason"),
        ]
    },
}


@extend_schema_field(VERDICTS)
class VerdictsField(serializers.JSONField):
    """Decisions about pairs."""


class VerdictsSchema(serializers.Serializer):
    """Decisions about pairs."""

    decisions = VerdictsField()
