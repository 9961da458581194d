"""Decisions about pairs: who decides what, and why; the open change sets they concern are planned anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from pledges.intake.drafts import plan_changeset
from pledges.intake.duplicates.find_pairs import settle
from pledges.ledger import NotAllowed, OutcomeDoesNotFit, OwnChangeSet, record
from pledges.ledger.review import four_eyes, lock_changeset, require_role, stated_reason
from pledges.models import ChangeSet, DuplicateCandidate, DuplicateDecision, Outcome, User
from pledges.values.choices import ChangeSetEventKind, ChangeSetState, Role
from pledges.values.stages import SECURED_STAGES

NO_SUCH_PAIR = "this pair is no longer there: the rows changed after they were shown; look at them again"

OPEN_STATES = (ChangeSetState.DRAFT, ChangeSetState.SUBMITTED, ChangeSetState.APPROVED)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody decides about one candidate."""

    candidate: DuplicateCandidate
    outcome: Outcome
    reason: str = ""


def decide(
    *, candidate: DuplicateCandidate, outcome: Outcome, actor: User, today: date, now: datetime, reason: str = ""
) -> DuplicateDecision:
    """Record what a statement is to the other one, and plan its change set anew.

    :raises NotAllowed: the actor is no drafter; for an approved change set or published pledges, no reviewer.
    :raises OwnChangeSet: the change set is approved and the actor wrote the row.
    :raises OutcomeDoesNotFit: the row cannot fulfil the other pledge, or an open pair is left without a reason.
    :raises ReasonNeeded: the reason is too long or unreadable.
    """
    verdict = Verdict(candidate, outcome, reason)
    return decide_all(verdicts=[verdict], actor=actor, today=today, now=now)[0]


@transaction.atomic
def decide_all(*, verdicts: Sequence[Verdict], actor: User, today: date, now: datetime) -> list[DuplicateDecision]:
    """Record several decisions at once; each change set they concern is planned anew once. Refuses like `decide`.

    :raises ReasonNeeded: a reason is too long or unreadable.
    """
    keys = [verdict.candidate.pk for verdict in verdicts]
    loaded = DuplicateCandidate.objects.select_related("row", "other_row", "pledge", "other_pledge").in_bulk(keys)
    if len(loaded) < len(set(keys)):
        raise OutcomeDoesNotFit(NO_SUCH_PAIR)
    fresh = [
        Verdict(loaded[one.candidate.pk], one.outcome, stated_reason(one.reason) if one.reason.strip() else "")
        for one in verdicts
    ]
    changesets = {
        key: lock_changeset(ChangeSet(pk=key), *OPEN_STATES)
        for key in sorted({one.candidate.changeset_id for one in fresh if one.candidate.changeset_id})
    }
    for verdict in fresh:
        require_right(verdict, changesets.get(verdict.candidate.changeset_id or 0), actor=actor)
        require_fit(verdict)
    decisions = DuplicateDecision.objects.bulk_create(
        [decision_of(verdict, actor=actor, now=now) for verdict in fresh], batch_size=1000
    )
    for key, changeset in changesets.items():
        said = [describe_verdict(verdict) for verdict in fresh if verdict.candidate.changeset_id == key]
        record(changeset, ChangeSetEventKind.EDITED, actor=actor, now=now, detail=shorten_parts(said))
        plan_changeset(changeset=changeset, actor=actor, today=today, now=now)
    if any(verdict.candidate.changeset_id is None for verdict in fresh):
        settle(None)
    return decisions


@transaction.atomic
def leave_open(
    *, changeset: ChangeSet, reason: str, actor: User, today: date, now: datetime
) -> list[DuplicateDecision]:
    """Let a change set be published although strong candidates are undecided; each pair keeps who said so and why.

    The pairs stay undecided: they turn up again in every search through history.

    :raises NotAllowed: the actor is no reviewer.
    :raises OutcomeDoesNotFit: the reason is missing.
    """
    require_role(actor, Role.REVIEWER, origin=changeset.origin)
    waiting = DuplicateCandidate.objects.filter(changeset=changeset, strong=True, settled=False).order_by("pk")
    verdicts = [Verdict(candidate, Outcome.LEFT_OPEN, reason) for candidate in waiting]
    return decide_all(verdicts=verdicts, actor=actor, today=today, now=now)


def require_right(verdict: Verdict, changeset: ChangeSet | None, *, actor: User) -> None:
    """Refuse where the actor may not decide about this pair now."""
    if changeset is None:
        role = Role.REVIEWER
    else:
        approved = changeset.state == ChangeSetState.APPROVED
        role = Role.REVIEWER if approved or verdict.outcome == Outcome.LEFT_OPEN else Role.DRAFTER
        row = verdict.candidate.row
        if approved and row is not None and row.author_id == actor.pk and four_eyes():
            raise OwnChangeSet(f"{actor.username} wrote row {row.position}, which is approved; somebody else decides")
    if actor.is_system:
        raise NotAllowed("system accounts decide nothing")
    require_role(actor, role, origin=changeset.origin if changeset else "")


def require_fit(verdict: Verdict) -> None:
    """Refuse an outcome that cannot be carried out."""
    candidate = verdict.candidate
    if verdict.outcome == Outcome.LEFT_OPEN and not verdict.reason:
        raise OutcomeDoesNotFit("to leave a pair open needs a reason")
    if verdict.outcome == Outcome.FULFILS and candidate.row is not None:
        fact = (candidate.row.plan or {}).get("fact") or {}
        if fact.get("kind") == "pledge":
            require_fulfilling(fact, counted_in(candidate))


def require_fulfilling(fact: dict[str, dict[str, object]], other: tuple[object, object]) -> None:
    """Refuse where a row cannot become an entry of the other pledge."""
    columns, stage = fact["columns"], fact["entry"]["stage"]
    if (columns.get("system_id"), columns.get("unit")) != other:
        raise OutcomeDoesNotFit("only a row of the same system and unit can fulfil a pledge; enter it as an entry")
    if stage not in SECURED_STAGES:
        raise OutcomeDoesNotFit(f"a row that is {stage} fulfils nothing; its stage must be committed or later")


def counted_in(candidate: DuplicateCandidate) -> tuple[object, object]:
    if candidate.other_pledge is not None:
        return candidate.other_pledge.system_id, candidate.other_pledge.unit
    fact = ((candidate.other_row.plan if candidate.other_row else None) or {}).get("fact") or {}
    columns = fact.get("columns") or {}
    return columns.get("system_id"), columns.get("unit")


def decision_of(verdict: Verdict, *, actor: User, now: datetime) -> DuplicateDecision:
    candidate = verdict.candidate
    return DuplicateDecision(
        key=candidate.key,
        other_key=candidate.other_key,
        outcome=verdict.outcome,
        reason=verdict.reason,
        changeset_id=candidate.changeset_id,
        pledge_id=candidate.pledge_id,
        other_pledge_id=candidate.other_pledge_id,
        score=candidate.score,
        decided_by=actor,
        decided_at=now,
    )


def describe_verdict(verdict: Verdict) -> str:
    candidate = verdict.candidate
    reason = f" ({verdict.reason})" if verdict.reason else ""
    return f"{candidate.label} and {candidate.other_label}: {verdict.outcome.label.lower()}{reason}"


def shorten_parts(parts: Iterable[str]) -> str:
    """Parts joined, as far as the history of a change set takes them."""
    said = "; ".join(parts)
    return said if len(said) <= 2000 else f"{said[:1999]}…"
