"""One rate to euro for all that a pledge says in a currency: in plans, in the ledger, and in its figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pledges import ledger, projections
from pledges.intake.duplicates.decide_pairs import decide
from pledges.intake.planner import plan_rows
from pledges.ledger.void_marks import live
from pledges.models import DuplicateCandidate, Entry, Outcome, PledgeState
from pledges.values.choices import Stage
from tests.pledges import staff_steps

pytestmark = pytest.mark.usefixtures("catalogue")

Row = staff_steps.Row

PROMISE = {"donors": "USA", "quantity": "4", "occurred": "2022-09-28", "source_published": "2022-09-28"}
LATER = {"occurred": "2024-12-30", "source_published": "2024-12-31"}
WORTH = "104547830.632514"
"""USD 100 million at 0.9565, the rate of 28 September 2022."""


def promise(**cells: Any) -> Row:
    return staff_steps.pledge_row(**{"external_reference": "test:1", "amount": "$100m", **PROMISE, **cells})


def part(**cells: Any) -> Row:
    return staff_steps.entry_row("test:1", **{"amount": "$25m", **LATER, **cells})


def correct(target: str, **cells: Any) -> Row:
    return {"action": "correct", "target": target, "reason": "misread", **cells}


def rates() -> list[tuple[str, str, str, str]]:
    """Return stage, value, rate and its day of all that stands, in the order of publishing."""
    entries = live(Entry.objects.all(), "entry").order_by("version", "position")
    return [
        (
            one.stage,
            str(one.value_eur_best),
            "" if one.eur_rate is None else f"{one.eur_rate.normalize():f}",
            "" if one.eur_rate_date is None else one.eur_rate_date.isoformat(),
        )
        for one in entries
    ]


def warnings(*rows: Row) -> list[tuple[int, str, str]]:
    plans = plan_rows(rows, today=staff_steps.TODAY)
    assert [plan.problems for plan in plans] == [[] for _ in rows]
    return [(plan.number, one["rule"], one["message"]) for plan in plans for one in plan.warnings]


def state() -> PledgeState:
    projections.drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)
    return PledgeState.objects.get()


@pytest.mark.parametrize("at_once", [True, False])
def test_deliveries_of_later_years_are_worth_what_was_promised(*, at_once: bool) -> None:
    rows = [promise(), *(part() for _ in range(4))]
    for some in [rows] if at_once else [[row] for row in rows]:
        staff_steps.publish_all(some)

    quarter = (Stage.DELIVERED, "26136957.658128", "0.9565", "2022-09-28")
    assert rates() == [(Stage.ANNOUNCED, WORTH, "0.9565", "2022-09-28"), *[quarter] * 4]
    shown = state()
    assert str(shown.value_promised_best) == WORTH
    assert str(shown.value_delivered_best) == "104547830.632512"
    assert str(shown.value_announced_only_best) == "0.000000"


def test_a_whole_delivery_is_worth_the_whole() -> None:
    staff_steps.publish_all([promise(), part(amount="$100m", quantity="4")])
    shown = state()
    assert (str(shown.value_promised_best), str(shown.value_delivered_best)) == (WORTH, WORTH)


def test_a_withdrawal_takes_its_part_at_the_rate_of_the_promise() -> None:
    staff_steps.publish_all([promise(), part(stage="withdrawn", quantity="1")])
    assert str(state().value_promised_best) == "78410872.974386"


def test_a_second_currency_has_a_rate_of_its_own_first_entry() -> None:
    kroner = {"amount": "NOK 10m", "stage": "committed"}
    staff_steps.publish_all([promise(), part(**kroner), part(**kroner, occurred="2024-11-29")])
    assert [one[2:] for one in rates()] == [("0.9565", "2022-09-28"), *[("11.8455", "2024-12-30")] * 2]


def test_a_rate_is_never_of_a_day_after_the_source() -> None:
    staff_steps.publish_all([promise(occurred="by 30 December 2024", source_published="2022-09-28")])
    assert [one[2:] for one in rates()] == [("0.9565", "2022-09-28")]


def test_the_sources_own_conversion_is_the_rate_of_the_pledge() -> None:
    staff_steps.publish_all([promise(value_eur="80000000"), part(), part(value_eur="20000000.004")])
    values = [(value, rate) for _, value, rate, _ in rates()]
    assert values == [("80000000.000000", "1.25"), ("20000000.000000", "1.25"), ("20000000.004000", "1.25")]


@pytest.mark.parametrize(
    ("stated", "odd"),
    [
        ("26m", []),
        ("24m", ["the source converts at 1.041667, the pledge stands at 0.9565 USD/EUR of 2022-09-28"]),
        ("24m-25m", ["the source converts to a range, the pledge stands at 0.9565 USD/EUR of 2022-09-28"]),
    ],
)
def test_another_conversion_of_a_later_source_is_a_warning(stated: str, odd: list[str]) -> None:
    staff_steps.publish_all([promise()])
    assert warnings(part(value_eur=stated)) == [(1, "other_rate", words) for words in odd]
    staff_steps.publish_all([part(value_eur=stated)])
    assert rates()[-1] == (Stage.DELIVERED, "26136957.658128", "0.9565", "2022-09-28")


@pytest.mark.parametrize("cells", [{"quantity": "3"}, {"note": "read again"}, {"occurred": "2022-10-05"}])
def test_a_correction_of_the_promise_keeps_the_rate_of_its_deliveries(cells: Row) -> None:
    staff_steps.publish_all([promise(), part()])
    staff_steps.publish_all([correct("1.2", **cells)])
    assert rates() == [
        (Stage.DELIVERED, "26136957.658128", "0.9565", "2022-09-28"),
        (Stage.ANNOUNCED, WORTH, "0.9565", "2022-09-28"),
    ]


@pytest.mark.parametrize(
    ("cells", "value", "rate"),
    [
        ({"amount": "$50m"}, "52273915.316257", ("0.9565", "2022-09-28")),
        ({"note": "read again"}, WORTH, ("0.9565", "2022-09-28")),
        ({"occurred": "2022-09-27"}, "103691414.350892", ("0.9644", "2022-09-27")),
        ({"value_eur": "80000000"}, "80000000.000000", ("1.25", "2022-09-28")),
    ],
)
def test_the_only_entry_of_a_pledge_is_converted_anew_where_its_day_is_corrected(
    cells: Row, value: str, rate: tuple[str, str]
) -> None:
    staff_steps.publish_all([promise()])
    staff_steps.publish_all([correct("1.2", **cells)])
    assert rates() == [(Stage.ANNOUNCED, value, *rate)]


def test_a_split_keeps_the_rate_in_both_parts() -> None:
    staff_steps.publish_all([promise(value_eur="80000000"), part()])
    goes = {"external_reference": "test:2", "amount": "$25m", "quantity": "1", "value_eur": "rate of 2022-USA-001"}
    rest = {"amount": "$75m", "quantity": "3", "value_eur": "rate of 2022-USA-001"}
    staff_steps.publish_all(
        [correct("1.2", **rest), staff_steps.void_row("entry:1.3"), staff_steps.pledge_row(**{**LATER, **goes})]
    )
    assert [one[1:3] for one in rates()] == [("60000000.000000", "1.25"), ("20000000.000000", "1.25")]


def test_the_rate_of_a_pledge_that_nobody_knows_is_a_problem() -> None:
    plan = plan_rows([promise(value_eur="rate of 2022-USA-009")], today=staff_steps.TODAY)[0]
    assert [(one.column, one.rule, one.hint) for one in plan.problems] == [
        ("value_eur", "unknown_pledge", "rate of 2025-DEU-014")
    ]


def test_what_was_planned_at_another_rate_meanwhile_is_not_published() -> None:
    staff_steps.publish_all([promise(amount=None)])
    first, second = (staff_steps.approve_rows([part(occurred=day)]) for day in ("2024-12-30", "2024-11-29"))
    ledger.publish(changeset=first, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW)
    second.planned_version = ledger.latest_number()
    second.save(update_fields=["planned_version"])
    with pytest.raises(ledger.StalePlan, match=r"one rate: .* plan again first"):
        ledger.publish(changeset=second, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW)


def test_what_an_undo_brings_back_has_the_rate_of_what_stands() -> None:
    staff_steps.publish_all([promise()])
    corrected = staff_steps.publish_all([correct("1.2", occurred="2022-09-27")])
    staff_steps.publish_all([part()])
    other = staff_steps.user("another")
    with pytest.raises(ledger.LaterFacts, match="another rate to euro") as caught:
        ledger.undo(changeset=corrected.changeset, reviewer=other, reason="a slip", now=staff_steps.NOW)
    assert caught.value.reasons[0].endswith("the pledge has 0.9644000000, and something later stands at that")
    assert [one[2] for one in rates()] == ["0.9644", "0.9644"]


def test_an_amount_of_a_day_after_the_last_known_rate_is_a_warning() -> None:
    november = {"occurred": "2026-11-16", "source_published": "2026-11-16"}
    assert warnings(promise(**november)) == [
        (1, "rates_end", "the known rates end on 2026-10-30: USD of 2026-11-16 has no value in euro yet")
    ]
    days = {"occurred": "2026-11-05", "source_published": "2026-11-05"}
    assert warnings(promise(**days)) == [
        (1, "rates_end", "the known rates end on 2026-10-30: the one of 2026-10-30 is taken for 2026-11-05, for good")
    ]
    assert warnings(promise(**november, amount="€5m"), part(**november, amount="UAH 5m")) == []


def test_a_delivery_after_the_last_known_rate_has_the_rate_of_its_pledge() -> None:
    staff_steps.publish_all([promise()])
    november = {"occurred": "2026-11-16", "source_published": "2026-11-16"}
    assert warnings(part(**november)) == []
    staff_steps.publish_all([part(**november)])
    assert rates()[-1][2:] == ("0.9565", date(2022, 9, 28).isoformat())
    assert rates()[-1][1] == str(Decimal("26136957.658128"))


def test_a_row_that_fulfils_a_published_pledge_is_worth_its_part() -> None:
    staff_steps.publish_all([promise()])
    days = {"occurred": "2022-10-05", "source_published": "2022-10-05"}
    arrived = staff_steps.pledge_row(**{**PROMISE, **days, "amount": "$25m", "stage": "delivered"})
    changeset = staff_steps.draft([arrived])
    candidate = DuplicateCandidate.objects.get(changeset=changeset)
    reviewer = staff_steps.user("reviewer")
    decide(candidate=candidate, outcome=Outcome.FULFILS, actor=reviewer, today=staff_steps.TODAY, now=staff_steps.NOW)
    plan = changeset.rows.get().plan
    assert plan is not None
    entry = plan["fact"]["entry"]
    assert [entry[name] for name in ("value_eur_best", "eur_rate", "eur_rate_date")] == [
        "26136957.658128",
        "0.9565",
        "2022-09-28",
    ]


def test_a_row_in_other_words_states_the_same_whatever_the_rate_of_its_pledge() -> None:
    said = part(value_eur="24000000", external_reference="test:2")
    staff_steps.publish_all([promise(), said])
    again = {**said, "value_eur": "24000000.0", "quantity": "1.0"}
    assert [plan.action for plan in plan_rows([again], today=staff_steps.TODAY)] == ["unchanged"]
    other = {**again, "value_eur": "25000000"}
    assert [plan.action for plan in plan_rows([other], today=staff_steps.TODAY)] == ["change"]
