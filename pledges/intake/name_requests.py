"""Asking a steward for a name that the catalogue lacks, and answering: the rows that wait are planned anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from meetings.models import Coalition, Donor, DonorAlias, Initiative
from pledges.intake.asked_names import fold_asked
from pledges.intake.catalogue_snapshot import load_catalogue
from pledges.intake.donor_names import code_letters
from pledges.intake.drafts import plan_changeset, plan_some
from pledges.intake.row_payload import flat
from pledges.intake.row_reading import NAMING_COLUMNS
from pledges.intake.row_storage import encode_json
from pledges.ledger import NotAllowed, OutcomeDoesNotFit, OwnChangeSet, record
from pledges.ledger.review import LONGEST_DETAIL, four_eyes, lock_changeset, require_role, stated_reason
from pledges.models import ChangeSet, ChangeSetRow, NameRequest, Package, System, SystemAlias, SystemUnit, User
from pledges.values.choices import ChangeSetEventKind, ChangeSetState, NameAnswer, NameKind, Role

LONGEST = 200

CELLS = {kind: [column for column, one in NAMING_COLUMNS.items() if one == kind] for kind in NameKind}
FIELD_LABELS = {
    "code": "slug or code",
    "slug": "slug or code",
    "name": "name of a new entry",
    "short_name": "short name",
    "kind": "kind",
    "iso2": "two letters (ISO)",
    "capability": "capability",
    "unit": "unit",
}
WAITING = (ChangeSetState.DRAFT, ChangeSetState.SUBMITTED)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a steward says: what becomes of the words, and which entry they mean, there already or with these fields."""

    outcome: NameAnswer
    answer: str = ""
    reason: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def ask_for_name(
    *, changeset: ChangeSet, column: str, words: str, note: str, author: User, today: date, now: datetime
) -> NameRequest:
    """Ask the stewards for what a cell names; asking again for the same is the request that stands.

    The rows with the words are planned anew; the note is in the history of the change set, whoever asked first.

    :raises NotAllowed: the account is no drafter.
    :raises WrongState: the change set is no draft and not in review.
    :raises OutcomeDoesNotFit: the column names nothing of the catalogue, the words are none, too many, known, or in no
        cell of the column.
    """
    changeset = lock_changeset(changeset, *WAITING)
    require_role(author, Role.DRAFTER, origin=changeset.origin)
    words, kind = " ".join(words.split()), NAMING_COLUMNS.get(column)
    folded = fold_asked(words)
    if kind is None or not folded or len(words) > LONGEST or not words.isprintable():
        raise OutcomeDoesNotFit(f"a name of up to {LONGEST} characters is needed, in a column that names something")
    if len(note) > LONGEST * 5 or not note.replace("\n", " ").replace("\r", " ").isprintable():
        raise OutcomeDoesNotFit("the note is in plain words of up to 1,000 characters")
    if found := load_catalogue([], changeset=changeset.pk).meaning_of(kind, words):
        raise OutcomeDoesNotFit(f"“{words}” is known: it is {found}")
    rows = list(changeset.rows.filter(taken_out=False).order_by("position"))
    if not any(has_name(flat(row.payload), [column], kind, folded) for row in rows):
        raise OutcomeDoesNotFit(f"no row says “{words}” in its column {column}")
    detail = f"{kind.label}: {words}" + (f" ({note.strip()})" if note.strip() else "")
    record(changeset, ChangeSetEventKind.NAME_ASKED, actor=author, now=now, detail=detail[:LONGEST_DETAIL])
    asked = NameRequest.objects.filter(kind=kind, folded=folded, answered_at=None).first()
    if asked is None:
        asked = NameRequest.objects.create(
            changeset=changeset, kind=kind, words=words, folded=folded, note=note.strip(), asked_by=author, asked_at=now
        )
    # From now on its rows say whom they wait for.
    waiting = [row for row in rows if has_name(flat(row.payload), CELLS[kind], kind, folded)]
    plan_some(changeset=changeset, rows=waiting, actor=author, today=today, now=now)
    return asked


