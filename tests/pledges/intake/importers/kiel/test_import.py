"""Releases of Kiel's tables on their way into the ledger, as small look-alike files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from pledges import ledger, projections
from pledges.intake.importers.import_drafts import ImportOptions, ImportReport, confirm_and_plan, import_file
from pledges.models import CatalogueSuggestion, ChangeSet, DatasetVersion, Entry, Pledge, PledgeState, Summary, System
from pledges.values.choices import PlanAction, Stage
from tests.pledges import staff_steps
from tests.pledges.intake.importers.lookalikes import R18_HEADER, Cell, as_csv, author, grid, kiel_row, patriot

pytestmark = pytest.mark.django_db

KielRows = list[dict[str, Cell]]


@pytest.fixture(autouse=True)
def _catalogue() -> None:
    staff_steps.create_catalogue()


def import_rows(
    rows: KielRows, *, confirm: bool = True, now: datetime = staff_steps.NOW, **options: Any
) -> ImportReport:
    """Return the report on a file with these rows, of Release 18 unless said otherwise."""
    how = ImportOptions(**{"release": 18, **options})
    return import_file(
        as_csv(grid(rows)),
        filename="kiel.csv",
        author=author(),
        today=staff_steps.TODAY,
        now=now,
        options=how,
        confirm=confirm,
    )


def import_and_publish(rows: KielRows, *, now: datetime = staff_steps.NOW, **options: Any) -> ImportReport:
    """Return the report on a file whose draft went all the way to the projections."""
    report = import_rows(rows, now=now, **options)
    assert report.problems == []
    assert report.changeset is not None
    ledger.submit(changeset=report.changeset, actor=author(), now=now)
    ledger.approve(
        changeset=report.changeset,
        reviewer=staff_steps.user("reviewer"),
        seen=ledger.hash_shown_rows(report.changeset),
        now=now,
    )
    ledger.publish(changeset=report.changeset, reviewer=staff_steps.user("reviewer"), now=now)
    projections.drain_outbox(today=staff_steps.TODAY, now=now)
    return report


def payloads(report: ImportReport) -> list[Mapping[str, Any]]:
    """Return the rows of the draft."""
    assert report.changeset is not None
    return [row.payload for row in report.changeset.rows.order_by("position")]


def actions(report: ImportReport) -> dict[str, int]:
    """Return how many rows of the plan do what."""
    return {action: report.counts[action] for action in PlanAction.values if report.counts[action]}


def test_item_becomes_pledge_and_undated_delivery() -> None:
    pledge, delivery = payloads(import_rows([patriot(units=3, delivered=2)]))
    assert pledge == {
        "action": "pledge",
        "external_reference": "kiel-r18:DEM1/DEM1_1/patriot-air-defense-battery/1",
        "donors": "DEU:funder",
        "system": "patriot",
        "unit": "battery",
        "quantity": "3",
        "note": 'Kiel item "PATRIOT air defense battery"',
        "stage": "committed",
        "occurred": "2024-06-21",
        "aid_type": "military",
        "source_url": "https://example.org/statement",
        "source_title": "Announcement of 2024-06-21, cited by the Kiel Ukraine Support Tracker",
        "source_publisher": "example.org",
        "source_published": "2024-06-21",
        "source_grade": "official_donor",
        "confidence": "repo_data",
    }
    assert (delivery["reference"], delivery["external_reference"]) == (
        "kiel-r18:DEM1/DEM1_1/patriot-air-defense-battery/1",
        "kiel-r18:DEM1/DEM1_1/patriot-air-defense-battery/1/delivered",
    )
    assert (delivery["quantity"], delivery["occurred"], delivery["quote"]) == ("2", "unknown", "2")
    assert delivery["note"] == "no date given; cumulative to June 2024"


def test_delivery_window_runs_from_announcement_to_cut_off() -> None:
    import_and_publish([patriot(units=3, delivered=2)])
    entry = Entry.objects.get(stage=Stage.DELIVERED)
    assert (str(entry.occurred_start), str(entry.occurred_end)) == ("2024-06-21", "2024-06-30")


@pytest.mark.parametrize(
    ("cell", "bounds"),
    [("undisclosed", (0, 3)), (".", (0, 3)), ("partially", (0, 3)), (None, (0, 3)), (3, (3, 3))],
)
def test_delivery_without_number_is_anything_up_to_the_promise(cell: Cell, bounds: tuple[int, int]) -> None:
    import_and_publish([patriot(units=3, delivered=cell)])
    state = PledgeState.objects.get()
    assert (state.delivered_low, state.delivered_high) == bounds


def test_dozens_promised_and_delivered_are_bounds() -> None:
    import_and_publish([patriot(units="dozens", delivered=5)])
    state = PledgeState.objects.get()
    assert (state.promised_low, state.promised_high, state.delivered_low) == (24, None, 5)


def test_explicit_zero_delivered_needs_no_entry() -> None:
    assert len(payloads(import_rows([patriot(delivered=0)]))) == 1


def test_order_among_equals_tells_rows_apart() -> None:
    names = [row["external_reference"] for row in payloads(import_rows([patriot(), patriot(units=2)]))]
    assert [name.rsplit(":", 1)[1] for name in names if not name.endswith("delivered")] == [
        "DEM1/DEM1_1/patriot-air-defense-battery/1",
        "DEM1/DEM1_1/patriot-air-defense-battery/2",
    ]


def test_package_money_counts_once_and_items_carry_none() -> None:
    rows = [patriot(eur=100, allocated=100, allocated_eur=100), patriot(item="NASAMS", units=2)]
    report = import_and_publish(rows)
    money = Pledge.objects.get(system__slug="money")
    assert [row.get("amount") for row in payloads(report)] == [None, None, None, None, "100"]
    assert Entry.objects.get(pledge=money).value_eur_best == 100
    summary = Summary.objects.get(scope="donor", key="DEU", system=None)
    assert (summary.value_firm_best, summary.pledges) == (100, 3)


def test_amount_stays_in_its_currency_with_kiels_own_conversion() -> None:
    import_and_publish([kiel_row(currency="USD", allocated=110, allocated_eur="101.123456", eur="101.123456")])
    entry = Entry.objects.get()
    assert (entry.amount_best, entry.currency) == (110, "USD")
    assert (entry.value_eur_best, entry.eur_rate_source) == (Decimal("101.123456"), "stated")


def test_redistributed_amount_is_euro() -> None:
    import_and_publish([kiel_row(currency="USD", allocated=110, allocated_eur=100, eur=90)])
    entry = Entry.objects.get()
    assert (entry.amount_best, entry.currency, entry.value_eur_best) == (90, "EUR", 90)


def test_commitment_is_announced_and_its_allocations_commit_it() -> None:
    rows = [
        kiel_row(kind="Commitment", allocation=0, total=1000, total_eur=1000, day="2024-02-01"),
        kiel_row(allocated=300, allocated_eur=300, eur=300),
        kiel_row(allocated=200, allocated_eur=200, eur=200, allocation="DEM1_2"),
    ]
    import_and_publish(rows)
    state = PledgeState.objects.get()
    assert (state.value_promised_best, state.value_firm_best, state.value_announced_only_best) == (1000, 500, 500)


def test_undated_amount_that_kiel_spread_is_not_counted_again() -> None:
    rows = [
        kiel_row(allocated=50, allocated_eur=50, day="until 12/31/2023"),
        kiel_row(id="DEM2", allocation="DEM2_1", eur=50),
    ]
    report = import_and_publish(rows)
    assert (report.counts["without_fact"], Entry.objects.count()) == (1, 1)


def test_money_without_amount_is_unvalued() -> None:
    import_and_publish([kiel_row(allocated="No value available")])
    assert PledgeState.objects.get().unvalued


def test_releases_without_type_of_donation_are_announced() -> None:
    header = [
        name for name in R18_HEADER if name not in ("Type of donation", "Allocation ID") and "Allocated" not in name
    ]
    content = as_csv(grid([patriot(day="2023-05-30", total=5, total_eur=5)], header=header), encoding="utf-16")
    report = import_file(
        content, filename="k.csv", author=author(), today=staff_steps.TODAY, now=staff_steps.NOW, confirm=True
    )
    assert report.release == 12
    assert [(row["external_reference"], row["stage"]) for row in payloads(report)] == [
        ("kiel-r12:DEM1/0/patriot-air-defense-battery/1", "announced"),
        ("kiel-r12:DEM1/0/patriot-air-defense-battery/1/delivered", "delivered"),
        ("kiel-r12:DEM1/0/money/1", "announced"),
    ]


def test_joint_purchase_with_one_explanation_is_one_pledge() -> None:
    shared = {"units": "13.333333333333334", "delivered": "3.3333333333333335", "text": "A joint initiative of three"}
    rows = [
        patriot(id=f"{prefix}M1", allocation=f"{prefix}M1_1", donor=donor, eur=10, **shared)
        for prefix, donor in (("DE", "Germany"), ("NO", "Norway"), ("NL", "Netherlands"))
    ]
    report = import_and_publish(rows)
    first, delivered = payloads(report)[:2]
    assert first["donors"] == "DEU:funder:0.3333333333;NOR:funder:0.3333333333;NLD:funder:0.3333333334"
    assert (first["quantity"], delivered["quantity"]) == ("40", "10")
    assert first["note"].endswith("one purchase that Kiel splits among DEM1, NOM1, NLM1")
    money = Summary.objects.filter(scope="donor", system=None).order_by("key")
    assert [(row.key, row.value_firm_best) for row in money] == [("DEU", 10), ("NLD", 10), ("NOR", 10)]


def test_joint_purchase_is_told_by_a_row_that_names_the_others() -> None:
    rows = [
        patriot(id="DEM1", units="5.333333", delivered=2, text="Listed"),
        patriot(id="NOM1", donor="Norway", units="5.333333", text="Germany, the Netherlands and Norway pay"),
        patriot(id="NLM1", donor="Netherlands", units="5.333333", text="Listed too"),
    ]
    pledge, delivered = payloads(import_rows(rows))
    assert (pledge["external_reference"].split("/")[0], pledge["quantity"]) == ("kiel-r18:NOM1", "16")
    assert delivered["quantity"] == "at least 2"


def test_fractions_that_no_row_explains_stay_with_a_note() -> None:
    rows = [patriot(units="36.667"), patriot(id="NOM1", donor="Norway", units="36.667", text="Something else")]
    notes = [row["note"] for row in payloads(import_rows(rows)) if row["action"] == "pledge"]
    assert len(notes) == 2
    assert all("a fraction of a unit" in note for note in notes)


def test_every_fault_of_a_file_is_reported_at_its_row_and_column() -> None:
    rows = [
        patriot(day="06/31/2022"),
        patriot(units="1.000.00"),
        patriot(aid="Moral"),
        patriot(kind="Gift"),
        patriot(donor=""),
        patriot(id="?"),
        patriot(delivered="a lot"),
        kiel_row(eur="-5"),
    ]
    report = import_rows(rows)
    assert [(problem.row, problem.column, problem.value) for problem in report.problems] == [
        (2, "Announcement Date", "06/31/2022"),
        (3, "No. of Units", "1.000.00"),
        (4, "Type of Aid General", "Moral"),
        (5, "Type of donation", "Gift"),
        (6, "Countries", ""),
        (7, "ID", "?"),
        (8, "No. of Units Delivered (in-kind military aid)", "a lot"),
        (9, "Allocated Total in EUR (redistributed)", "-5"),
    ]
    assert all(problem.hint for problem in report.problems)
    # What rests on an odd day or number of delivered units is left out, the rest of the row is not.
    assert [(row["external_reference"].split("/", 1)[1], row["occurred"]) for row in payloads(report)] == [
        ("DEM1_1/patriot-air-defense-battery/1", "unknown"),
        ("DEM1_1/patriot-air-defense-battery/1/delivered", "unknown"),
        ("DEM1_1/patriot-air-defense-battery/3", "2024-06-21"),
    ]


def confirm(report: ImportReport, *, by: str) -> int:
    assert report.changeset is not None
    return confirm_and_plan(
        changeset=report.changeset,
        suggestions=report.suggestions,
        actor=staff_steps.user(by),
        today=staff_steps.TODAY,
        now=staff_steps.NOW,
    )


def test_unknown_item_is_suggested_and_confirmed_in_bulk() -> None:
    rows = [
        kiel_row(item="Leopard 1A5", item_type="Heavy weapon", sub_type="Main Battle Tank (MBT)", units=10),
        kiel_row(item=" leopard  1a5 ", item_type="Heavy weapon", sub_type="Main Battle Tank (MBT)", units=2),
    ]
    report = import_rows(rows, confirm=False)
    found = [(one.kind, one.slug, one.system_kind, one.capability, one.unit, one.rows) for one in report.suggestions]
    assert found == [
        ("package", "kiel-r18-dem1", "", "", "", 2),
        ("system", "leopard-1a5", "vehicle", "armour", "vehicle", 2),
    ]
    assert {problem.rule for problem in report.problems} >= {"unknown_system"}
    assert report.changeset is not None
    with pytest.raises(ledger.NotAllowed, match="a reviewer or a steward brings names into the catalogue"):
        confirm(report, by="drafter")
    ChangeSet.objects.filter(pk=report.changeset.pk).update(created_by=staff_steps.user("another"))
    report.changeset.refresh_from_db()
    with pytest.raises(ledger.OwnChangeSet, match="another imported these names"):
        confirm(report, by="another")
    assert not System.objects.filter(slug="leopard-1a5").exists()
    assert confirm(report, by="reviewer") == 2
    noted = report.changeset.events.filter(kind="noted").values_list("actor__username", "detail").get()
    assert noted[0] == "reviewer"
    assert "Leopard 1A5 → leopard-1a5" in noted[1]
    assert set(report.changeset.rows.values_list("plan__action", flat=True)) == {"create"}
    assert [alias.alias for alias in System.objects.get(slug="leopard-1a5").aliases.all()] == ["Leopard 1A5"]
    assert import_rows(rows, confirm=False).suggestions == []


def test_unknown_donor_is_suggested_as_spelling_of_the_nearest() -> None:
    report = import_rows([patriot(donor="Germny")], confirm=False)
    assert [(one.kind, one.name, one.slug) for one in report.suggestions] == [("donor", "Germny", "DEU")]
    assert [problem.rule for problem in report.problems if problem.column == "donors"] == ["unknown_donor"]
    assert import_rows([patriot(donor="Germny")]).problems == []


def test_donor_far_from_all_is_not_made_up() -> None:
    report = import_rows([patriot(donor="Zzyzx")])
    assert CatalogueSuggestion.objects.get(kind="donor").state == "open"
    assert [problem.rule for problem in report.problems if problem.column == "donors"] == ["unknown_donor"]


def test_importing_again_changes_nothing() -> None:
    rows = [patriot(units=3, eur=100), kiel_row(id="NOF1", donor="Norway", aid="Financial", eur=5, allocation="NOF1_1")]
    import_and_publish(rows)
    report = import_rows(rows)
    assert actions(report) == {"unchanged": 4}
    assert report.changeset is not None
    ledger.submit(changeset=report.changeset, actor=author(), now=staff_steps.NOW)
    staff_steps.approve(report.changeset)
    with pytest.raises(ledger.NothingToPublish):
        ledger.publish(changeset=report.changeset, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW)
    assert DatasetVersion.objects.count() == 1


def test_row_with_words_and_parties_of_staff_is_unchanged() -> None:
    curated = staff_steps.pledge_row(
        external_reference="kiel-r18:DEM1/DEM1_1/patriot-air-defense-battery/1",
        donors="DEU:stock_owner;DEU:funder",
        stage="committed",
        occurred="2024-06-21",
        aid_type="military",
        meeting="udcg-28",
        note="seen on the page",
    )
    staff_steps.publish_all([curated])
    report = import_rows([patriot()])
    assert actions(report) == {"unchanged": 1}
    assert report.left_out == ["kiel-r18:DEM1/DEM1_1/patriot-air-defense-battery/1/delivered"]


def test_undo_takes_an_import_back() -> None:
    report = import_and_publish([patriot(units=3, eur=100)])
    assert report.changeset is not None
    ledger.undo(changeset=report.changeset, reviewer=staff_steps.user("other"), reason="too early", now=staff_steps.NOW)
    projections.drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)
    assert Summary.objects.count() == 0
    assert actions(import_rows([patriot(units=3, eur=100)])) == {"create": 3}


def test_newer_release_finds_changes_and_what_vanished() -> None:
    older = [
        patriot(units=3),
        patriot(id="NOM1", donor="Norway", units=2, day="2024-03-01"),
        patriot(id="NLM1", donor="Netherlands", units=9),
    ]
    import_and_publish(older)
    newer = [
        patriot(id="DEM7", allocation="DEM7_3", units=3),
        patriot(id="NOM1", donor="Norway", units=4, day="2024-03-01", delivered=1),
        patriot(id="USM1", donor="United States", units=1),
    ]
    later = staff_steps.NOW + timedelta(days=1)
    report = import_and_publish(newer, release=19, now=later)
    assert actions(report) == {"create": 2, "change": 2, "unchanged": 2}
    assert report.vanished == [
        "kiel-r18:NLM1/DEM1_1/patriot-air-defense-battery/1",
        "kiel-r18:NLM1/DEM1_1/patriot-air-defense-battery/1/delivered",
    ]
    norway = PledgeState.objects.get(pledge__lead="NOR")
    assert (norway.promised_best, norway.delivered_best) == (4, 1)
    assert Entry.objects.filter(pledge__lead="NOR").count() == 4
    assert actions(import_rows(newer, release=19, now=later)) == {"unchanged": 6}


def test_vanished_rows_are_taken_back_when_asked() -> None:
    import_and_publish([patriot(units=3), patriot(id="NLM1", donor="Netherlands", units=9)])
    import_and_publish([patriot(units=3)], release=19, void_vanished=True, now=staff_steps.NOW + timedelta(days=1))
    assert [state.pledge.lead for state in PledgeState.objects.select_related("pledge")] == ["DEU"]


def test_older_release_over_a_newer_one_is_refused() -> None:
    import_and_publish([patriot()])
    report = import_rows([patriot()], release=17)
    assert [(problem.rule, problem.message) for problem in report.problems] == [
        ("older_release", "this is Release 17; Release 18 is in the ledger already")
    ]


def test_release_that_is_not_known_is_refused() -> None:
    assert [problem.rule for problem in import_rows([patriot()], release=6).problems] == ["release"]
