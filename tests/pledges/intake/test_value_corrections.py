"""Values in euro given afterwards: what was known before stays without them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client

from pledges import ledger, projections
from pledges.intake.planner import plan_rows
from pledges.intake.rate_loading import load_rates
from pledges.intake.value_corrections import amounts_to_value, draft_values
from pledges.ledger.void_marks import live
from pledges.models import ChangeSet, DatasetVersion, Entry, PledgeSpan, PledgeState
from tests.pledges import staff_steps

pytestmark = pytest.mark.usefixtures("catalogue")

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
NOVEMBER = {"occurred": "2026-11-17", "source_published": "2026-11-17"}
RATES = b"Date,USD,NOK,\n2026-11-17,1.25,10.3,\n2026-11-16,1.2,10.2,\n"


def publish_without_rate() -> None:
    """Publish a promise and a delivery of days for which no rate is known: the facts 1.2 and 1.3."""
    promise = staff_steps.pledge_row(external_reference="test:1", amount="$100m", quantity="4", **NOVEMBER)
    part = staff_steps.entry_row("test:1", amount="$25m", occurred="2026-11-19", source_published="2026-11-19")
    staff_steps.publish_all([promise, part])


def give_values() -> DatasetVersion:
    """Publish what the command drafts."""
    changeset = draft_values(amounts_to_value(), author=staff_steps.user("drafter"), today=NOW.date(), now=NOW)
    ledger.submit(changeset=changeset, actor=staff_steps.user("drafter"), now=NOW)
    return ledger.publish(changeset=staff_steps.approve(changeset), reviewer=staff_steps.user("reviewer"), now=NOW)


def values() -> list[tuple[str, Decimal | None, date | None]]:
    entries = live(Entry.objects.all(), "entry").order_by("version", "position")
    return [(one.stage, one.value_eur_best, one.eur_rate_date) for one in entries]


def known_values() -> list[tuple[int, bool, Decimal | None]]:
    """Return from which version on, and whether, the promise of the pledge had a value at the end of the day."""
    projections.drain_outbox(today=NOW.date(), now=NOW)
    spans = PledgeSpan.objects.filter(valid_from__lte=NOW.date(), valid_to__gt=NOW.date()).order_by("known_from")
    return [(one.known_from, one.unconverted, one.value_promised_best) for one in spans]


def test_a_value_is_given_afterwards_and_was_not_known_before() -> None:
    publish_without_rate()
    assert amounts_to_value() == []
    load_rates(RATES, origin="eurofxref-hist.csv", now=NOW)
    assert [(one.identity, one.reason) for one in amounts_to_value()] == [
        (place, "no rate to euro was known when this was published") for place in ("1.2", "1.3")
    ]

    assert give_values().number == 2

    day = date(2026, 11, 17)
    assert values() == [("announced", Decimal(80_000_000), day), ("delivered", Decimal(20_000_000), day)]
    assert known_values() == [(1, True, None), (2, False, Decimal(80_000_000))]
    assert amounts_to_value() == []
    assert projections.differences() == []


def test_a_value_given_afterwards_can_be_undone() -> None:
    publish_without_rate()
    load_rates(RATES, origin="eurofxref-hist.csv", now=NOW)
    version = give_values()
    other = staff_steps.user("another")
    ledger.undo(changeset=version.changeset, reviewer=other, reason="wrong file", now=NOW)
    assert [one[1] for one in values()] == [None, None]
    assert known_values() == [(1, True, None), (2, False, Decimal(80_000_000)), (3, True, None)]


def test_a_later_entry_takes_the_rate_of_the_day_on_which_the_pledge_had_none() -> None:
    publish_without_rate()
    load_rates(RATES, origin="eurofxref-hist.csv", now=NOW)
    part = staff_steps.entry_row("test:1", amount="$10m", occurred="2026-11-20", source_published="2026-11-20")
    staff_steps.publish_all([part])
    assert values()[-1] == ("delivered", Decimal(8_000_000), date(2026, 11, 17))


def test_a_correction_of_something_else_gives_no_value() -> None:
    publish_without_rate()
    load_rates(RATES, origin="eurofxref-hist.csv", now=NOW)
    row = {"action": "correct", "target": "1.2", "note": "read again", "reason": "misread"}
    (plan,) = plan_rows([row], today=NOW.date())
    assert plan.problems == []
    assert plan.fact is not None
    assert plan.fact.entry is not None
    assert [plan.fact.entry[name] for name in ("value_eur_low", "eur_rate", "eur_rate_source")] == [None, None, ""]


def test_what_stands_at_another_rate_is_replaced_once() -> None:
    dollars = {"amount": "$100m", "donors": "USA", "quantity": "4"}
    day = {"occurred": "2022-09-28", "source_published": "2022-09-28"}
    staff_steps.publish_all([staff_steps.pledge_row(external_reference="test:1", **dollars, **day)])
    part = {"amount": "$25m", "occurred": "2024-12-30", "source_published": "2024-12-30"}
    changeset = staff_steps.approve_rows([staff_steps.entry_row("test:1", **part)])
    publish_at_its_own_rate(changeset)
    assert values()[-1] == ("delivered", Decimal("23937188.816545"), date(2024, 12, 30))
    assert [(one.identity, one.reason) for one in amounts_to_value()] == [
        ("2.1", "a pledge has one rate to euro, that of its first entry")
    ]

    give_values()

    assert values()[-1] == ("delivered", Decimal("26136957.658128"), date(2022, 9, 28))
    assert amounts_to_value() == []
    projections.drain_outbox(today=NOW.date(), now=NOW)
    assert PledgeState.objects.get().value_promised_best == Decimal("104547830.632514")


def publish_at_its_own_rate(changeset: ChangeSet) -> None:
    """Publish a delivery as it was once published: at the rate of its own day."""
    row = changeset.rows.get()
    entry = {"value_eur_low": "23937188.816545", "eur_rate": "1.0444", "eur_rate_date": "2024-12-30"}
    entry |= {"value_eur_best": "23937188.816545", "value_eur_high": "23937188.816545"}
    row.plan["fact"]["entry"] |= entry
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        row.save(update_fields=["plan"])
        ledger.publish(changeset=changeset, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_readers_of_an_older_version_see_no_value(client: Client) -> None:
    publish_without_rate()
    load_rates(RATES, origin="eurofxref-hist.csv", now=NOW)
    give_values()
    projections.drain_outbox(today=NOW.date(), now=NOW)
    shown = {}
    for known in ("v1", "v2"):
        answer = client.get("/api/v1/entries/", {"known_at": known, "valid_at": "2026-11-20", "stage": "announced"})
        shown[known] = {
            entry["fact"]: (
                entry["value_eur"] and entry["value_eur"]["best"],
                entry["eur_rate"],
                entry["eur_rate_date"],
            )
            for entry in answer.json()["results"]
        }
    before = {"1.2": (None, None, None)}
    assert shown == {"v1": before, "v2": before | {"2.2": (80_000_000, 1.25, "2026-11-17")}}
