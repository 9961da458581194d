"""Citations as files: of a figure by its address, of a chart, or of a page of this site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.models import Coalition, Donor, Initiative, Meeting
from pledges import charts
from pledges.answers import AsOf, one_picture
from pledges.answers.answer_tags import answer_unless_held
from pledges.answers.filters import BadParametersError, Parameter, Problem
from pledges.answers.filters.figure_parameter import FIGURE_PARAMETERS
from pledges.answers.filters.parameter import choice, text
from pledges.answers.filters.parameter_problems import pointer
from pledges.answers.row_names import meeting_name
from pledges.charts.chart_citation import cite_chart
from pledges.models import System
from pledges.site.navigation import ANALYSIS, LAST, SUBJECTS
from pledges.site.page_frame import ask, public_page
from pledges.words.citations import MEDIA_TYPES, Citation, cite
from pledges.words.figure_citations import cite_figure
from pledges.words.local_names import name_in_language

TEXT = "text"
PARAMETERS: dict[str, Parameter] = {
    "figure": FIGURE_PARAMETERS["figure"],
    "chart": Parameter("A chart, as name/key.", text),
    "page": Parameter("A page, by its path.", text),
    "format": choice("Form of the citation; text unless asked otherwise.", [TEXT, *MEDIA_TYPES], many=False),
}
ONE_OF = ("figure", "chart", "page")

DETAILS: dict[str, Callable[[str], str]] = {
    "system_detail": lambda key: System.objects.get(slug=key).short_name,
    "donor_detail": lambda key: Donor.objects.get(code=key).name,
    "meeting_detail": lambda key: meeting_name(Meeting.objects.select_related("forum").get(slug=key)),
    "coalition_detail": lambda key: Coalition.objects.get(slug=key).name,
    "initiative_detail": lambda key: Initiative.objects.get(slug=key).name,
    "pledge_detail": lambda key: key,
}
"""What the pages about one thing are called, by the last part of their address."""

TITLES = {
    **dict((*SUBJECTS, *ANALYSIS, *LAST)),
    "methodology": gettext_lazy("Methodology"),
    "glossary": gettext_lazy("Glossary"),
}


@public_page
def cite_anything(request: HttpRequest) -> HttpResponse:
    asked = ask(request, PARAMETERS)
    with one_picture():
        found = find_citation({name: asked.values[name] for name in ONE_OF}, asked.as_of)
    form = asked.values["format"] or TEXT
    if form == TEXT:
        response = HttpResponse(f"{found.text}\n", content_type="text/plain; charset=utf-8")
    else:
        media_type, ending = MEDIA_TYPES[form]
        response = HttpResponse(found.written(form), content_type=media_type)
        response["Content-Disposition"] = f'attachment; filename="{found.key}.{ending}"'
    response["Access-Control-Allow-Origin"] = "*"
    return answer_unless_held(request, response)


def find_citation(values: dict[str, Any], as_of: AsOf) -> Citation:
    """The citation of the one thing that is named.

    :raises BadParametersError: none is named, or several, or there is no such thing.
    """
    named = [name for name in ONE_OF if values[name]]
    if len(named) != 1:
        hint = "One of figure=gap:patriot:battery, chart=system_donors/patriot or page=/systems/patriot/."
        raise BadParametersError([Problem(pointer("figure"), "missing", _("Name one thing to cite."), hint)])
    name = named[0]
    if name == "figure":
        return cite_figure(values[name], as_of)
    found = (chart_citation if name == "chart" else page_citation)(values[name], as_of)
    if found is None:
        words = f"{name}: there is no {values[name]!r}."
        raise BadParametersError([Problem(pointer(name), "unknown_value", words, "Its address without the site.")])
    return found


def chart_citation(word: str, as_of: AsOf) -> Citation | None:
    name, _slash, key = word.strip("/").partition("/")
    sheet = charts.sheet_of(name, key, as_of) if name in charts.SHEETS and key else None
    return cite_chart(sheet.title, name, key, as_of) if sheet else None


def page_citation(path: str, as_of: AsOf) -> Citation | None:
    """The citation of a page whose title is that of its subject or of its place in the navigation."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    name, args = match.url_name or "", [*match.args, *match.kwargs.values()]
    try:
        title = str(TITLES[name]) if name in TITLES else name_in_language(DETAILS[name](args[0]))
    except (KeyError, System.DoesNotExist, Donor.DoesNotExist, Meeting.DoesNotExist, Coalition.DoesNotExist):
        return None
    return cite(title, reverse(name, args=args), as_of)
