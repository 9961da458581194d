"""What a reader chooses on the page of a chart: the view, the period, the scale, and what it is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from pledges import charts
from pledges.answers import AsOf
from pledges.answers.filters import Parameter
from pledges.answers.filters.parameter import choice, day_parameter, text
from pledges.charts.chart_tables import TableRow, as_words
from pledges.site.page_frame import Asked
from pledges.words.page_addresses import clocks_of

MOST_COMPARED = 3
VIEWS = {"chart": _("Chart and table"), "table": _("Table"), "list": _("List")}
RELATIVE = "relative"
SCALES = {"absolute": _("Numbers"), RELATIVE: _("Share of the promise")}


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing that the page shows in the same chart: its key, its sheet, and where it is left out."""

    key: str
    sheet: charts.Sheet
    table: Sequence[TableRow]
    branches: Sequence[charts.Branch]
    without: str = ""


def parameters_of(name: str) -> dict[str, Parameter]:
    """What the page of a chart takes beside the clocks."""
    found = {
        "view": choice("The drawing with its table, the table alone, or the rows as a list.", list(VIEWS), many=False),
        "compare": Parameter("What to show beside it, by key.", text, many=True),
    }
    if name in charts.TIMED:
        found |= {"from": day_parameter("The first day that is drawn."), "to": day_parameter("The last day.")}
    if name in charts.SHARED:
        found["scale"] = choice("Numbers, or the share of what was promised.", list(SCALES), many=False)
    return found


def choose_key(name: str, key: str, asked: Asked) -> tuple[str, bool]:
    """The key with the period and the scale that were chosen, and whether a share was asked for that is no ratio."""
    parts = charts.parse_chart_key(key)
    if parts is None or name not in charts.TIMED:
        return key, False
    first, last = asked.values["from"] or parts.first, asked.values["to"] or parts.last
    scale = asked.values.get("scale")
    parts = replace(parts, first=first, last=last, share=parts.share if scale is None else scale == RELATIVE)
    if parts.share and charts.sheet_of(name, str(parts), asked.as_of) is None:
        return str(replace(parts, share=False)), True
    return str(parts), False


def sheet_or_404(name: str, key: str, as_of: AsOf) -> charts.Sheet:
    """The sheet of a chart.

    :raises Http404: there is no such chart, or nothing by that key.
    """
    if name not in charts.SHEETS:
        raise Http404(f"There is no chart {name}. There are {', '.join(charts.SHEETS)}.")
    sheet = charts.sheet_of(name, key, as_of)
    if sheet is None:
        raise Http404(f"The chart {name} has nothing by the key {key}.")
    return sheet


def with_clocks(home: str, request: HttpRequest) -> str:
    """The address of a page of this site at the moment of this page, or at the one that it names itself."""
    parts = urlsplit(home)
    named = {name: value for name, value in clocks_of(request).items() if f"{name}=" not in parts.query}
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, urlencode(named))))))


def choices_of(request: HttpRequest, name: str, key: str, asked: Asked) -> dict[str, object]:
    """The controls of the page: what is chosen, and what may be."""
    parts = charts.parse_chart_key(key) if name in charts.TIMED else None
    view = asked.values["view"] or "chart"
    kept = [(one, value) for one in request.GET for value in request.GET.getlist(one)]
    return {
        "view": view,
        "views": [(word, label, word == view) for word, label in VIEWS.items()],
        "scales": scales_of(parts) if parts and name in charts.SHARED else [],
        "period": period_of(parts, asked.as_of) if parts else None,
        "entities": charts.chart_entities(name, asked.as_of),
        "kept_by_period": [(one, value) for one, value in kept if one not in ("from", "to")],
        "kept": kept,
    }


def scales_of(parts: charts.ChartKey) -> list[tuple[str, object, bool]]:
    return [(word, label, (word == RELATIVE) == parts.share) for word, label in SCALES.items()]


def period_of(parts: charts.ChartKey, as_of: AsOf) -> dict[str, date | None]:
    return {"first": parts.first, "last": parts.last, "most": as_of.valid_at}


def compared_with(
    request: HttpRequest, name: str, key: str, sheet: charts.Sheet, asked: Asked
) -> dict[str, Sequence[Shown]]:
    """The chart itself and those beside it, each with its table and its list; a key that shows nothing is left out."""
    chosen = charts.parse_chart_key(key) if name in charts.TIMED else None
    others = []
    for one in asked.values["compare"][:MOST_COMPARED]:
        other = str(replace(chosen, subject=one)) if chosen else one
        found = charts.sheet_of(name, other, asked.as_of) if other != key else None
        if found is not None:
            others.append(show(request, other, found, without=without_key(request, one)))
    return {"shown": [show(request, key, sheet), *others], "others": others}


def show(request: HttpRequest, key: str, sheet: charts.Sheet, without: str = "") -> Shown:
    table = [row._replace(href=with_clocks(row.href, request)) if row.href else row for row in as_words(sheet)]
    return Shown(key, sheet, table, [branch_at(one, request) for one in charts.nest_rows(sheet)], without)


def branch_at(branch: charts.Branch, request: HttpRequest) -> charts.Branch:
    """A branch of the list with its links at the moment of this page."""
    inside = tuple(branch_at(one, request) for one in branch.branches)
    return replace(branch, href=with_clocks(branch.href, request) if branch.href else "", branches=inside)


def without_key(request: HttpRequest, key: str) -> str:
    query = request.GET.copy()
    query.setlist("compare", [one for one in query.getlist("compare") if one != key])
    return f"{request.path}?{query.urlencode()}" if query else request.path
