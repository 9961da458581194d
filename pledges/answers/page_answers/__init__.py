"""What each page shows, put together from the answers and from facts that carry no figure."""

from pledges.answers.page_answers.coalition_page import coalition_list, coalition_page
from pledges.answers.page_answers.donor_page import donor_list, donor_page
from pledges.answers.page_answers.gap_page import gap_page
from pledges.answers.page_answers.loading_decisions import decisions
from pledges.answers.page_answers.meeting_page import meeting_list, meeting_page, meetings_around
from pledges.answers.page_answers.overview_page import overview
from pledges.answers.page_answers.pledge_page import pledge_page
from pledges.answers.page_answers.precomputed import keep_ahead
from pledges.answers.page_answers.system_page import system_list, system_page
from pledges.answers.page_answers.then_and_now import (
    ChangesPage,
    change_choices,
    changes_page,
    day_before,
    last_meeting,
    meeting_of,
)
from pledges.answers.row_names import meeting_name

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
