"""What was said at a meeting beside what is recorded of it, and promises that were kept under a later reference."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pledges.answers import AsOf
from pledges.answers.asserted_sums import AssertedSum
from pledges.answers.figure_values import Figure
from pledges.answers.filters import parse_moment
from pledges.answers.page_answers.meeting_sums import count_kept_later, sums_said_at
from tests import factories
from tests.pledges import staff_steps

HERE = {"meeting": "udcg-28"}


def now(**clocks: Any) -> AsOf:
    """Return the current moment, or the one of the clocks."""
    return parse_moment(clocks.get("valid_at"), clocks.get("known_at"), now=staff_steps.NOW)


def said(as_of: AsOf) -> list[AssertedSum]:
    return sums_said_at("udcg-28", as_of)


@pytest.fixture
def sums(catalogue: None) -> None:
    """Publish a pledge of two batteries worth 50 million, and sums said at the same meeting and elsewhere."""
    money = {"system": "money", "unit": "lot", "quantity": "1", "currency": "EUR", "donors": "XUN"}
    promised = {"measure": "promised", "stage": "announced", "occurred": "2025-06-04"}
    factories.publish_rows(
        staff_steps.pledge_row(**HERE, quantity="2", amount="50000000", currency="EUR"),
        staff_steps.asserted_total_row(**HERE, **money, **promised, amount="2 billion"),
        *(staff_steps.asserted_total_row(**HERE, **promised, quantity=stated) for stated in ("1", "up to 3", "2", "3")),
        staff_steps.asserted_total_row(**HERE, **promised, donors="XUN", quantity="4"),
        staff_steps.asserted_total_row(quantity="9"),
    )
    factories.project()


@pytest.mark.usefixtures("sums")
def test_sums_said_at_a_meeting_have_their_outcome_there() -> None:
    found = [
        (one.donor, one.quantity.text, one.amount and one.amount.low, one.outcome, one.not_compared, one.ledger)
        for one in said(now())
    ]
    two = Figure(Decimal(2), Decimal(2), Decimal(2))
    assert found == [
        ("XUN", "1", Decimal(2_000_000_000), "not_compared", "unnamed_donor", None),
        ("XUN", "4", None, "not_compared", "unnamed_donor", None),
        ("DEU", "3", None, "ledger_below", None, two),
        ("DEU", "2", None, "agrees", None, two),
        ("DEU", "up to 3", None, "overlaps", None, two),
        ("DEU", "1", None, "ledger_above", None, two),
    ]


@pytest.mark.usefixtures("sums")
def test_sums_are_those_of_the_moment() -> None:
    assert said(now(known_at="v0")) == []
    assert said(now(valid_at="2025-06-03")) == []


@pytest.mark.usefixtures("catalogue")
def test_a_promise_kept_under_a_later_reference_is_that_of_the_meeting_that_first_made_it() -> None:
    factories.create_meeting("udcg-29", day=date(2025, 6, 9), number=29)
    factories.publish_rows(
        staff_steps.pledge_row(**HERE, external_reference="row:a"),
        staff_steps.pledge_row(**HERE, external_reference="row:kept"),
        staff_steps.entry_row("row:kept"),
        staff_steps.pledge_row(**HERE, external_reference="row:open"),
    )
    first = factories.pledge_named("row:a").reference
    again = staff_steps.pledge_row(meeting="udcg-29", restates=first, external_reference="row:b", occurred="2025-06-09")
    factories.publish_rows(again, staff_steps.entry_row("row:b", occurred="2025-06-11"))
    factories.project()

    counts = {slug: count_kept_later(slug, now(), aid_type="military") for slug in ("udcg-28", "udcg-29")}
    assert counts == {"udcg-28": 1, "udcg-29": 0}
    assert count_kept_later("udcg-28", now(valid_at="2025-06-10"), aid_type="military") == 0
    assert count_kept_later("udcg-28", now(known_at="v1"), aid_type="military") == 0
