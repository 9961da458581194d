"""Random ledgers: rows as people write them, in every shape that the rules tell apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from hypothesis import strategies as st

from meetings.models import Source
from pledges import ledger
from pledges.intake.planner import RowPlan, plan_rows
from pledges.ledger.fact_kinds import hash_planned_facts
from pledges.ledger.publishing import write_version
from pledges.ledger.void_marks import FACTS, live
from pledges.models import ChangeSet, ChangeSetRow, Entry, Pledge, System, SystemUnit, Terms, UnitConversion
from pledges.values.choices import Stage, Unit
from tests.pledges import staff_steps

TODAY = date(2025, 7, 1)
DAYS = (date(2025, 7, 2), date(2025, 7, 3), date(2025, 7, 4), date(2025, 8, 1), date(2026, 7, 2))

QUANTITIES = (
    "1", "2", "3", "4", "10", "14", "2.5", "about 200", "up to 10", "at least 6", "more than 60", "nearly 100",
    "10-12", "a dozen", "several", "undisclosed", "undisclosed", "some",
)  # fmt: skip
DATES = (
    "2025-05-20", "2025-06-10", "2025-06-30", "2025-07-01", "2025-07-02", "2025-07-03", "June 2025", "July 2025",
    "summer 2025", "2025", "unknown",
)  # fmt: skip
DUE_DATES = (
    "2025-06-30", "2025-07-01", "2025-07-02", "July 2025", "June 2025", "by 2025-07-02", "until 2025-06-30",
    "by the end of 2025", "from 2025-07-03", "2026",
)  # fmt: skip
DONORS = (
    "DEU",
    "USA",
    "XUN",
    "DEU;NOR",
    "DEU:funder:0.5;NOR:funder:0.5",
    "DEU:funder:0.3333333333;NOR:funder:0.3333333333;NLD:funder:0.3333333333",
    "DEU:funder:0.4;NOR",
    "DEU:funder:0.3",
    "DEU;USA:supplier",
    "USA:producer",
    "USA:stock_owner",
    "USA:stock_owner;DEU;NOR:funder:0.7",
    "DEU:stock_owner;USA:stock_owner",
    "DEU:stock_owner:0.5;USA:stock_owner:0.25;NOR",
    "DEU:stock_owner;DEU:funder:0.6;NLD:funder:0.4",
)
MONEY: tuple[dict[str, str], ...] = (
    {},
    {},
    {"amount": "100 million", "currency": "EUR"},
    {"amount": "10-12 million", "currency": "EUR", "basis": "contract"},
    {"amount": "more than 5 million", "currency": "EUR"},
    {"amount": "70 million", "currency": "USD"},
    {"amount": "90 million", "currency": "USD", "value_eur": "80 million"},
    {"amount": "3 billion", "currency": "UAH"},
    {"amount": "7 million", "currency": "EUR", "basis": "list_price"},
)
UNVERIFIED = {"source_url": "https://example.org/hearsay", "source_grade": "unverified"}
SAID: tuple[dict[str, Any], ...] = (
    {},
    {},
    {},
    {"quote": "the first of them have arrived"},
    {"source_published": None, "source_title": "Undated"},
)
"""What a source says beside, and one that has no date."""

COUNTED_IN = (("patriot", "battery"), ("patriot", "battery"), ("patriot", "launcher"), ("nasams", "battery"))


def create_conversion(low: str, best: str | None, high: str) -> None:
    """Let batteries and launchers of Patriot meet."""
    UnitConversion.objects.create(
        system=System.objects.get(slug="patriot"),
        from_unit=Unit.BATTERY,
        to_unit=Unit.LAUNCHER,
        factor_text=f"{low} to {high}",
        factor_low=low,
        factor_best=best,
        factor_high=high,
        source=Source.objects.create(title=f"{low} to {high}", publisher="Handbook"),
    )


def create_unit(unit: Unit) -> None:
    """Let Patriot be counted in a further unit, which nothing converts."""
    SystemUnit.objects.create(system=System.objects.get(slug="patriot"), unit=unit, position=9)


def standing_pledges() -> list[str]:
    """Return the references of pledges that rows may name: those with terms and entries that stand."""
    termed = live(Terms.objects.all(), "terms").values("pledge")
    entered = live(Entry.objects.all(), "entry").values("pledge")
    pledges = Pledge.objects.filter(pk__in=termed).filter(pk__in=entered)
    return list(pledges.order_by("pk").values_list("reference", flat=True))


def without_contradiction(row: staff_steps.Row, plan: RowPlan) -> staff_steps.Row:
    """Return a row that no longer says something due before it was promised, or more unavailable than there is."""
    wrong = {one.column for one in plan.problems if one.rule in ("due_before_said", "more_than_total")}
    return {name: cell for name, cell in row.items() if name not in wrong}


@transaction.atomic
def publish(rows: list[staff_steps.Row], *, now: datetime) -> None:
    """Plan, approve and write rows; pledges that look alike need no decision here, what is odd no reason."""
    drafter, reviewer = staff_steps.user("drafter"), staff_steps.user("reviewer")
    changeset = ChangeSet.objects.create(
        title="Statements", created_by=drafter, created_at=now, planned_version=ledger.latest_number()
    )
    rows = [without_contradiction(row, plan) for row, plan in zip(rows, plan_rows(rows, today=TODAY), strict=True)]
    plans = [replace(plan, warnings=[]) for plan in plan_rows(rows, today=TODAY)]
    ChangeSetRow.objects.bulk_create(
        ChangeSetRow(
            changeset=changeset,
            position=plan.number,
            payload=row,
            author=drafter,
            plan=plan.to_json(),
            planned_hash=hash_planned_facts(plan.to_json()),
        )
        for row, plan in zip(rows, plans, strict=True)
    )
    ledger.submit(changeset=changeset, actor=drafter, now=now)
    approved = ledger.approve(changeset=changeset, reviewer=reviewer, seen=ledger.hash_shown_rows(changeset), now=now)
    write_version(approved, publisher=reviewer, now=now)


optional_due = st.one_of(st.none(), st.sampled_from(DUE_DATES))


@st.composite
def terms_cells(draw: st.DrawFn) -> dict[str, Any]:
    """Return the cells that a pledge and its later terms share."""
    return {
        "donors": draw(st.sampled_from(DONORS)),
        "due": draw(optional_due),
        "meeting": draw(st.sampled_from([None, "udcg-28"])),
        "coalition": draw(st.sampled_from([None, "air-defence"])),
        "aid_type": draw(st.sampled_from([None, None, "humanitarian"])),
        "provision": draw(st.sampled_from([None, "from_stock", "loan"])),
        "beneficiary": draw(st.sampled_from([None, None, None, "POL"])),
    }


def said_of(occurred: str) -> st.SearchStrategy[dict[str, Any]]:
    """What may be said beside; a source without a date cannot know what comes after today."""
    return st.sampled_from(SAID if occurred not in ("2025-07-03", "2025-08-01") else SAID[:-1])


@st.composite
def entry_cells(draw: st.DrawFn, stages: tuple[str, ...] = tuple(Stage.values)) -> dict[str, Any]:
    """Return the cells of something that happened."""
    cells = {
        "stage": draw(st.sampled_from(stages)),
        "quantity": draw(st.sampled_from(QUANTITIES)),
        "occurred": draw(st.sampled_from(DATES)),
    }
    cells |= draw(said_of(cells["occurred"]))
    return cells | draw(st.sampled_from(MONEY))


@st.composite
def pledge_rows(draw: st.DrawFn) -> staff_steps.Row:
    """Return a new pledge, perhaps one that says again what another said."""
    system, unit = draw(st.sampled_from(COUNTED_IN))
    names = standing_pledges()
    links = draw(st.sampled_from([{}, {}, {}, *({"restates": name} for name in names[:1])]))
    return staff_steps.pledge_row(system=system, unit=unit, **draw(terms_cells()), **draw(entry_cells()), **links)


@st.composite
def stock_rows(draw: st.DrawFn) -> staff_steps.Row:
    """Return a stock figure."""
    some = st.sampled_from([None, "1", "4", "up to 3", "at least 1", "0"])
    return staff_steps.stock_row(
        donors=draw(st.sampled_from(["DEU", "USA"])),
        unit=draw(st.sampled_from(["battery", "launcher"])),
        quantity=draw(st.sampled_from(["15", "3", "at least 60", "about 40"])),
        unavailable=draw(some),
        committed_elsewhere=draw(some),
        occurred=draw(st.sampled_from(["2025-05-01", "2025-06-10", "June 2025", "2025-07-02", "July 2025", "2024"])),
    )


@st.composite
def asserted_total_rows(draw: st.DrawFn) -> staff_steps.Row:
    """Return a source's own sum of what has come, or of what is still to come."""
    system, unit = draw(st.sampled_from(COUNTED_IN))
    occurred = draw(st.sampled_from(["2025-06-20", "2025-07-02", "2025-07-03", "July 2025", "2025-08-01"]))
    return staff_steps.asserted_total_row(
        donors=draw(st.sampled_from(["DEU", "DEU", "USA"])),
        system=system,
        unit=unit,
        quantity=draw(st.sampled_from(["1", "2", "up to 3", "undisclosed", "at least 1", "about 40"])),
        occurred=occurred,
        **draw(st.sampled_from([{"stage": "delivered"}, {"outstanding": "true"}, {"stage": "committed"}])),
        **draw(said_of(occurred)),
    )


