"""“Has already provided three” is a source's own sum: compared with the ledger at its date, never counted."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pledges import projections
from pledges.answers import current_as_of
from pledges.intake.asserted_totals import claim_in, with_asserted_total
from pledges.intake.importers.import_drafts import import_file
from pledges.intake.planner import plan_rows
from pledges.intake.reconciliation import reconciliation_items
from pledges.models import AssertedTotal, Pledge, Requirement
from pledges.values.choices import Stage
from tests.pledges import staff_steps

CLAIMS = [
    ("has already provided three", "three", Stage.DELIVERED),
    ("Germany has already delivered 3 batteries", "3 batteries", Stage.DELIVERED),
    ("already handed over: about 5", "about 5", Stage.DELIVERED),
    ("3 already delivered", "3", Stage.DELIVERED),
    ("three have already been delivered", "three", Stage.DELIVERED),
    ("over 50 already sent", "over 50", Stage.SHIPPED),
    ("has provided 12 so far", "12", Stage.DELIVERED),
    ("has already pledged up to 10.", "up to 10", Stage.ANNOUNCED),
    ("have already been ordered 4", "4", Stage.CONTRACTED),
]
NO_CLAIMS = [
    "3", "three so far", "three", "already", "has already provided", "", "3 more",
    "has already provided " + "three " * 60,
]  # fmt: skip


@pytest.mark.parametrize(("words", "many", "stage"), CLAIMS)
def test_claim_in_reads_number_and_stage(words: str, many: str, stage: Stage) -> None:
    assert claim_in(words) == (many, stage)


@pytest.mark.parametrize("words", NO_CLAIMS)
def test_claim_in_leaves_other_words_alone(words: str) -> None:
    assert claim_in(words) is None


def test_row_becomes_an_asserted_total_and_keeps_what_was_said() -> None:
    row = {"donors": "DEU", "quantity": "has already provided three", "meeting": "udcg-28", "coalition": "iamd"} | {
        "note": "phone"
    }
    assert with_asserted_total(row) == {
        "action": "asserted_total",
        "donors": "DEU",
        "quantity": "three",
        "stage": "delivered",
        "meeting": "udcg-28",
        "note": "phone; stated as “has already provided three”; coalition iamd",
    }


@pytest.mark.parametrize(
    ("cells", "action"),
    [
        ({"quantity": "3", "quote": "Germany has already provided three systems"}, "asserted_total"),
        ({"quantity": "2", "quote": "Germany has already provided three systems"}, None),
        ({"quantity": "3", "quote": "Germany has already provided three systems", "stage": "announced"}, None),
        ({"quantity": "3", "quote": "Germany provides three more"}, None),
        ({"quantity": "3", "quote": "It has already provided much"}, None),
        ({"quantity": "xyzzy", "quote": "It has already provided three"}, None),
        ({"quantity": "has already provided three", "action": "pledge"}, "pledge"),
        ({"quantity": "has already provided three", "reference": "2025-DEU-001"}, None),
    ],
)
def test_row_is_converted_only_where_nothing_else_is_said(cells: dict[str, str], action: str | None) -> None:
    assert with_asserted_total(cells).get("action") == action


@pytest.mark.django_db
def test_planner_gives_the_hint_where_the_action_is_named(catalogue: None) -> None:
    row = staff_steps.pledge_row(action="pledge", quantity="has already provided three")
    (plan,) = plan_rows([row], today=staff_steps.TODAY)
    assert [(p.column, p.rule, p.hint) for p in plan.problems] == [
        ("quantity", "estimate", "a sum of all so far is a row of action asserted_total, its quantity “three”")
    ]


@pytest.mark.django_db
def test_imported_claim_is_compared_with_the_ledger_and_never_counted(catalogue: None) -> None:
    content = (
        b"external id,Donor,Item,unit,How many,Date,Link,source_published\n"
        b"a:1,Germany,Patriot,battery,has already provided three,2025-06-01,https://example.org,2025-06-15\n"
    )
    report = import_file(
        content,
        filename="t.csv",
        author=staff_steps.user("drafter"),
        today=staff_steps.TODAY,
        now=staff_steps.NOW,
        title="Claims",
    )
    assert (report.problems, report.counts["create"]) == ([], 1)
    assert report.changeset is not None
    (row,) = report.changeset.rows.all()
    staff_steps.publish_all([row.payload])
    projections.drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)
    assert (Pledge.objects.count(), AssertedTotal.objects.count()) == (0, 1)
    (item,) = reconciliation_items(as_of=current_as_of(now=staff_steps.NOW), only_open=True)
    assert item.words == "Patriot: stated three batteries delivered, the ledger gives 0; the ledger has less"
    assert item.note == "stated as “has already provided three”"


COLUMNS = ("stage", "measure", "outstanding", "quantity_low", "amount_text", "amount_low", "currency", "meeting__slug")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        ({}, ("delivered", "delivered", False, 3, "", None, "", None)),
        ({"stage": "contracted"}, ("contracted", "promised", False, 3, "", None, "", None)),
        ({"measure": "Promised", "stage": ""}, ("announced", "promised", False, 3, "", None, "", None)),
        ({"outstanding": "true", "stage": "committed"}, ("committed", "outstanding", True, 3, "", None, "", None)),
        ({"measure": "outstanding", "stage": ""}, ("delivered", "outstanding", True, 3, "", None, "", None)),
        ({"measure": "held", "donors": "UKR"}, ("delivered", "held", False, 3, "", None, "", None)),
        ({"meeting": "udcg-28"}, ("delivered", "delivered", False, 3, "", None, "", "udcg-28")),
        (
            {"system": "money", "unit": "lot", "quantity": "", "amount": "about $4 billion", "stage": "committed"},
            ("committed", "promised", False, 1, "about $4 billion", 3_600_000_000, "USD", None),
        ),
        (
            {"quantity": "", "amount": "5 million", "currency": "EUR"},
            ("delivered", "delivered", False, 0, "5 million", 5_000_000, "EUR", None),
        ),
    ],
)
def test_sum_says_of_what_it_is_and_may_be_of_money_and_of_a_meeting(
    catalogue: None, cells: dict[str, str], columns: tuple[object, ...]
) -> None:
    staff_steps.publish_all([staff_steps.asserted_total_row(**cells)])
    assert AssertedTotal.objects.values_list(*COLUMNS).get() == columns


@pytest.mark.django_db
def test_amount_of_a_sum_keeps_the_rate_of_its_day(catalogue: None) -> None:
    cells = {"system": "money", "unit": "lot", "quantity": "1", "amount": "100 million", "currency": "SEK"}
    staff_steps.publish_all([staff_steps.asserted_total_row(**cells, occurred="2024-01-02")])
    total = AssertedTotal.objects.get()
    assert (total.eur_rate, total.eur_rate_date.isoformat(), total.eur_rate_source, round(total.value_eur_low)) == (
        Decimal("11.1545000000"),
        "2024-01-02",
        "ecb",
        8_964_992,
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (
            {"measure": "delivered", "outstanding": "true"},
            ("measure", "measure", "outstanding, or leave the tick away"),
        ),
        ({"measure": "promised"}, ("measure", "measure", "the other one, or no stage")),
        ({"measure": "held", "stage": "shipped"}, ("measure", "measure", "the other one, or no stage")),
        ({"measure": "hold"}, ("measure", "vocabulary", "did you mean held?")),
        ({"quantity": "", "amount": ""}, ("quantity", "required", "")),
    ],
)
def test_sum_that_contradicts_itself_is_a_problem(
    catalogue: None, cells: dict[str, str], problem: tuple[str, ...]
) -> None:
    (plan,) = plan_rows([staff_steps.asserted_total_row(**cells)], today=staff_steps.TODAY)
    assert [(one.column, one.rule, one.hint) for one in plan.problems] == [problem]


@pytest.mark.django_db
def test_amount_of_a_need_has_the_rate_of_the_day_it_was_stated(catalogue: None) -> None:
    cells = {"system": "money", "unit": "lot", "quantity": "1", "amount": "100 million", "currency": "USD"}
    staff_steps.publish_all(
        [staff_steps.requirement_row(**cells, occurred="2024-01-02", source_published=None, basis="additional")]
    )
    need = Requirement.objects.get()
    assert (need.eur_rate_date and need.eur_rate_date.isoformat(), need.eur_rate_source) == ("2024-01-02", "ecb")
