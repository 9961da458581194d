"""What the catalogue has that readers look for by name: systems, donors, meetings, coalitions, initiatives, people."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from meetings.models import Coalition, Donor, Initiative, Meeting
from meetings.territory_names import known_territories
from pledges.answers.moment_relations import fetch
from pledges.answers.row_names import meeting_name
from pledges.models import System

SYSTEM, DONOR, MEETING, COALITION = "system", "donor", "meeting", "coalition"
INITIATIVE, PERSON = "initiative", "person"

PEOPLE = """
    SELECT was.person, donor.name, meeting.slug, meeting.id
    FROM (
        SELECT person, donor_id, meeting_id FROM meetings_meetingchair
        UNION SELECT person, donor_id, meeting_id FROM meetings_meetingattendance
    ) AS was
    JOIN meetings_donor AS donor ON donor.id = was.donor_id
    JOIN meetings_meeting AS meeting ON meeting.id = was.meeting_id
    WHERE was.person <> '' AND NOT meeting.taken_back
    ORDER BY was.person, meeting.date_start DESC, meeting.slug, donor.name
"""


class Subject(NamedTuple):
    """Something to find: its sort, its key, what it is called, and all that it may be called in English or as code.

    `about` says what a reader tells it from others by: a donor of people, the day of a meeting. `meetings` are the
    slugs of those where a person was, the latest first.
    """

    sort: str
    key: str
    name: str
    names: tuple[str, ...]
    about: str = ""
    meetings: tuple[str, ...] = ()


def read_subjects() -> Iterator[Subject]:
    """Everything of the catalogue that has a page, and who was at meetings; what is better known comes first."""
    yield from read_systems()
    yield from read_donors()
    yield from read_meetings()
    for sort, model in ((COALITION, Coalition), (INITIATIVE, Initiative)):
        for slug, name in model.objects.order_by("name", "slug").values_list("slug", "name"):
            yield Subject(sort, slug, name, (name, slug))
    yield from read_people()


def read_systems() -> Iterator[Subject]:
    for system in System.objects.prefetch_related("aliases").order_by("short_name", "slug"):
        aliases = (one.alias for one in system.aliases.all())
        yield Subject(SYSTEM, system.slug, system.short_name, (system.short_name, system.name, system.slug, *aliases))


def read_donors() -> Iterator[Subject]:
    called = {one.code: tuple(one.all_names()) for one in known_territories()}
    for donor in Donor.objects.prefetch_related("aliases").order_by("name"):
        aliases = (one.alias for one in donor.aliases.all())
        names = (donor.name, donor.code, donor.iso2, *aliases, *called.get(donor.code, ()))
        yield Subject(DONOR, donor.code, donor.name, names)


def read_meetings() -> Iterator[Subject]:
    found = Meeting.objects.select_related("forum", "country").order_by("-date_start", "slug")
    for meeting in found:
        numbered = (f"meeting {meeting.number}", f"Ramstein {meeting.number}") if meeting.number else ()
        days = (meeting.date_start.isoformat(), f"{meeting.date_start:%B %Y}")
        places = (meeting.place, meeting.country.name if meeting.country else "")
        names = (meeting_name(meeting), meeting.slug, *numbered, *days, *places, meeting.forum.name)
        yield Subject(MEETING, meeting.slug, meeting_name(meeting), names, days[0])


def read_people() -> Iterator[Subject]:
    for person, rows in groupby(fetch(PEOPLE, {}), key=lambda row: row[0]):
        was = list(rows)
        donors = dict.fromkeys(row[1] for row in was)
        yield Subject(
            PERSON, person, person, (person,), next(iter(donors)), tuple(dict.fromkeys(row[2] for row in was))
        )
