"""A text is drafted once for each version of the rules, and what people confirmed stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pledges.intake.kept_copies import store_copy
from pledges.intake.text_drafts import store_drafts
from pledges.intake.text_drafts.decide_rows import accept_row, reject_row, row_from_words, tick_sentence
from pledges.intake.text_drafts.read_text import ReadText, Versions, read_text
from pledges.intake.text_drafts.store_drafts import (
    PATIENCE,
    circumstances_of,
    current_run,
    is_behind,
    keep_read,
    last_run,
    run_drafting,
    take_up_lost_runs,
)
from pledges.models import DraftedText, DraftingRun
from tests.pledges import staff_steps
from tests.pledges.intake.text_drafts.sample_texts import DAY, TEXT, draft, rows_of, take

pytestmark = pytest.mark.usefixtures("catalogue")

NOW, TODAY = staff_steps.NOW, staff_steps.TODAY


def read_again(text: DraftedText, *, rules: str = "a later one", without: int = 0, due: str = "") -> None:
    """Draft by other rules: that leave the first rows out, and read another deadline in the rest."""
    read = read_text(circumstances_of(text), DAY)
    rows = read.rows[without:]
    if due:
        rows = [replace(one, key=f"{index:064x}", cells={**one.cells, "due": due}) for index, one in enumerate(rows)]
    times = {"started_at": NOW, "heartbeat_at": NOW}
    run = DraftingRun.objects.create(drafted_text=text, rule_version=rules, **times)
    keep_read(run.pk, ReadText(rows, read.residue[:0]), today=TODAY, now=NOW)


def states(text: DraftedText) -> list[tuple[str, str, str]]:
    return [(row.state, row.drafted.get("donors", ""), row.drafted.get("due", "")) for row in rows_of(text)]


def test_text_has_its_rows_and_left_over_sentences() -> None:
    text = draft()

    assert states(text) == [
        ("open", "DEU", "by the end of 2025"),
        ("open", "NOR", ""),
        ("open", "NLD", ""),
    ]
    assert [TEXT[one.span_start : one.span_end] for one in text.residue.all()] == [
        "Poland has ruled out sending Patriot batteries to Ukraine."
    ]
    run = last_run(text)
    assert run is not None
    assert (run.state, run.rule_version, run.finished_at) == ("done", run.rule_version, NOW)


def test_same_text_is_not_drafted_twice() -> None:
    text = draft()
    before = [row.pk for row in rows_of(text)]

    assert draft() == text
    assert [row.pk for row in rows_of(text)] == before
    assert DraftingRun.objects.count() == 1


def test_newer_rules_leave_alone_what_was_confirmed() -> None:
    text = draft()
    first, second, _third = rows_of(text)
    user = staff_steps.user("drafter")
    accept_row(row=first.pk, cells=first.cells | {"quantity": "about 2"}, actor=user, today=TODAY, now=NOW)
    reject_row(row=second.pk, reason="misread", words="", actor=user, now=NOW)
    by_hand = row_from_words(text=text, words="support package", near=0, actor=user, today=TODAY, now=NOW)

    read_again(text, without=1)

    assert states(text)[:3] == [
        ("accepted", "DEU", "by the end of 2025"),
        ("rejected", "NOR", ""),
        ("open", "NLD", ""),
    ]
    by_hand.refresh_from_db()
    assert by_hand.state == "open"
    assert [one.gone for one in text.residue.all()] == [True]


def test_newer_rules_show_only_what_they_draft_otherwise() -> None:
    text = draft()
    first = rows_of(text)[0]
    accept_row(row=first.pk, cells=None, actor=staff_steps.user("drafter"), today=TODAY, now=NOW)

    read_again(text, due="winter")

    # The accepted row says the same in all that it is told by; the open ones are replaced.
    assert states(text) == [
        ("accepted", "DEU", "by the end of 2025"),
        ("replaced", "NOR", ""),
        ("open", "NOR", "winter"),
        ("replaced", "NLD", ""),
        ("open", "NLD", "winter"),
    ]


def test_former_rules_bring_a_replaced_row_back() -> None:
    text = draft()
    read_again(text, without=2)
    assert [state for state, *_ in states(text)] == ["replaced", "replaced", "open"]

    read_again(text, rules="a still later one")
    assert [state for state, *_ in states(text)] == ["open", "open", "open"]


def test_rules_of_another_version_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    text = draft()
    run = last_run(text)
    assert run is not None
    assert not is_behind(run)

    monkeypatch.setattr(store_drafts, "current_versions", lambda: Versions("next"))
    assert is_behind(run)
    assert current_run(text, now=NOW) != run


def test_ticked_sentence_stays_ticked() -> None:
    text = draft()
    sentence = text.residue.get()
    tick_sentence(sentence=sentence.pk, ticked=True, actor=staff_steps.user("drafter"), now=NOW)
    read_again(text)
    draft()

    sentence.refresh_from_db()
    assert (sentence.ticked_by, sentence.ticked_at) == (staff_steps.user("drafter"), NOW)
    tick_sentence(sentence=sentence.pk, ticked=False, actor=staff_steps.user("drafter"), now=NOW)
    sentence.refresh_from_db()
    assert (sentence.ticked_by, sentence.ticked_at) == (None, None)


def test_file_without_a_text_says_so_and_is_tried_again() -> None:
    copy = store_copy(b"%PDF-1.4 broken", person=None, now=NOW)
    text = take()
    text.copy = copy
    text.save()
    run = run_drafting(run=current_run(text, now=NOW).pk, today=TODAY, now=NOW)

    assert (run.state, bool(run.problem)) == ("failed", True)
    again = current_run(text, now=NOW)
    assert (again.pk, again.state, again.problem) == (run.pk, "waiting", "")


def test_page_of_a_file_is_read_before_it_is_drafted() -> None:
    page = "<html><body><p>Norway will send three NASAMS batteries to Ukraine.</p></body></html>"
    text = take()
    text.copy = store_copy(page.encode(), person=None, now=NOW)
    text.save()
    run = run_drafting(run=current_run(text, now=NOW).pk, today=TODAY, now=NOW)

    assert run.state == "done"
    assert [row.cells["quantity"] for row in rows_of(text)] == ["three"]


def test_run_without_a_sign_of_life_is_sent_anew() -> None:
    run = current_run(take(), now=NOW)

    assert take_up_lost_runs(now=NOW + PATIENCE) == []
    assert take_up_lost_runs(now=NOW + PATIENCE + timedelta(seconds=1)) == [run.pk]
    assert take_up_lost_runs(now=NOW + PATIENCE + timedelta(seconds=2)) == []
