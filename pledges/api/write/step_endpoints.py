"""The endpoints that move a change set on: to review, approved, sent back, published, undone; duplicates decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.serializers import Serializer

from pledges import ledger
from pledges.answers.filters import Problem
from pledges.answers.filters.parameter_problems import suggestion
from pledges.api.write.body_examples import (
    APPROVAL,
    DECISIONS,
    GIVING_UP,
    LEAVE_OPEN,
    REJECTION,
    REMARK,
    TITLE,
    UNDOING,
)
from pledges.api.write.body_reading import (
    LONGEST_TITLE,
    Faults,
    Reader,
    decisions,
    line,
    planned_hash,
    read_members,
    words,
)
from pledges.api.write.changeset_json import candidates_of, pair_json, step_json
from pledges.api.write.changeset_schemas import (
    ApprovalSchema,
    ChangeSetApprovedOthersSchema,
    ChangeSetDecidedSchema,
    ChangeSetDetailSchema,
    ChangeSetStepSchema,
    ChangeSetUndoneSchema,
    NoteSchema,
    PublishSchema,
    ReasonSchema,
    TitleSchema,
    VerdictsSchema,
)
from pledges.api.write.if_match import require_match
from pledges.api.write.ledger_refusals import answer_refusal, no_pair
from pledges.api.write.openapi_writes import Described
from pledges.api.write.write_endpoint import ChangeSetView, answer, changeset_named, detail_answer
from pledges.intake.draft_copies import copy_changeset, rename_draft
from pledges.intake.draft_discard import discard_draft
from pledges.intake.drafts import plan_changeset
from pledges.intake.duplicates.decide_pairs import OPEN_STATES, Verdict, decide_all
from pledges.intake.publish_replanned import publish_planned_anew
from pledges.ledger import Json
from pledges.ledger.review import lock_changeset
from pledges.models import ChangeSet, Outcome
from pledges.tasks import drain_outbox
from pledges.values.choices import Role, TokenScope

APPROVE_DETAILS = (
    "`planned_hash` is the one that plan/, the change set or its last step gave with the rows that you looked at. Where"
    " a row, its plan or its place changed since, nothing is approved (409 `stale_plan`)."
)
PUBLISH_DETAILS = (
    "What is published is what was approved. Where the ledger moved since the plan was made, the rows are planned anew;"
    " if some would now write something else, nothing is published (409 `stale_plan`, with those rows in `errors`):"
    " they lose their approval, the change set is `submitted` again, and a reviewer approves them with approve/."
    " Strong pairs that nobody decided stand in the way (409 `undecided_duplicates`) unless `leave_open` says why."
)
REPLAN_DETAILS = (
    "Rows that would still write the same facts keep their approval. Others lose it, and an approved change set is then"
    " `submitted` again; its history says which rows, and what differs."
)
OUTCOME_DETAILS = (
    "An outcome reads as: the row is … the other statement. `left_open` decides nothing, needs a reason and a reviewer,"
    " and lets this change set be published."
)


def describe_step(
    name: str, about: str, answer: type[Serializer[Any]] = ChangeSetStepSchema, **more: Any
) -> dict[str, Described]:
    """Describe the one method of a step, which answers with the change set as it stands then."""
    return {"POST": Described(f"changesets_id_{name}", about, answer, if_match=False, **more)}


class Step(ChangeSetView):
    """One step of a change set; with `If-Match` it is taken only from the state that was read."""

    members: ClassVar[Mapping[str, Reader]] = {}
    optional: ClassVar[bool] = False

    def post(self, request: Request, pk: int) -> HttpResponse:
        """Take the step."""
        return self.write(lambda document: self.step(pk, document))

    def step(self, pk: int, document: Any) -> HttpResponse:
        """Read what is asked, and take the step."""
        asked = read_members(document, self.members, required=() if self.optional else tuple(self.members))
        changeset = changeset_named(pk)
        if "HTTP_IF_MATCH" in self.request.META:
            changeset = ChangeSet.objects.select_for_update(no_key=True).get(pk=pk)
            require_match(self.request._request, changeset, needed=False)
        return self.take(changeset, asked)

    def take(self, changeset: ChangeSet, asked: Json) -> HttpResponse:
        """Take the step and return the answer."""
        raise NotImplementedError


class Submit(Step):
    """To review."""

    described = describe_step("submit", "To review")

    def take(self, changeset: ChangeSet, asked: Json) -> HttpResponse:
        ledger.submit(changeset=changeset, actor=self.user, now=self.now)
        return answer(step_json(changeset))


class Replan(Step):
    """Planned anew against the ledger as it is now."""

    described = describe_step("replan", "Planned anew against the ledger as it is now", details=REPLAN_DETAILS)

    def take(self, changeset: ChangeSet, asked: Json) -> HttpResponse:
        plan_changeset(changeset=changeset, actor=self.user, today=self.now.date(), now=self.now)
        return answer(step_json(changeset))


class Approve(Step):
    """Approved by a second person."""

    described = describe_step(
        "approve",
        "Approved by a reviewer who wrote none of the rows",
        asked=ApprovalSchema,
        details=APPROVE_DETAILS,
        example=APPROVAL,
    )
    role = Role.REVIEWER
    scope = TokenScope.REVIEW
    members: ClassVar[Mapping[str, Reader]] = {"planned_hash": planned_hash}

    def take(self, changeset: ChangeSet, asked: Json) -> HttpResponse:
        ledger.approve(changeset=changeset, reviewer=self.user, seen=asked["planned_hash"], now=self.now)
        return answer(step_json(changeset))


class ApproveOthers(Step):
    """Approved as far as the reviewer may: without the rows that they corrected."""

    described = describe_step(
        "approve_others",
        "Every row approved that the reviewer did not write",
        ChangeSetApprovedOthersSchema,
        asked=ApprovalSchema,
        example=APPROVAL,
        details=(
            f"{APPROVE_DETAILS} `rows_approved` are their places. What the reviewer wrote or corrected waits for"
            " somebody else, whose approve/ then lets the change set be published."
        ),
    )
    role = Role.REVIEWER
    scope = TokenScope.REVIEW
    members: ClassVar[Mapping[str, Reader]] = {"planned_hash": planned_hash}

    def take(self, changeset: ChangeSet, asked: Json) -> HttpResponse:
        positions = ledger.approve_others(
            changeset=changeset, reviewer=self.user, seen=asked["planned_hash"], now=self.now
        )
        return answer(step_json(changeset) | {"rows_approved": positions})


class Note(Step):
    """A remark in the history."""

    described = describe_step("note", "A remark in the history, in any state", asked=NoteSchema, example=REMARK)
    members: ClassVar[Mapping[str, Reader]] = {"note": words}

    def take(self, changeset: ChangeSet, asked: Json) -> HttpResponse:
        ledger.note(changeset=changeset, author=self.user, words=asked["note"], now=self.now)
        return answer(step_json(changeset))


class Rename(Step):
    """Under another title."""

    described = describe_step("rename", "A draft under another title", asked=TitleSchema, example=TITLE)
    members: ClassVar[Mapping[str, Reader]] = {"title": line(LONGEST_TITLE)}

    def take(self, changeset: ChangeSet, asked: Json) -> HttpResponse:
        renamed = rename_draft(changeset=changeset, title=asked["title"], actor=self.user, now=self.now)
        return answer(step_json(renamed))


class Copy(Step):
    """A new draft with the same rows."""

    described = describe_step(
        "copy",
        "A new draft with the same rows, whatever became of them",
        ChangeSetDetailSchema,
        status=201,
        details=(
            "Rows keep their external references: what is published under them is unchanged, what was undone comes"
            " anew. Nothing of the other change set changes."
        ),
        etag=True,
    )

    def take(self, changeset: ChangeSet, asked: Json) -> HttpResponse:
        copy = copy_changeset(changeset=changeset, author=self.user, today=self.now.date(), now=self.now)
        address = self.request.build_absolute_uri(reverse("api_changeset", args=[copy.pk]))
        return detail_answer(copy, status=201, headers={"Location": address})


class Reject(Step):
    """Sent back."""

    described = describe_step(
        "reject", "Sent back to its draft, with the reason", asked=ReasonSchema, example=REJECTION
    )
    role = Role.REVIEWER
    scope = TokenScope.REVIEW
    members: ClassVar[Mapping[str, Reader]] = {"reason": words}

    def take(self, changeset: ChangeSet, asked: Json) -> HttpResponse:
        ledger.reject(changeset=changeset, reviewer=self.user, reason=asked["reason"], now=self.now)
        return answer(step_json(changeset))


class Publish(Step):
    """Published as the next version."""

    described = describe_step(
        "publish",
        "Published as the next dataset version",
        asked=PublishSchema,
        details=PUBLISH_DETAILS,
        example=LEAVE_OPEN,
    )
    role = Role.REVIEWER
    scope = TokenScope.PUBLISH
    members: ClassVar[Mapping[str, Reader]] = {"leave_open": words}
    optional = True

    def take(self, changeset: ChangeSet, asked: Json) -> HttpResponse:
        try:
            publish_planned_anew(
                changeset=changeset, reviewer=self.user, now=self.now, open_reason=asked.get("leave_open", "")
            )
        except ledger.Refusal as refusal:
            # Said, not raised: a new plan stays, and with it which rows are approved, and pairs to decide.
            return answer_refusal(refusal, changeset).answer(self.request._request)
        transaction.on_commit(drain_outbox.delay, robust=True)
        return answer(step_json(changeset))


class Undo(Step):
    """Taken back by a version that voids everything in it."""

    described = describe_step(
        "undo",
        "Taken back by a version that voids all it wrote",
        ChangeSetUndoneSchema,
        asked=ReasonSchema,
        example=UNDOING,
    )
    role = Role.REVIEWER
    scope = TokenScope.PUBLISH
    members: ClassVar[Mapping[str, Reader]] = {"reason": words}

    def take(self, changeset: ChangeSet, asked: Json) -> HttpResponse:
        version = ledger.undo(changeset=changeset, reviewer=self.user, reason=asked["reason"], now=self.now)
        transaction.on_commit(drain_outbox.delay, robust=True)
        return answer(
            step_json(changeset) | {"undone_by": {"changeset": version.changeset_id, "version": version.number}}
        )


class Discard(Step):
    """Given up for good; its rows and its history stay."""

    described = describe_step(
        "discard", "Given up for good, by whoever began it", asked=ReasonSchema, example=GIVING_UP
    )
    members: ClassVar[Mapping[str, Reader]] = {"reason": words}

    def take(self, changeset: ChangeSet, asked: Json) -> HttpResponse:
        discard_draft(changeset=changeset, owner=self.user, reason=asked["reason"], today=self.now.date(), now=self.now)
        return answer(step_json(changeset))


class Duplicates(Step):
    """What rows are to the statements that they may repeat."""

    described = describe_step(
        "duplicates",
        "What rows are to the statements that they may repeat",
        ChangeSetDecidedSchema,
        asked=VerdictsSchema,
        details=OUTCOME_DETAILS,
        example=DECISIONS,
    )
    members: ClassVar[Mapping[str, Reader]] = {"decisions": decisions}

    def take(self, changeset: ChangeSet, asked: Json) -> HttpResponse:
        changeset = lock_changeset(changeset, *OPEN_STATES)
        verdicts = verdicts_of(changeset, asked["decisions"])
        decide_all(verdicts=verdicts, actor=self.user, today=self.now.date(), now=self.now)
        pairs = [pair_json(one) for one in candidates_of(changeset)]
        return answer(step_json(changeset) | {"duplicates": pairs})


def verdicts_of(changeset: ChangeSet, asked: list[Json]) -> list[Verdict]:
    """The decisions about the pairs of a change set.

    :raises ApiRefusal: a pair is not there, an outcome is none, or one that needs a reason has none.
    """
    pairs = {one.pair_name: one for one in candidates_of(changeset)}
    faults = Faults()
    verdicts = []
    for one in asked:
        candidate, outcome, reason = pairs.get(one["pair"]), one["outcome"], one.get("reason") or ""
        if candidate is None:
            faults.found.append(no_pair(one["at"], one["pair"]))
        if outcome not in Outcome.values:
            hint = suggestion(outcome, Outcome.values)
            faults.found.append(Problem(f"{one['at']}/outcome", "unknown_value", "it is no outcome", hint))
        elif outcome == Outcome.LEFT_OPEN and not reason:
            faults.add(f"{one['at']}/reason", "required", "to leave a pair open needs a reason", "Say why.")
        elif candidate is not None:
            verdicts.append(Verdict(candidate, Outcome(outcome), reason))
    if len({one["pair"] for one in asked}) < len(asked):
        faults.add("/decisions", "repeated_pair", "a pair stands twice", "one decision a pair")
    faults.refuse()
    return verdicts
