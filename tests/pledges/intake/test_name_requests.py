"""Asking a steward for a name: the row waits, the answer is filled in, and both stay."""

from __future__ import annotations

from typing import Any

import pytest

from meetings.models import Coalition, Donor, DonorAlias
from pledges import ledger
from pledges.access.notices import notices_for
from pledges.intake.drafts import create_changeset
from pledges.intake.name_requests import Answer, answer_name, ask_for_name
from pledges.ledger import NotAllowed, OutcomeDoesNotFit, OwnChangeSet, PlanHasProblems, ReasonNeeded
from pledges.models import ChangeSet, NameRequest, SystemAlias
from pledges.values.choices import NameAnswer, Origin, Role
from tests.pledges import staff_steps

pytestmark = pytest.mark.usefixtures("catalogue")

WHEN: dict[str, Any] = {"today": staff_steps.TODAY, "now": staff_steps.NOW}


def draft(**cells: Any) -> ChangeSet:
    return create_changeset(
        title="Asking",
        origin=Origin.ENTRY,
        rows=[staff_steps.pledge_row(**cells), staff_steps.pledge_row()],
        author=staff_steps.user("drafter"),
        **WHEN,
    )


def ask(changeset: ChangeSet, column: str, words: str, note: str = "") -> NameRequest:
    author = staff_steps.user("drafter")
    return ask_for_name(changeset=changeset, column=column, words=words, note=note, author=author, **WHEN)


def answer(request: NameRequest, outcome: NameAnswer, meant: str = "", *, actor: str = "reviewer", **more: Any) -> int:
    given = Answer(outcome, meant, more.pop("reason", ""), more)
    return answer_name(request=request, answer=given, actor=staff_steps.user(actor), **WHEN)


def first_row(changeset: ChangeSet) -> tuple[dict[str, Any], list[tuple[str, str]], str]:
    row = changeset.rows.get(position=1)
    problems = [(one["rule"], one["message"]) for one in row.plan["problems"]]
    return row.payload, problems, row.author.username


def test_row_waits_until_the_steward_answers() -> None:
    changeset = draft(donors="Freistaat Fantasien:funder:0.5;NOR:funder:0.5")
    assert first_row(changeset)[1] == [("unknown_donor", "no donor is called “Freistaat Fantasien”")]
    request = ask(changeset, "donors", "Freistaat  Fantasien*")
    waits = ("waits_for_name", "“Freistaat Fantasien” waits for a steward: drafter asked on 01 Jul 2025")
    assert first_row(changeset)[1] == [waits]
    with pytest.raises(PlanHasProblems):
        ledger.submit(changeset=changeset, actor=staff_steps.user("drafter"), now=staff_steps.NOW)
    assert answer(request, NameAnswer.NEW, "FTN", name="Fantasia", donor_kind="country", iso2="") == 1
    payload, problems, author = first_row(changeset)
    assert (payload["donors"], problems, author) == ("Freistaat Fantasien:funder:0.5;NOR:funder:0.5", [], "drafter")
    assert DonorAlias.objects.get(donor__code="FTN").alias == "Freistaat Fantasien*"
    ledger.submit(changeset=changeset, actor=staff_steps.user("drafter"), now=staff_steps.NOW)


def test_answer_is_filled_in_where_the_words_do_not_say_it() -> None:
    changeset = draft(coalition="Friends of the sky")
    request = ask(changeset, "coalition", "Friends of the sky")
    answer(request, NameAnswer.MEANS, "air-defence")
    assert first_row(changeset)[0]["coalition"] == "air-defence"
    other = draft(coalition="Navy friends")
    answer(ask(other, "coalition", "Navy friends"), NameAnswer.NEW, "maritime", name="Maritime", capability="maritime")
    assert Coalition.objects.get(slug="maritime").name == "Maritime"
    assert (first_row(other)[0]["coalition"], first_row(other)[1]) == ("maritime", [])


def test_one_party_of_several_is_filled_in() -> None:
    changeset = draft(donors="The Hansa:funder:0.5;NOR:funder:0.5")
    answer(ask(changeset, "donors", "The Hansa"), NameAnswer.MEANS, "Germany")
    assert first_row(changeset)[0]["donors"] == "DEU:funder:0.5;NOR:funder:0.5"
    assert not DonorAlias.objects.filter(alias="The Hansa").exists()


def test_spelling_serves_every_draft_that_waits() -> None:
    first, second = draft(system="Hawk-eye"), draft(system="hawk eye")
    request = ask(first, "system", "Hawk-eye")
    assert ask(second, "system", "hawk eye") == request
    assert answer(request, NameAnswer.ALIAS, "patriot") == 2
    assert [first_row(one)[1] for one in (first, second)] == [[], []]
    assert SystemAlias.objects.get(alias="Hawk-eye").system.slug == "patriot"


def test_new_system_has_kind_capability_and_unit() -> None:
    changeset = draft(system="Skyshield", unit="piece")
    request = ask(changeset, "system", "Skyshield")
    with pytest.raises(OutcomeDoesNotFit, match="capability"):
        answer(request, NameAnswer.NEW, "skyshield", system_kind="system", unit="piece")
    answer(request, NameAnswer.NEW, "skyshield", system_kind="system", capability="air_defence", unit="piece")
    assert first_row(changeset)[1] == []


