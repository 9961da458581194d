"""Plans rows that state a meeting: it is public once its change set is published, and so is what was promised there."""

from __future__ import annotations

import re
from collections import Counter

from meetings.choices import Attendance, MeetingMode, MeetingStatus
from pledges.intake.catalogue_snapshot import KnownRow
from pledges.intake.plan_pledges import anchor, source_of
from pledges.intake.row_reading import RowReader, window_columns
from pledges.ledger import FactPlan, Json
from pledges.values.dates import DateWindow

HIGHEST_NUMBER = 999
MOST_OF_A_NAME = 100
CHAIRS = "chairs"


def plan_meeting(reader: RowReader, known: KnownRow | None) -> FactPlan | None:
    """Plan a meeting with its chairs, and with who was there or absent as the source says."""
    forum_name = reader.require_cell("forum", "the forum")
    forum = reader.catalogue.forums.get(forum_name)
    if forum_name and forum is None:
        reader.problem(
            "forum", "unknown_name", f"no forum is called “{forum_name}”", ", ".join(reader.catalogue.forums)
        )
    number = number_of(reader)
    reader.require_cell("occurred", "the date")
    status = reader.choice("meeting_status", MeetingStatus, default=MeetingStatus.HELD.value)
    day = reader.window("occurred", anchor=anchor(reader), back=status == MeetingStatus.HELD)
    if day and (day.start is None or day.end is None):
        reader.problem("occurred", "open", "a meeting needs a period with two ends", "21 July 2025, or September 2025")
    mode = reader.choice("mode", MeetingMode)
    people = people_of(reader, status=status)
    # A meeting may be entered before anybody has written about it; who was there needs a source.
    source = source_of(reader) if reader.get("source_url") or reader.get("source_title") else None
    if source is None and any(one["attendance"] for one in people):
        reader.problem("source_url", "required", "who was there or absent needs a source", "an address, or a title")
    slug = slug_of_row(forum_name, number, day)
    if slug in reader.catalogue.meetings.slugs:
        reader.problem("meeting", "there_already", f"the meeting {slug} is there already", "leave the row out")
    elif slug and slug in reader.catalogue.stated_meetings:
        reader.problem("meeting", "stated_twice", f"another row states the meeting {slug}", "one of the two rows")
    elif slug and reader.get("meeting") not in ("", slug):
        reader.problem("meeting", "name", f"this meeting is called {slug}", f"{slug}, or blank")
    if reader.problems or day is None or slug is None:
        return None
    reader.catalogue.stated_meetings.add(slug)
    columns = {
        "slug": slug,
        "forum_id": forum,
        "number": number,
        "place": reader.get("place"),
        "mode": mode,
        "status": status,
        **window_columns("date", day),
    }
    return FactPlan(kind="meeting", columns=columns, parties=people, source=source)


def slug_of_row(forum: str, number: int | None, day: DateWindow | None) -> str | None:
    """The name of a meeting in addresses: by number, else by date."""
    if number is not None:
        return f"{forum}-{number}"
    return f"{forum}-{day.start.isoformat()}" if day and day.start else None


def number_of(reader: RowReader) -> int | None:
    stated = reader.get("meeting_number")
    if not stated:
        return None
    if not re.fullmatch(r"[0-9]{1,3}", stated) or not int(stated):
        reader.problem("meeting_number", "number", f"“{stated}” is no number of a meeting", f"1 to {HIGHEST_NUMBER}")
        return None
    return int(stated)


def people_of(reader: RowReader, *, status: str) -> list[Json]:
    """The parties of a meeting, each with a person where one is named: who chaired, and who was there or absent."""
    found: list[Json] = []
    for column in (CHAIRS, *Attendance.values):
        parts = filter(None, map(str.strip, re.split(r"[;\n]", reader.get(column))))
        for part in parts:
            country, _, person = (piece.strip() for piece in part.partition(":"))
            donor = reader.donor(country, column)
            if len(person) > MOST_OF_A_NAME:
                reader.problem(column, "length", f"“{person}” has {len(person)} characters", f"up to {MOST_OF_A_NAME}")
            attendance = "" if column == CHAIRS else column
            position = sum(bool(one["attendance"]) == bool(attendance) for one in found)
            found.append(
                {"donor_id": donor and donor.pk, "person": person, "attendance": attendance, "position": position}
            )
    stated = [one for one in found if one["attendance"]]
    if stated and status != MeetingStatus.HELD:
        words = "who was there can be stated only of a meeting that was held"
        reader.problem("meeting_status", "not_held", words, MeetingStatus.HELD.value)
    for group in (stated, [one for one in found if not one["attendance"]]):
        twice = [key for key, times in Counter((one["donor_id"], one["person"]) for one in group).items() if times > 1]
        if twice:
            column = group[0]["attendance"] or CHAIRS
            reader.problem(column, "twice", "a party is named twice with the same person", "once each")
    return found