@st.composite
def completeness_rows(draw: st.DrawFn) -> staff_steps.Row:
    """Return a source's word that it lists every delivery of a donor, of a system, or of both."""
    occurred = draw(st.sampled_from(["2025-06-20", "2025-07-02", "2025-07-03", "July 2025"]))
    of_whom = [{"donors": "DEU"}, {"donors": "USA"}, {"donors": None, "system": "patriot"}, {"system": "nasams"}]
    return staff_steps.completeness_row(occurred=occurred, **draw(st.sampled_from(of_whom)), **draw(said_of(occurred)))


@st.composite
def requirement_rows(draw: st.DrawFn) -> staff_steps.Row:
    """Return a stated need."""
    system, unit = draw(st.sampled_from(COUNTED_IN))
    return staff_steps.requirement_row(
        system=system,
        unit=unit,
        quantity=draw(st.sampled_from(["10", "at least 25", "10-12"])),
        basis=draw(st.sampled_from(["total", "additional"])),
        occurred=draw(st.sampled_from(["2025-05-01", "2025-06-10", "2025-07-02", "July 2025"])),
        **draw(st.sampled_from([{}, {}, UNVERIFIED])),
    )


@st.composite
def void_rows(draw: st.DrawFn) -> staff_steps.Row:
    """Return a row that takes back one of the standing facts; a new pledge where nothing stands."""
    kinds = ("entry", "entry", "terms", "requirement", "stock", "asserted_total", "completeness")
    kind = draw(st.sampled_from(kinds))
    keys = list(live(FACTS[kind].objects.order_by("pk"), kind).values_list("pk", flat=True))
    return staff_steps.void_row(f"{kind}:{draw(st.sampled_from(keys))}") if keys else draw(pledge_rows())


