"""What each page shows, put together from the answers and from facts that carry no figure."""

from pledges.projections.pages.ahead import keep_ahead
from pledges.projections.pages.changes import (
    ChangesPage,
    change_choices,
    changes_page,
    day_before,
    last_meeting,
    meeting_of,
)
from pledges.projections.pages.coalitions import coalition_list, coalition_page
from pledges.projections.pages.decisions import decisions
from pledges.projections.pages.donors import donor_list, donor_page
from pledges.projections.pages.gaps import gap_page
from pledges.projections.pages.meetings import meeting_list, meeting_name, meeting_page, meetings_around
from pledges.projections.pages.overview import overview
from pledges.projections.pages.pledges import pledge_page
from pledges.projections.pages.systems import system_list, system_page

__all__ = [
    "ChangesPage",
    "change_choices",
    "changes_page",
    "coalition_list",
    "coalition_page",
    "day_before",
    "decisions",
    "donor_list",
    "donor_page",
    "gap_page",
    "keep_ahead",
    "last_meeting",
    "meeting_list",
    "meeting_name",
    "meeting_of",
    "meeting_page",
    "meetings_around",
    "overview",
    "pledge_page",
    "system_list",
    "system_page",
]
