"""What the API answered about a version stays its answer for ever, whatever is published, voided or undone later."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from pledges import ledger, projections
from tests.pledges import staff_steps
from tests.pledges.projections import ledgers
from tests.pledges.projections.test_refresh import create_conversion, exhaustively, publish_or_undo, taken_back

PATHS = (
    "totals/",
    "totals/?group_by=donor",
    "totals/?group_by=donor&group_by=role&measure=value_eur",
    "totals/?group_by=meeting&group_by=aid_type",
    "totals/?group_by=stage&group_by=announced_month",
    "totals/?group_by=coalition&attributed_to=DEU&attributed_to=JOINT",
    "summaries/systems/",
    "summaries/donors/",
    "summaries/meetings/",
    "summaries/coalitions/?aid_type=humanitarian",
    "gaps/",
    "headroom/",
    "asserted_totals/",
    "statistics/reporting/",
    "statistics/waiting/?group_by=donor",
    "pledges/",
    "changes/",
    "releases/",
)


def answers(client: Client, version: int) -> dict[str, bytes]:
    """Return every answer about a version, byte for byte."""
    found = {}
    for path in PATHS:
        moment = f"known_at=v{version}&valid_at={ledgers.TODAY}&page_size=500"
        response = client.get(f"/api/v1/{path}{'&' if '?' in path else '?'}{moment}")
        assert response.status_code == 200, (path, response.content)
        found[path] = response.content
    return found


@settings(exhaustively, max_examples=2)
@given(data=st.data())
def test_answers_about_a_version_never_change(catalogue: None, client: Client, data: st.DataObject) -> None:
    with taken_back():
        create_conversion(data)
        now, recorded = staff_steps.NOW, {}
        ledgers.publish(data.draw(ledgers.wide_ledger_rows(pledges=4)), now=now)
        for number in range(data.draw(st.integers(3, 5), label="versions")):
            if number:
                now += timedelta(minutes=1)
                publish_or_undo(data, now=now)
            projections.drain_outbox(today=ledgers.TODAY, now=now)
            recorded[ledger.latest_number()] = answers(client, ledger.latest_number())
        projections.drain_outbox(today=ledgers.DAYS[-1], now=now)

        for version, shown in recorded.items():
            again = answers(client, version)
            for path in PATHS:
                assert again[path] == shown[path], (version, path)
