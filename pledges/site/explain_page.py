"""Why a figure is what it is: its rows with sign, rule, rate and source, and how to cite it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from pledges.answers import AsOf, one_picture
from pledges.answers.explanations.explained_figure import Explanation, explain
from pledges.answers.explanations.explained_rows import ExplainedRow, explained_rows
from pledges.answers.explanations.figure_subjects import Subject, subject_of
from pledges.answers.figure_addresses import GAP, HEADROOM, query_behind
from pledges.answers.filters import BadParametersError, Parameter, Problem, Values
from pledges.answers.filters.figure_parameter import FIGURE_PARAMETERS, USUAL_FIGURE
from pledges.answers.filters.parameter import RefusedError, text
from pledges.answers.filters.parameter_problems import pointer
from pledges.answers.keyset_pages import Key, PagePlace
from pledges.site.page_frame import ask, page, public_page
from pledges.values.choices import AidType
from pledges.values.figure_rules import FigurePart
from pledges.words.citations import MEDIA_TYPES, Citation
from pledges.words.figure_citations import cite_figure
from pledges.words.figure_sentences import say_meaning, title_figure
from pledges.words.page_addresses import clocks_of, with_query

SHOWN = 50
BETWEEN = "~"
PARTS_OF_KEY = 4


def place(value: str) -> Key:
    """Read where the rows go on: place, weight, reference and part of the last one shown.

    :raises RefusedError: it is no such place.
    """
    parts = text(value).split(BETWEEN)
    try:
        int(parts[0])
        float(parts[1])
    except (ValueError, IndexError):
        parts = []
    if len(parts) != PARTS_OF_KEY:
        raise RefusedError(f"{value!r} is no place in the list.", hint="Follow the links of the page.")
    return tuple(parts)


PARAMETERS: dict[str, Parameter] = {
    **FIGURE_PARAMETERS,
    "after": Parameter("Where the rows go on, as the link to more of them says.", place),
}
EXAMPLES = ("gap:patriot:battery", "system:patriot:battery:delivered", "donor:USA:value_eur:promised")
HOMES = {
    "system": "system_detail",
    "donor": "donor_detail",
    "meeting": "meeting_detail",
    "coalition": "coalition_detail",
    HEADROOM: "donor_detail",
}


@dataclass(frozen=True, slots=True)
class ExplainPage:
    """A figure with some of its rows, and where these go on."""

    found: Explanation
    title: str
    sentence: str
    counting: list[ExplainedRow]
    left_out: list[ExplainedRow]
    more_href: str
    first_href: str
    list_href: str
    home_href: str
    citation: Citation
    files: list[tuple[str, str]]
    cites: list[tuple[str, str]]


@public_page
def explain_figure(request: HttpRequest) -> HttpResponse:
    asked = ask(request, PARAMETERS)
    subject = asked.values["figure"] or subject_of(USUAL_FIGURE)
    with one_picture():
        shown = make_explain_page(request, asked.as_of, subject, asked.values)
    context = {"page": shown, "figure": str(subject.address), "examples": EXAMPLES, "kept_clocks": clocks_of(request)}
    return page(request, "pledges/explain.html", asked.as_of, **context)


def make_explain_page(request: HttpRequest, as_of: AsOf, subject: Subject, values: Values) -> ExplainPage:
    """The figure and its rows from a place on.

    :raises BadParametersError: nobody states such a need or stock.
    """
    aid_types = values["aid_type"] or (AidType.MILITARY.value,)
    try:
        found = explain(as_of, subject, aid_types=aid_types)
    except RefusedError as refused:
        raise BadParametersError([Problem(pointer("figure"), "unknown_value", str(refused), refused.hint)]) from None
    listing = explained_rows(as_of, subject, aid_types=aid_types)
    rows = listing.record_page(ExplainedRow, PagePlace(SHOWN, values["after"]))
    kept = [(name, value) for name in request.GET for value in request.GET.getlist(name) if name != "after"]
    onward = [*kept, ("after", BETWEEN.join(map(str, rows.after)))] if rows.after else []
    api = [
        ("figure", str(subject.address)),
        *((name, value) for name, value in kept if name not in ("figure", "methods")),
    ]
    return ExplainPage(
        found=found,
        title=title_figure(subject),
        sentence=say_meaning(subject),
        counting=[row for row in rows.rows if row.part != FigurePart.LEFT_OUT],
        left_out=[row for row in rows.rows if row.part == FigurePart.LEFT_OUT],
        more_href=f"{request.path}?{urlencode(onward)}" if onward else "",
        first_href=f"{request.path}?{urlencode(kept)}" if values["after"] else "",
        list_href=with_query(reverse("pledge_list"), {**query_behind(subject.address), **clocks_of(request)}),
        home_href=home_of(request, subject),
        citation=cite_figure(subject, as_of),
        files=[(form, f"{reverse('api_explain')}?{urlencode([*api, ('format', form)])}") for form in FILES],
        cites=cite_links(request, figure=str(subject.address)),
    )


FILES = ("csv", "xlsx", "ndjson", "json")


def cite_links(request: HttpRequest, **what: str) -> list[tuple[str, str]]:
    """The addresses of the files of a citation, by form."""
    return [(form, with_query(reverse("cite"), {**what, "format": form, **clocks_of(request)})) for form in MEDIA_TYPES]


def home_of(request: HttpRequest, subject: Subject) -> str:
    """The page that the figure stands on."""
    address = subject.address
    if address.about == GAP:
        return f"{with_query(reverse('gap_list'), clocks_of(request))}#{address.system}-{address.unit}"
    name = HOMES.get(address.about)
    args: list[Any] = [address.key] if name else []
    return with_query(reverse(name or "overview", args=args), clocks_of(request))