@st.composite
def later_rows(draw: st.DrawFn) -> staff_steps.Row:
    """Return something that became of a pledge in the ledger, or new terms of it; a new pledge where none stands."""
    names = standing_pledges()
    if not names:
        return draw(pledge_rows())
    name = draw(st.sampled_from(names))
    if draw(st.integers(0, 3)) == 0:
        cells = draw(terms_cells())
        return staff_steps.terms_row(name, occurred=draw(st.sampled_from(DATES)), **cells)
    return staff_steps.entry_row(name, **draw(entry_cells()))


@st.composite
def change_set_rows(draw: st.DrawFn) -> list[staff_steps.Row]:
    """Return the rows of one change set on top of the ledger as it is; no fact is taken back twice."""
    kinds = (
        pledge_rows, later_rows, later_rows, later_rows, later_rows, void_rows, stock_rows, requirement_rows,
        asserted_total_rows, completeness_rows,
    )  # fmt: skip
    rows = [draw(draw(st.sampled_from(kinds))()) for _ in range(draw(st.integers(1, 6)))]
    voids = {row["reference"]: row for row in rows if row["action"] == "void"}
    return [row for row in rows if row["action"] != "void"] + list(voids.values())


@st.composite
def wide_ledger_rows(draw: st.DrawFn, *, pledges: int = 30) -> list[staff_steps.Row]:
    """Return one change set of many pledges with what became of them, stocks and needs."""
    rows = [draw(pledge_rows()) for _ in range(pledges)]
    for pledge in list(rows):
        entries = draw(st.lists(entry_cells(), max_size=5))
        rows += [staff_steps.entry_row(pledge["external_reference"], **cells) for cells in entries]
    needs = draw(st.lists(requirement_rows(), min_size=1, max_size=3))
    first = needs[0]
    if first["unit"] == "battery" and first["system"] == "patriot" and draw(st.booleans()):
        name = first["external_reference"]
        needs.append({**draw(requirement_rows()), "system": "patriot", "unit": "launcher", "same_wish_as": name})
    rows += draw(st.lists(asserted_total_rows(), max_size=4))
    rows += draw(st.lists(completeness_rows(), max_size=1))
    return rows + needs + draw(st.lists(stock_rows(), min_size=1, max_size=3))
