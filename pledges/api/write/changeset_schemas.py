"""Descriptions of the JSON of change sets, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from pledges.api.schemas import ErrorSchema, ProblemDocumentSchema
from pledges.api.write.body_reading import LONGEST_REASON, LONGEST_TITLE
from pledges.api.write.row_schema import RowField
from pledges.intake.row_limits import LONGEST_CELL, MOST_ROWS
from pledges.models import Outcome
from pledges.values.choices import ChangeSetEventKind, ChangeSetState, Origin, PlanAction, WarningRule

ANY_PLAIN = r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
SEEN = r"[^\s\x00-\x1f\x7f-\x9f]"
PLAIN_WORDS = f"^{ANY_PLAIN}*{SEEN}{ANY_PLAIN}*$"
"""Words of several lines: no control characters, and not blank."""

ANY_OF_LINE = r"[^\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
LINE = f"^{ANY_OF_LINE}*{SEEN}{ANY_OF_LINE}*$"
"""One line: white space of any kind counts as one blank."""


class RowProblemSchema(ErrorSchema):
    """A fault of a cell: where in the list of rows, which rule, in words, what would be right, and the value."""

    value = serializers.CharField(help_text="What the cell holds.")


class RowWarningSchema(serializers.Serializer):
    """What is odd about a cell, and yet possible; `accepted_warnings` of the row says why it stands."""

    pointer = serializers.CharField(help_text="Where in the list of rows, as a JSON pointer.")
    code = serializers.ChoiceField(WarningRule.choices, help_text="What is odd.")
    message = serializers.CharField(help_text="The same in words.")
    accepted = serializers.CharField(
        allow_null=True, help_text="Why it stands; null while nobody has said so, and then review does not take it."
    )


class ChangedCellSchema(serializers.Serializer):
    """A cell that a correction changes; blank is nothing."""

    column = serializers.CharField(help_text="Column of the row.")
    before = serializers.CharField(allow_blank=True, help_text="What the published fact says.")
    after = serializers.CharField(allow_blank=True, help_text="What it would say.")


class ReplacedFactSchema(serializers.Serializer):
    """A published fact that a row takes back, and what a correction changes of it."""

    target = serializers.CharField(help_text="Name of the fact, version.position.")
    kind = serializers.CharField(help_text="Kind of fact: entry, terms, requirement …")
    reference = serializers.CharField(allow_blank=True, help_text="Pledge that it is about; blank where it is of none.")
    says = serializers.CharField(help_text="The fact in a few words.")
    changes = ChangedCellSchema(many=True, help_text="The cells that differ; none where it is only taken back.")


class RowCommentSchema(serializers.Serializer):
    """What a reviewer or a drafter said at a row, or at one cell of it."""

    column = serializers.CharField(allow_null=True, help_text="Column of the cell; null where it is of the whole row.")
    words = serializers.CharField(help_text="What was said.")
    by = serializers.CharField(help_text="Who said it.")
    at = serializers.DateTimeField(help_text="When it was said.")
    settled_by = serializers.CharField(allow_null=True, help_text="Who saw to it; null while nobody has.")
    settled_at = serializers.DateTimeField(allow_null=True, help_text="When somebody saw to it.")


class PlannedRowSchema(serializers.Serializer):
    """What publishing a row would do."""

    position = serializers.IntegerField(help_text="Place of the row, from 0.")
    action = serializers.ChoiceField(
        PlanAction.choices,
        allow_null=True,
        help_text="What publishing the row would do; null where it cannot be planned.",
    )
    problems = RowProblemSchema(many=True, help_text="The faults of its cells.")
    warnings = RowWarningSchema(many=True, help_text="What is odd about its cells, to be accepted with a reason.")
    replaces = ReplacedFactSchema(many=True, help_text="The published facts that it corrects or takes back.")
    comments = RowCommentSchema(many=True, help_text="What was said at the row and its cells, in its order.")


class ChangeSetRowSchema(PlannedRowSchema):
    """A row as it was sent, who wrote and approved it, and its plan."""

    row = RowField(help_text="The row as it was sent.")
    author = serializers.CharField(help_text="Who wrote the row last.")
    approved_by = serializers.CharField(allow_null=True, help_text="Who approved the row; null where nobody has.")


class CountsSchema(serializers.Serializer):
    """How many rows there are, how many have problems, and how many of each planned action."""

    rows = serializers.IntegerField(help_text="Number of rows, without those that were taken out.")
    with_problems = serializers.IntegerField(help_text="How many rows have problems.")
    create = serializers.IntegerField(help_text="How many would create something.")  # type: ignore[assignment]  # a column, not the method
    unchanged = serializers.IntegerField(help_text="How many say what is published already.")
    change = serializers.IntegerField(help_text="How many would change something.")
    conflict = serializers.IntegerField(help_text="How many contradict what is published.")
    duplicate = serializers.IntegerField(help_text="How many may say what is published already.")
    taken_out = serializers.IntegerField(help_text="How many were taken out after they had been in review.")


class ChangeSetHeadSchema(serializers.Serializer):
    """A change set without its rows; `allowed` are the steps that lead on from its state."""

    id = serializers.IntegerField(help_text="Number of the change set.")
    title = serializers.CharField(help_text="Title.")
    origin = serializers.ChoiceField(Origin.choices, help_text="Where its rows come from.")
    state = serializers.ChoiceField(ChangeSetState.choices, help_text="How far it has come.")
    allowed = serializers.ListField(child=serializers.CharField(), help_text="The steps that you can take now.")
    created_by = serializers.CharField(help_text="Who began it.")
    created_at = serializers.DateTimeField(help_text="When it was begun.")
    approved_by = serializers.CharField(allow_null=True, help_text="Who approved it; null where nobody has.")
    approved_at = serializers.DateTimeField(allow_null=True, help_text="When it was approved.")
    planned_version = serializers.IntegerField(
        allow_null=True, help_text="Dataset version that its rows were planned for."
    )
    version = serializers.IntegerField(allow_null=True, help_text="Dataset version that it was published as.")
    published_at = serializers.DateTimeField(allow_null=True, help_text="When it was published.")
    undo_of = serializers.IntegerField(allow_null=True, help_text="Number of the change set that it takes back.")
    counts = CountsSchema(help_text="How many rows there are of each kind.")


class ChangeSetListSchema(serializers.Serializer):
    """A page of change sets, newest first."""

    next = serializers.CharField(allow_null=True, help_text="Address of the page after this one.")
    results = ChangeSetHeadSchema(many=True, help_text="The change sets, the newest first.")


class ChangeSetStepSchema(ChangeSetHeadSchema):
    """A change set after a step."""

    undone = serializers.BooleanField(help_text="Whether it was taken back.")
    planned_hash = serializers.CharField(
        help_text="SHA-256 of all rows with their words, authors, places and plans: an approval names it."
    )


class ChangeSetApprovedOthersSchema(ChangeSetStepSchema):
    """A change set after the approval of what others wrote; `rows_approved` are the places of these rows."""

    rows_approved = serializers.ListField(
        child=serializers.IntegerField(), help_text="Places of the rows that were approved."
    )


class ChangeSetDetailSchema(ChangeSetStepSchema):
    """A change set with its rows."""

    rows = ChangeSetRowSchema(many=True, help_text="Its rows, in order.")
    taken_out = ChangeSetRowSchema(
        many=True,
        help_text=(
            "Rows that were taken out after they had been in review: `author` took them out, and somebody else"
            " approves that."
        ),
    )


class UndoingSchema(serializers.Serializer):
    """The change set and the version that took this one back."""

    changeset = serializers.IntegerField(help_text="Number of the change set that took it back.")
    version = serializers.IntegerField(help_text="Dataset version that took it back.")


class ChangeSetUndoneSchema(ChangeSetStepSchema):
    """A change set that was taken back."""

    undone_by = UndoingSchema(help_text="What took it back.")


class OtherStatementSchema(serializers.Serializer):
    """The other statement of a pair: a published pledge, or a row of a change set."""

    pledge = serializers.CharField(allow_null=True, help_text="Published pledge, by reference.")
    changeset = serializers.IntegerField(allow_null=True, help_text="Number of the change set that the row is of.")
    pointer = serializers.CharField(
        allow_null=True, help_text="Where the row is, as a JSON pointer into its change set."
    )


class PairDecisionSchema(serializers.Serializer):
    """What was decided about a pair, by whom and why."""

    outcome = serializers.ChoiceField(Outcome.choices, help_text="What the two are to each other.")
    reason = serializers.CharField(help_text="Why.")
    by = serializers.CharField(help_text="Who decided.")
    at = serializers.DateTimeField(help_text="When it was decided.")


class PairSchema(serializers.Serializer):
    """Two statements that may be the same promise; strong ones have to be settled before publishing."""

    pair = serializers.CharField(help_text="Name of the pair, for a decision.")
    pointer = serializers.CharField(allow_null=True, help_text="Where the row is, as a JSON pointer.")
    other = OtherStatementSchema(help_text="The other statement.")
    score = serializers.IntegerField(help_text="How alike the two are; more is more.")
    strong = serializers.BooleanField(help_text="Whether it has to be settled before publishing.")
    settled = serializers.BooleanField(help_text="Whether it is settled.")
    reasons = serializers.ListField(child=serializers.CharField(), help_text="What is alike.")
    decision = PairDecisionSchema(allow_null=True, help_text="What was decided; null where nothing was.")


class ChangeSetDecidedSchema(ChangeSetStepSchema):
    """A change set after decisions about its pairs."""

    duplicates = PairSchema(many=True, help_text="The pairs that may be the same promise.")


class BoundsSchema(serializers.Serializer):
    """The ends of a figure: best null is unknown, high null is without upper bound."""

    low = serializers.FloatField(help_text="At least so much, whatever the true number is.")
    best = serializers.FloatField(allow_null=True, help_text="The figure that stands out; null where none does.")
    high = serializers.FloatField(allow_null=True, help_text="At most so much; null where there is no upper bound.")


class MovementSchema(serializers.Serializer):
    """A figure before and after publishing; without a unit it is in euro."""

    scope = serializers.CharField(help_text="What the figure is of: a donor, a meeting, a coalition or a system.")
    key = serializers.CharField(help_text="Which of them, by code or slug.")
    aid_type = serializers.CharField(help_text="Military, financial or humanitarian.")
    system = serializers.CharField(allow_null=True, help_text="System, by slug; null where the figure is of money.")
    unit = serializers.CharField(allow_null=True, help_text="Unit in which it is counted; null where it is in euro.")
    figure = serializers.CharField(help_text="Which figure it is.")
    before = BoundsSchema(allow_null=True, help_text="The figure as it is now.")
    after = BoundsSchema(allow_null=True, help_text="The figure as it would be.")
    rank_before = serializers.IntegerField(allow_null=True, help_text="Place among its kind as it is now.")
    rank_after = serializers.IntegerField(allow_null=True, help_text="Place among its kind as it would be.")


class GapMovementSchema(serializers.Serializer):
    """A gap before and after publishing."""

    system = serializers.CharField(help_text="System, by slug.")
    unit = serializers.CharField(help_text="Unit in which it is counted.")
    before = BoundsSchema(allow_null=True, help_text="The gap as it is now.")
    after = BoundsSchema(allow_null=True, help_text="The gap as it would be.")


class PreviewSchema(serializers.Serializer):
    """Everything that publishing would move now."""

    movements = MovementSchema(many=True, help_text="The figures that would move.")
    gaps = GapMovementSchema(many=True, help_text="The gaps that would move.")


class ChangeSetPlanSchema(serializers.Serializer):
    """What publishing would do; stale means that the ledger moved since the rows were planned."""

    changeset = serializers.IntegerField(help_text="Number of the change set.")
    state = serializers.ChoiceField(ChangeSetState.choices, help_text="How far it has come.")
    planned_version = serializers.IntegerField(
        allow_null=True, help_text="Dataset version that its rows were planned for."
    )
    dataset_version = serializers.IntegerField(help_text="Latest dataset version.")
    stale = serializers.BooleanField(help_text="Whether the ledger moved since the rows were planned.")
    planned_hash = serializers.CharField(
        help_text="SHA-256 of all rows with their words, authors, places and plans: an approval names it."
    )
    rows = PlannedRowSchema(many=True, help_text="What publishing each row would do.")
    duplicates = PairSchema(many=True, help_text="The pairs that may be the same promise.")
    preview = PreviewSchema(allow_null=True, help_text="The figures that would move; null where nothing can be said.")


class EventSchema(serializers.Serializer):
    """One line of the history."""

    event = serializers.ChoiceField(ChangeSetEventKind.choices, help_text="What was done.")
    by = serializers.CharField(help_text="Who did it.")
    at = serializers.DateTimeField(help_text="When it was done.")
    detail = serializers.CharField(help_text="More about it, in words.")


class ChangeSetHistorySchema(serializers.Serializer):
    """Who did what, first things first."""

    changeset = serializers.IntegerField(help_text="Number of the change set.")
    results = EventSchema(many=True, help_text="What was done, first things first.")


class RefusalSchema(ProblemDocumentSchema):
    """A problem, with where the change set stands, the pairs that wait, or the ETag it has now."""

    state = serializers.ChoiceField(
        ChangeSetState.choices, required=False, help_text="How far the change set has come."
    )
    allowed = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="The steps that you can take now."
    )
    duplicates = PairSchema(many=True, required=False, help_text="The pairs that wait for a decision.")
    etag = serializers.CharField(required=False, help_text="The ETag that it has now.")


class NewChangeSetSchema(serializers.Serializer):
    """What a new change set says."""

    title = serializers.RegexField(LINE, max_length=LONGEST_TITLE, help_text="Title.")
    rows = serializers.ListField(child=RowField(), max_length=MOST_ROWS, help_text="Its rows, in order.")
    note = serializers.RegexField(
        PLAIN_WORDS,
        required=False,
        allow_null=True,
        max_length=LONGEST_REASON,
        help_text="A remark for whoever reviews it.",
    )


class RowsSchema(serializers.Serializer):
    """All rows of a change set."""

    rows = serializers.ListField(child=RowField(), max_length=MOST_ROWS, help_text="All rows, in order.")


class ReasonSchema(serializers.Serializer):
    """Why."""

    reason = serializers.RegexField(PLAIN_WORDS, max_length=LONGEST_REASON, help_text="Why.")


class NoteSchema(serializers.Serializer):
    """A remark."""

    note = serializers.RegexField(PLAIN_WORDS, max_length=LONGEST_REASON, help_text="The remark.")


class TitleSchema(serializers.Serializer):
    """What a change set is called."""

    title = serializers.RegexField(LINE, max_length=LONGEST_TITLE, help_text="Title.")


class ApprovalSchema(serializers.Serializer):
    """What is approved."""

    planned_hash = serializers.RegexField(
        "^[0-9a-f]{64}$", help_text="`planned_hash` as it stood beside the rows that you looked at."
    )


class PublishSchema(serializers.Serializer):
    """Why it is published although pairs are undecided, if any are."""

    leave_open = serializers.RegexField(
        PLAIN_WORDS,
        required=False,
        allow_null=True,
        max_length=LONGEST_REASON,
        help_text="Why pairs are left undecided.",
    )


def verdict(outcomes: list[str], reason: dict[str, Any], *required: str) -> dict[str, Any]:
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
