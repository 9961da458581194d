"""What a person makes of a drafted row: the row of the change set, the record of it, and how often rows are kept."""

from __future__ import annotations

from typing import Any

import pytest

from pledges import ledger
from pledges.intake.text_drafts.decide_rows import accept_row, hand_over, reject_row, reopen_row, row_from_words
from pledges.intake.text_drafts.running_precision import Confidence, Counted, confidence_of, count_fields, count_rows
from pledges.ledger import NotAllowed, OutcomeDoesNotFit, ReasonNeeded, WrongState
from pledges.models import ChangeSet, DraftedText, FieldDecision, RowDecision
from pledges.values.choices import Origin, Role
from tests.pledges import staff_steps
from tests.pledges.intake.text_drafts.sample_texts import SOURCE, draft, rows_of

pytestmark = pytest.mark.usefixtures("catalogue")

NOW, TODAY = staff_steps.NOW, staff_steps.TODAY


def asked(name: str = "drafter") -> dict[str, Any]:
    return {"actor": staff_steps.user(name), "today": TODAY, "now": NOW}


@pytest.fixture
def text() -> DraftedText:
    return draft()


def test_accepted_row_stands_in_the_change_set_of_its_meeting(text: DraftedText) -> None:
    first = rows_of(text)[0]
    row = accept_row(row=first.pk, cells=None, **asked())

    changeset = ChangeSet.objects.get()
    assert (changeset.title, changeset.origin, changeset.created_by) == (
        "Contact Group meeting 28", "entry", staff_steps.user("drafter"),
    )  # fmt: skip
    assert changeset.defaults == {"meeting": "udcg-28", "occurred": "2025-06-04", **SOURCE}
    assert row.changeset_row == changeset.rows.get()
    assert changeset.rows.get().payload == first.drafted
    assert changeset.rows.get().plan["problems"] == []
    decision = RowDecision.objects.get()
    assert (decision.outcome, decision.donor, decision.rule, decision.kind_of_text, decision.decided_at) == (
        "accepted", "DEU", "pledge announced", "official_donor", NOW,
    )  # fmt: skip


def test_changed_cells_are_kept_beside_the_drafted_ones(text: DraftedText) -> None:
    first = rows_of(text)[0]
    cells = {**first.cells, "quantity": "about 2", "note": "by phone", "due": ""}
    row = accept_row(row=first.pk, cells=cells, **asked())

    assert row.changeset_row is not None
    assert row.changeset_row.payload == {name: cell for name, cell in cells.items() if cell}
    assert RowDecision.objects.get().outcome == "edited"
    fields = FieldDecision.objects.order_by("column").values_list("column", "drafted", "accepted")
    assert list(fields) == [
        ("action", "pledge", "pledge"),
        ("donors", "DEU", "DEU"),
        ("due", "by the end of 2025", ""),
        ("note", "", "by phone"),
        ("quantity", "two", "about 2"),
        ("quote", first.cells["quote"], first.cells["quote"]),
        ("stage", "announced", "announced"),
        ("system", "patriot", "patriot"),
        ("unit", "battery", "battery"),
    ]


def test_rows_of_two_texts_of_a_meeting_gather_in_one_change_set(text: DraftedText) -> None:
    other = draft("Poland will donate one Patriot launcher to Ukraine.")
    for row in (rows_of(text)[0], rows_of(other)[0]):
        accept_row(row=row.pk, cells=None, **asked())

    assert ChangeSet.objects.get().rows.count() == 2


def test_text_whose_change_set_is_on_its_way_opens_another(text: DraftedText) -> None:
    first, _, third = rows_of(text)
    accept_row(row=first.pk, cells=None, **asked())
    ledger.submit(changeset=ChangeSet.objects.get(), actor=staff_steps.user("drafter"), now=NOW)

    accept_row(row=third.pk, cells=None, **asked())
    assert list(ChangeSet.objects.order_by("pk").values_list("state", flat=True)) == ["submitted", "draft"]
    with pytest.raises(WrongState, match="no draft any more"):
        reopen_row(row=first.pk, **asked())


