"""What every page shares: reading the clocks and parameters, the frame around the page, and saying what was wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.models import JOINT, Meeting
from pledges.answers import AsOf
from pledges.answers.filters import (
    CLOCK_PARAMETERS,
    BadParametersError,
    Parameter,
    Problem,
    Values,
    parse_moment,
    read_parameters,
)
from pledges.answers.filters.parameter import choice
from pledges.answers.reporting import read_reporting
from pledges.models import Scope
from pledges.site.address_corrections import all_mended, mistakes
from pledges.site.navigation import navigation
from pledges.site.page_cache import serve_kept_page
from pledges.site.pinned_pages import PINS, methods_cited, names_as_pinned
from pledges.values.choices import DEFAULT_BASES, AidType
from pledges.values.methods_version import METHODS_VERSION
from pledges.words.page_addresses import CLOCKS, clocks_of, with_query
from pledges.words.window_words import day

View = Callable[..., HttpResponse]

AID_TYPE = {"aid_type": choice("Kind of aid; military unless asked otherwise.", AidType.values, many=False)}
"""The parameter of pages that show one kind of aid at a time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A moment and the values of the parameters of a request."""

    as_of: AsOf
    values: Values

    @property
    def aid_type(self) -> str:
        return self.values.get("aid_type") or AidType.MILITARY.value


@dataclass(frozen=True, slots=True)
class Clocks:
    """The control of the past and the band under the header."""

    valid_at: date
    known: int
    known_stated: str
    is_today: bool
    in_past: bool
    path: str
    kept: list[tuple[str, str]]
    now_href: str
    compare_href: str
    published_at: datetime | None
    computed_at: datetime
    meetings: list[dict[str, str]]


def ask(request: HttpRequest, parameters: Mapping[str, Parameter] | None = None) -> Asked:
    """The moment and the parameters of a request.

    :raises BadParametersError: with everything that is wrong.
    """
    values = read_parameters(request.GET, {**CLOCK_PARAMETERS, **PINS, **(parameters or {})})
    known: AsOf | None = getattr(request, "as_of", None)
    bases = values.get("basis")
    if known is None or bases:
        clocks = values["valid_at"], values["known_at"]
        known = parse_moment(*clocks, now=timezone.now(), bases=bases or DEFAULT_BASES)
    return Asked(known, values)


def public_page(view: View) -> View:
    """Make a view answer parameters that cannot be understood with a page that says what would be right.

    What has not changed since it was last made is not made again.
    """

    @wraps(view)
    def answer_request(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return serve_kept_page(request, lambda: answer_as_pinned(view, request, *args, **kwargs))
        except BadParametersError as error:
            return refuse_parameters(request, error.problems)

    return answer_request


def answer_as_pinned(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Answer under the names of the catalogue that the address pins, as citations do."""
    with names_as_pinned(request):
        return view(request, *args, **kwargs)


def refuse_parameters(request: HttpRequest, problems: Sequence[Problem]) -> HttpResponse:
    """Answer with a page that says of every parameter what is wrong, and what would be right."""
    context = {"problems": mistakes(request, problems), "chrome": {"nav": navigation(request)}}
    context |= {"path": request.path, "mended": all_mended(request, problems)}
    return render(request, "400.html", context, status=400)


def page(request: HttpRequest, template: str, as_of: AsOf, **context: object) -> HttpResponse:
    chrome = {"nav": navigation(request), "clocks": clocks(request, as_of), **coverage(request, as_of)}
    chrome |= {"methods_cited": methods_cited(request), "methods": METHODS_VERSION}
    chrome["kept_clocks"] = list(clocks_of(request).items())
    return render(request, template, {**context, "chrome": chrome, "as_of": as_of})


def clocks(request: HttpRequest, as_of: AsOf) -> Clocks:
    """What the header says about the moment."""
    others = [(name, value) for name in request.GET for value in request.GET.getlist(name) if name not in CLOCKS]
    in_past = bool(as_of.query) and not as_of.is_current  # without a clock the page is of now, stored or not
    return Clocks(
        valid_at=as_of.valid_at,
        known=as_of.version,
        known_stated=request.GET.get("known_at", ""),
        is_today=not request.GET.get("valid_at"),
        in_past=in_past,
        path=request.path,
        kept=[(name, value) for name, value in others if name != "after"],
        now_href=with_query(request.path, dict(others)),
        compare_href=comparison(request, as_of) if in_past else "",
        published_at=as_of.known_at if as_of.version else None,
        computed_at=as_of.computed_at,
        meetings=neighbours(request, as_of) if in_past else [],
    )


SUBJECTS = {
    "system_detail": ("system", "slug"),
    "donor_detail": ("donor", "code"),
    "meeting_detail": ("meeting", "slug"),
    "coalition_detail": ("coalition", "slug"),
    "system_briefing": ("system", "slug"),
    "donor_briefing": ("donor", "code"),
    "meeting_briefing": ("meeting", "slug"),
}
"""The pages about one thing: the filter of changes that names it, and the name of its part of the address."""


def comparison(request: HttpRequest, as_of: AsOf) -> str:
    """Where the figures of the moment stand beside those of today, narrowed to what the page is about."""
    query: dict[str, object] = {}
    if request.GET.get("valid_at") and as_of.valid_at < date.max:
        query["happened_after"] = (as_of.valid_at + timedelta(days=1)).isoformat()
    if request.GET.get("known_at"):
        query["after"] = as_of.version
    match = request.resolver_match
    filter_name, part = SUBJECTS.get(match.url_name or "", ("", "")) if match else ("", "")
    if match and filter_name and match.kwargs[part] != JOINT:
        query[filter_name] = match.kwargs[part]
    return with_query(reverse("change_list"), query)


def coverage(request: HttpRequest, as_of: AsOf) -> dict[str, object]:
    """What the figures of the page rest on: how the pledges of its subject were reported, or all of them."""
    match = request.resolver_match
    name, part = SUBJECTS.get(match.url_name or "", ("", "")) if match else ("", "")
    key = match.kwargs[part] if match and name else ""
    asked = request.GET.get("aid_type", "")
    aid_type = asked if asked in AidType.values else AidType.MILITARY.value
    found = read_reporting(as_of, Scope(name) if name else Scope.SYSTEM, key, aid_type=aid_type)
    return {"reported": found, "subject": name}


def meetings_around(day: date) -> tuple[Meeting | None, Meeting | None]:
    """The last meeting held before a day and the next one after it."""
    earlier = Meeting.objects.that_took_place().filter(date_end__lt=day).order_by("-date_start", "slug").first()
    later = Meeting.objects.that_took_place().filter(date_start__gt=day).order_by("date_start", "slug").first()
    return earlier, later


def neighbours(request: HttpRequest, as_of: AsOf) -> list[dict[str, str]]:
    """Links to this page on the days of the meetings before and after the moment."""
    found = meetings_around(as_of.valid_at)
    labels = (_("previous meeting (%(name)s)"), _("next meeting (%(name)s)"))
    links = []
    for meeting, label in zip(found, labels, strict=True):
        if meeting is not None:
            query = {**request.GET.dict(), "valid_at": meeting.date_end.isoformat()}
            name = str(meeting.number or day(meeting.date_start))
            links.append({"label": label % {"name": name}, "href": with_query(request.path, query)})
    return links
