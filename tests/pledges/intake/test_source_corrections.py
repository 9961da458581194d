"""Rows that correct sources, and merge records of one page: every fact that cites the record cites what is right."""

from __future__ import annotations

from typing import Any

import pytest

from meetings.models import Membership, Source
from pledges import ledger
from pledges.answers.changes.changed_facts import facts_of
from pledges.intake.planner import plan_rows
from pledges.ledger.void_marks import live
from pledges.models import Entry, Stock, Terms
from tests.pledges import staff_steps

pytestmark = pytest.mark.usefixtures("catalogue")

URL = staff_steps.SOURCE["source_url"]


def source_row(target: str, **cells: Any) -> staff_steps.Row:
    return {"action": "source", "target": target, "reason": "misread", **cells}


def problems_of(row: staff_steps.Row) -> list[tuple[str, str, str]]:
    return [(one.column, one.rule, one.hint) for one in plan_rows([row], today=staff_steps.TODAY)[0].problems]


def publish_facts() -> Source:
    """Publish a pledge of two parties, a delivery, a stock and a membership, all of one source."""
    promised = staff_steps.pledge_row(external_reference="t:1", donors="DEU:funder:0.5;NOR:supplier")
    rows = [promised, staff_steps.entry_row("t:1"), staff_steps.stock_row(), staff_steps.membership_row()]
    staff_steps.publish_all(rows)
    return Source.objects.get()


def cited() -> dict[str, list[str]]:
    """Return the titles that the standing facts cite."""
    models: dict[str, Any] = {"terms": Terms, "entry": Entry, "stock": Stock, "membership": Membership}
    return {
        name: sorted(live(model.objects.all(), name).values_list("source__title", flat=True))
        for name, model in models.items()
    }


RIGHT = {"terms": ["Right"], "entry": ["Right", "Right"], "stock": ["Right"], "membership": ["Right"]}


def test_every_standing_fact_cites_the_corrected_source_and_says_the_same() -> None:
    source, said = publish_facts(), ("stage", "quantity_text", "quote")
    before = list(live(Entry.objects.all(), "entry").order_by("position").values_list(*said))

    version = staff_steps.publish_all([source_row(f"source:{source.pk}", source_title="Right", source_grade="media")])

    assert cited() == RIGHT
    after = live(Entry.objects.all(), "entry").order_by("position")
    assert list(after.values_list(*said)) == before
    parties = live(Terms.objects.all(), "terms").get().parties.order_by("pk")
    assert [(one.donor.code, one.role, str(one.share)) for one in parties] == [
        ("DEU", "funder", "0.5000000000"), ("NOR", "supplier", "None"),
    ]  # fmt: skip
    assert list(Source.objects.order_by("pk").values_list("title", "grade", "url")) == [
        ("Statement", "official_donor", URL), ("Right", "media", URL),
    ]  # fmt: skip
    delivered = after.get(stage="delivered")
    told = facts_of([("entry", delivered.pk)])[("entry", delivered.pk)]
    assert (version.number, told.replaces) == (2, ("1.3",))

    ledger.undo(changeset=version.changeset, reviewer=staff_steps.user("another"), reason="no", now=staff_steps.NOW)
    assert cited() == {name: ["Statement"] * len(titles) for name, titles in RIGHT.items()}


def test_grade_alone_is_corrected_and_later_rows_cite_the_last_record() -> None:
    source = publish_facts()
    staff_steps.publish_all([source_row(URL, source_grade="media")])
    staff_steps.publish_all([staff_steps.stock_row(donors="NOR")])
    assert set(live(Stock.objects.all(), "stock").values_list("source__grade", flat=True)) == {"media"}
    assert Source.objects.count() == 2
    assert source.grade == "official_donor"


def test_two_records_of_one_page_are_merged() -> None:
    source = publish_facts()
    other = staff_steps.publish_all([staff_steps.stock_row(donors="NOR", source_title="Twice", source_grade="media")])
    twice = Source.objects.get(title="Twice")
    names = f"source:{source.pk} (Ministry, Statement, 2025-06-15, official_donor, cited by 5 facts)"
    others = f"source:{twice.pk} (Ministry, Twice, 2025-06-15, media, cited by 1 facts)"
    assert problems_of(source_row(URL, source_title="Right")) == [("target", "ambiguous", f"{names}; {others}")]

    merged = source_row(f"source:{twice.pk}", source_title="Statement", source_grade="official_donor")
    staff_steps.publish_all([merged])

    assert other.number == 2
    assert set(live(Stock.objects.all(), "stock").values_list("source", flat=True)) == {source.pk}
    assert Source.objects.count() == 2


def test_row_published_before_is_found_unchanged_after_its_source_was_corrected() -> None:
    row = staff_steps.stock_row(external_reference="t:9")
    staff_steps.publish_all([row, staff_steps.stock_row(donors="NOR")])
    staff_steps.publish_all([source_row(URL, source_title="Right")])
    assert plan_rows([row], today=staff_steps.TODAY)[0].action == "unchanged"

    staff_steps.publish_all([row | {"quantity": "20"}])
    standing = live(Stock.objects.all(), "stock").order_by("holder__code")
    assert list(standing.values_list("holder__code", "total_text")) == [("DEU", "20"), ("NOR", "12")]


def test_wrong_correction_of_a_source_says_what_is_wrong() -> None:
    source = publish_facts()
    name = f"source:{source.pk}"
    assert problems_of(source_row("source:777", source_title="x")) == [
        ("target", "unknown_source", "source:12, or its address")
    ]
    assert problems_of(source_row(name)) == [("target", "no_change", "change a cell, or delete this row")]
    assert problems_of(source_row(name, source_url="ftp://x")) == [("source_url", "address", "https://…")]
    assert problems_of(source_row(name, source_title="x", quote="y")) == [
        ("quote", "column_of_action", "leave it blank")
    ]
    unused = Source.objects.create(title="Nobody cites it")
    assert problems_of(source_row(f"source:{unused.pk}", source_title="x")) == [
        ("target", "not_cited", "a source that facts cite")
    ]
