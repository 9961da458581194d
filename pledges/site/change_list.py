"""What changed: by either clock, since a version, a day or a meeting; as a page and as a feed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from meetings.models import Donor, Meeting
from pledges.answers import AsOf, Change, ChangeFilters, changes
from pledges.answers.filters import Values, parse_moment
from pledges.answers.filters.change_parameters import CHANGE_PARAMETERS, change_filters, change_window
from pledges.answers.keyset_pages import Key
from pledges.answers.page_answers.recent_events import last_meeting
from pledges.answers.page_answers.then_and_now import Movement, day_before, movements
from pledges.answers.row_names import meeting_name
from pledges.models import DatasetVersion, System, TermsParty
from pledges.site.page_frame import ask, page, public_page
from pledges.words.local_names import name_in_language

PARAMETERS = {name: one for name, one in CHANGE_PARAMETERS.items() if name != "order"}
SINCE = ("after", "published_after", "happened_after", "since_meeting")
"""The parameters that say since when; without one the page starts at the last meeting."""

SHOWN = 50
"""Changes on a page."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Changes that were published together; one page may hold only a part of a batch."""

    version: DatasetVersion
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class ChangeChoices:
    """What a reader can choose from: values and names."""

    donors: list[tuple[str, str]]
    systems: list[tuple[str, str]]
    meetings: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """Then and now, and the changes in between, latest published first."""

    then: AsOf | None
    meeting: Meeting | None
    movements: list[Movement]
    batches: list[Batch]
    older: str

    @property
    def meeting_name(self) -> str:
        return meeting_name(self.meeting) if self.meeting else ""


@public_page
def change_list(request: HttpRequest) -> HttpResponse:
    asked = ask(request, PARAMETERS)
    values, as_of = asked.values, asked.as_of
    by_default = not any(values[name] for name in SINCE)
    meeting = last_meeting(as_of) if by_default else meeting_of(values["since_meeting"])
    values["since_meeting"] = meeting.slug if meeting else None
    window = change_window({**values, "order": "newest"})
    asked_range = {**values, "since_meeting": None, "happened_after": first_day_asked(values, meeting)}
    filters = change_filters(asked_range, valid_at=as_of.valid_at if request.GET.get("valid_at") else None)
    shown = make_changes_page(
        as_of,
        filters,
        then=moment_then(asked_range, as_of),
        meeting=meeting,
        after=window["after"],
        before=window["before"],
    )
    context = {"page": shown, "values": values, "by_default": by_default, "choices": change_choices()}
    return page(request, "pledges/change_list.html", as_of, **context, **addresses(request, values, shown))


def first_day_asked(values: Values, meeting: Meeting | None) -> date | None:
    days = [day for day in (values["happened_after"], meeting.date_start if meeting else None) if day]
    return max(days, default=None)


def moment_then(values: Values, as_of: AsOf) -> AsOf | None:
    """The moment that the figures are compared with: what happened or was published before the range."""
    valid_at = day_before(values["happened_after"]) if values["happened_after"] else as_of.valid_at
    known_at = f"v{as_of.version}"
    if values["published_after"]:
        known_at = day_before(values["published_after"]).isoformat()
    if values["after"]:
        known_at = f"v{values['after'][0]}"
    then = parse_moment(valid_at.isoformat(), known_at, now=timezone.now())
    return then if then.moment != as_of.moment else None


def addresses(request: HttpRequest, values: Values, shown: ChangesPage) -> dict[str, str]:
    """Where the page goes on, and the feed of the same things."""
    query = [(name, value) for name in request.GET for value in request.GET.getlist(name) if value and name != "before"]
    about = [(name, value) for name in ("donor", "system", "meeting") for value in values[name]]
    older = f"{request.path}?{urlencode([*query, ('before', shown.older)])}" if shown.older else ""
    return {"older_href": older, "feed_query": f"?{urlencode(about)}" if about else ""}


def change_choices() -> ChangeChoices:
    """What a reader can choose from; donors are those with a role in some pledge."""
    meetings = Meeting.objects.select_related("forum").order_by("-date_start", "slug")
    roles = TermsParty.objects.filter(donor=OuterRef("pk"))
    parties = Donor.objects.filter(Exists(roles)).order_by("name")
    return ChangeChoices(
        donors=by_local_name(parties.values_list("code", "name")),
        systems=by_local_name(System.objects.order_by("short_name").values_list("slug", "short_name")),
        meetings=[(meeting.slug, name_in_language(meeting_name(meeting))) for meeting in meetings],
    )


def by_local_name(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Keys with their names in the language of the page, in its order; in English as they come."""
    named = [(key, name_in_language(name)) for key, name in pairs]
    return named if get_language() == "en" else sorted(named, key=lambda pair: pair[1].casefold())


def meeting_of(slug: str | None) -> Meeting | None:
    return Meeting.objects.select_related("forum").filter(slug=slug).first()


def make_changes_page(
    as_of: AsOf,
    filters: ChangeFilters,
    *,
    then: AsOf | None,
    meeting: Meeting | None = None,
    after: Key | None = None,
    before: Key | None = None,
) -> ChangesPage:
    """The page of changes after a place, and further back than another; `then` is the moment to compare with."""
    found = changes(as_of, filters, after=after, before=before, newest_first=True, limit=SHOWN)
    return ChangesPage(
        then=then,
        meeting=meeting,
        movements=movements(then, as_of, filters) if then else [],
        batches=batches(found.rows),
        older=".".join(map(str, found.after or ())),
    )


def batches(rows: list[Change]) -> list[Batch]:
    """The changes by the version that published them, latest first."""
    numbers = {change.place.version for change in rows}
    published = DatasetVersion.objects.select_related("changeset__undo_of__version").in_bulk(numbers)
    grouped = groupby(rows, key=lambda change: change.place.version)
    return [Batch(published[version], list(group)) for version, group in grouped]
