"""The search over the whole site: a page of what was found, in groups, each thing with what is recorded of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting
from pledges.answers import AsOf, keyed_totals, system_summaries
from pledges.answers.filters.parameter import Parameter, text
from pledges.answers.search_subjects import COALITION, DONOR, INITIATIVE, MEETING, PERSON, SYSTEM, Subject
from pledges.models import Scope
from pledges.site.page_frame import ask, page, public_page
from pledges.words.page_addresses import clocks_of, with_query
from pledges.words.site_search import FILTER_OF, Found, search_site

PARAMETERS = {"q": Parameter("What to look for: a name, a code, a reference, or words of a source.", text)}

SHOWN = 8
"""So many of a sort stand open; the rest is folded away."""

MOST = 100
EXAMPLES = ("Patriot", "Deutschland", "Данія", "IRIS-T", "Pistorius", "2025-DEU")
HEADINGS = {
    SYSTEM: _("Systems"),
    DONOR: _("Donors"),
    MEETING: _("Meetings"),
    PERSON: _("People"),
    COALITION: _("Coalitions"),
    INITIATIVE: _("Initiatives"),
}
SCOPES = {DONOR: Scope.DONOR, MEETING: Scope.MEETING, COALITION: Scope.COALITION}


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found; `pledges` is how many are counted for it, None where none are counted by such a thing.

    The meetings are those where a person was.
    """

    subject: Subject
    href: str
    pledges: int | None
    meetings: Sequence[Meeting] = ()

    @property
    def day(self) -> date | None:
        return date.fromisoformat(self.subject.about) if self.subject.sort == MEETING else None


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one sort: the first hits, and those that are folded away."""

    sort: str
    heading: str
    total: int
    shown: Sequence[Hit]
    folded: Sequence[Hit]


@dataclass(frozen=True, slots=True)
class SearchPage:
    found: Found
    groups: Sequence[Group]
    all_pledges: str
    examples: Sequence[str] = EXAMPLES


@public_page
def search(request: HttpRequest) -> HttpResponse:
    asked = ask(request, PARAMETERS)
    found = search_site(asked.values["q"] or "", asked.as_of)
    clocks = clocks_of(request)
    groups = [group_hits(sort, subjects, asked.as_of, clocks) for sort, subjects in found.subjects.items()]
    shown = SearchPage(found, groups, address_of_pledges(found, clocks))
    return page(request, "pledges/search.html", asked.as_of, page=shown, search_words=found.words)


def group_hits(sort: str, subjects: Sequence[Subject], as_of: AsOf, clocks: Mapping[str, str]) -> Group:
    """What was found of a sort, with what is counted for it at the moment."""
    first = subjects[:MOST]
    counts = count_pledges_of(sort, first, as_of)
    meetings = meetings_of(first) if sort == PERSON else {}
    hits = [
        Hit(
            subject=one,
            href=address_of(one, clocks),
            pledges=None if counts is None else counts.get(one.key, 0),
            meetings=[meetings[slug] for slug in one.meetings],
        )
        for one in first
    ]
    return Group(sort, str(HEADINGS[sort]), len(subjects), hits[:SHOWN], hits[SHOWN:])


def address_of(subject: Subject, clocks: Mapping[str, str]) -> str:
    """The page of a subject; its pledges where it has none, and for a person, who has neither, nothing."""
    if subject.sort == PERSON:
        return ""
    try:
        return with_query(reverse(f"{subject.sort}_detail", args=[subject.key]), clocks)
    except NoReverseMatch:
        return with_query(reverse("pledge_list"), {**clocks, FILTER_OF[subject.sort]: subject.key})


def address_of_pledges(found: Found, clocks: Mapping[str, str]) -> str:
    """The list of all pledges that were found: those of what was named, else those with the words."""
    named = {FILTER_OF[one.sort]: one.key for one in found.pledges.by}
    return with_query(reverse("pledge_list"), {**clocks, **(named or {"q": found.words})})


def count_pledges_of(sort: str, subjects: Sequence[Subject], as_of: AsOf) -> Mapping[str, int] | None:
    """How many pledges count for each subject at the moment; None where no sums are made by such things."""
    if sort in SCOPES:
        return {row.key: row.pledges for row in keyed_totals(as_of, SCOPES[sort])}
    if sort != SYSTEM:
        return None
    counts: dict[str, int] = {}
    for row in system_summaries(as_of, systems=tuple(one.key for one in subjects)):
        counts[row.system.slug] = counts.get(row.system.slug, 0) + row.pledges
    return counts


def meetings_of(people: Sequence[Subject]) -> dict[str, Meeting]:
    slugs = {slug for person in people for slug in person.meetings}
    return {meeting.slug: meeting for meeting in Meeting.objects.select_related("forum").filter(slug__in=slugs)}