@transaction.atomic
def answer_name(*, request: NameRequest, answer: Answer, actor: User, today: date, now: datetime) -> int:
    """Say what the words mean, fill that in where they stand, and return how many change sets are planned anew.

    :raises NotAllowed: the account is neither a reviewer nor a steward.
    :raises OwnChangeSet: the account asked.
    :raises OutcomeDoesNotFit: the request is answered already, or the answer names nothing.
    :raises ReasonNeeded: it is declined without one.
    """
    if not (actor.may(Role.REVIEWER) or actor.may(Role.STEWARD)):
        raise NotAllowed(f"{actor.username} is {actor.role}; a reviewer or a steward answers for the catalogue")
    request = NameRequest.objects.select_for_update().select_related("changeset").get(pk=request.pk)
    if request.answered_at is not None:
        raise OutcomeDoesNotFit(f"“{request.words}” was answered already")
    if four_eyes() and request.asked_by_id == actor.pk:
        raise OwnChangeSet(f"{actor.username} asked for this name; somebody else has to answer")
    declined = answer.outcome == NameAnswer.DECLINED
    meant = "" if declined else bring_in(NameKind(request.kind), request.words, answer)
    request.outcome, request.answer = answer.outcome, meant
    request.reason = stated_reason(answer.reason) if declined else answer.reason.strip()[: LONGEST * 5]
    request.answered_by, request.answered_at = actor, now
    request.save()
    planned = 0
    for changeset in ChangeSet.objects.filter(pk__in=change_sets_with(request)).order_by("pk"):
        filled = 0 if declined else fill_in(changeset, request)
        said = f"declined: {request.reason}" if declined else f"{answer.outcome.label}: {meant}"
        rows = f"; {filled} {'row' if filled == 1 else 'rows'} filled in" if filled else ""
        detail = f"{request.words} → {said}{rows}"[:LONGEST_DETAIL]
        record(changeset, ChangeSetEventKind.NAME_TOLD, actor=actor, now=now, detail=detail)
        plan_changeset(changeset=changeset, actor=actor, today=today, now=now)
        planned += 1
    return planned


def change_sets_with(request: NameRequest) -> set[int]:
    """The open change sets with a row that waits for the words, and the one that they were asked from."""
    kind = NameKind(request.kind)
    found = {request.changeset_id} if request.changeset.state in WAITING else set()
    for column in CELLS[kind]:
        problem = {"column": column, "rule": "waits_for_name"}
        rows = ChangeSetRow.objects.filter(plan__problems__contains=[problem], changeset__state__in=WAITING)
        for changeset, payload in rows.values_list("changeset", "payload"):
            if has_name(flat(payload), [column], kind, request.folded):
                found.add(changeset)
    return found


def bring_in(kind: NameKind, words: str, answer: Answer) -> str:
    """Bring what the words mean into the catalogue, where it is not there yet, and return its slug or code.

    :raises OutcomeDoesNotFit: it is there already, is not there, or a field of it is missing.
    """
    stated = answer.answer.upper() if kind == NameKind.DONOR and answer.outcome == NameAnswer.NEW else answer.answer
    known = load_catalogue([]).meaning_of(kind, stated)
    if answer.outcome != NameAnswer.NEW:
        if not known:
            raise OutcomeDoesNotFit(f"no {kind.value} is called “{answer.answer}”")
        if answer.outcome == NameAnswer.ALIAS:
            add_alias(kind, known, words)
        return known
    if known:
        raise OutcomeDoesNotFit(f"“{stated}” is there already: it is {known}")
    try:
        create_entry(kind, stated, words, answer.fields)
    except ValidationError as error:
        raise OutcomeDoesNotFit(faults_in_words(error)) from error
    if kind in (NameKind.DONOR, NameKind.SYSTEM) and not load_catalogue([]).meaning_of(kind, words):
        add_alias(kind, stated, words)
    return stated


def faults_in_words(error: ValidationError) -> str:
    """What is wrong with the fields of a new entry, each called as on the form."""
    said = [
        f"{FIELD_LABELS[name]}: {message}" if name in FIELD_LABELS else message
        for name, messages in error.message_dict.items()
        for message in messages
    ]
    return "; ".join(said)


