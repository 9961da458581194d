"""Every fault that the planner knows: where it stands, which rule it breaks, and what would be right."""

from __future__ import annotations

from typing import Any

import pytest

from pledges.intake.planner import plan_rows
from tests.pledges import staff_steps

pytestmark = pytest.mark.usefixtures("catalogue")

STAGES = "one of signalled, announced, committed, contracted, shipped, delivered, withdrawn"
SHARE = "a number above 0 and up to 1, as in 0.5"
SCHEME = "scheme:value, as in newsdesk:2025-06-04/1"
PLEDGE = "2025-DEU-014, or scheme:value"
FACT = (
    "12.340 as the pages show it, a pledge with stage and date (2025-DEU-014 delivered 2025-03-01), or entry:12,"
    " or the scheme:value of a published row"
)
DAY = "2025-07-21"
LONG_NAME = "a scheme of up to 30 characters, a value of up to 300"

Fault = tuple[str, str, str, str]
pledge = staff_steps.pledge_row


def faults_of(rows: list[staff_steps.Row]) -> list[list[Fault]]:
    """Return column, value, rule and hint of every problem, row by row; the row numbers are checked on the way."""
    plans = plan_rows(rows, today=staff_steps.TODAY)
    assert [plan.number for plan in plans] == list(range(1, len(rows) + 1))
    for plan in plans:
        assert {problem.row for problem in plan.problems} <= {plan.number}
        assert (plan.action == "conflict") == bool(plan.problems)
        assert all(problem.message for problem in plan.problems)
    return [[(one.column, one.value, one.rule, one.hint) for one in plan.problems] for plan in plans]


