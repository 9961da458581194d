"""The starter data as shipped: loaded once, through review by the system accounts, with totals that are known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Coalesce
from pytest_django import DjangoDbBlocker

from meetings.models import Donor, Meeting, Membership, Source, SourceClaim
from meetings.source_addresses import page_of
from pledges import projections
from pledges.answers import PledgeFilters
from pledges.answers.as_of import as_of_from, stored_moment
from pledges.answers.open_pairs import open_pairs_of
from pledges.answers.totals import TotalRow, totals
from pledges.intake.catalogue_files import load_catalogue_files
from pledges.intake.starter_data import DATA, FAMILIES, load_starter, read_rows
from pledges.intake.starter_problems import StarterProblemError
from pledges.ledger.void_marks import live
from pledges.models import (
    AssertedTotal,
    ChangeSet,
    ChangeSetRow,
    DatasetVersion,
    DuplicateDecision,
    Entry,
    ExternalReference,
    HeadroomSummary,
    Outcome,
    Pledge,
    PledgeState,
    Requirement,
    Stock,
    Summary,
    Terms,
    User,
    Void,
)
from pledges.values.choices import GroupBy, Measure, Origin
from tests.pledges import staff_steps

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
TODAY = NOW.date()
FACTS: list[type[Any]] = [AssertedTotal, Entry, Membership, Requirement, Stock, Terms]
FROM_MEMORY = [
    *("starter:od-117", "starter:od-118", "starter:od-148", "starter:od-205", "starter:od-220", "starter:od-237"),
    *("starter:od-284", "starter:od-297", "starter:od-298", "starter:od-300"),
    *("starter:ud-032", "starter:ud-033", "starter:ud-061"),
]
CONTROL_TOTALS = Path(__file__).parent / "control_totals.csv"
"""What other sources publish as totals, with the ledger's figure of that day and why it differs."""

Bounds = tuple[Decimal | int | None, ...]


