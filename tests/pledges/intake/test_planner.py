"""What a plan says would happen: nothing for what is in, a change for what differs, and the same for every door."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import Donor, Membership
from pledges.intake.planner import plan_rows
from pledges.ledger.void_marks import live
from pledges.models import ChangeSetRow, Entry, Pledge, Requirement, Stock, Terms, TermsParty, Void
from tests.pledges import staff_steps

pytestmark = pytest.mark.usefixtures("catalogue")


def actions(rows: list[staff_steps.Row]) -> list[str]:
    return [plan.action.value for plan in plan_rows(rows, today=staff_steps.TODAY)]


def one_of_each() -> list[staff_steps.Row]:
    return [
        staff_steps.pledge_row(external_reference="t:1", due="by the end of 2025", donors="DEU:funder:0.5;NOR:funder"),
        staff_steps.pledge_row(
            external_reference="t:2", adds="t:1", amount="5 million", currency="USD", system="money", unit="lot"
        ),
        staff_steps.entry_row("t:1", external_reference="t:3"),
        staff_steps.terms_row("t:1", external_reference="t:4", due="in 2026"),
        staff_steps.requirement_row(external_reference="t:5"),
        staff_steps.stock_row(external_reference="t:6", unavailable="1", committed_elsewhere="about 4"),
        staff_steps.membership_row(external_reference="t:7"),
        staff_steps.asserted_total_row(external_reference="t:8"),
        staff_steps.completeness_row(external_reference="t:10"),
    ]


def test_rows_that_are_in_already_are_unchanged() -> None:
    rows = one_of_each()
    assert actions(rows) == ["create"] * 9
    staff_steps.publish_all(rows)
    assert actions(rows) == ["unchanged"] * 9
    voids = [staff_steps.void_row("t:6", external_reference="t:9")]
    staff_steps.publish_all(voids)
    assert actions(voids) == ["unchanged"]


def test_rows_are_unchanged_in_another_order_and_with_blanks() -> None:
    rows = one_of_each()
    staff_steps.publish_all(rows)
    again = [{**dict(reversed(row.items())), "note": "  ", "quote": None} for row in reversed(rows)]
    assert actions(again) == ["unchanged"] * 9


def test_plan_writes_nothing() -> None:
    changeset = staff_steps.draft(one_of_each())
    staff_steps.plan_anew(changeset)
    assert [model.objects.count() for model in (Pledge, Terms, Entry, Stock, Requirement, Membership)] == [0] * 6
    assert ChangeSetRow.objects.filter(plan=None).count() == 0


def test_changed_pledge_is_voided_and_replaced_under_its_reference() -> None:
    staff_steps.publish_all([staff_steps.pledge_row(external_reference="t:1", quantity="1")])
    changed = staff_steps.pledge_row(external_reference="t:1", quantity="2", due="by the end of 2025")
    assert actions([changed]) == ["change"]
    staff_steps.publish_all([changed])
    assert Pledge.objects.get().reference == "2025-DEU-001"
    assert list(live(Entry.objects.all(), "entry").values_list("quantity_text", "version")) == [("2", 2)]
    assert list(live(Terms.objects.all(), "terms").values_list("due_text", "version")) == [("by the end of 2025", 2)]
    voids = Void.objects.order_by("position").values_list("reason", "entry__version", "terms__version")
    assert list(voids) == [("replaced: t:1 changed", None, 1), ("replaced: t:1 changed", 1, None)] or list(voids) == [
        ("replaced: t:1 changed", 1, None),
        ("replaced: t:1 changed", None, 1),
    ]
    assert actions([changed]) == ["unchanged"]


def test_changed_stock_leaves_the_other_rows_alone() -> None:
    rows = one_of_each()
    staff_steps.publish_all(rows)
    rows[5] = {**rows[5], "quantity": "11"}
    assert actions(rows) == [*["unchanged"] * 5, "change", *["unchanged"] * 3]
    staff_steps.publish_all(rows)
    assert list(live(Stock.objects.all(), "stock").values_list("total_text", flat=True)) == ["11"]


def test_row_without_external_reference_is_new_every_time() -> None:
    row = staff_steps.stock_row(external_reference=None)
    staff_steps.publish_all([row])
    assert actions([row]) == ["create"]


@pytest.mark.parametrize("action", ["pledge", "Pledge", "PLEDGE", None])
def test_pledge_may_stand_above_or_below_the_rows_that_name_it(action: str | None) -> None:
    first = staff_steps.pledge_row(action=action, external_reference="t:1")
    rows = [staff_steps.entry_row("t:1"), staff_steps.terms_row("t:2", due="2026"), first]
    rows += [staff_steps.pledge_row(action=action, external_reference="t:2", restates="t:3")]
    rows += [staff_steps.pledge_row(action=action, external_reference="t:3"), staff_steps.entry_row("t:3")]
    assert actions(rows) == ["create"] * 6
    staff_steps.publish_all(rows)
    terms = Terms.objects.filter(restates__isnull=False).order_by("pk")
    assert list(terms.values_list("pledge__reference", "restates__reference")) == [
        ("2025-DEU-002", "2025-DEU-003"),
        ("2025-DEU-002", "2025-DEU-003"),
    ]


def test_rows_name_a_published_pledge_by_either_name() -> None:
    staff_steps.publish_all([staff_steps.pledge_row(external_reference="t:1")])
    staff_steps.publish_all([staff_steps.entry_row("t:1"), staff_steps.entry_row("2025-DEU-001")])
    assert Entry.objects.filter(stage="delivered", pledge__reference="2025-DEU-001").count() == 2


def terms_of(reference: str) -> Terms:
    """Return the terms of a pledge that count."""
    standing = live(Terms.objects.filter(pledge__reference=reference), "terms")
    return standing.order_by("-effective_start", "-version", "-position")[0]


def test_terms_keep_what_a_row_leaves_blank() -> None:
    first = staff_steps.pledge_row(
        external_reference="t:1",
        donors="DEU:funder:0.5;NOR:funder:0.25",
        due="by the end of 2025",
        meeting="udcg-28",
        coalition="air-defence",
        initiative="iaad",
        package="package-1",
        beneficiary="POL",
        aid_type="humanitarian",
        adds="t:2",
    )
    staff_steps.publish_all([first, staff_steps.pledge_row(external_reference="t:2")])
    reference = Pledge.objects.get(external_references__value="1").reference
    before = terms_of(reference)
    staff_steps.publish_all([staff_steps.terms_row("t:1", due="by the end of 2026", occurred="2025-06-20")])
    after = terms_of(reference)
    kept = ("aid_type", "beneficiary_id", "meeting_id", "coalition_id", "initiative_id", "package_id", "adds_id")
    assert after.pk != before.pk
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
    assert None not in [getattr(after, name) for name in kept]
    assert (after.due_text, after.due_deadline, str(after.effective_start)) == (
        "by the end of 2026",
        True,
        "2025-06-20",
    )
    assert list(after.parties.order_by("pk").values_list("donor__code", "share")) == [
        ("DEU", Decimal("0.5")),
        ("NOR", Decimal("0.25")),
    ]


def test_second_terms_of_a_file_build_on_the_first() -> None:
    rows = [
        staff_steps.pledge_row(external_reference="t:1"),
        staff_steps.terms_row("t:1", due="2026"),
        staff_steps.terms_row("t:1", meeting="udcg-28"),
    ]
    staff_steps.publish_all(rows)
    last = Terms.objects.order_by("-position")[0]
    assert (last.due_text, last.meeting and last.meeting.slug) == ("2026", "udcg-28")


@pytest.mark.parametrize(
    ("cells", "window"),
    [
        ({"occurred": "unknown"}, ("unknown", "2025-06-01", "2025-06-15", "range")),
        ({"occurred": None}, ("unknown", "2025-06-01", "2025-06-15", "range")),
        ({"occurred": "unknown", "source_published": None}, ("unknown", "2025-06-01", "2025-07-01", "range")),
        ({"occurred": "unknown", "source_published": "2025-05-01"}, ("unknown", "2025-05-01", "2025-06-01", "range")),
        ({"occurred": "by 2025-06-14"}, ("by 2025-06-14", "2025-06-01", "2025-06-14", "deadline")),
        ({"occurred": "June 2025"}, ("June 2025", "2025-06-01", "2025-06-15", "month")),
    ],
)
def test_date_of_a_delivery_runs_from_the_announcement_to_the_source(
    cells: staff_steps.Row, window: tuple[str, str, str, str]
) -> None:
    staff_steps.publish_all([staff_steps.pledge_row(external_reference="t:1", occurred="2025-06-01")])
    plan = plan_rows([staff_steps.entry_row("t:1", **cells)], today=staff_steps.TODAY)[0]
    assert plan.fact is not None
    assert plan.fact.entry is not None
    found = tuple(plan.fact.entry[f"occurred_{part}"] for part in ("text", "start", "end", "precision"))
    assert found == window


def entry_of(row: staff_steps.Row) -> dict[str, Any]:
    plan = plan_rows([row], today=staff_steps.TODAY)[0]
    assert plan.problems == []
    assert plan.fact is not None
    assert plan.fact.entry is not None
    return plan.fact.entry


def test_amount_in_euro_needs_no_rate() -> None:
    entry = entry_of(staff_steps.pledge_row(amount="1.5 million", currency="EUR"))
    assert {
        name: entry[name] for name in entry if name.startswith(("amount", "value", "eur_rate", "curr", "basis"))
    } == {
        "amount_text": "1.5 million",
        "amount_low": "1500000",
        "amount_best": "1500000",
        "amount_high": "1500000",
        "currency": "EUR",
        "basis": "donor_stated",
        "value_eur_low": "1500000",
        "value_eur_best": "1500000",
        "value_eur_high": "1500000",
        "eur_rate": "1",
        "eur_rate_date": "2025-06-01",
        "eur_rate_source": "none_needed",
    }


def test_amount_in_dollars_takes_the_reference_rate_of_the_day_or_the_last_before() -> None:
    entry = entry_of(staff_steps.pledge_row(amount="100", currency="USD", occurred="2025-06-01", basis="contract"))
    rate = Decimal(entry["eur_rate"])
    assert (entry["eur_rate_source"], entry["eur_rate_date"], entry["basis"]) == ("ecb", "2025-05-30", "contract")
    assert Decimal(entry["value_eur_best"]) == (100 / rate).quantize(Decimal("0.000001"))


def test_amount_with_the_sources_own_conversion_keeps_it() -> None:
    entry = entry_of(staff_steps.pledge_row(amount="100", currency="USD", value_eur="80"))
    assert (entry["eur_rate_source"], Decimal(entry["eur_rate"]), entry["value_eur_best"]) == (
        "stated",
        Decimal("1.25"),
        "80",
    )


@pytest.mark.parametrize(
    ("currency", "occurred"), [("UAH", "2025-06-01"), ("USD", "2099-06-01"), ("USD", "1998-06-01")]
)
def test_amount_without_a_rate_has_no_value(currency: str, occurred: str) -> None:
    cells = {"amount": "100", "currency": currency, "occurred": occurred, "source_published": occurred}
    entry = entry_of(staff_steps.pledge_row(**cells))
    assert (entry["amount_best"], entry["currency"]) == ("100", currency)
    assert [name for name in entry if name.startswith(("value_eur", "eur_rate"))] == []


def parties_of(donors: Any) -> list[tuple[str, str, str | None, str]]:
    plan = plan_rows([staff_steps.pledge_row(donors=donors)], today=staff_steps.TODAY)[0]
    assert plan.problems == []
    assert plan.fact is not None
    codes = dict(Donor.objects.values_list("pk", "code"))
    return [(codes[one["donor_id"]], one["role"], one["share"], one["words"]) for one in plan.fact.parties]


@pytest.mark.parametrize(
    ("donors", "parties"),
    [
        ("DEU", [("DEU", "funder", None, "")]),
        ("deu", [("DEU", "funder", None, "")]),
        ("Germany", [("DEU", "funder", None, "")]),
        ("FEDERAL REPUBLIC OF GERMANY:supplier", [("DEU", "supplier", None, "")]),
        (" DEU : Stock_Owner ; NOR ; ", [("DEU", "stock_owner", None, ""), ("NOR", "funder", None, "")]),
        ("DEU:funder;DEU:lead", [("DEU", "funder", None, ""), ("DEU", "lead", None, "")]),
        ("DEU:funder:0.5;NOR::0.50", [("DEU", "funder", "0.5", ""), ("NOR", "funder", "0.5", "")]),
        ("DEU:funder:1", [("DEU", "funder", "1", "")]),
        ("XUN:funder::a European country: big", [("XUN", "funder", None, "a European country: big")]),
        (";".join(f"{code}::0.33333333333333" for code in ("DEU", "NOR", "NLD")),
         [(code, "funder", "0.3333333333", "") for code in ("DEU", "NOR", "NLD")]),
        (";".join(f"{code}::0.16666666666667" for code in ("DEU", "NOR", "NLD", "USA", "POL")),
         [(code, "funder", "0.1666666666", "") for code in ("DEU", "NOR", "NLD", "USA", "POL")]),
        ([{"code": "DEU", "share": 0.5}, {"code": "NOR", "role": "supplier"}],
         [("DEU", "funder", "0.5", ""), ("NOR", "supplier", None, "")]),
        (["DEU", "NOR:lead"], [("DEU", "funder", None, ""), ("NOR", "lead", None, "")]),
    ],
)  # fmt: skip
def test_donors_are_read_with_role_and_share(donors: Any, parties: list[tuple[str, str, str | None, str]]) -> None:
    assert parties_of(donors) == parties


@pytest.mark.parametrize("system", ["patriot", "PATRIOT", "Patriot", "mim-104", " MIM-104 "])
def test_system_is_found_by_slug_name_and_alias(system: str) -> None:
    plan = plan_rows([staff_steps.pledge_row(system=system)], today=staff_steps.TODAY)[0]
    assert plan.problems == []


def test_only_unit_of_a_system_may_be_left_out() -> None:
    plan = plan_rows([staff_steps.pledge_row(system="nasams", unit=None)], today=staff_steps.TODAY)[0]
    assert plan.fact is not None
    assert plan.fact.columns["unit"] == "battery"


def test_money_without_a_number_is_one_lot() -> None:
    entry = entry_of(
        staff_steps.pledge_row(system="money", unit=None, quantity=None, amount="5 million", currency="EUR")
    )
    assert (entry["quantity_text"], entry["quantity_low"], entry["quantity_high"]) == ("1", "1", "1")


def test_row_of_the_api_means_what_the_row_of_a_table_means() -> None:
    table = staff_steps.pledge_row(
        external_reference="t:1", donors="DEU:funder:0.5;NOR:funder:0.5", quantity="2", amount="5000000", currency="USD"
    )
    source = {name.removeprefix("source_"): value for name, value in table.items() if name.startswith("source_")}
    api = {name: value for name, value in table.items() if not name.startswith("source_")}
    api |= {
        "source": source,
        "donors": [{"code": "DEU", "role": "funder", "share": 0.5}, {"code": "NOR", "role": "funder", "share": "0.5"}],
        "quantity": 2,
        "amount": 5000000,
        "note": None,
        "due": "",
    }
    assert plan_rows([api], today=staff_steps.TODAY) == plan_rows([table], today=staff_steps.TODAY)
    staff_steps.publish_all([table])
    assert actions([api]) == ["unchanged"]


def test_estimate_and_window_of_the_api_are_read_by_their_words() -> None:
    bounds = {"text": "about 200", "low": 180, "best": 200, "high": 220}
    window = {"text": "June 2025", "start": "2025-06-01", "end": "2025-06-30", "precision": "month"}
    entry = entry_of(staff_steps.pledge_row(quantity=bounds, occurred=window))
    assert (entry["quantity_low"], entry["quantity_high"], entry["occurred_end"]) == ("180", "220", "2025-06-15")


def queries_of(rows: list[staff_steps.Row]) -> int:
    with CaptureQueriesContext(connection) as queries:
        plan_rows(rows, today=staff_steps.TODAY)
    return len(queries)


def test_plan_takes_the_same_queries_for_one_row_and_for_thirty() -> None:
    staff_steps.publish_all([staff_steps.pledge_row(external_reference=f"t:{number}") for number in range(30)])
    assert queries_of([staff_steps.pledge_row(external_reference="t:0", quantity="2")]) == 18
    assert queries_of([staff_steps.pledge_row(external_reference="t:0", quantity="2")]) == 18  # the catalogue stayed
    assert (
        queries_of([staff_steps.pledge_row(external_reference=f"t:{number}", quantity="2") for number in range(30)])
        == 18
    )
    assert queries_of([staff_steps.entry_row(f"t:{number}") for number in range(30)]) == 17


def test_roles_of_a_pledge_are_kept_in_the_ledger() -> None:
    staff_steps.publish_all([staff_steps.pledge_row(donors="DEU:funder;USA:supplier;XUN:trainer::a partner")])
    found = TermsParty.objects.order_by("pk").values_list("donor__code", "role", "share", "words")
    assert list(found) == [
        ("DEU", "funder", None, ""),
        ("USA", "supplier", None, ""),
        ("XUN", "trainer", None, "a partner"),
    ]
