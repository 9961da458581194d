"""Rows that make two pledges of a published one, and one of two: corrections of what stands, and what comes anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from pledges.intake.drafts import create_changeset
from pledges.intake.duplicates.decide_pairs import Verdict, decide_all
from pledges.intake.fact_cells import cells_of_fact
from pledges.intake.fact_targets import KnownFact, load_facts
from pledges.ledger import Json, ReasonNeeded
from pledges.ledger.review import stated_reason
from pledges.models import ChangeSet, DuplicateCandidate, Outcome, User
from pledges.values.choices import Action, Origin
from pledges.values.euro_rates import EUR

OWN = ("reference", "value_eur")
"""Cells of a line that do not go with its part: the pledge it is of, and what the whole was worth in euro."""


@dataclass(frozen=True, slots=True)
class DividedLine:
    """A line of a pledge's ledger with what stays of it and what goes, in words; blank is nothing."""

    fact: KnownFact
    stays: Mapping[str, str]
    goes: Mapping[str, str]


def standing_lines(reference: str) -> tuple[list[KnownFact], list[KnownFact]]:
    """The entries of a pledge that stand, and its terms that do, in the order of publishing."""
    found = [one for one in load_facts((), references=[reference]).get(reference, []) if one.stands]
    return [one for one in found if one.kind == "entry"], [one for one in found if one.kind == "terms"]


def split_rows(
    reference: str, lines: Sequence[DividedLine], terms: KnownFact, *, other: Mapping[str, str], reason: str, name: str
) -> list[Json]:
    """The rows that split a pledge: what stays is corrected, what goes makes a new pledge called `name`.

    `other` are the cells in which the new pledge differs.

    :raises ReasonNeeded: nothing goes.
    """
    going = [line for line in lines if line.goes.get("quantity")]
    if not going:
        raise ReasonNeeded("say how many of at least one line belong to the new pledge")
    rows = [row for line in lines if (row := row_of_rest(line, reason=reason)) is not None]
    pledge = terms.fact.pledge
    counted = {"system": pledge.system.slug, "unit": pledge.unit}
    common = {**cells_of_fact("terms", terms.fact), **counted, **{key: cell for key, cell in other.items() if cell}}
    first, *further = going
    rows.append(
        {
            **{key: cell for key, cell in common.items() if key not in ("reference", "occurred", *CITED)},
            **part_that_goes(first),
            "action": Action.PLEDGE.value,
            "external_reference": name,
            "note": f"split from {reference}: {reason}"[:1000],
        }
    )
    rows += [
        {**part_that_goes(line), "action": Action.ENTRY.value, "reference": name, "external_reference": f"{name}/{at}"}
        for at, line in enumerate(further, start=2)
    ]
    return rows


CITED = ("quote", "note", "confidence")


def row_of_rest(line: DividedLine, *, reason: str) -> Json | None:
    """The row about what stays of a line: a correction, a void where nothing does, none where all of it stays."""
    before = cells_of_fact("entry", line.fact.fact)
    changed = {key: cell for key, cell in line.stays.items() if cell and cell != before.get(key, "")}
    about = {"target": line.fact.identity, "reference": line.fact.reference}
    if line.goes.get("quantity") and not line.stays.get("quantity"):
        return {"action": Action.VOID.value, **about, "note": reason}
    if not changed:
        return None
    if "amount" in changed and before.get("value_eur"):
        # The source's own conversion was of the whole.
        changed["value_eur"] = f"rate of {line.fact.reference}"
    return {"action": Action.CORRECT.value, **about, **changed, "reason": reason}


def part_that_goes(line: DividedLine) -> Json:
    """The cells of a line for the part of it that goes."""
    cells = {key: cell for key, cell in cells_of_fact("entry", line.fact.fact).items() if key not in OWN}
    if not line.goes.get("amount"):
        cells = {key: cell for key, cell in cells.items() if key not in ("amount", "currency", "basis")}
    elif cells.get("currency") != EUR:
        # Both parts are worth in euro what the whole was.
        cells["value_eur"] = f"rate of {line.fact.reference}"
    return {**cells, **{key: cell for key, cell in line.goes.items() if cell}}


@transaction.atomic
def draft_split(
    *,
    reference: str,
    lines: Sequence[DividedLine],
    terms: KnownFact,
    other: Mapping[str, str],
    reason: str,
    author: User,
    today: date,
    now: datetime,
) -> ChangeSet:
    """A draft that splits a pledge; that its two parts are no duplicates of each other is decided with it.

    :raises ReasonNeeded: nothing goes, or nobody says why.
    """
    reason = stated_reason(reason)
    name = f"split:{reference}/{now:%Y%m%d%H%M%S}"
    rows = split_rows(reference, lines, terms, other=other, reason=reason, name=name)
    title = f"Split {reference}"
    draft = create_changeset(title=title, origin=Origin.ENTRY, rows=rows, author=author, today=today, now=now)
    pairs = DuplicateCandidate.objects.filter(changeset=draft, other_pledge__reference=reference, settled=False)
    verdicts = [Verdict(one, Outcome.DIFFERENT, reason) for one in pairs.order_by("pk")]
    if verdicts:
        decide_all(verdicts=verdicts, actor=author, today=today, now=now)
    return draft


def draft_restatement(
    *, reference: str, first: str, reason: str, author: User, today: date, now: datetime
) -> ChangeSet:
    """A draft that marks a pledge as the same as another one: all of its terms restate that, so that it adds nothing.

    :raises ReasonNeeded: nobody says why.
    """
    reason = stated_reason(reason)
    about = {"action": Action.CORRECT.value, "reference": reference, "restates": first, "reason": reason}
    rows = [{**about, "target": one.identity} for one in standing_lines(reference)[1]]
    title = f"{reference} is the same as {first}"[:200]
    return create_changeset(title=title, origin=Origin.ENTRY, rows=rows, author=author, today=today, now=now)
