"""The pages of meetings: the list with its scorecards, and one meeting with what was promised there."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse

from meetings.choices import Attendance, MeetingStatus
from meetings.models import Meeting, MeetingAttendance, SourceClaim
from pledges.answers import AsOf, KeyedRow, KeyedTotal, keyed_summaries, keyed_totals, pledge_states
from pledges.answers.asserted_sums import AssertedSum
from pledges.answers.page_answers.meeting_sums import count_kept_later, sums_said_at
from pledges.answers.page_answers.pledge_counts import PledgeCounts, made_at, pledge_counts
from pledges.answers.page_answers.pledge_lines import Line, list_pledge_lines
from pledges.answers.row_names import meeting_name
from pledges.models import Scope
from pledges.site.page_frame import AID_TYPE, ask, meetings_around, page, public_page
from pledges.site.source_claims import Dispute, disputes

SHOWN = 50
"""Pledges of one meeting that its page lists; the pledge list has all."""

FEWEST_DRAWN = 4
"""With fewer pledges there is no chart of what became of them."""


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """One meeting in the list, with what was promised there."""

    meeting: Meeting
    name: str
    summary: KeyedTotal | None
    disputed: bool


@dataclass(frozen=True, slots=True)
class Year:
    """The meetings of one year, latest first."""

    year: int
    meetings: tuple[MeetingLine, ...]

    @property
    def has_late(self) -> bool:
        """Whether there is anything to say of due dates that have passed."""
        return any(line.summary.overdue.late for line in self.meetings if line.summary)


@dataclass(frozen=True, slots=True)
class Attending:
    """How one party or person was at a meeting, as stated; `disputed` where sources differ about that party."""

    stated: MeetingAttendance
    disputed: bool


@dataclass(frozen=True, slots=True)
class Attendances:
    """Who is stated to have been absent, joined online or come; nothing is said of anybody else.

    `disputed` where sources differ about any party, also about one of which nothing could be stated.
    """

    absent: tuple[Attending, ...]
    online: tuple[Attending, ...]
    in_person: tuple[Attending, ...]
    disputed: bool


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """One meeting with its scorecard: promised there, and what has become of it."""

    meeting: Meeting
    name: str
    summary: KeyedRow | None
    lines: list[Line]
    more: bool
    counts: PledgeCounts
    said: list[AssertedSum]
    kept_later: int
    disputes: list[Dispute]
    attendances: Attendances
    before: Meeting | None
    after: Meeting | None

    @property
    def has_flow(self) -> bool:
        """Whether there are so many pledges that a drawing of what became of them says more than the words."""
        return self.counts.counted >= FEWEST_DRAWN


@public_page
def meeting_list(request: HttpRequest) -> HttpResponse:
    asked = ask(request, AID_TYPE)
    years = list_meetings_by_year(asked.as_of, aid_type=asked.aid_type)
    held = [line for year in years for line in year.meetings if line.meeting.status == MeetingStatus.HELD]
    promising = sum(line.summary is not None for line in held)
    return page(request, "meetings/meeting_list.html", asked.as_of, years=years, held=len(held), promising=promising)


@public_page
def meeting_detail(request: HttpRequest, slug: str) -> HttpResponse:
    asked = ask(request, AID_TYPE)
    shown = make_meeting_page(slug, asked.as_of, aid_type=asked.aid_type)
    if shown is None:
        raise Http404(f"There is no meeting {slug}.")
    return page(request, "meetings/meeting_detail.html", asked.as_of, page=shown)


def list_meetings_by_year(as_of: AsOf, *, aid_type: str) -> list[Year]:
    summaries = {row.key: row for row in keyed_totals(as_of, Scope.MEETING, aid_type=aid_type)}
    disputed = set(SourceClaim.objects.filter(subject_kind="meeting").values_list("subject", flat=True))
    years: dict[int, list[MeetingLine]] = {}
    found_meetings = Meeting.objects.with_chairs().select_related("forum", "country")
    for meeting in found_meetings.order_by("-date_start", "slug"):
        line = MeetingLine(meeting, meeting_name(meeting), summaries.get(meeting.slug), meeting.slug in disputed)
        years.setdefault(meeting.date_start.year, []).append(line)
    return [Year(year, tuple(found)) for year, found in years.items()]


def make_meeting_page(slug: str, as_of: AsOf, *, aid_type: str) -> MeetingPage | None:
    meeting = (
        Meeting.objects.with_people()
        .select_related("forum", "country", "source", "rescheduled_to__forum")
        .filter(slug=slug)
        .first()
    )
    if meeting is None:
        return None
    filters = made_at(slug, aid_type=aid_type)
    found = pledge_states(as_of, filters, order="reference", size=SHOWN)
    summaries = keyed_summaries(as_of, Scope.MEETING, keys=(slug,), aid_type=aid_type)
    summary = summaries[0] if summaries else None
    before, after = meetings_around(meeting.date_start)
    found_disputes = disputes("meeting", (slug,))
    return MeetingPage(
        meeting=meeting,
        name=meeting_name(meeting),
        summary=summary,
        lines=list_pledge_lines(found.rows),
        more=found.after is not None,
        counts=pledge_counts(as_of, filters),
        said=sums_said_at(slug, as_of),
        kept_later=count_kept_later(slug, as_of, aid_type=aid_type) if summary else 0,
        disputes=found_disputes,
        attendances=attendances(meeting, found_disputes),
        before=before,
        after=after,
    )


def attendances(meeting: Meeting, found: list[Dispute]) -> Attendances:
    """Who is stated to have been at a meeting and how, beside what sources differ about."""
    disputed = {dispute.presence_of for dispute in found} - {None}
    stated = [Attending(one, one.donor.code in disputed) for one in meeting.attendances.all()]
    by_kind = {kind: tuple(one for one in stated if one.stated.attendance == kind) for kind in Attendance}
    return Attendances(
        absent=by_kind[Attendance.ABSENT],
        online=by_kind[Attendance.ONLINE],
        in_person=by_kind[Attendance.IN_PERSON],
        disputed=bool(disputed),
    )
