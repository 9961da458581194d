"""The explorer of pledges that every figure leads to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pledges.answers import ORDERS, one_picture
from pledges.answers.explorer import UnknownPlaceError
from pledges.answers.figure_addresses import main_figures
from pledges.answers.filters import (
    PLEDGE_PARAMETERS,
    BadParametersError,
    Parameter,
    Problem,
    Values,
    order_parameter,
    pledge_filters,
)
from pledges.answers.filters.parameter import choice, text
from pledges.answers.filters.total_parameters import GROUP_BY, total_keys
from pledges.site import explorer_tables as tables
from pledges.site.address_corrections import renamed_address
from pledges.site.explorer_facets import FACETS, Address, chips, facet_boxes
from pledges.site.explorer_page import Explorer, explore
from pledges.site.page_frame import Asked, ask, page, public_page
from pledges.values.choices import GroupBy
from pledges.words.figure_sentences import SHORT
from pledges.words.page_addresses import CLOCKS, clocks_of, with_query
from pledges.words.pledge_table_cells import COLUMNS, USUAL, around_of

USUAL_ORDER = "-announced"
LIST_PARAMETERS = {
    **PLEDGE_PARAMETERS,
    **order_parameter(*ORDERS, default=USUAL_ORDER),
    **GROUP_BY,
    "columns": choice("The columns of the list.", list(COLUMNS)),
    "facet": choice("The facets of which every value is listed.", FACETS),
    "after": Parameter("The reference after which the page starts.", text),
    "before": Parameter("The reference before which the page ends.", text),
}
RENAMED = {"group": "group_by"}
"""Parameters that had another name once."""

LISTS = {
    "-announced": _("Latest first"),
    "announced": _("First announced first"),
    "due": _("Due first"),
    "-published": _("Latest published first"),
}
"""How the list is headed in its usual orders."""


@public_page
def pledge_list(request: HttpRequest) -> HttpResponse:
    renamed = renamed_address(request, RENAMED)
    if renamed:
        return HttpResponsePermanentRedirect(renamed)
    with one_picture():
        asked = ask(request, LIST_PARAMETERS)
        shown = explore_pledges(asked)
        columns = [(name, COLUMNS[name]) for name in asked.values["columns"] or USUAL]
        rows = tables.table_rows(shown, columns, around_of(request, labels_of(shown)))
    address = Address.of(request.path, request.GET.lists())
    pinned = tables.pin_address(address, valid_at=asked.as_of.valid_at, version=asked.as_of.version)
    context = {
        **show_filters(shown, address, asked.values),
        **figures(shown, address, asked.values),
        **show_list(shown, address, asked.values),
        "rows": rows,
        "columns": columns,
        "pinned": pinned,
        "cited": request.build_absolute_uri(pinned),
        "explained": explained_figures(request),
    }
    return page(request, "pledges/pledge_list.html", asked.as_of, page=shown, **context)


OF_THE_PAGE = ("order", "group_by", "columns", "facet", "after", "before")


def explained_figures(request: HttpRequest) -> list[tuple[str, str]]:
    """The figures that the list is behind, each by its name with the address of its explanation."""
    left_out = (*OF_THE_PAGE, *CLOCKS)
    chosen = {name: values for name, values in request.GET.lists() if name not in left_out and any(values)}
    clocks = clocks_of(request)
    return [
        (str(SHORT[figure.path]), with_query(reverse("explain_figure"), {"figure": str(figure), **clocks}))
        for figure in main_figures(chosen)
    ]


def explore_pledges(asked: Asked) -> Explorer:
    """The pledges that are asked for.

    :raises BadParametersError: the page starts at a pledge that is not there.
    """
    values = asked.values
    places = {name: values[name] or "" for name in ("after", "before")}
    try:
        return explore(
            asked.as_of,
            pledge_filters(values),
            order=values["order"] or USUAL_ORDER,
            group_by=total_keys(values),
            cited="source" in (values["columns"] or USUAL),
            **places,
        )
    except UnknownPlaceError:
        name, value = next((name, value) for name, value in places.items() if value)
        message = f"{name}: {value!r} is no place in the list."
        problem = Problem(f"/query/{name}", "invalid_value", message, "Start again without it.")
        raise BadParametersError([problem]) from None


def show_filters(shown: Explorer, address: Address, values: Values) -> dict[str, object]:
    search = values["q"] or ""
    return {
        "facets": facet_boxes(shown, address, expanded=values["facet"]),
        "chips": chips(address, shown.names),
        "search": search,
        "searching": [pair for pair in address.pairs if pair[0] != "q"],
        "every": address.at([pair for pair in address.pairs if pair[0] not in PLEDGE_PARAMETERS]),
    }


def figures(shown: Explorer, address: Address, values: Values) -> dict[str, object]:
    """The sums of the selection, and its groups where some are asked for."""
    group_by, totals = total_keys(values), shown.totals
    groups = tables.group_rows(shown.groups, group_by, shown.names, address)
    return {
        "money": tables.money_row(totals.overall),
        "units": tables.unit_rows(totals.units, address, most=tables.TOP_UNITS),
        "more_units": max(0, len(totals.units) - tables.TOP_UNITS),
        "late_href": address.with_replaced(overdue="certainly", counted="true"),
        "perhaps_href": address.with_replaced(overdue="possibly", counted="true"),
        "counted_href": address.with_replaced(counted="true"),
        "by_system": address.with_replaced(group_by="system"),
        "group_by": group_by,
        "group_label": " · ".join(str(key.label) for key in group_by),
        "group_names": [(key.value, str(key.label)) for key in GroupBy],
        "groups": groups,
        "late": any(row.certainly or row.possibly for row in groups),
        "grouping": [pair for pair in address.pairs if pair[0] != "group_by"],
        "ungrouped": address.with_replaced(group_by=""),
    }


def show_list(shown: Explorer, address: Address, values: Values) -> dict[str, object]:
    """The list with its columns, the pages beside it, and ways to take it along."""
    place = shown.page
    order = values["order"] or USUAL_ORDER
    chosen = values["columns"] or USUAL
    columns = [(name, COLUMNS[name]) for name in chosen]
    return {
        "title": LISTS.get(order) or ordered_by(order),
        "headings": tables.headings(columns, address, order),
        "column_choices": tables.column_choices(chosen),
        "choosing": [pair for pair in address.pairs if pair[0] != "columns"],
        "usual_columns_href": address.with_replaced(columns="") if values["columns"] else "",
        "last": place.first + len(place.references) - 1,
        "next_href": address.with_values(("after", place.after)) if place.after else "",
        "previous_href": address.with_values(("before", place.before)) if place.before else "",
        "downloads": tables.downloads(reverse("api_pledges"), address),
    }


def ordered_by(order: str) -> str:
    column = next((one for one in COLUMNS.values() if one.order == order.removeprefix("-")), None)
    return gettext("Ordered by %(column)s") % {"column": str(column.label).lower()} if column else gettext("The list")


def labels_of(shown: Explorer) -> dict[str, dict[str, str]]:
    """The names that cells show, by sort and value."""
    names = {sort: shown.names.labels(sort) for sort in ("coalition", "initiative", "package")}
    return {**names, "beneficiary": shown.names.labels("donor")}
