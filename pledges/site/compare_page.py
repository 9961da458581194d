"""The page that sets donors, systems, meetings or coalitions beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.models import Coalition
from pledges.answers import AsOf
from pledges.answers.filters import PLEDGE_PARAMETERS, BadParametersError, Problem, Values
from pledges.answers.page_answers.compared_rows import (
    FEWEST,
    KINDS,
    MOST,
    MOST_SYSTEMS,
    Compared,
    SharedSystem,
    compare,
    shared_systems,
)
from pledges.site.change_list import by_local_name, change_choices
from pledges.site.page_frame import ask, page, public_page
from pledges.words.page_addresses import with_query

PARAMETERS = {
    "donor": PLEDGE_PARAMETERS["attributed_to"],
    **{name: PLEDGE_PARAMETERS[name] for name in ("system", "meeting", "coalition")},
}
LABELS: dict[str, str | Promise] = {
    "donor": gettext_lazy("Donors"),
    "system": gettext_lazy("Systems"),
    "meeting": gettext_lazy("Meetings"),
    "coalition": gettext_lazy("Coalitions"),
}


@dataclass(frozen=True, slots=True)
class Picker:
    """The form that chooses what to compare: so many boxes, each with what is chosen in it."""

    kind: str
    label: str | Promise
    chosen: list[str]
    options: list[tuple[str, str]]
    current: bool


@dataclass(frozen=True, slots=True)
class ComparePage:
    """What is compared; `charts` are the keys of the charts over time, the first name in each is the one shown."""

    kind: str
    compared: list[Compared]
    shared: list[SharedSystem]
    more_shared: list[SharedSystem]
    key: str
    charts: list[str]
    downloads: list[tuple[str, str]]


@public_page
def compare_page(request: HttpRequest) -> HttpResponse:
    asked = ask(request, PARAMETERS)
    kind = kind_asked(asked.values)
    keys = list(asked.values[kind]) if kind else []
    shown = make_compare_page(kind, keys, asked.as_of) if len(keys) >= FEWEST else None
    context: dict[str, Any] = {"page": shown, "pickers": pickers(kind, keys), "chosen": keys, "kind": kind}
    return page(request, "pledges/compare.html", asked.as_of, **context)


def kind_asked(values: Values) -> str:
    """The kind of what is compared; nothing where nothing is chosen.

    :raises BadParametersError: there are two kinds, or too many of one.
    """
    kinds = [kind for kind in KINDS if values[kind]]
    if len(kinds) > 1:
        message = _("%(first)s and %(second)s cannot stand beside each other.") % {
            "first": kinds[0],
            "second": kinds[1],
        }
        hint = _("Compare two to six of one kind: donors, systems, meetings or coalitions.")
        raise BadParametersError([Problem(f"/query/{kinds[1]}", "invalid_value", message, hint)])
    if kinds and len(values[kinds[0]]) > MOST:
        message = _("%(kind)s is given %(count)s times.") % {"kind": kinds[0], "count": len(values[kinds[0]])}
        hint = _("At most %(most)s can be compared.") % {"most": MOST}
        raise BadParametersError([Problem(f"/query/{kinds[0]}", "invalid_value", message, hint)])
    return kinds[0] if kinds else ""


def make_compare_page(kind: str, keys: list[str], as_of: AsOf) -> ComparePage:
    compared = compare(kind, keys, as_of)
    shared = shared_systems(compared)
    api = reverse(f"api_summaries_{kind}s")
    query = {kind: keys, **dict(as_of.query)}
    files = [(form.upper(), with_query(api, {**query, "format": form})) for form in ("csv", "xlsx", "ndjson")]
    return ComparePage(
        kind=kind,
        compared=compared,
        shared=shared[:MOST_SYSTEMS],
        more_shared=shared[MOST_SYSTEMS:],
        key=".".join((kind, *keys)),
        charts=[".".join((kind, key, *(other for other in keys if other != key))) for key in keys],
        downloads=[*files, ("API", with_query(api, query))],
    )


def pickers(kind: str, keys: list[str]) -> list[Picker]:
    """A form for each kind, the one that is asked for first."""
    choices = change_choices()
    coalitions = by_local_name(Coalition.objects.order_by("name").values_list("slug", "name"))
    options = {
        "donor": choices.donors,
        "system": choices.systems,
        "meeting": choices.meetings,
        "coalition": coalitions,
    }
    current = kind or KINDS[0]
    ordered = sorted(KINDS, key=lambda one: one != current)
    found = []
    for one in ordered:
        chosen = keys if one == kind else []
        boxes = min(MOST, max(FEWEST, len(chosen) + 1))
        filled = [*chosen, *[""] * (boxes - len(chosen))]
        found.append(Picker(one, LABELS[one], filled, options[one], one == current))
    return found