CASES: list[tuple[staff_steps.Row, list[Fault]]] = [
    (pledge(action="plegde"), [("action", "plegde", "vocabulary", "did you mean pledge?")]),
    (pledge(systm="x"), [("systm", "x", "unknown_column", "did you mean system?")]),
    (pledge(as_of="2025-01-01"), [("as_of", "2025-01-01", "column_of_action", "leave it blank")]),
    (staff_steps.stock_row(amount="5"), [("amount", "5", "column_of_action", "leave it blank")]),
    (pledge(system=None), [("system", "", "required", "")]),
    (pledge(system="Patriott"), [("system", "Patriott", "unknown_system", "did you mean patriot?")]),
    (pledge(unit="radar"), [("unit", "radar", "unit_of_system", "one of battery, launcher")]),
    (pledge(unit=None), [("unit", "", "unit_of_system", "one of battery, launcher")]),
    (pledge(donors=None), [("donors", "", "required", "")]),
    (pledge(donors="Germny"), [("donors", "Germny", "unknown_donor", "did you mean DEU (Germany)?")]),
    (pledge(beneficiary="Ukrain"), [("beneficiary", "Ukrain", "unknown_donor", "did you mean UKR (Ukraine)?")]),
    (pledge(donors="NRO"), [("donors", "NRO", "unknown_donor", "did you mean NOR (Norway)?")]),
    (
        pledge(donors="Federal-Republik-Germany"),
        [("donors", "Federal-Republik-Germany", "unknown_donor", "did you mean DEU (Germany)?")],
    ),
    (pledge(system="MIM-140"), [("system", "MIM-140", "unknown_system", "did you mean patriot?")]),
    (
        pledge(system="shel-155"),
        [("system", "shel-155", "unknown_system", "did you mean shell-155 (155 mm shell)?")],
    ),
    (pledge(donors="DEU:fundr"), [("donors", "DEU:fundr", "vocabulary", "did you mean funder?")]),
    (pledge(donors="DEU;DEU"), [("donors", "DEU;DEU", "donor_twice", "one entry per donor and role")]),
    (pledge(donors="DEU;Germany"), [("donors", "DEU;Germany", "donor_twice", "one entry per donor and role")]),
    (pledge(donors="DEU:funder:2"), [("donors", "DEU:funder:2", "share", SHARE)]),
    (pledge(donors="DEU:funder:0"), [("donors", "DEU:funder:0", "share", SHARE)]),
    (pledge(donors="DEU:funder:half"), [("donors", "DEU:funder:half", "share", SHARE)]),
    (pledge(donors="DEU:funder:NaN"), [("donors", "DEU:funder:NaN", "share", SHARE)]),
    (pledge(donors="DEU:funder:1e-12"), [("donors", "DEU:funder:1e-12", "share", SHARE)]),
    (pledge(donors="DEU::0.6;NOR::0.6"), [("donors", "DEU::0.6;NOR::0.6", "share_sum", "0.5 and 0.5")]),
    (pledge(donors=f"DEU:::{'w' * 201}"), [("donors", f"DEU:::{'w' * 201}", "length", "up to 200")]),
    (pledge(quantity=None), [("quantity", "", "required", "")]),
    (pledge(quantity="12-10"), [("quantity", "12-10", "estimate", "10-12")]),
    (pledge(occurred=None), [("occurred", "", "required", "")]),
    (pledge(occurred="02/03/2023"),
     [("occurred", "02/03/2023", "date", "2023-03-02 or 2023-02-03, the year first")]),
    (pledge(due="2024-02-30"), [("due", "2024-02-30", "date", "a day of the calendar, as 2022-06-30")]),
    (pledge(stage="anounced"), [("stage", "anounced", "vocabulary", "did you mean announced?")]),
    (pledge(definition="handed_over"), [("definition", "handed_over", "stage", "leave it blank")]),
    (pledge(asserted_by="donor"), [("asserted_by", "donor", "stage", "leave it blank")]),
    (pledge(stage="delivered", definition="handed"),
     [("definition", "handed", "vocabulary", "did you mean handed_over?")]),
    (pledge(meeting="udcg-82"), [("meeting", "udcg-82", "unknown_name", "did you mean udcg-28?")]),
    (pledge(coalition="air-defnse"), [("coalition", "air-defnse", "unknown_name", "did you mean air-defence?")]),
    (pledge(initiative="iad"), [("initiative", "iad", "unknown_name", "did you mean iaad?")]),
    (pledge(package="package-2"), [("package", "package-2", "unknown_name", "did you mean package-1?")]),
    (pledge(aid_type="militry"), [("aid_type", "militry", "vocabulary", "did you mean military?")]),
    (pledge(source_url=None, source_title=None),
     [("source_url", "", "required", "an address, or a title and a publisher")]),
    (pledge(source_url="example.org"), [("source_url", "example.org", "address", "https://…")]),
    (pledge(source_url="javascript:alert(1)"), [("source_url", "javascript:alert(1)", "address", "https://…")]),
    (pledge(source_published="June 2025"), [("source_published", "June 2025", "date", DAY)]),
    (pledge(source_published="9999-12-31"), [("source_published", "9999-12-31", "date", "1950 to 2100")]),
    (pledge(source_published="0001-01-01"), [("source_published", "0001-01-01", "date", "1950 to 2100")]),
    (pledge(source_retrieved="yesterday"), [("source_retrieved", "yesterday", "date", DAY)]),
    (pledge(source_grade="official_doner"),
     [("source_grade", "official_doner", "vocabulary", "did you mean official_donor?")]),
    (pledge(confidence="memmory"), [("confidence", "memmory", "vocabulary", "did you mean memory?")]),
    (pledge(source_title="x" * 501), [("source_title", "x" * 501, "length", "up to 500")]),
    (pledge(source_publisher="x" * 201), [("source_publisher", "x" * 201, "length", "up to 200")]),
    (pledge(source_url=f"https://{'x' * 1993}"), [("source_url", f"https://{'x' * 1993}", "length", "up to 2,000")]),
    (pledge(quote="x" * 1001), [("quote", "x" * 1001, "length", "up to 1,000")]),
    (pledge(note="x" * 1001), [("note", "x" * 1001, "length", "up to 1,000")]),
    (staff_steps.requirement_row(stated_by="x" * 201), [("stated_by", "x" * 201, "length", "up to 200")]),
    (pledge(note="a\x00b"), [("note", "a\ufffdb", "characters", "plain text")]),
    (pledge(quote="a\ud800b"), [("quote", "a\ufffdb", "characters", "plain text")]),
    (pledge(note="a\x07b"), [("note", "a\x07b", "characters", "plain text")]),
    (pledge(currency="EUR"), [("currency", "EUR", "amount", "fill amount, or leave it blank")]),
    (pledge(value_eur="5"), [("value_eur", "5", "amount", "fill amount, or leave it blank")]),
    (pledge(amount="5", currency="EURO"), [("amount", "5", "amount", 'did you mean "EUR"?')]),
    (pledge(amount="5", currency="EUR", basis="contrct"),
     [("basis", "contrct", "vocabulary", "did you mean contract?")]),
    (pledge(amount="5000000000", currency="USD", value_eur="0.001"),
     [("value_eur", "0.001", "rate", "check both amounts")]),
    (pledge(external_reference="noscheme"), [("external_reference", "noscheme", "form", SCHEME)]),
    (pledge(external_reference="x:"), [("external_reference", "x:", "form", SCHEME)]),
    (pledge(external_reference=":x"), [("external_reference", ":x", "form", SCHEME)]),
    (pledge(external_reference=f"{'x' * 31}:1"), [("external_reference", f"{'x' * 31}:1", "length", LONG_NAME)]),
    (pledge(external_reference=f"x:{'1' * 301}"), [("external_reference", f"x:{'1' * 301}", "length", LONG_NAME)]),
    (pledge(reference="2025-DEU-001"),
     [("reference", "2025-DEU-001", "given_at_publish",
       "leave it blank; to change a published pledge use action terms or entry")]),
    (pledge(external_reference="a:b", restates="a:b"), [("restates", "a:b", "link_to_itself", "another reference")]),
    (pledge(adds="2025-DEU-777"), [("adds", "2025-DEU-777", "unknown_pledge", PLEDGE)]),
    (staff_steps.entry_row("2025-DEU-777"), [("reference", "2025-DEU-777", "unknown_pledge", PLEDGE)]),
    (staff_steps.entry_row(""), [("reference", "", "required", "")]),
    (staff_steps.entry_row("", stage=None), [("reference", "", "required", ""), ("stage", "", "required", STAGES)]),
    (staff_steps.terms_row("2025-DEU-777"), [("reference", "2025-DEU-777", "unknown_pledge", PLEDGE)]),
    (staff_steps.stock_row(donors="DEU;NOR"), [("donors", "DEU;NOR", "one_donor", "one row each")]),
    (staff_steps.stock_row(quantity=None), [("quantity", "", "required", "")]),
    (staff_steps.requirement_row(basis=None), [("basis", "", "required", "total, or additional")]),
    (staff_steps.requirement_row(basis="totl"), [("basis", "totl", "vocabulary", "did you mean total?")]),
    (staff_steps.requirement_row(quantity=None), [("quantity", "", "required", "")]),
    (staff_steps.membership_row(donors="DEU:leed"), [("donors", "DEU:leed", "vocabulary", "did you mean lead?")]),
    (staff_steps.membership_row(coalition=None), [("coalition", "", "one_group", "fill one of the two")]),
    (staff_steps.membership_row(initiative="iaad"), [("coalition", "air-defence", "one_group", "fill one of the two")]),
    (staff_steps.membership_row(as_of="2025"), [("as_of", "2025", "date", DAY)]),
    (staff_steps.asserted_total_row(stage="withdrawn"), [("stage", "withdrawn", "stage", "a counted stage")]),
    (staff_steps.void_row(""), [("target", "", "required", "")]),
    (staff_steps.void_row("entry:1"), [("reference", "entry:1", "unknown_fact", FACT)]),
    (staff_steps.void_row("entry:²"), [("reference", "entry:²", "unknown_fact", FACT)]),
    (staff_steps.void_row(f"entry:{'9' * 30}"), [("reference", f"entry:{'9' * 30}", "unknown_fact", FACT)]),
    (staff_steps.void_row("lifted_void:1"), [("reference", "lifted_void:1", "unknown_fact", FACT)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "faults"), CASES, ids=lambda value: "-".join(one[2] for one in value) if isinstance(value, list) else "row"
)
def test_fault_is_named_with_its_column_value_rule_and_hint(row: staff_steps.Row, faults: list[Fault]) -> None:
    assert faults_of([row]) == [faults]


def test_all_faults_of_a_file_are_reported_at_once() -> None:
    rows = [row for row, _ in CASES]
    assert faults_of(rows) == [faults for _, faults in CASES]
    assert len({fault[2] for _, faults in CASES for fault in faults}) > 20


def test_many_faults_of_one_row_are_reported_at_once() -> None:
    row = pledge(system="Patriott", donors="Germny:fundr:2", quantity="12-10", due="soonish", source_grade="good")
    assert [fault[:3] for fault in faults_of([row])[0]] == [
        ("system", "Patriott", "unknown_system"),
        ("donors", "Germny:fundr:2", "unknown_donor"),
        ("donors", "Germny:fundr:2", "vocabulary"),
        ("donors", "Germny:fundr:2", "share"),
        ("source_grade", "good", "vocabulary"),
        ("due", "soonish", "date"),
        ("quantity", "12-10", "estimate"),
    ]


def test_repeated_external_reference_is_named_on_every_row() -> None:
    rows = [pledge(external_reference="a:b"), staff_steps.stock_row(external_reference="a:b"), pledge()]
    fault = ("external_reference", "a:b", "repeated", "one row each")
    assert faults_of(rows) == [[fault], [fault], []]


def test_entry_on_a_faulty_pledge_points_to_that_row() -> None:
    rows = [staff_steps.entry_row("a:b"), pledge(external_reference="a:b", quantity=None)]
    assert faults_of(rows) == [
        [("reference", "a:b", "faulty_pledge", "correct that row first")],
        [("quantity", "", "required", "")],
    ]


def test_system_and_unit_of_a_published_pledge_stay() -> None:
    staff_steps.publish_all([pledge(external_reference="a:b")])
    found = faults_of([pledge(external_reference="a:b", unit="launcher")])
    assert found == [[("system", "patriot", "fixed", "void it and enter a new one")]]


@pytest.mark.parametrize("link", ["restates", "adds", "compensates"])
@pytest.mark.parametrize("name", ["a:b", "2025-DEU-001"])
def test_published_pledge_has_no_link_to_itself_under_either_name(link: str, name: str) -> None:
    staff_steps.publish_all([pledge(external_reference="a:b")])
    again = pledge(external_reference="a:b", **{link: name})
    terms = staff_steps.terms_row("2025-DEU-001", **{link: name})
    fault = (link, name, "link_to_itself", "another reference")
    assert faults_of([again]) == [[fault]]
    assert faults_of([terms]) == [[fault]]


@pytest.mark.parametrize("row", [staff_steps.entry_row("2025-DEU-001"), staff_steps.terms_row("2025-DEU-001")])
def test_pledge_that_was_taken_back_takes_no_more_facts(row: staff_steps.Row) -> None:
    staff_steps.publish_all([pledge(external_reference="a:b")])
    staff_steps.publish_all([staff_steps.void_row("a:b")])
    assert faults_of([row]) == [[("reference", "2025-DEU-001", "taken_back", "a pledge that stands")]]


def test_fact_is_taken_back_by_one_row_of_a_file() -> None:
    staff_steps.publish_all([staff_steps.stock_row(external_reference="a:b")])
    rows: list[dict[str, Any]] = [
        staff_steps.void_row("a:b"),
        staff_steps.void_row("a:b"),
        staff_steps.stock_row(external_reference="a:b", quantity="11"),
    ]
    assert faults_of(rows) == [
        [],
        [("reference", "a:b", "voided_twice", "one of the two rows")],
        [("external_reference", "a:b", "voided_twice", "one of the two rows")],
    ]


def test_published_void_stays_as_it_is() -> None:
    staff_steps.publish_all([staff_steps.stock_row(external_reference="a:b")])
    void = staff_steps.void_row("a:b", external_reference="v:1")
    staff_steps.publish_all([void])
    assert faults_of([void]) == [[]]
    assert ("external_reference", "v:1", "fixed", "another external_reference") in faults_of([{**void, "note": "no"}])[
        0
    ]
