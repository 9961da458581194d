"""Changes: which change each published fact is, in which order, and where to go on from."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from pledges import ledger
from pledges.answers import Change, ChangeFilters, LedgerPlace, changes, count_changes
from pledges.answers.filters import parse_moment
from pledges.models import ChangeSet, DatasetVersion
from pledges.values.choices import ChangeType
from tests import factories
from tests.pledges import staff_steps

pytestmark = pytest.mark.usefixtures("catalogue")

NOW = datetime(2025, 8, 1, tzinfo=UTC)


def publish(*rows: staff_steps.Row) -> DatasetVersion:
    """Publish the rows as the next version, an hour after the last one."""
    return factories.publish_rows(*rows, now=staff_steps.NOW + timedelta(hours=ledger.latest_number()))


def find_changes(known_at: str | None = None, **filters: Any) -> list[Change]:
    factories.project()
    return changes(parse_moment(None, known_at, now=NOW), ChangeFilters(**filters)).rows


def tell_changes(**filters: Any) -> list[tuple[str, str]]:
    """Return types and sentences of the changes."""
    return [(change.type, change.summary) for change in find_changes(**filters)]


def test_a_new_pledge_is_one_change() -> None:
    publish(staff_steps.pledge_row(donors="DEU;NOR", quantity="2", meeting="udcg-28", due="by the end of 2025"))

    (change,) = find_changes()

    fact = change.fact
    assert (change.type, change.summary) == (
        "pledge_announced",
        "Germany and Norway announced 2 Patriot batteries (2025-JOINT-001; 2025-06-01).",
    )
    assert (fact.new_pledge, fact.meeting, fact.due and fact.due.text) == (True, "udcg-28", "by the end of 2025")


@pytest.mark.parametrize(
    ("stage", "type_", "verb"),
    [
        ("signalled", ChangeType.SIGNALLED, "signalled"),
        ("committed", ChangeType.COMMITTED, "committed"),
        ("contracted", ChangeType.CONTRACTED, "contracted"),
        ("shipped", ChangeType.SHIPPED, "shipped"),
        ("delivered", ChangeType.DELIVERED, "delivered"),
        ("withdrawn", ChangeType.WITHDRAWN, "withdrew"),
    ],
)
def test_entries_are_changes_of_their_stage(stage: str, type_: str, verb: str) -> None:
    publish(staff_steps.pledge_row(external_reference="row:a", quantity="4"))
    publish(staff_steps.entry_row("row:a", stage=stage))

    assert tell_changes()[1:] == [(type_, f"Germany {verb} 1 Patriot battery (2025-DEU-001; 2025-06-10).")]


def test_what_is_announced_beyond_the_first_time_is_an_increase() -> None:
    publish(staff_steps.pledge_row(external_reference="row:a", stage="signalled"))
    publish(
        staff_steps.entry_row("row:a", stage="announced"),
        staff_steps.entry_row("row:a", stage="announced", quantity="several"),
    )
    publish(staff_steps.pledge_row(adds="row:a"), staff_steps.pledge_row(restates="row:a", donors="NOR"))

    assert tell_changes() == [
        ("signalled", "Germany signalled 1 Patriot battery (2025-DEU-001; 2025-06-01)."),
        ("pledge_announced", "Germany announced 1 Patriot battery (2025-DEU-001; 2025-06-10)."),
        ("increased", "Germany announced several Patriot batteries more (2025-DEU-001; 2025-06-10)."),
        (
            "increased",
            "Germany announced 1 Patriot battery in addition to 2025-DEU-001 (2025-DEU-002; 2025-06-01).",
        ),
        (
            "restated",
            "Norway announced 1 Patriot battery again, already pledged as 2025-DEU-001 (2025-NOR-001; 2025-06-01).",
        ),
    ]


def test_a_moved_due_date_is_told_apart_from_other_terms() -> None:
    publish(staff_steps.pledge_row(external_reference="row:a", due="by 2025-06-20"))
    publish(staff_steps.terms_row("row:a", due="by the end of 2025"))
    publish(staff_steps.terms_row("row:a", due="by the end of 2025", meeting="udcg-28", donors="DEU;NOR"))

    moved, changed = find_changes()[1:]
    assert (moved.type, moved.summary, moved.fact.changed) == (
        "rebaselined",
        "The due date of 2025-DEU-001 (Germany, Patriot) moved from “by 2025-06-20” to “by the end of 2025”.",
        ("due",),
    )
    assert (changed.type, changed.summary) == (
        "terms_changed",
        "The terms of 2025-DEU-001 (Germany and Norway, Patriot) were changed: donors, meeting.",
    )


def test_a_void_says_what_is_taken_back_and_an_undo_of_it_what_stands_again() -> None:
    publish(staff_steps.pledge_row(external_reference="row:a", quantity="4"))
    publish(staff_steps.entry_row("row:a", external_reference="row:a1"))
    publish(staff_steps.void_row("row:a1", note="counted twice"))
    ledger.undo(
        changeset=ChangeSet.objects.get(version__number=3),
        reviewer=staff_steps.user("second"),
        reason="it was right",
        now=staff_steps.NOW + timedelta(hours=9),
    )

    voided, lifted = find_changes()[2:]
    delivered = "Germany delivered 1 Patriot battery (2025-DEU-001; 2025-06-10)."
    assert (voided.type, voided.summary, voided.is_void, voided.fact.place.name) == (
        "voided",
        f"Taken back: {delivered} Reason: counted twice.",
        True,
        "2.1",
    )
    assert (lifted.type, lifted.reason, lifted.fact.place) == ("void_lifted", "it was right", voided.fact.place)
    assert [change.type for change in find_changes(types=("void_lifted",))] == ["void_lifted"]


def test_needs_stocks_memberships_and_totals_are_changes_too() -> None:
    publish(
        staff_steps.requirement_row(quantity="at least 7", stated_by="Ukraine"),
        staff_steps.stock_row(),
        staff_steps.membership_row(),
        staff_steps.asserted_total_row(),
        staff_steps.completeness_row(),
        staff_steps.completeness_row(system="patriot"),
        staff_steps.completeness_row(donors=None, system="patriot", occurred="June 2025"),
    )

    assert tell_changes() == [
        ("requirement", "at least 7 Patriot batteries required in total, says Ukraine; 2025-05-01."),
        ("stock", "Germany holds 12 Patriot batteries as of 2025-05-01."),
        ("membership", "Germany leads the coalition Air defence (since 2024-02-14)."),
        ("asserted_total", "A source says that Germany has delivered 3 Patriot batteries in all by 2025-06-01."),
        ("completeness", "A source says that it lists every delivery by Germany to 2025-06-14."),
        ("completeness", "A source says that it lists every delivery of Patriot by Germany to 2025-06-14."),
        ("completeness", "A source says that it lists every delivery of Patriot to June 2025."),
    ]


def test_money_is_told_as_its_amount() -> None:
    publish(
        staff_steps.pledge_row(system="money", unit="lot", amount="50 million", currency="EUR", quantity=None),
        staff_steps.pledge_row(donors="NOR", system="money", unit="lot", quantity=None),
    )

    assert [sentence for _, sentence in tell_changes()] == [
        "Germany announced 50 million EUR (2025-DEU-001; 2025-06-01).",
        "Norway announced an undisclosed amount of money (2025-NOR-001; 2025-06-01).",
    ]


def test_changes_of_the_past_know_nothing_later() -> None:
    publish(staff_steps.pledge_row(external_reference="row:a", donors="DEU"))
    publish(staff_steps.terms_row("row:a", donors="NOR"))

    assert [change.fact.parties[0].code for change in find_changes()] == ["DEU", "NOR"]
    assert [change.place for change in find_changes("v1")] == [find_changes()[0].place]


PLACES_BY_FILTERS: tuple[tuple[dict[str, Any], list[str]], ...] = (
    ({"types": ("pledge_announced",)}, ["1.2", "2.2"]),
    ({"types": ("pledge_announced", "voided")}, ["1.2", "2.2", "4.1"]),
    ({"types": ("increased",)}, []),
    ({"donors": ("NOR",)}, ["2.2"]),
    ({"donors": ("DEU",), "types": ("stock", "voided")}, ["3.2", "4.1"]),
    ({"systems": ("nasams",)}, ["2.2"]),
    ({"kinds": ("system",), "units": ("battery",), "capabilities": ("air_defence",), "types": ("stock",)}, ["3.2"]),
    ({"meetings": ("udcg-28",)}, ["1.2", "3.1", "4.1"]),
    ({"coalitions": ("air-defence",)}, ["3.3"]),
    ({"pledges": ("2025-NOR-001",)}, ["2.2"]),
    ({"happened_after": date(2025, 6, 5)}, ["3.1", "4.1"]),
    ({"happened_before": date(2025, 5, 31)}, ["3.2", "3.3"]),
    ({"published_after": date(2025, 7, 2)}, []),
    ({"published_before": date(2025, 7, 1), "types": ("voided",)}, ["4.1"]),
)


@pytest.mark.parametrize("projected", [0, 4])
def test_filters_choose_whether_versions_are_projected_or_not(projected: int) -> None:
    publish(staff_steps.pledge_row(external_reference="row:a", meeting="udcg-28", quantity="4"))
    publish(staff_steps.pledge_row(donors="NOR", system="nasams"))
    publish(
        staff_steps.entry_row("row:a", external_reference="row:a1"),
        staff_steps.stock_row(),
        staff_steps.membership_row(),
    )
    publish(staff_steps.void_row("row:a1"))
    if projected == 4:
        factories.project()

    as_of = parse_moment(None, "v4", now=NOW)
    assert as_of.projected == projected
    found = [
        (filters, [change.place.name for change in find_changes("v4", **filters)]) for filters, _ in PLACES_BY_FILTERS
    ]
    assert found == list(PLACES_BY_FILTERS)
    counts = [count_changes(as_of, ChangeFilters(**filters)) for filters, _ in PLACES_BY_FILTERS]
    assert counts == [len(places) for _, places in PLACES_BY_FILTERS]


def test_a_walk_shows_every_change_once_in_both_directions_and_goes_on_after_later_versions() -> None:
    publish(*(staff_steps.pledge_row(donors=code) for code in ("DEU", "NOR", "USA")))
    publish(staff_steps.stock_row(), staff_steps.requirement_row())
    everything = [change.place for change in find_changes()]
    as_of = parse_moment(None, None, now=NOW)

    first = changes(as_of, limit=2)
    rest = changes(as_of, after=first.after, limit=9)
    latest = changes(as_of, limit=3, newest_first=True)
    older = changes(as_of, before=latest.after, limit=9, newest_first=True)
    last = rest.rows[-1].place
    publish(staff_steps.stock_row(donors="USA"))
    later = find_changes()

    assert [change.place for change in first.rows + rest.rows] == everything
    assert [change.place for change in latest.rows + older.rows] == everything[::-1]
    assert (rest.after, older.after) == (None, None)
    assert changes(parse_moment(None, None, now=NOW), after=last).rows == later[-1:]
    assert changes(as_of, after=LedgerPlace(1, 2_147_483_647), limit=1).rows[0].place.version == 2
