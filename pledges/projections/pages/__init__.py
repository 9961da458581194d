"""What each page shows, put together from the answers and from facts that carry no figure."""

from pledges.projections.pages.coalitions import coalition_list, coalition_page
from pledges.projections.pages.decisions import decisions
from pledges.projections.pages.donors import donor_list, donor_page
from pledges.projections.pages.meetings import meeting_list, meeting_name, meeting_page, meetings_around
from pledges.projections.pages.overview import overview
from pledges.projections.pages.pledges import filter_choices, pledge_list, pledge_page
from pledges.projections.pages.systems import gap_page, system_list, system_page

__all__ = [
    "coalition_list",
    "coalition_page",
    "decisions",
    "donor_list",
    "donor_page",
    "filter_choices",
    "gap_page",
    "meeting_list",
    "meeting_name",
    "meeting_page",
    "meetings_around",
    "overview",
    "pledge_list",
    "pledge_page",
    "system_list",
    "system_page",
]
