"""Rows that correct published facts or take them back: what they name, what changes, and what stays."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from meetings.models import Membership
from pledges import ledger
from pledges.intake.planner import plan_rows
from pledges.ledger.void_marks import FACTS, live
from pledges.models import AssertedTotal, Completeness, Entry, Requirement, Stock, Terms, Void
from tests.pledges import staff_steps

pytestmark = pytest.mark.usefixtures("catalogue")

Row = staff_steps.Row


def correct_row(target: str, **cells: Any) -> Row:
    """Return a row that corrects a fact, with nothing but what it changes."""
    usual = {"action": "correct", "target": target, "reason": "misread"}
    return {name: cell for name, cell in {**usual, **cells}.items() if cell is not None}


def take_back_row(target: str, **cells: Any) -> Row:
    """Return a row that takes a fact back under its public name."""
    return {"action": "void", "target": target, "note": "entered twice", **staff_steps.SOURCE, **cells}


def problems_of(row: Row) -> list[tuple[str, str, str]]:
    """Return column, rule and hint of the problems of a row."""
    return [(one.column, one.rule, one.hint) for one in plan_rows([row], today=staff_steps.TODAY)[0].problems]


def fields_of(fact: Any) -> dict[str, Any]:
    """Return what a fact says: all columns but its keys and its place."""
    apart = {"id", "version_id", "position", "row_id", "stands"}
    return {name: value for name, value in vars(fact).items() if name not in apart and not name.startswith("_")}


def standing(model: type[Any], kind: str) -> Any:
    """Return the one standing fact of a kind."""
    return live(model.objects.all(), kind).get()


def publish_pledge(**cells: Any) -> None:
    """Publish two batteries of Germany and Norway, of which one is delivered: the facts 1.1, 1.2 and 1.3."""
    promised = staff_steps.pledge_row(
        **{"external_reference": "test:1", "donors": "DEU:funder:0.5;NOR", "quantity": "about 20", "due": "Q4 2025"}
        | cells
    )
    staff_steps.publish_all([promised, staff_steps.entry_row("test:1", amount="$3m", quote="one is there")])


def test_correction_takes_a_fact_back_and_states_it_anew_with_one_cell_changed() -> None:
    publish_pledge()
    before = Entry.objects.get(stage="delivered")
    staff_steps.publish_all([correct_row("1.3", quantity="2")])

    after = live(Entry.objects.filter(stage="delivered"), "entry").get()
    assert fields_of(after) == fields_of(before) | {
        "quantity_text": "2", "quantity_low": 2, "quantity_best": 2, "quantity_high": 2,
    }  # fmt: skip
    assert list(Void.objects.values_list("version", "position", "entry", "reason")) == [(2, 1, before.pk, "misread")]
    assert (after.version_id, after.position) == (2, 2)


def test_correction_names_what_a_row_wrote_by_the_name_of_the_row() -> None:
    publish_pledge()
    better = correct_row("test:1 announced", quantity="21", external_reference="test:better")
    staff_steps.publish_all([better])

    assert live(Entry.objects.filter(stage="announced"), "entry").get().quantity_best == 21
    assert [plan.action for plan in plan_rows([better], today=staff_steps.TODAY)] == ["unchanged"]
    terms = correct_row("test:1 terms", due="Q1 2026")
    assert [plan.action for plan in plan_rows([terms], today=staff_steps.TODAY)] == ["change"]


def test_name_of_a_row_that_wrote_several_facts_asks_which() -> None:
    publish_pledge()
    ((column, rule, hint),) = problems_of(correct_row("test:1", quote="x"))
    assert (column, rule) == ("target", "ambiguous")
    assert ("terms:1.1" in hint, "entry:1.2" in hint) == (True, True)
    assert problems_of(correct_row("test:nothing", quote="x"))[0][:2] == ("target", "unknown_fact")


FACTS_OF = {
    "requirement": (Requirement, staff_steps.requirement_row(due="by the end of 2025", amount="€5m", stated_by="KMU")),
    "stock": (Stock, staff_steps.stock_row(unavailable="about 2", committed_elsewhere="at least 1")),
    "asserted_total": (AssertedTotal, staff_steps.asserted_total_row(outstanding="true", quantity="some")),
    "sum of money": (
        AssertedTotal,
        staff_steps.asserted_total_row(measure="held", donors="UKR", amount="$5m", meeting="udcg-28"),
    ),
    "completeness": (Completeness, staff_steps.completeness_row(system="patriot", occurred="June 2025")),
    "membership": (Membership, staff_steps.membership_row(as_of="2025-01-01", note="from the list")),
}


@pytest.mark.parametrize("kind", FACTS_OF)
def test_every_kind_of_fact_can_be_corrected_and_keeps_what_the_row_leaves_out(kind: str) -> None:
    model, row = FACTS_OF[kind]
    staff_steps.publish_all([row])
    before = fields_of(model.objects.get())

    staff_steps.publish_all([correct_row("1.1", quote="in these words")])

    assert fields_of(standing(model, kind.replace("sum of money", "asserted_total"))) == before | {
        "quote": "in these words"
    }


def test_terms_are_corrected_from_themselves_and_none_clears_a_cell() -> None:
    publish_pledge(meeting="udcg-28", coalition="air-defence", package="package-1")
    staff_steps.publish_all([correct_row("1.1", coalition="none", due="none", donors="DEU;NLD:supplier")])

    terms = standing(Terms, "terms")
    assert (terms.meeting.slug, terms.coalition, terms.package.slug) == ("udcg-28", None, "package-1")
    assert (terms.due_text, terms.due_start, terms.due_end, terms.due_deadline) == ("", None, None, False)
    assert list(terms.parties.order_by("pk").values_list("donor__code", "role", "share")) == [
        ("DEU", "funder", None),
        ("NLD", "supplier", None),
    ]


def test_new_terms_in_the_same_change_set_go_on_from_the_corrected_ones() -> None:
    publish_pledge(meeting="udcg-28")
    rows = [correct_row("1.1", meeting="none"), staff_steps.terms_row("2025-JOINT-001", due="Q1 2026")]
    staff_steps.publish_all(rows)

    assert list(live(Terms.objects.all(), "terms").order_by("position").values_list("meeting", "due_text")) == [
        (None, "Q4 2025"),
        (None, "Q1 2026"),
    ]


def test_none_clears_terms_in_a_row_of_new_terms() -> None:
    publish_pledge(meeting="udcg-28", initiative="iaad", beneficiary="POL", provision="loan")
    cleared = dict.fromkeys(("meeting", "due", "beneficiary", "provision"), "None")
    staff_steps.publish_all([staff_steps.terms_row("2025-JOINT-001", **cleared)])

    terms = Terms.objects.get(version=2)
    assert (terms.meeting, terms.due_text, terms.beneficiary.code) == (None, "", "UKR")
    assert (terms.provision, terms.initiative.slug) == ("unknown", "iaad")
    assert problems_of(staff_steps.terms_row("2025-JOINT-001", donors="none")) == [
        ("donors", "required", "XUN for one whom the source does not name")
    ]


def test_undo_of_a_correction_restores_the_old_fact() -> None:
    publish_pledge()
    version = staff_steps.publish_all([correct_row("1.3", quantity="2")])
    ledger.undo(changeset=version.changeset, reviewer=staff_steps.user("another"), reason="no", now=staff_steps.NOW)

    delivered = live(FACTS["entry"].objects.filter(stage="delivered"), "entry")
    assert list(delivered.values_list("version", "position", "quantity_text")) == [(1, 3, "1")]


def test_undo_is_refused_while_a_correction_of_the_correction_stands() -> None:
    staff_steps.publish_all([staff_steps.stock_row()])
    version = staff_steps.publish_all([correct_row("1.1", quantity="13")])
    staff_steps.publish_all([correct_row("2.2", quantity="14")])

    with pytest.raises(ledger.LaterFacts) as refusal:
        ledger.undo(changeset=version.changeset, reviewer=staff_steps.user("another"), reason="no", now=staff_steps.NOW)
    assert refusal.value.reasons == ("version 3 takes back 2.2, a stock",)


@pytest.mark.parametrize(
    "target", ["1.3", "entry:1.3", "2025-JOINT-001 delivered 2025-06-10", "2025-JOINT-001/delivered", ""]
)
def test_fact_is_found_under_each_of_its_names(target: str) -> None:
    publish_pledge()
    name = target or f"entry:{Entry.objects.get(stage='delivered').pk}"
    plan = plan_rows([correct_row(name, quantity="2")], today=staff_steps.TODAY)[0]

    assert (plan.problems, plan.action) == ([], "change")
    assert plan.replaces == [
        {
            "target": "1.3",
            "kind": "entry",
            "reference": "2025-JOINT-001",
            "says": "2025-JOINT-001: delivered 1 battery $3m 2025-06-10",
            "changes": [{"column": "quantity", "before": "1", "after": "2"}],
        }
    ]


ANNOUNCED = "1.2 (2025-JOINT-001: announced about 20 battery 2025-06-01)"
DELIVERED = "1.3 (2025-JOINT-001: delivered 1 battery $3m 2025-06-10)"
OF_TERMS = "1.1 (terms of 2025-JOINT-001: DEU:funder:0.5;NOR:funder due Q4 2025 2025-06-01)"
OF_PLEDGE = f"{OF_TERMS}; {ANNOUNCED}; {DELIVERED}"


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"target": "1.9", "reference": "2025-JOINT-001"}, ("target", "unknown_fact", OF_PLEDGE)),
        ({"target": "2025-JOINT-001 shipped"}, ("target", "unknown_fact", OF_PLEDGE)),
        (
            {"target": "2025-JOINT-001"},
            ("target", "ambiguous", OF_PLEDGE.replace("1.", "entry:1.").replace("entry:1.1", "terms:1.1")),
        ),
        ({"target": "1.3", "reference": "2025-DEU-777"}, ("target", "other_pledge", "another target")),
        ({"target": "1.3", "quantity": "1"}, ("target", "no_change", "change a cell, or delete this row")),
        ({"target": "1.3", "due": "Q4 2025"}, ("due", "column_of_action", "leave it blank")),
        ({"target": "1.3", "reason": None, "quantity": "2"}, ("reason", "required", "")),
        (
            {"target": "1.3", "source_grade": "media"},
            ("source_grade", "of_source", "correct the source itself, with a row of action source"),
        ),
        ({"target": "1.3", "quantity": "none"}, ("quantity", "required", "")),
        ({"target": "1.3", "occurred": "2025-02-30"}, ("occurred", "date", "a day of the calendar, as 2022-06-30")),
    ],
)
def test_wrong_correction_is_a_problem_that_names_the_candidates(
    cells: dict[str, Any], problem: tuple[str, str, str]
) -> None:
    publish_pledge()
    assert problem in problems_of(correct_row(**{"target": "", "quantity": None} | cells))


def test_identity_that_a_spreadsheet_may_have_shortened_is_not_taken_blindly() -> None:
    rows = [staff_steps.pledge_row(quantity=str(number)) for number in range(1, 6)]
    staff_steps.publish_all(rows)
    facts = "entry:1.10 (2025-DEU-005: announced 5 battery 2025-06-01)"
    first = "terms:1.1 (terms of 2025-DEU-001: DEU:funder 2025-06-01)"
    assert problems_of(correct_row("1.1", quote="x")) == [("target", "ambiguous", f"{first}; {facts}")]
    assert problems_of(correct_row("1.1", reference="2025-DEU-001", quote="x")) == []
    assert problems_of(correct_row("terms:1.1", quote="x")) == []


def test_fact_that_was_taken_back_names_what_stands_in_its_place() -> None:
    publish_pledge()
    staff_steps.publish_all([correct_row("1.3", quantity="2")])
    assert problems_of(correct_row("1.3", quantity="3")) == [("target", "taken_back", "2.2 stands in its place")]
    assert problems_of(take_back_row("1.3")) == [("target", "taken_back", "2.2 stands in its place")]
    assert problems_of(take_back_row("2.2")) == []


def test_two_rows_cannot_act_on_one_fact() -> None:
    publish_pledge()
    rows = [correct_row("1.3", quantity="2"), take_back_row("1.3")]
    plans = plan_rows(rows, today=staff_steps.TODAY)
    assert [[(one.column, one.rule) for one in plan.problems] for plan in plans] == [[], [("target", "voided_twice")]]


def test_take_back_by_public_name() -> None:
    publish_pledge()
    staff_steps.publish_all([take_back_row("1.3")])
    assert Void.objects.get().entry == Entry.objects.get(stage="delivered")


def test_row_published_once_is_unchanged_when_it_comes_again() -> None:
    publish_pledge()
    row = correct_row("1.3", quantity="2", external_reference="fix:1")
    staff_steps.publish_all([row])
    assert plan_rows([row], today=staff_steps.TODAY)[0].action == "unchanged"


def test_changed_row_takes_its_corrected_fact_back_with_it() -> None:
    row = staff_steps.stock_row(external_reference="test:5")
    staff_steps.publish_all([row])
    staff_steps.publish_all([correct_row("1.1", quantity="13")])
    staff_steps.publish_all([correct_row("2.2", quantity="14")])
    assert plan_rows([row], today=staff_steps.TODAY)[0].action == "unchanged"

    staff_steps.publish_all([row | {"quantity": "20"}])

    assert list(live(Stock.objects.all(), "stock").values_list("version", "total_text")) == [(4, "20")]


def test_words_of_a_date_keep_the_days_that_they_were_read_as() -> None:
    publish_pledge()
    staff_steps.publish_all([staff_steps.stock_row(occurred="last week", source_published=None)])
    before = Stock.objects.get()
    staff_steps.publish_all([correct_row("2.1", quantity="13")], now=staff_steps.NOW)
    after = standing(Stock, "stock")
    assert (after.as_of_start, after.as_of_end) == (before.as_of_start, before.as_of_end)
    assert before.as_of_end < date(2025, 7, 1)


def test_members_without_names_are_one_membership_with_their_number() -> None:
    row = staff_steps.membership_row(donors=None, count="15", quote="15 other countries joined")
    staff_steps.publish_all([row, staff_steps.membership_row(donors="DEU", quote="and Germany")])
    unnamed = Membership.objects.get(donor__code="XUN")
    assert (unnamed.count_text, unnamed.count_low, unnamed.count_best, unnamed.count_high) == ("15", 15, 15, 15)
    assert Membership.objects.get(donor__code="DEU").count_low is None

    staff_steps.publish_all([correct_row("1.1", count="more than 15")])
    corrected = live(Membership.objects.filter(donor__code="XUN"), "membership").get()
    assert (corrected.count_low, corrected.count_high, corrected.quote) == (16, None, "15 other countries joined")

    assert problems_of(staff_steps.membership_row(donors="DEU", count="2")) == [
        ("count", "named", "XUN for members whom the source does not name")
    ]


def test_column_count_of_a_table_is_the_quantity_where_no_members_are_counted() -> None:
    plan = plan_rows([staff_steps.pledge_row(quantity=None, count="4")], today=staff_steps.TODAY)[0]
    assert plan.problems == []
    assert plan.fact is not None
    assert plan.fact.entry is not None
    assert plan.fact.entry["quantity_text"] == "4"


def test_corrected_delivery_is_not_counted_beside_the_one_it_replaces() -> None:
    staff_steps.publish_all(
        [staff_steps.pledge_row(external_reference="t:1", quantity="2"), staff_steps.entry_row("t:1")]
    )
    plan = plan_rows([correct_row("1.3", quantity="2")], today=staff_steps.TODAY)[0]
    assert (plan.problems, plan.warnings) == ([], [])
