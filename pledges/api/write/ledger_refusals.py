"""What a refusal of the ledger means to a program: status, stable code, what would be right, and where things stand."""

from __future__ import annotations

from typing import Any

from pledges import ledger
from pledges.answers.filters import Problem
from pledges.api.api_refusals import ApiRefusal
from pledges.api.write.changeset_json import ALLOWED, candidates_of, pair_json, plan_json
from pledges.api.write.json_documents import MOST_SAID
from pledges.ledger.review import rows_to_accept
from pledges.models import ChangeSet
from pledges.values.choices import ChangeSetState

STATUSES: dict[type[ledger.Refusal], tuple[int, str]] = {
    ledger.NotAllowed: (403, "Use the token of an account with this role."),
    ledger.OwnChangeSet: (403, "Use the token of another reviewer."),
    ledger.WrongState: (409, "“allowed” lists the steps that lead on from its state."),
    ledger.RowsNotApproved: (409, "A reviewer who wrote none of these rows approves them."),
    ledger.PlanHasProblems: (409, "Correct the rows with PUT rows/, then try again."),
    ledger.StalePlan: (409, "Read plan/ again; “allowed” lists the steps that lead on from here."),
    ledger.WarningsNotAccepted: (
        409,
        "Say why in “accepted_warnings” of the row, as in “over_delivery: the reason”, with PUT rows/.",
    ),
    ledger.UndecidedDuplicates: (
        409,
        "Decide each pair with POST duplicates/, or publish with {“leave_open”: “the reason”}.",
    ),
    ledger.OutcomeDoesNotFit: (422, "Choose another outcome for this pair."),
    ledger.ReasonNeeded: (422, "Say why in “reason”."),
    ledger.NothingToPublish: (409, "Nothing is left to do; the ledger says all of it already."),
    ledger.LaterFacts: (409, "Undo the later change sets first."),
    ledger.AlreadyUndone: (409, "Nothing is left to undo."),
    ledger.TooLarge: (422, "Put the other rows into a further change set; shorten the cells that are named."),
    ledger.StaleEdit: (412, "Read the change set again, and repeat the edit on what it says now."),
}


def answer_refusal(refusal: ledger.Refusal, changeset: ChangeSet | None) -> ApiRefusal:
    status, hint = STATUSES.get(type(refusal), (409, ""))
    detail = str(refusal)
    errors = [Problem("", refusal.code, reason, hint) for reason in refusal.reasons or (detail,)]
    members: dict[str, Any] = {}
    if changeset is not None:
        state = ChangeSet.objects.values_list("state", flat=True).get(pk=changeset.pk)
        members = {"state": state, "allowed": list(ALLOWED[ChangeSetState(state)])}
        if isinstance(refusal, ledger.PlanHasProblems):
            errors = row_problems(changeset) or errors
        if isinstance(refusal, ledger.WarningsNotAccepted):
            errors = open_warnings(changeset, hint) or errors
        if isinstance(refusal, ledger.UndecidedDuplicates):
            waiting = candidates_of(changeset).filter(strong=True, settled=False)[:MOST_SAID]
            members["duplicates"] = [pair_json(one) for one in waiting]
    return ApiRefusal(status, refusal.code, f"{detail[:1].upper()}{detail[1:]}.", errors=errors[:MOST_SAID], **members)


def row_problems(changeset: ChangeSet) -> list[Problem]:
    rows = changeset.rows.order_by("position")
    found = [problem for row in rows for problem in plan_json(row)["problems"]]
    return [Problem(one["pointer"], one["code"], one["message"], one["hint"]) for one in found]


def open_warnings(changeset: ChangeSet, hint: str) -> list[Problem]:
    """The warnings that nobody accepted, each with its place."""
    rows = rows_to_accept(changeset).order_by("position")
    found = [warning for row in rows for warning in plan_json(row)["warnings"] if not warning["accepted"]]
    return [Problem(one["pointer"], one["code"], one["message"], hint) for one in found]


def no_change_set(pk: int) -> ApiRefusal:
    words = f"there is no change set {pk}"
    problem = Problem("/path/id", "not_found", words, "GET /api/v1/changesets/ lists yours.")
    return ApiRefusal(404, "not_found", f"There is no change set {pk}.", errors=[problem])


def no_pair(at: str, name: str) -> Problem:
    return Problem(f"{at}/pair", "unknown_pair", f"no pair is called “{name[:60]}”", "GET plan/ lists them.")
