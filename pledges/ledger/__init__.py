"""The only writer of the ledger: review, publish, undo."""

from pledges.ledger.assignment import assign
from pledges.ledger.fact_kinds import FactPlan, Json, Target
from pledges.ledger.publishing import latest_number, publish
from pledges.ledger.refusals import (
    AlreadyUndone,
    LaterFacts,
    NotAllowed,
    NothingToPublish,
    OutcomeDoesNotFit,
    OwnChangeSet,
    PlanHasProblems,
    ReasonNeeded,
    Refusal,
    RowsNotApproved,
    StaleEdit,
    StalePlan,
    TooLarge,
    UndecidedDuplicates,
    WarningsNotAccepted,
    WrongState,
)
from pledges.ledger.review import approve, approve_others, discard, hash_shown_rows, note, record, reject, submit
from pledges.ledger.undoing import is_undone, undo