@pytest.fixture(scope="module")
def loader_words(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    """The starter data, projected, for all tests of this module; what the loader said on the way."""
    lines: list[str] = []
    with django_db_blocker.unblock(), transaction.atomic():
        load_catalogue_files()
        assert load_starter(now=NOW, say=lines.append) == len(FAMILIES)
        projections.drain_outbox(today=TODAY, now=NOW)
        yield lines
        transaction.set_rollback(True)


def total(donor: str, system: str, unit: str, *, of: str) -> Bounds:
    """Return low, best and high of a donor's figure for a system."""
    row = Summary.objects.get(scope="donor", key=donor, aid_type="military", system__slug=system, unit=unit)
    return tuple(getattr(row, f"{of}_{end}") for end in ("low", "best", "high"))


@pytest.mark.usefixtures("loader_words")
class TestTotals:
    @pytest.mark.parametrize(
        ("donor", "system", "unit", "of", "bounds"),
        [
            ("DEU", "patriot", "battery", "delivered", (5, 5, 5)),
            ("ROU", "patriot", "battery", "delivered", (1, 1, 1)),
            ("USA", "patriot", "battery", "delivered", (0, None, 1)),
            ("NLD", "patriot", "battery", "delivered", (0, None, 1)),
            ("NLD", "patriot", "battery", "promised", (1, 1, 1)),
            ("USA", "nasams", "battery", "promised", (13, 13, 13)),
            ("CZE", "kub", "launcher", "delivered", (16, 16, 16)),
            ("SVK", "kub", "launcher", "delivered", (2, 2, 2)),
            ("USA", "avenger", "vehicle", "promised", (21, None, None)),
            ("GBR", "sam-missile", "missile", "promised", (180, 200, 220)),
        ],
    )
    def test_total_of_a_donor(self, donor: str, system: str, unit: str, of: str, bounds: Bounds) -> None:
        assert total(donor, system, unit, of=of) == bounds

    def test_one_promise_of_avengers_has_no_upper_bound(self) -> None:
        row = Summary.objects.get(scope="donor", key="USA", aid_type="military", system__slug="avenger")
        assert row.promised_unbounded == 1

    def test_conditional_patriots_of_germany_are_signalled_and_not_counted(self) -> None:
        state = PledgeState.objects.get(pledge__external_references__value="sp-035")
        entry = Entry.objects.get(pledge=state.pledge_id)
        assert (state.status, state.counted, entry.stage, entry.quantity_best) == ("signalled", False, "signalled", 2)
        assert (state.promised_low, state.promised_best, state.promised_high) == (0, 0, 0)

    def test_thousand_missiles_for_the_allies_are_no_aid_to_ukraine(self) -> None:
        state = PledgeState.objects.get(system__slug="patriot-missile", promised_high=1000)
        assert (state.beneficiary.code, state.counted) == ("NATO", False)
        assert not Summary.objects.filter(system__slug="patriot-missile", promised_high__gte=1000).exists()

    def test_stock_of_patriots_of_the_united_states(self) -> None:
        stock = Stock.objects.get(holder__code="USA", system__slug="patriot")
        assert (stock.unit, stock.total_best, stock.unavailable_best, stock.elsewhere_best) == ("battalion", 15, 1, 4)
        headroom = HeadroomSummary.objects.get(holder__code="USA", system__slug="patriot", unit="battalion")
        available = headroom.available_low, headroom.available_best, headroom.available_high
        assert available == (10, None, 14)


def total_rows(row: dict[str, str], *, measure: Measure, **filters: Any) -> list[TotalRow]:
    """Return the totals of the day of a control total."""
    as_of = as_of_from(stored_moment(), valid_at=date.fromisoformat(row["as_of"]), now=NOW)
    asked = PledgeFilters(aid_types=("military",), **filters)
    by = (GroupBy.DONOR,) if measure == Measure.QUANTITY else ()
    return totals(as_of, asked, group_by=by, measure=measure).rows


def dollars_promised(until: str) -> Decimal:
    """Return the dollars of the United States as stated, the upper end where one says up to a sum."""
    counted = PledgeState.objects.filter(counted=True).values("pledge")
    stated = live(Entry.objects.filter(pledge__in=counted, currency="USD", occurred_end__lte=until), "entry")
    american = stated.filter(pledge__reference__contains="-USA-", stage__in=["announced", "committed", "contracted"])
    return Decimal(american.aggregate(sum=Sum(Coalesce("amount_best", "amount_high", "amount_low")))["sum"])


def money_of_ledger(row: dict[str, str]) -> str:
    """Return the sum of money of a control total, in millions."""
    if row["donors"] == "USA":
        return f"USD {dollars_promised(row['as_of']) / 10**6:.0f}m"
    filters: dict[str, Any] = {"attributed_to": (row["donors"],)}
    if row["donors"] == "XUN":
        filters = {"initiatives": ("purl",)}
    (found,) = total_rows(row, measure=Measure.VALUE_EUR, **filters)
    value = found.sums.value_eur.promised
    low, high = f"{value.low / 10**6:.0f}m", "" if value.high is None else f"{value.high / 10**6:.0f}m"
    return f"EUR {low}" if value.low == value.high else f"EUR {low}-{high}"


def number_of_ledger(row: dict[str, str]) -> tuple[str, str]:
    """Return whether the ledger meets a control total, and its own figure."""
    found = total_rows(row, measure=Measure.QUANTITY, systems=(row["system"],), units=(row["unit"],))
    sums = [getattr(one.sums, row["measure"]) for one in found if one.keys["donor"] in row["donors"].split(";")]
    if not sums:
        return "not_loaded", ""
    low = sum((one.low for one in sums), Decimal(0)).quantize(Decimal(1))
    high = None if any(one.high is None for one in sums) else sum((one.high for one in sums), Decimal(0)).quantize(1)
    stated = Decimal(row["stated"])
    text = f"{low:f}" if low == high else f"{low:f}-{'' if high is None else format(high, 'f')}"
    if low == high == stated:
        return "met", text
    if high is not None and high < stated:
        return "below", text
    return ("above" if low > stated else "inside"), text


@pytest.mark.usefixtures("loader_words")
class TestControlTotals:
    @pytest.mark.parametrize("row", read_rows(CONTROL_TOTALS), ids=lambda row: f"{row['what']}-{row['as_of']}")
    def test_total_that_another_source_publishes(self, row: dict[str, str]) -> None:
        if row["outcome"] == "over_systems":
            assert row["why"] == "a sum over systems, for a reader"
        elif row["outcome"] == "money":
            assert money_of_ledger(row) == row["ledger"]
        else:
            assert number_of_ledger(row) == (row["outcome"], row.get("ledger", ""))

    def test_every_meeting_of_the_contact_group_that_was_held_has_a_pledge(self) -> None:
        assert Pledge.objects.count() == 1391
        held = Meeting.objects.filter(forum__slug="udcg", status="held")
        assert list(held.exclude(pk__in=Terms.objects.exclude(meeting=None).values("meeting"))) == []
        assert held.count() == 33

    def test_every_difference_is_explained(self) -> None:
        rows = read_rows(CONTROL_TOTALS)
        assert Counter(row["outcome"] for row in rows) == {
            "met": 45,
            "inside": 11,
            "below": 10,
            "above": 1,
            "not_loaded": 1,
            "money": 6,
            "over_systems": 2,
        }
        assert [row["what"] for row in rows if ("why" in row) is (row["outcome"] == "met")] == []


@pytest.mark.usefixtures("loader_words")
class TestDates:
    @pytest.mark.parametrize(
        ("day", "delivered"),
        [
            ("2023-04-17", 0),
            ("2023-04-18", 1),
            ("2023-12-13", 1),
            ("2023-12-14", 2),
            ("2024-06-29", 2),
        ],
    )
    def test_german_patriots_arrive_on_the_days_that_reports_name(self, day: str, delivered: int) -> None:
        row = {"as_of": day}
        found = total_rows(row, measure=Measure.QUANTITY, systems=("patriot",), units=("battery",))
        (german,) = [one.sums.delivered for one in found if one.keys["donor"] == "DEU"]
        assert german.low == delivered

    def test_dated_entries_keep_the_number_of_the_tracker_and_cite_the_report(self) -> None:
        rows = ChangeSetRow.objects.filter(payload__external_reference__startswith="starter:dated-")
        dated = Entry.objects.filter(row__in=rows).select_related("source")
        before = {
            one.entry_id: one.entry
            for one in Void.objects.filter(row__in=rows).select_related("entry", "entry__source")
        }
        assert (len(dated), len(before)) == (14, 14)
        numbers = sorted((one.pledge_id, one.quantity_best) for one in dated)
        assert numbers == sorted((one.pledge_id, one.quantity_best) for one in before.values())
        assert {one.occurred_end for one in before.values()} == {date(2024, 6, 30)}
        assert all(one.occurred_end < date(2024, 6, 30) for one in dated)
        assert all(one.source.publisher != "Kiel Institute for the World Economy" for one in dated)


@pytest.mark.usefixtures("loader_words")
class TestSources:
    def test_one_page_is_one_source(self) -> None:
        pages = Counter(page_of(url) for url in Source.objects.exclude(url="").values_list("url", flat=True))
        titles = Counter(Source.objects.filter(url="").values_list("title", flat=True))
        assert [name for name, count in (pages + titles).items() if count > 1] == []
        assert len(pages) > 800

    def test_germany_and_france_lead_the_air_defence_coalition(self) -> None:
        leads = Membership.objects.filter(coalition__slug="iamd", role__in=["lead", "co_lead"]).order_by("donor__code")
        assert list(leads.values_list("donor__code", flat=True)) == ["DEU", "FRA"]
        assert all(lead.source.title for lead in leads)

    def test_member_counts_that_contradict_each_other_are_kept_with_their_sources(self) -> None:
        claims = SourceClaim.objects.filter(subject="iamd", field="founding_member_count").order_by("-chosen", "value")
        assert [(claim.value, claim.chosen) for claim in claims] == [
            ("17: Germany, France and 15 others", True),
            ("15 in all", False),
            ("20 when announced in November 2023", False),
        ]
        assert all(claim.source.title for claim in claims)
        assert claims[0].reason != ""

    @pytest.mark.parametrize("model", FACTS)
    def test_every_fact_has_a_source_with_a_title(self, model: Any) -> None:
        assert model.objects.count() > 0
        assert model.objects.filter(source__title="").count() == 0

    @pytest.mark.parametrize("model", FACTS)
    def test_every_fact_keeps_the_confidence_of_its_row(self, model: Any) -> None:
        stated = dict(ChangeSetRow.objects.values_list("pk", "payload__confidence"))
        facts = model.objects.values_list("row_id", "confidence")
        assert [confidence for row, confidence in facts if confidence != (stated[row] or "")] == []
        assert all(confidence for _, confidence in facts)

    def test_what_is_known_from_memory_only_says_so(self) -> None:
        assert Meeting.objects.filter(confidence="memory").count() == 0
        remembered = ChangeSetRow.objects.filter(payload__confidence="memory")
        names = remembered.order_by("payload__external_reference").values_list("payload__external_reference", flat=True)
        assert list(names) == FROM_MEMORY


class TestReview:
    def test_every_family_becomes_a_version(self, loader_words: list[str]) -> None:
        versions = DatasetVersion.objects.order_by("number")
        titles = versions.values_list("changeset__title", flat=True)
        assert (list(versions.values_list("number", flat=True)), list(titles)) == (
            list(range(1, len(FAMILIES) + 1)),
            list(FAMILIES.values()),
        )
        assert list(dict.fromkeys(line.split(":")[0] for line in loader_words)) == list(FAMILIES)
        assert [line for line in loader_words if "warnings" in line] == []

    @pytest.mark.usefixtures("loader_words")
    def test_system_accounts_write_and_approve(self) -> None:
        changesets = ChangeSet.objects.filter(origin=Origin.STARTER)
        people = set(
            changesets.values_list("created_by__username", "approved_by__username", "version__published_by__username")
        )
        assert people == {("system:starter", "system:bootstrap", "system:bootstrap")}
        rows = set(ChangeSetRow.objects.values_list("author__username", "approved_by__username"))
        assert rows == {("system:starter", "system:bootstrap")}

    @pytest.mark.usefixtures("loader_words")
    def test_system_accounts_cannot_log_in(self) -> None:
        accounts = User.objects.filter(is_system=True).order_by("username")
        assert [(one.username, one.is_active, one.has_usable_password()) for one in accounts] == [
            ("system:bootstrap", False, False),
            ("system:starter", False, False),
        ]

    @pytest.mark.usefixtures("loader_words")
    def test_loading_again_publishes_nothing(self) -> None:
        lines: list[str] = []
        before = Pledge.objects.count()
        assert load_starter(now=NOW, say=lines.append) == 0
        assert (lines, Pledge.objects.count(), DatasetVersion.objects.count()) == ([], before, len(FAMILIES))

    @pytest.mark.usefixtures("loader_words")
    @pytest.mark.parametrize("name", FAMILIES)
    def test_rows_of_a_family_are_unchanged_when_planned_again(self, name: str) -> None:
        with transaction.atomic():
            changeset = staff_steps.draft(read_rows(DATA / name), title=name)
            actions = {row.plan["action"] for row in changeset.rows.all()}
            transaction.set_rollback(True)
        assert actions == {"unchanged"}

    @pytest.mark.usefixtures("loader_words")
    def test_pairs_that_may_be_one_promise_are_both_entered_with_the_reason(self) -> None:
        rows = read_rows(DATA / "possible_overlaps.csv")
        decisions = DuplicateDecision.objects.filter(outcome=Outcome.LEFT_OPEN)
        assert sorted(decisions.values_list("reason", flat=True)) == sorted(row["why"] for row in rows)
        name = {
            one.value: one.pledge.reference
            for one in ExternalReference.objects.filter(value__in=["ud-242", "ud-276", "od-056"])
        }
        pairs = open_pairs_of(name["od-056"], as_of_from(stored_moment(), now=NOW))
        assert pairs == [
            (name["ud-242"], "30 Leopard 1A5 of Germany alone; the joint purchase of at least 100 may contain them"),
            (name["ud-276"], "25 Leopard 1A5 of Germany alone; the joint purchase of at least 100 may contain them"),
        ]

    @pytest.mark.usefixtures("loader_words")
    def test_projections_are_those_of_a_rebuild(self) -> None:
        assert list(projections.differences()) == []


@pytest.mark.django_db
def test_family_with_problems_names_them_and_leaves_the_others_published(tmp_path: Path) -> None:
    staff_steps.create_catalogue()
    Donor.objects.create(code="FRA", name="France")
    header = "action,external_reference,donors,system,unit,quantity,occurred,source_title"
    files = dict.fromkeys(FAMILIES, header)
    first, second, *_ = FAMILIES
    files[first] += "\npledge,t:1,DEU,patriot,battery,1,2025-06-01,A page"
    files[second] += (
        "\npledge,t:2,DEU,patroit,battery,1,2025-06-01,A page\npledge,t:3,FRA,nasams,,12-10,2025-06-01,A page"
    )
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    lines: list[str] = []
    with pytest.raises(StarterProblemError) as refusal:
        load_starter(now=NOW, say=lines.append, folder=tmp_path)
    assert str(refusal.value).splitlines() == [
        f"{second} has 2 problems:",
        "  row 1, system = “patroit”: no system is called “patroit” (did you mean patriot?)",
        "  row 2, quantity = “12-10”: the range runs backwards, from 12 to 10 (10-12)",
    ]
    assert (DatasetVersion.objects.count(), ChangeSet.objects.count()) == (1, 1)
    assert Pledge.objects.get().reference == f"{date(2025, 6, 1).year}-DEU-001"


@pytest.mark.django_db
def test_family_of_a_newer_release_leaves_out_what_does_not_fit_what_an_older_one_published(tmp_path: Path) -> None:
    staff_steps.create_catalogue()
    files = dict.fromkeys(
        FAMILIES, "action,reference,external_reference,donors,system,unit,quantity,occurred,due,source_title"
    )
    first, second, *_ = FAMILIES
    files[first] += "\npledge,,t:1,DEU,patriot,battery,1,2025-06-13,,A page"
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    load_starter(now=NOW, say=lambda line: None, folder=tmp_path)
    newer = (
        "terms,t:1,t:2,,,,,2025-06-20,by 2025-06-01,A page",
        "pledge,,t:3,DEU,nasams,battery,2,2025-06-01,,A page",
        "entry,t:9,t:4,,,,1,2025-06-02,,A page,delivered",
    )
    (tmp_path / second).write_text("\n".join([f"{files[second]},stage", *newer]))

    lines: list[str] = []
    published = load_starter(now=NOW, say=lines.append, folder=tmp_path)

    assert published == 1
    assert [line.splitlines() for line in lines if "left out" in line] == [
        [
            f"{second}: left out, since an older release published otherwise:",
            (
                "  row 1, due = “by 2025-06-01”: it is due by 2025-06-01, before it was said on 2025-06-13 "
                "(a later day, or blank)"
            ),
            "  row 3, reference = “t:9”: no pledge is called “t:9” (2025-DEU-014, or scheme:value)",
        ]
    ]
    assert list(Pledge.objects.order_by("pk").values_list("reference", flat=True)) == ["2025-DEU-001", "2025-DEU-002"]