def test_row_is_decided_once_and_opened_again(text: DraftedText) -> None:
    first = rows_of(text)[0]
    accept_row(row=first.pk, cells=None, **asked())
    with pytest.raises(WrongState, match="this row is accepted already"):
        accept_row(row=first.pk, cells=None, **asked())
    with pytest.raises(WrongState):
        reject_row(row=first.pk, reason="misread", words="", actor=staff_steps.user("drafter"), now=NOW)

    row = reopen_row(row=first.pk, **asked())
    assert (row.state, row.changeset_row, ChangeSet.objects.get().rows.count()) == ("open", None, 0)
    with pytest.raises(WrongState):
        reopen_row(row=first.pk, **asked())
    assert list(RowDecision.objects.order_by("pk").values_list("outcome", flat=True)) == ["accepted", "reopened"]


@pytest.mark.parametrize(("reason", "words"), [("", ""), ("nonsense", ""), ("other", " ")])
def test_rejection_needs_a_reason(text: DraftedText, reason: str, words: str) -> None:
    with pytest.raises(ReasonNeeded):
        reject_row(row=rows_of(text)[0].pk, reason=reason, words=words, actor=staff_steps.user("drafter"), now=NOW)


def test_only_drafters_decide(text: DraftedText) -> None:
    steward = staff_steps.create_user("steward", role=Role.STEWARD)
    row = rows_of(text)[0].pk
    with pytest.raises(NotAllowed):
        accept_row(row=row, cells=None, actor=steward, today=TODAY, now=NOW)
    with pytest.raises(NotAllowed):
        reject_row(row=row, reason="misread", words="", actor=steward, now=NOW)


def test_picked_words_are_one_row_however_often(text: DraftedText) -> None:
    first = row_from_words(text=text, words="support package  for Ukraine", near=0, **asked())
    again = row_from_words(text=text, words="support package for Ukraine", near=0, **asked())

    assert first == again
    assert (first.by_hand, first.cells["quote"]) == (True, "support package for Ukraine")
    with pytest.raises(OutcomeDoesNotFit):
        row_from_words(text=text, words="no such words", near=0, **asked())


def test_record_counts_the_last_decision_of_each_row_but_none_of_those_made_by_hand(text: DraftedText) -> None:
    first, second, third = rows_of(text)
    assert confidence_of(first, count_rows(), kind=text.kind) == Confidence(Counted(), Counted(), Counted())
    accept_row(row=first.pk, cells=None, **asked())
    accept_row(row=second.pk, cells={**second.cells, "quantity": "about 10", "system": "nasams"}, **asked())
    reject_row(row=third.pk, reason="misread", words="", actor=staff_steps.user("drafter"), now=NOW)
    reopen_row(row=third.pk, **asked())
    reject_row(row=third.pk, reason="no_promise", words="", actor=staff_steps.user("drafter"), now=NOW)
    by_hand = row_from_words(text=text, words="support package for Ukraine", near=0, **asked())
    accept_row(row=by_hand.pk, cells=None, **asked())

    counts = count_rows()
    assert counts == {
        ("donor", "DEU"): Counted(accepted=1),
        ("donor", "NOR"): Counted(edited=1),
        ("donor", "NLD"): Counted(rejected=1),
        ("kind", "official_donor"): Counted(accepted=1, edited=1, rejected=1),
        ("rule", "pledge announced"): Counted(accepted=1, edited=1),
        ("rule", "pledge signalled"): Counted(rejected=1),
    }
    fields = count_fields()
    assert fields["field", "donors"] == Counted(accepted=2)
    assert fields["field", "system"] == Counted(accepted=1, edited=1)
    assert confidence_of(first, counts, kind=text.kind) == Confidence(
        rule=Counted(accepted=1, edited=1),
        donor=Counted(accepted=1),
        kind=Counted(accepted=1, edited=1, rejected=1),
    )


def test_handed_over_rows_are_nobodys_decision(text: DraftedText) -> None:
    changeset = hand_over(text=text, origin=Origin.API, **asked())

    assert changeset.rows.count() == 3
    assert {row.state for row in rows_of(text)} == {"handed_over"}
    assert count_rows() == {}
