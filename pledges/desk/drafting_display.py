"""A drafted text as its page shows it: the words with what was drafted of them, and the rows beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pledges.desk.cell_echo import Fault, echo_cells, faults
from pledges.desk.fact_forms import Field, fields_of
from pledges.desk.row_display import catalogue_for
from pledges.intake.catalogue_snapshot import Catalogue
from pledges.intake.row_payload import action_of
from pledges.intake.text_drafts.claim_cells import MONEY, REPORTING
from pledges.intake.text_drafts.running_precision import Confidence, Counted, Key, confidence_of, count_rows
from pledges.intake.text_drafts.store_drafts import words_of
from pledges.ledger import Json
from pledges.models import DraftedRow, DraftedText, ResidueSentence, RowDecision
from pledges.values.choices import Action, DraftedRowState, Stage, StatusWord, Unit, unit_label

MAIN = (
    "reference", "donors", "system", "quantity", "unit", "amount", "currency", "stage", "measure", "due", "occurred",
    "restates", "adds", "quote", "note",
)  # fmt: skip
"""The cells that stand first in the form of a row; the others are behind a fold."""

DRAFTED_ACTIONS = (Action.PLEDGE, Action.ENTRY, Action.ASSERTED_TOTAL, Action.REQUIREMENT, Action.STOCK)
"""What a sentence of a communiqué may be."""


@dataclass(frozen=True, slots=True)
class Matched:
    """A pledge that a row may speak of."""

    told: Json
    status: str


@dataclass(frozen=True, slots=True)
class RowView:
    """One drafted row to read, or to edit where `fields` are there."""

    row: DraftedRow
    cells: Mapping[str, str]
    said: Mapping[str, str]
    action: str
    stage: str
    giver: str
    system: str
    quote: str
    faults: list[tuple[str, Fault]]
    confidence: Confidence
    matches: list[Matched]
    decision: RowDecision | None = None
    fields: list[Field] = field(default_factory=list)
    more_fields: list[Field] = field(default_factory=list)
    elsewhere: list[Fault] = field(default_factory=list)
    asked_anyway: bool = False

    @property
    def is_open(self) -> bool:
        return self.row.state == DraftedRowState.OPEN

    @property
    def asks_pledge(self) -> bool:
        """Whether it speaks of an earlier pledge: a report of it, the same again, or perhaps the same."""
        speaks = self.cells.get("stage") in REPORTING or self.row.claim.get("relation") == "restates"
        return speaks or any(one["strong"] for one in self.row.found.get("duplicates", []))

    @property
    def unit(self) -> str:
        """Its unit, where the name of the system does not say it already, and it is no money."""
        unit = str(self.cells.get("unit", ""))
        known = unit in Unit.values and unit_label(unit, plural=False) in self.system.lower()
        return "" if known or self.is_money else unit

    @property
    def is_money(self) -> bool:
        return self.cells.get("system") == MONEY

    @property
    def place(self) -> int | None:
        """Its place in the change set, while it stands there."""
        stored = self.row.changeset_row
        return stored.position if stored else None


@dataclass(frozen=True, slots=True)
class SentenceView:
    sentence: ResidueSentence
    words: str


@dataclass(frozen=True, slots=True)
class TextCounts:
    """How far a person is with a text."""

    open: int
    accepted: int
    rejected: int
    unread: int
    read: int

    @property
    def rows(self) -> int:
        return self.open + self.accepted + self.rejected

    @property
    def done(self) -> bool:
        return not self.open and not self.unread


def counts_of(text: DraftedText) -> TextCounts:
    states = list(text.rows.values_list("state", flat=True))
    ticked = [one is not None for one in text.residue.filter(gone=False).values_list("ticked_at", flat=True)]
    accepted = sum(one in (DraftedRowState.ACCEPTED, DraftedRowState.HANDED_OVER) for one in states)
    return TextCounts(
        open=states.count(DraftedRowState.OPEN),
        accepted=accepted,
        rejected=states.count(DraftedRowState.REJECTED),
        unread=ticked.count(False),
        read=ticked.count(True),
    )


def shown_rows(text: DraftedText) -> list[DraftedRow]:
    """The rows of a text in the order of its words, without those that newer rules drafted otherwise."""
    found = text.rows.exclude(state=DraftedRowState.REPLACED).select_related("changeset_row", "run")
    return list(found.order_by("span_start", "pk"))


def row_views(
    text: DraftedText, rows: Sequence[DraftedRow], *, today: date, edited: int | None = None
) -> list[RowView]:
    catalogue = catalogue_for([row.cells for row in rows])
    counts = count_rows()
    decisions = last_decisions(rows)
    return [
        row_view(
            row, text=text, catalogue=catalogue, counts=counts, decision=decisions.get(row.pk), today=today,
            edited=row.pk == edited,
        )
        for row in rows
    ]  # fmt: skip


def last_decisions(rows: Sequence[DraftedRow]) -> dict[int, RowDecision]:
    found = RowDecision.objects.filter(row__in=[row.pk for row in rows]).select_related("decided_by").order_by("pk")
    return {one.row_id: one for one in found}


def row_view(
    row: DraftedRow,
    *,
    text: DraftedText,
    catalogue: Catalogue,
    counts: Mapping[Key, Counted],
    decision: RowDecision | None,
    today: date,
    edited: bool = False,
) -> RowView:
    cells: dict[str, str] = row.cells
    stated = action_of(cells)
    action = Action(stated) if stated in Action.values else Action.PLEDGE
    stage = cells.get("stage", "")
    wrong = faults(row.found, catalogue=catalogue, payload=cells)
    # The row of an entry names a pledge and neither donor nor system: those that the text names stand in its title.
    named = cells.get("system") or str(row.claim.get("system_code") or row.claim.get("item") or "")
    system = catalogue.find_system(named)
    said = echo_cells(cells, catalogue=catalogue, today=today)
    view = RowView(
        row=row,
        cells=cells,
        said=said,
        action=str(action.label) if action != Action.PLEDGE else "",
        stage=str(Stage(stage).label) if stage in Stage.values else stage,
        giver=said.get("donors") or cells.get("donors") or names_of(row.claim.get("donors") or [], catalogue),
        system=str(system.short_name) if system else named,
        quote=cells.get("quote") or str(row.claim.get("quote") or ""),
        faults=[(name, one) for name, found in wrong.items() for one in found],
        confidence=confidence_of(row, counts, kind=text.kind),
        matches=[Matched(one, status_label(one["status"])) for one in row.found.get("matches", [])],
        decision=decision,
    )
    return with_form(view, action, wrong) if edited and view.is_open else view


def names_of(codes: Sequence[str], catalogue: Catalogue) -> str:
    """Donors by their names, those that the catalogue lacks by the code that the rules give them."""
    found = [(code, catalogue.donor_names.find(code)) for code in codes]
    return ", ".join(str(donor.name) if donor else code for code, donor in found)


def status_label(status: str) -> str:
    return str(StatusWord(status).label) if status in StatusWord.values else str(Stage(status).label)


def with_form(view: RowView, action: Action, wrong: Mapping[str, list[Fault]]) -> RowView:
    """The row with the fields of its form: those that a text tells first, the others apart."""
    facts, sources = fields_of(action)
    filled = {
        one.name: replace(
            one,
            value=view.cells.get(one.name, ""),
            understood=view.said.get(one.name, ""),
            faults=list(wrong.get(one.name, [])),
        )
        for one in (*facts, *sources)
    }
    first = [filled[name] for name in MAIN if name in filled]
    rest = [one for name, one in filled.items() if name not in MAIN]
    elsewhere = [
        Fault(f"{name}: {one.message}", one.hint)
        for name, found in wrong.items()
        if name not in filled
        for one in found
    ]
    if action == Action.REQUIREMENT:
        first, rest = [*first, filled["basis"]], [one for one in rest if one.name != "basis"]
    # A problem behind a fold would not be seen.
    first += [one for one in rest if one.faults]
    return replace(view, fields=first, more_fields=[one for one in rest if not one.faults], elsewhere=elsewhere)


def sentence_views(text: DraftedText) -> list[SentenceView]:
    """The sentences that were left over, in the order of the text."""
    words = words_of(text)
    found = text.residue.filter(gone=False).select_related("ticked_by").order_by("span_start", "pk")
    return [SentenceView(one, " ".join(words[one.span_start : one.span_end].split())) for one in found]
