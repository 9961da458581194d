"""What a meeting, the row of what is joint and the row of none are called; pledges.words translates the rows."""

from __future__ import annotations

from collections.abc import Iterable

from meetings.models import JOINT, Meeting

JOINT_NAME = "Joint"
"""The word of the API for what cannot be attributed to one donor."""

DONOR_NAME = f"CASE {{key}} WHEN '{JOINT}' THEN '{JOINT_NAME}' ELSE coalesce(nullif(named.name, ''), {{key}}) END"
"""The name of a donor's row in the API, as SQL over `named` and the key of the row."""

NONE_NAME = "None"

MEETING_TITLE = "coalesce(nullif(named.title, ''), named.slug)"
"""The name of a meeting in the API, as SQL over `named`."""

MEETING_NAME = """coalesce(nullif(named.title, ''), forum.name || CASE
    WHEN named.number IS NOT NULL THEN ' meeting ' || named.number
    ELSE to_char(named.date_start, '", "FMDD FMMonth YYYY') END)"""
"""What `meeting_name` says, as SQL over `named` and `forum`."""

SHORT_MEETING_NAME = "coalesce(named.number::text, forum.name)"
"""What `short_meeting_names` says, as SQL over `named` and `forum`."""


def meeting_name(meeting: Meeting) -> str:
    """How a page calls a meeting; needs its forum at hand."""
    if meeting.title:
        return meeting.title
    if meeting.number:
        return f"{meeting.forum.name} meeting {meeting.number}"
    return f"{meeting.forum.name}, {meeting.date_start.day} {meeting.date_start:%B %Y}"


def short_meeting_names(slugs: Iterable[str]) -> dict[str, str]:
    """How a narrow column calls meetings: by the number, or the forum where there is none."""
    found = Meeting.objects.filter(slug__in=list(slugs)).values_list("slug", "number", "forum__name")
    return {slug: str(number) if number else forum for slug, number, forum in found}
