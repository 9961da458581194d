"""Takes a published change set back by publishing its inverse."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from meetings.models import Membership
from pledges.ledger import review
from pledges.ledger.fact_kinds import FactPlan, hash_planned_facts
from pledges.ledger.publishing import latest_number, take_publish_lock, write_version
from pledges.ledger.refusals import AlreadyUndone, LaterFacts, OwnChangeSet, WrongState
from pledges.ledger.void_marks import FACTS, live, standing_voids
from pledges.models import (
    ChangeSet,
    ChangeSetRow,
    DatasetVersion,
    DuplicateDecision,
    Entry,
    ExternalReference,
    Outcome,
    Pledge,
    ReconciliationDecision,
    ReconciliationOutcome,
    Requirement,
    Terms,
    TermsParty,
    User,
    Void,
)
from pledges.values.choices import Action, ChangeSetEventKind, ChangeSetState, Origin, PlanAction, Role


@transaction.atomic
def undo(*, changeset: ChangeSet, reviewer: User, reason: str, now: datetime) -> DatasetVersion:
    """Publish a change set that voids everything the given one wrote, and lifts the voids it wrote.

    :raises WrongState: it is not published.
    :raises OwnChangeSet: the reviewer published it.
    :raises ReasonNeeded: there is no reason, or it is too long to keep.
    :raises AlreadyUndone: it is undone already.
    :raises LaterFacts: later change sets build on it; the reasons list them.
    """
    reason = review.stated_reason(reason)
    take_publish_lock()
    version = DatasetVersion.objects.filter(changeset=changeset).first()
    if version is None:
        raise WrongState(f"change set {changeset.pk} is {changeset.state}; only a published one can be undone")
    review.require_role(reviewer, Role.REVIEWER, origin=Origin.UNDO)
    if review.four_eyes() and version.published_by_id == reviewer.pk:
        raise OwnChangeSet(f"{reviewer.username} published version {version.number}; somebody else has to undo it")
    if is_undone(changeset):
        raise AlreadyUndone(f"version {version.number} is undone already")
    if reasons := what_builds_on(version):
        raise LaterFacts(f"later change sets build on version {version.number}", reasons=reasons)
    inverse = draft_inverse(changeset, version, reviewer=reviewer, reason=reason, now=now)
    published = write_version(inverse, publisher=reviewer, now=now)
    detail = f"by version {published.number}: {reason}"
    review.record(changeset, ChangeSetEventKind.UNDONE, actor=reviewer, now=now, detail=detail)
    return published


def is_undone(changeset: ChangeSet) -> bool:
    undos = changeset.undone_by.filter(state=ChangeSetState.PUBLISHED)
    # An undo can itself be undone, and that again.
    return any(not is_undone(one) for one in undos)


def what_builds_on(version: DatasetVersion) -> tuple[str, ...]:
    """What later versions wrote on the pledges that this one created, and their voids of its entries."""
    created = Pledge.objects.filter(version=version)
    later = Q(version__gt=version.number)
    entries = live(Entry.objects.filter(later, pledge__in=created), "entry").select_related("pledge")
    reasons = [
        f"version {entry.version_id} records “{entry.quantity_text} {entry.stage}” on {entry.pledge.reference}"
        for entry in entries.order_by("version", "position")[:50]
    ]
    on_created = Q(pledge__in=created)
    linked = Q(restates__in=created) | Q(adds__in=created) | Q(compensates__in=created)
    terms = live(Terms.objects.filter(later, on_created | linked), "terms").select_related("pledge")
    reasons += [
        f"version {one.version_id} sets or links terms on {one.pledge.reference}"
        for one in terms.order_by("version", "position")[:50]
    ]
    voids = standing_voids().filter(later, entry__version=version).select_related("entry__pledge")
    reasons += [
        f"version {void.version_id} voids an entry of {void.entry.pledge.reference}"
        for void in voids.order_by("version", "position")[:50]
        if void.entry
    ]
    return (
        *reasons,
        *meetings_named_later(version),
        *taken_back_later(version),
        *published_again(version),
        *decided_later(version),
    )


def meetings_named_later(version: DatasetVersion) -> list[str]:
    """The standing terms and needs of later versions that name a meeting which this one stated."""
    rows = version.changeset.rows.filter(plan__fact__kind=Action.MEETING.value, plan__action=PlanAction.CREATE.value)
    slugs = list(rows.values_list("plan__fact__columns__slug", flat=True))
    if not slugs:
        return []
    named: list[tuple[int, str]] = []
    for name, model in (("terms", Terms), ("requirement", Requirement)):
        later = live(model.objects.filter(meeting__slug__in=slugs, version__gt=version.number), name)
        named += later.order_by("version", "position").values_list("version_id", "meeting__slug")[:50]
    return [f"version {later} names the meeting {slug}" for later, slug in sorted(set(named))]


def taken_back_later(version: DatasetVersion) -> list[str]:
    """The voids of later versions that took back what this one put in place of other facts; of entries, all are named.

    Undoing this one would bring the former facts to life beside whatever stands in place of these by now.
    """
    reasons = []
    replacing = Void.objects.filter(version=version).values("row")
    for name in ("terms", "requirement", "stock", "asserted_total", "completeness", "membership"):
        row = f"{name}__row_id__in" if name == "membership" else f"{name}__row__in"
        later = standing_voids().filter(**{row: replacing}, version__gt=version.number)
        voids = later.select_related(name).order_by("version", "position")[:50]
        reasons += [(one.version_id, getattr(one, name).position, name.replace("_", " ")) for one in voids]
    return [
        f"version {later} takes back {version.number}.{position}, a {name}" for later, position, name in sorted(reasons)
    ]


def decided_later(version: DatasetVersion) -> list[str]:
    """The standing decisions about the pledges of this version: possible duplicates and reconciliations.

    Decisions that a change set took which is itself undone do not count, nor those that were opened again.
    """
    about = DuplicateDecision.objects.filter(Q(pledge__version=version) | Q(other_pledge__version=version))
    keys = set(about.values_list("key", flat=True)) | set(about.values_list("other_key", flat=True))
    # Ordered by key, so the last decision about a pair is the one that stays in the dictionary.
    last = {
        frozenset((one.key, one.other_key)): one
        for one in DuplicateDecision.objects.filter(key__in=keys, other_key__in=keys).order_by("pk")
    }
    loaded = about.select_related("changeset", "decided_by", "pledge", "other_pledge").order_by("pk")
    standing = [
        one
        for one in loaded
        if last[frozenset((one.key, one.other_key))] == one
        and one.outcome != Outcome.LEFT_OPEN
        and not (one.changeset and is_undone(one.changeset))
    ]
    reasons = [
        f"{one.decided_by} decided that {one.pledge or one.key} and {one.other_pledge or one.other_key} are"
        f" “{Outcome(one.outcome).label.lower()}”"
        for one in standing[:50]
    ]
    return reasons + reconciled_later(version)


def reconciled_later(version: DatasetVersion) -> list[str]:
    """The standing explanations, later than this version, of totals that its pledges are part of."""
    parties = TermsParty.objects.filter(
        terms__pledge__version=version,
        terms__pledge__system=OuterRef("asserted_total__system"),
        terms__pledge__unit=OuterRef("asserted_total__unit"),
        donor=OuterRef("asserted_total__donor"),
    )
    newer = ReconciliationDecision.objects.filter(key=OuterRef("key"), pk__gt=OuterRef("pk"))
    later = ReconciliationDecision.objects.filter(decided_at__gte=version.published_at)
    explained = later.filter(
        Exists(parties) | Q(asserted_total__version=version), ~Exists(newer), outcome=ReconciliationOutcome.EXPLAINED
    )
    found = explained.select_related("decided_by", "asserted_total__donor", "asserted_total__system").order_by("pk")
    return [
        f"{one.decided_by} explained the total of {one.asserted_total.donor.code},"
        f" {one.asserted_total.system.short_name}: {one.reason}"
        for one in found[:50]
    ]


def published_again(version: DatasetVersion) -> list[str]:
    """Which rows later versions published under the names of this one; an undo has the names of what it undid.

    Taking this version back would bring their former facts to life beside the new ones.
    """
    # The undo of an undo brings back the facts of the first version, under the names of its rows.
    root = version.changeset
    while root.undo_of is not None:
        root = root.undo_of
    own = ExternalReference.objects.filter(version__changeset=root, scheme=OuterRef("scheme"), value=OuterRef("value"))
    later = ExternalReference.objects.filter(Exists(own), version__gt=version.number)
    found = later.select_related("version__changeset").order_by("version", "pk")[:50]
    return [f"version {one.version_id} publishes {one} anew" for one in found if not is_undone(one.version.changeset)]


def draft_inverse(
    changeset: ChangeSet, version: DatasetVersion, *, reviewer: User, reason: str, now: datetime
) -> ChangeSet:
    """An approved change set with one void for every standing fact of the version."""
    inverse = ChangeSet.objects.create(
        title=f"Undo: {changeset.title}"[:200],
        origin=Origin.UNDO,
        undo_of=changeset,
        created_by=reviewer,
        created_at=now,
        planned_version=latest_number(),
    )
    review.record(inverse, ChangeSetEventKind.CREATED, actor=reviewer, now=now, detail=reason)
    rows = [
        ChangeSetRow(
            changeset=inverse,
            position=position,
            author=reviewer,
            approved_by=reviewer,
            payload={"action": Action.VOID.value, "reference": f"{name}:{key}", "note": reason},
            plan={
                "action": PlanAction.CREATE.value,
                "problems": [],
                "fact": FactPlan(kind=Action.VOID, voids=[{f"{name}_id": key}], void_reason=reason).to_json(),
            },
        )
        for position, (name, key) in enumerate(standing_facts(version), start=1)
    ]
    rows += meetings_back(changeset, inverse, reviewer=reviewer, reason=reason, after=len(rows))
    for row in rows:
        row.planned_hash = row.approved_hash = hash_planned_facts(row.plan)
    ChangeSetRow.objects.bulk_create(rows, batch_size=2000)
    # Triggers allow one step at a time, so an undo goes through review like every change set.
    inverse.state = ChangeSetState.SUBMITTED
    inverse.save(update_fields=["state"])
    inverse.state = ChangeSetState.APPROVED
    inverse.approved_by, inverse.approved_at, inverse.approved_hash = reviewer, now, review.hash_shown_rows(inverse)
    inverse.save(update_fields=review.APPROVAL)
    return inverse


def meetings_back(
    changeset: ChangeSet, inverse: ChangeSet, *, reviewer: User, reason: str, after: int
) -> list[ChangeSetRow]:
    """Rows that take back the meetings which a change set stated, or bring back those that it took back itself."""
    stated = Q(plan__fact__kind=Action.MEETING.value, plan__action=PlanAction.CREATE.value)
    taken = Q(plan__fact__kind=Action.VOID.value, plan__fact__columns__has_key="slug")
    found = changeset.rows.filter(stated | taken).order_by("position").values_list("plan__fact__columns", flat=True)
    return [
        ChangeSetRow(
            changeset=inverse,
            position=position,
            author=reviewer,
            approved_by=reviewer,
            payload={"action": Action.VOID.value, "target": f"meeting:{columns['slug']}", "note": reason},
            plan={
                "action": PlanAction.CREATE.value,
                "problems": [],
                "fact": FactPlan(
                    kind=Action.VOID,
                    columns={"slug": columns["slug"], "taken_back": not columns.get("taken_back", False)},
                    void_reason=reason,
                ).to_json(),
            },
        )
        for position, columns in enumerate(found, start=after + 1)
    ]


def standing_facts(version: DatasetVersion) -> list[tuple[str, int]]:
    """The standing facts that the version wrote, voids among them, as (column of Void, key)."""
    found = [
        (name, key)
        for name, model in FACTS.items()
        for key in live(model.objects.filter(version=version), name).order_by("position").values_list("pk", flat=True)
    ]
    memberships = live(Membership.objects.filter(version_id=version.number), "membership").order_by("position")
    found += [("membership", key) for key in memberships.values_list("pk", flat=True)]
    voids = standing_voids().filter(version=version).order_by("position").values_list("pk", flat=True)
    found += [("lifted_void", key) for key in voids]
    return found + lifts_to_renew(version)


def lifts_to_renew(version: DatasetVersion) -> list[tuple[str, int]]:
    """The facts whose voids this version lifted, where they stand: taking that back voids them anew."""
    renewed: list[tuple[str, int]] = []
    models: dict[str, type[Any]] = {**FACTS, "membership": Membership}
    for name, model in models.items():
        lifted = Void.objects.filter(lifted_by__version=version, **{f"{name}__isnull": False}).values(name)
        standing = live(model.objects.filter(pk__in=lifted), name).order_by("pk")
        renewed += [(name, key) for key in standing.values_list("pk", flat=True)]
    return renewed
