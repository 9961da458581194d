"""What several pages, charts or tasks show, put together from the answers and from facts that carry no figure."""

from __future__ import annotations

from datetime import datetime

from meetings.choices import Capability
from meetings.models import Meeting
from pledges.answers import current_as_of
from pledges.answers.page_answers.pledge_counts import made_at, of_system, pledge_counts
from pledges.answers.page_answers.recent_events import happened_since, last_meeting
from pledges.answers.page_answers.source_counts import sources_behind
from pledges.answers.page_answers.system_families import MONEY
from pledges.answers.page_answers.then_and_now import keep_figures_then
from pledges.models import System
from pledges.values.choices import AidType


def keep_ahead(*, now: datetime) -> None:
    """Compute what is kept as long as the current version and day last; what is there is not computed again."""
    as_of = current_as_of(now=now)
    for system in System.objects.values_list("slug", flat=True):
        pledge_counts(as_of, of_system(system, aid_type=AidType.MILITARY.value))
    for meeting in Meeting.objects.values_list("slug", flat=True):
        pledge_counts(as_of, made_at(meeting, aid_type=AidType.MILITARY.value))
    for capability in ("", MONEY, *Capability.values):
        sources_behind(as_of, capability=capability)
    latest = last_meeting(as_of)
    if latest is not None:
        happened_since(latest.date_end, as_of, most=0)
    keep_figures_then(as_of, now=now)