def test_declined_name_is_unknown_again_and_the_reason_stays() -> None:
    changeset = draft(donors="Atlantis")
    request = ask(changeset, "donors", "Atlantis")
    with pytest.raises(ReasonNeeded):
        answer(request, NameAnswer.DECLINED)
    answer(request, NameAnswer.DECLINED, reason="it sank")
    request.refresh_from_db()
    assert (request.outcome, request.reason, request.answered_by and request.answered_by.username) == (
        "declined",
        "it sank",
        "reviewer",
    )
    assert first_row(changeset)[1] == [("unknown_donor", "no donor is called “Atlantis”")]


def test_who_asked_does_not_answer_and_a_drafter_never() -> None:
    changeset = draft(donors="Atlantis", system="Trident")
    request = ask(changeset, "donors", "Atlantis")
    with pytest.raises(NotAllowed):
        answer(request, NameAnswer.MEANS, "DEU", actor="drafter")
    own = ask_for_name(
        changeset=changeset, column="system", words="Trident", note="", author=staff_steps.user("reviewer"), **WHEN
    )
    with pytest.raises(OwnChangeSet):
        answer(own, NameAnswer.MEANS, "patriot")
    with pytest.raises(OutcomeDoesNotFit):
        answer(request, NameAnswer.MEANS, "Lemuria")
    with pytest.raises(OutcomeDoesNotFit):
        answer(request, NameAnswer.NEW, "DEU", name="Germany again")
    assert Donor.objects.count() == len(staff_steps.DONORS)


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("quantity", "ten"),
        ("donors", ""),
        ("donors", "*"),
        ("donors", "Germany"),
        ("system", "x" * 201),
        ("donors", "Atlantis"),
        ("system", "Qorvex"),
    ],
)
def test_only_unknown_names_are_asked_for(column: str, words: str) -> None:
    with pytest.raises(OutcomeDoesNotFit):
        ask(draft(), column, words)


def test_answer_reaches_only_rows_with_the_whole_name() -> None:
    asked, longer, of_two = draft(system="Qorvex 9"), draft(system="Qorvex 99"), draft(note="Qorvex 9", donors="A;B")
    ask(longer, "system", "Qorvex 99")
    ask(of_two, "donors", "B")
    assert answer(ask(asked, "system", "Qorvex 9"), NameAnswer.DECLINED, reason="no such thing") == 1
    assert [one.events.filter(kind="name_told").count() for one in (asked, longer, of_two)] == [1, 0, 0]


def test_asking_again_keeps_the_note_and_plans_only_the_rows_that_wait() -> None:
    first, second = draft(system="Hawk-eye"), draft(system="hawk eye")
    ask(first, "system", "Hawk-eye", "A radar.")
    other = second.rows.get(position=2)
    second.rows.filter(position=2).update(plan=other.plan | {"replaces": ["kept as it was"]})
    assert ask(second, "system", "hawk eye", "On a mast.").changeset == first
    told = [one.events.get(kind="name_asked").detail for one in (first, second)]
    assert told == ["System: Hawk-eye (A radar.)", "System: hawk eye (On a mast.)"]
    assert first_row(second)[1][0][0] == "waits_for_name"
    assert second.rows.get(position=2).plan["replaces"] == ["kept as it was"]


@pytest.mark.parametrize(
    ("code", "fields", "said"),
    [
        ("FANTASIA", {}, "slug or code: Ensure this value has at most 5 characters (it has 8)."),
        ("F1", {}, "The code of a donor has two to five letters A to Z, and is not JOINT."),
        ("FTN", {"iso2": "de"}, "two letters (ISO): DE means the country DEU."),
        ("FTN", {"iso2": "uk"}, "two letters (ISO): UK means the country GBR."),
        ("FTN", {"iso2": "F1"}, "The two letters (ISO) are of A to Z, or blank."),
        ("ru", {}, "slug or code: RU means the country RUS."),
        ("FTN", {"donor_kind": "realm"}, "kind: Value 'realm' is not a valid choice."),
    ],
)
def test_donor_that_does_not_fit_is_refused_in_words(code: str, fields: dict[str, str], said: str) -> None:
    request = ask(draft(donors="Freistaat Fantasien"), "donors", "Freistaat Fantasien")
    with pytest.raises(OutcomeDoesNotFit) as refused:
        answer(request, NameAnswer.NEW, code, **{"donor_kind": "country", **fields})
    assert str(refused.value) == said


def test_code_and_letters_of_a_new_donor_are_in_capitals() -> None:
    changeset = draft(donors="Freistaat Fantasien")
    answer(ask(changeset, "donors", "Freistaat Fantasien"), NameAnswer.NEW, "ftn", donor_kind="country", iso2="qf")
    donor = Donor.objects.get(name="Freistaat Fantasien")
    assert (donor.code, donor.iso2, first_row(changeset)[1]) == ("FTN", "QF", [])


def test_stewards_hear_of_the_question_and_the_asker_of_the_answer() -> None:
    steward = staff_steps.create_user("steward", role=Role.STEWARD)
    changeset = draft(donors="Atlantis")
    request = ask(changeset, "donors", "Atlantis")
    told = [(one.kind, one.detail) for one in notices_for(steward, now=staff_steps.NOW)]
    assert told == [("name_asked", "Donor: Atlantis")]
    answer(request, NameAnswer.MEANS, "NOR", actor="steward")
    told = [(one.kind, one.detail) for one in notices_for(staff_steps.user("drafter"), now=staff_steps.NOW)]
    assert told == [("name_told", "Atlantis → Filled in, here only: NOR; 1 row filled in")]
