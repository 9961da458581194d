"""Why the ledger refuses; each says what was wrong and what would be right."""


class Refusal(Exception):  # noqa: N818 - the vocabulary of the ledger: it refuses
    """The ledger wrote nothing. `code` is stable; `reasons` lists what stands in the way."""

    code = "refused"

    def __init__(self, message: str, *, reasons: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.reasons = reasons


class ReasonNeeded(Refusal):
    """The step has to say why."""

    code = "reason_needed"


class WrongState(Refusal):
    """The change set is not in the state that this step starts from."""

    code = "wrong_state"


class NotAllowed(Refusal):
    """The account's role does not allow this step."""

    code = "not_allowed"


class OwnChangeSet(Refusal):
    """The account wrote what it would approve, or published what it would undo."""

    code = "own_change_set"


class RowsNotApproved(Refusal):
    """Some rows have no approval by somebody other than their author."""

    code = "rows_not_approved"


class PlanHasProblems(Refusal):
    """Some rows could not be understood."""

    code = "plan_has_problems"


class WarningsNotAccepted(Refusal):
    """Some rows are odd, and nobody has said why they stand."""

    code = "warnings_not_accepted"


class StalePlan(Refusal):
    """The ledger moved since the plan was made: plan again first, or have approved what the new plan does."""

    code = "stale_plan"


class UndecidedDuplicates(Refusal):
    """Rows may state what is in the ledger already, and nobody decided."""

    code = "undecided_duplicates"


class OutcomeDoesNotFit(Refusal):
    """A decision about a pair cannot become facts of the ledger."""

    code = "outcome_does_not_fit"


class NothingToPublish(Refusal):
    """Every row is in the ledger already."""

    code = "nothing_to_publish"


class LaterFacts(Refusal):
    """Later change sets build on what this one wrote."""

    code = "later_facts"


class AlreadyUndone(Refusal):
    """The change set is undone already."""

    code = "already_undone"


class StaleEdit(Refusal):
    """Somebody else saved the change set in the meantime."""

    code = "stale_edit"


class TooLarge(Refusal):
    """There are more rows, or longer cells, than a change set takes."""

    code = "too_large"
