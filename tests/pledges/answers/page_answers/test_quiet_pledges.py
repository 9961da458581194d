"""The silence clock, and what waits longest: open pledges by when they were heard of and announced."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pledges.answers import PledgeFilters
from pledges.answers.filters import parse_moment
from pledges.answers.page_answers.longest_waiting import longest_waiting
from pledges.answers.page_answers.quiet_pledges import Quiet, quiet_references, quietest_pledges
from tests import factories
from tests.pledges import staff_steps


@pytest.mark.usefixtures("catalogue")
def test_pledges_are_quiet_beside_their_peers_and_wait_from_their_announcement() -> None:
    """Of 20 open pledges of Germany one was last heard of before all others; Norway's two are compared with all."""
    days = [date(2025, 4, 1) + timedelta(days=number) for number in range(20)]
    of_germany = [
        staff_steps.pledge_row(
            external_reference=f"row:{day}", occurred=day.isoformat(), source_published=day.isoformat(),
            source_title=f"Statement of {day}",
        )
        for day in days
    ]  # fmt: skip
    of_norway = [
        staff_steps.pledge_row(donors="NOR", occurred="2025-03-01", source_published=day, source_title=f"Note of {day}")
        for day in ("2025-03-02", "2025-06-01")
    ]
    factories.publish_rows(*of_germany, *of_norway, staff_steps.pledge_row(system="money", unit="lot"))
    factories.publish_rows(staff_steps.entry_row(f"row:{days[5]}", quantity="1"))
    factories.project()
    now = parse_moment(None, None, now=staff_steps.NOW)
    norway = Quiet("2025-NOR-001", 121, "NOR", by_donor=False, peers=22, louder=21)
    assert [one for one in quiet_references(now) if one.donor == "NOR"] == [norway]
    shown, count = quietest_pledges(now, most=1)
    assert [one.row.reference for one in shown] == ["2025-NOR-001"]
    assert count == len(quiet_references(now))
    waiting = [row.reference for row in longest_waiting(now, PledgeFilters(), most=3)]
    assert waiting == ["2025-NOR-001", "2025-NOR-002", "2025-DEU-001"]
    assert len(longest_waiting(now, PledgeFilters(), most=50)) == 21
    assert longest_waiting(now, PledgeFilters(kinds=("money",)), most=3) == []
