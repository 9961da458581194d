"""The list of pledges that every figure leads to, and the page of one pledge."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse

from pledges.choices import Overdue, StatusWord
from pledges.filters import PLEDGE_PARAMETERS, Parameter, Values, pledge_filters
from pledges.filters.parameters import RefusedError, choice
from pledges.projections import pages
from pledges.projections.answers import ORDERS
from pledges.projections.answers.pledges import Position
from pledges.views.asking import Asked, ask, page, public_page

SEPARATOR = "~"


def position(value: str) -> Position:
    """Read where a page of the list starts: the value it is ordered by and the reference."""
    first, found, reference = value.rpartition(SEPARATOR)
    if not found or not reference or "\x00" in value:
        raise RefusedError(f"{value!r} is no place in the list.", hint="Start again without it.")
    return Position(first, reference)


LIST_PARAMETERS = {
    **{name: parameter for name, parameter in PLEDGE_PARAMETERS.items() if name != "basis"},
    "order": choice("What the list is ordered by.", [*ORDERS, *(f"-{name}" for name in ORDERS)], many=False),
    "after": Parameter("Where the page starts.", position),
    "before": Parameter("Where the page ends.", position),
}


@public_page
def pledge_list(request: HttpRequest) -> HttpResponse:
    asked = ask(request, LIST_PARAMETERS)
    values = asked.values
    order = values["order"] or "-announced"
    found = pages.pledge_list(
        asked.as_of, pledge_filters(values), order=order, after=values["after"], before=values["before"]
    )
    context = {"page": found, "choices": pages.filter_choices(), "chosen": chosen(values), "order": order}
    return page(request, "pledges/pledge_list.html", asked.as_of, **context, **turning(request, found, asked))


def chosen(values: Values) -> dict[str, str]:
    """Return the first value of each filter, for the form."""
    return {name: str(found[0]) for name, found in values.items() if isinstance(found, tuple) and found and name}


def turning(request: HttpRequest, found: pages.PledgeList, asked: Asked) -> dict[str, object]:
    """Return the links to the pages before and after, the filters that the form does not show, and all of them."""
    kept = [(name, value) for name in request.GET for value in request.GET.getlist(name) if value]
    kept = [(name, value) for name, value in kept if name not in ("after", "before")]

    def at(name: str, place: Position | None) -> str:
        if place is None:
            return ""
        return f"{request.path}?{urlencode([*kept, (name, SEPARATOR.join(place))])}"

    filters = [(name, value) for name, value in kept if name in PLEDGE_PARAMETERS]
    return {
        "next_href": at("after", found.next),
        "previous_href": at("before", found.previous),
        "filters": filters,
        "statuses": StatusWord.choices,
        "overdue_words": Overdue.choices,
        "valid_at": asked.as_of.valid_at,
    }


@public_page
def pledge_detail(request: HttpRequest, reference: str) -> HttpResponse:
    asked = ask(request)
    shown = pages.pledge_page(reference, asked.as_of)
    if shown is None:
        raise Http404(f"There is no pledge {reference} as known in version {asked.as_of.version}.")
    return page(request, "pledges/pledge_detail.html", asked.as_of, page=shown)