def create_entry(kind: NameKind, key: str, words: str, given: Mapping[str, str]) -> None:
    """Create what the words mean, under this slug or code.

    :raises ValidationError: a field is missing or does not fit.
    """
    name = given.get("name", "").strip() or words
    entry: Donor | System | Coalition | Initiative | Package
    if kind == NameKind.DONOR:
        entry = Donor(code=key, name=name, kind=given.get("donor_kind", ""), iso2=own_letters(key, given))
    elif kind == NameKind.SYSTEM:
        entry = System(
            slug=key, name=name, short_name=(given.get("short_name", "").strip() or name)[:60],
            kind=given.get("system_kind", ""), capability=given.get("capability", ""),
        )  # fmt: skip
    elif kind == NameKind.COALITION:
        entry = Coalition(slug=key, name=name, capability=given.get("capability", ""))
    else:
        entry = (Initiative if kind == NameKind.INITIATIVE else Package)(slug=key, name=name)
    entry.full_clean()
    entry.save()
    if isinstance(entry, System):
        unit = SystemUnit(system=entry, unit=given.get("unit", ""))
        unit.full_clean()
        unit.save()


def own_letters(code: str, given: Mapping[str, str]) -> str:
    """The two letters of a new donor.

    :raises ValidationError: they, or its code, are those of a country with another code.
    """
    letters = given.get("iso2", "").strip().upper()
    for name, stated in (("code", code), ("iso2", letters)):
        country = code_letters().get(stated, code)
        if country != code:
            raise ValidationError({name: f"{stated} means the country {country}."})
    return letters


def add_alias(kind: NameKind, known: str, words: str) -> None:
    """Note another spelling; of coalitions, initiatives and packages the rows are filled in instead."""
    if kind == NameKind.DONOR:
        donor = Donor.objects.get(code=known)
        DonorAlias.objects.get_or_create(alias__iexact=words, defaults={"donor": donor, "alias": words[:100]})
    elif kind == NameKind.SYSTEM:
        system = System.objects.get(slug=known)
        SystemAlias.objects.get_or_create(alias__iexact=words, defaults={"system": system, "alias": words})


def fill_in(changeset: ChangeSet, request: NameRequest) -> int:
    """Put the answer where the words stand, as long as they do not say it by themselves; whose the rows are stays.

    The approval of a row that is filled in goes with its plan, as whenever that changes.
    """
    kind = NameKind(request.kind)
    if load_catalogue([]).meaning_of(kind, request.words) == request.answer:
        return 0
    filled = []
    for row in changeset.rows.filter(taken_out=False).order_by("position"):
        payload = dict(row.payload)
        for column in CELLS[kind]:
            cell = flat(payload).get(column, "")
            if has_name({column: cell}, [column], kind, request.folded):
                payload[column] = ";".join(replace_name(part, request) for part in parts_of(cell, kind))
        if encode_json(payload) != encode_json(row.payload):
            row.payload = payload
            filled.append(row)
    ChangeSetRow.objects.bulk_update(filled, ["payload"], batch_size=500)
    if filled:
        changeset.edit_version += 1
        changeset.save(update_fields=["edit_version"])
    return len(filled)


def replace_name(part: str, request: NameRequest) -> str:
    """One party of a cell, or the whole of it, with the name that was asked for replaced by the answer."""
    name = name_of_part(part, NameKind(request.kind))
    return request.answer + part.removeprefix(name) if fold_asked(name) == request.folded else part


def has_name(cells: Mapping[str, str], columns: Sequence[str], kind: NameKind, folded: str) -> bool:
    """Whether a cell of these columns names what was asked for: alone, or as one of several parties."""
    parts = (part for column in columns for part in parts_of(cells.get(column, ""), kind))
    return any(fold_asked(name_of_part(part, kind)) == folded for part in parts)


def parts_of(cell: str, kind: NameKind) -> list[str]:
    """The parties of a cell, or the whole of one that names something else."""
    return cell.split(";") if kind == NameKind.DONOR else [cell]


def name_of_part(part: str, kind: NameKind) -> str:
    """What a party of a cell is called, or the whole of it."""
    return part.partition(":")[0] if kind == NameKind.DONOR else part
