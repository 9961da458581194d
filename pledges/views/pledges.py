"""The list of pledges that every figure leads to, and the page of one pledge."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from pledges.choices import Overdue, StatusWord
from pledges.filters import PLEDGE_PARAMETERS, BadParametersError, Parameter, Problem, Values, pledge_filters
from pledges.filters.parameters import RefusedError, choice
from pledges.projections import pages
from pledges.projections.answers import ORDERS
from pledges.projections.answers.pledges import Position
from pledges.projections.pages.pledges import PledgeList
from pledges.views.asking import ask, page, public_page

SEPARATOR = "~"


def position(value: str) -> Position:
    """Read where a page of the list starts: the value it is ordered by and the reference."""
    first, found, reference = value.rpartition(SEPARATOR)
    if not found or not reference or "\x00" in value:
        raise RefusedError(f"{value!r} is no place in the list.", hint="Start again without it.")
    return Position(first, reference)


def place(name: str, found: Position | None, *, order: str) -> Position | None:
    """Return the place in the list if its value is one that the list is ordered by.

    :raises BadParametersError: it is none.
    """
    if found is None:
        return None
    column = order.removeprefix("-")
    try:
        if column == "published":
            int(found.value)
        elif column != "reference":
            date.fromisoformat(found.value)
    except ValueError:
        message = f"{name}: {SEPARATOR.join(found)!r} is no place in the list."
        raise BadParametersError(
            [Problem(f"/query/{name}", "invalid_value", message, "Start again without it.")]
        ) from None
    return found


LIST_PARAMETERS = {
    **{name: parameter for name, parameter in PLEDGE_PARAMETERS.items() if name != "basis"},
    "order": choice("What the list is ordered by.", [*ORDERS, *(f"-{name}" for name in ORDERS)], many=False),
    "after": Parameter("Where the page starts.", position),
    "before": Parameter("Where the page ends.", position),
}


FORM = ("donor", "system", "meeting", "status", "overdue", "initiative", "announced_after", "announced_before")
"""The filters that the form shows; others in force are carried along."""

ORDER_LABELS = {
    "-announced": _("latest announced"),
    "announced": _("first announced"),
    "due": _("due"),
    "reference": _("reference"),
    "-published": _("latest published"),
}


@public_page
def pledge_list(request: HttpRequest) -> HttpResponse:
    asked = ask(request, LIST_PARAMETERS)
    values = asked.values
    order = values["order"] or "-announced"
    places = {name: place(name, values[name], order=order) for name in ("after", "before")}
    found = pages.pledge_list(asked.as_of, pledge_filters(values), order=order, **places)
    context = {"page": found, "order": order, "orders": ORDER_LABELS.items(), **form(values)}
    return page(request, "pledges/pledge_list.html", asked.as_of, **context, **turning(request, found))


def form(values: Values) -> dict[str, object]:
    """Return what the form of filters shows: its choices, and the value chosen for each."""
    chosen = {}
    for name in FORM:
        value = values[name][0] if isinstance(values[name], tuple) and values[name] else values[name]
        chosen[name] = str(value or "")
    choices = {"statuses": StatusWord.choices, "overdue_words": Overdue.choices}
    return {"choices": pages.filter_choices(), "chosen": chosen, **choices}


def turning(request: HttpRequest, found: PledgeList) -> dict[str, object]:
    """Return the links to the pages before and after, and each filter in force with the address without it."""
    kept = [(name, value) for name in request.GET for value in request.GET.getlist(name) if value]
    kept = [(name, value) for name, value in kept if name not in ("after", "before")]

    def at(pairs: list[tuple[str, str]]) -> str:
        return f"{request.path}?{urlencode(pairs)}" if pairs else request.path

    def turned(name: str, place: Position | None) -> str:
        return at([*kept, (name, SEPARATOR.join(place))]) if place else ""

    in_force = [pair for pair in kept if pair[0] in PLEDGE_PARAMETERS]
    return {
        "next_href": turned("after", found.next),
        "previous_href": turned("before", found.previous),
        "filters": [
            {
                "label": f"{name.replace('_', ' ')}: {value}",
                "without": at([pair for pair in kept if pair != (name, value)]),
            }
            for name, value in in_force
        ],
        "hidden": [pair for pair in kept if pair[0] not in FORM],
    }


@public_page
def pledge_detail(request: HttpRequest, reference: str) -> HttpResponse:
    asked = ask(request)
    shown = pages.pledge_page(reference, asked.as_of)
    if shown is None:
        raise Http404(f"There is no pledge {reference} as known in version {asked.as_of.version}.")
    return page(request, "pledges/pledge_detail.html", asked.as_of, page=shown)
