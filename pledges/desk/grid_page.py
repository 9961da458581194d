"""The entry grid of a draft: which of its rows a page shows, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from pledges.desk.grid_columns import DEFAULT_NAMES, GRID, GRID_NAMES, SPARE_ROWS, fingerprint, headings, typed_cells
from pledges.desk.pair_reasons import take_typed_reasons
from pledges.desk.row_display import candidates_of, catalogue_for, comments_of, grid_row, is_grid_row, shown_row
from pledges.intake.row_limits import MOST_ROWS
from pledges.intake.row_payload import flat
from pledges.ledger import Json
from pledges.models import ChangeSet, ChangeSetRow
from pledges.values.choices import Origin, PlanAction

ROWS_ON_A_PAGE = 100
MOST_SPARE = 100
LONGEST_WORDS = 100
WITH_PROBLEMS = "problems"


@dataclass(frozen=True, slots=True)
class GridView:
    """What somebody asked to see of a grid: rows of a kind, with some words, ordered by a column."""

    show: str = ""
    find: str = ""
    sort: str = ""

    @property
    def column(self) -> str:
        return self.sort.removeprefix("-")

    @property
    def is_plain(self) -> bool:
        """Whether all rows stand there in their own order, so that a new one can follow the last."""
        return not (self.show or self.find or self.sort)


def query_of(view: GridView, *, typed_by_hand: bool) -> str:
    """The part of an address that asks for the same view again."""
    asked = QueryDict(mutable=True)
    if not typed_by_hand:
        asked["as"] = "grid"
    asked.update({name: value for name in ("show", "find", "sort") if (value := getattr(view, name))})
    return asked.urlencode()


def query_posted(stated: str) -> str:
    """The view that a form was posted from, as the part of an address: only names that a grid knows."""
    given, asked = QueryDict(stated[:500]), QueryDict(mutable=True)
    asked.update({name: given[name] for name in ("as", "show", "find", "sort", "page") if given.get(name)})
    if asked.get("page") == "1":
        del asked["page"]
    return asked.urlencode()


def asked_view(request: HttpRequest) -> GridView:
    """The view that an address asks for; what is unknown asks for nothing."""
    show, sort = request.GET.get("show", ""), request.GET.get("sort", "")
    return GridView(
        show if show == WITH_PROBLEMS or show in PlanAction.values else "",
        " ".join(request.GET.get("find", "").split())[:LONGEST_WORDS],
        sort if sort.removeprefix("-") in GRID_NAMES else "",
    )


def rows_of_kind(rows: QuerySet[ChangeSetRow], show: str) -> QuerySet[ChangeSetRow]:
    """The rows with problems, or of one planned action; all where nothing is asked."""
    if show == WITH_PROBLEMS:
        return rows.filter(Q(plan__isnull=True) | ~Q(plan__problems=[]))
    return rows.filter(plan__action=show) if show in PlanAction.values else rows


def grid_context(request: HttpRequest, changeset: ChangeSet) -> dict[str, Any]:
    """The rows of one page of the grid, spare ones below the last, and the rows that the grid does not show."""
    view, typed_by_hand = asked_view(request), changeset.origin == Origin.ENTRY
    rows = changeset.rows.select_related("author", "approved_by").order_by("position")
    # Of an import only what is asked for is read: it may have many more rows than a page can hold.
    read = list((rows if typed_by_hand else rows_of_kind(rows, view.show))[: MOST_ROWS + 1])
    loaded = [row for row in read[:MOST_ROWS] if is_grid_row(row)]
    others = [row for row in read[:MOST_ROWS] if not is_grid_row(row)] if typed_by_hand else []
    page = Paginator(viewed_rows(loaded, view, changeset), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    catalogue, pairs = (
        catalogue_for([row.payload for row in (*shown, *others)], changeset=changeset),
        candidates_of([*shown, *others], take_typed_reasons(request, changeset)),
    )
    today = timezone.now().date()
    common: dict[str, Any] = {"catalogue": catalogue, "defaults": changeset.defaults, "today": today}
    said = comments_of([*shown, *others])
    stored = [grid_row(row, mark=f"r{row.position}", duplicates=pairs, comments=said, **common) for row in shown]
    # Blank rows stand below the last one of a draft that is typed by hand.
    spare = spare_count(request) if typed_by_hand and view.is_plain and not page.has_next() else 0
    last = max((row.position for row in read if not row.taken_out), default=0)
    blank = [grid_row(None, mark=f"r{last + number}", **common) for number in range(1, spare + 1)]
    return {
        "headings": headings(),
        "columns": GRID,
        "grid": [*stored, *blank],
        "template_row": grid_row(None, mark="__mark__", **common),
        "others": [shown_row(row, catalogue=catalogue, today=today, duplicates=pairs, comments=said) for row in others],
        "defaults": {name: changeset.defaults.get(name, "") for name in ("meeting", *DEFAULT_NAMES)},
        "view": view,
        "page": page,
        "view_query": query_of(view, typed_by_hand=typed_by_hand),
        "at": f"{query_of(view, typed_by_hand=typed_by_hand)}&page={page.number}",
        "typed_by_hand": typed_by_hand,
        "left_off": len(read) > MOST_ROWS,
        "most_rows": MOST_ROWS,
        "grid_data": grid_data(changeset, loaded, view, can_add=typed_by_hand),
    }


def viewed_rows(rows: Sequence[ChangeSetRow], view: GridView, changeset: ChangeSet) -> list[ChangeSetRow]:
    """The rows that a view asks for, in its order; blank cells stand last."""
    found = [row for row in rows if is_of_kind(row, view.show)]
    if view.find or view.sort:
        cells = {row.pk: typed_cells(flat(row.payload), changeset.defaults) for row in found}
        words = view.find.casefold()
        found = [row for row in found if any(words in cell.casefold() for cell in cells[row.pk].values())]
        if view.sort:
            filled = [row for row in found if cells[row.pk][view.column]]
            blank = [row for row in found if not cells[row.pk][view.column]]
            filled.sort(key=lambda row: cells[row.pk][view.column].casefold(), reverse=view.sort.startswith("-"))
            found = filled + blank
    return found


def is_of_kind(row: ChangeSetRow, show: str) -> bool:
    if show == WITH_PROBLEMS:
        return has_problems(row)
    return not show or (row.plan or {}).get("action") == show


def has_problems(row: ChangeSetRow) -> bool:
    return row.plan is None or bool(row.plan.get("problems"))


def spare_count(request: HttpRequest) -> int:
    """How many blank rows are wanted below the last one."""
    asked = request.GET.get("spare", "")
    return SPARE_ROWS + (
        min(int(asked), MOST_SPARE) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 0
    )


def grid_data(changeset: ChangeSet, rows: Sequence[ChangeSetRow], view: GridView, *, can_add: bool) -> Json:
    """All rows for the script of the page, which draws those that are not on it when they are wanted."""
    found = []
    for row in rows:
        cells = typed_cells(flat(row.payload), changeset.defaults)
        plan_action = str((row.plan or {}).get("action", ""))
        typed = [cells[name] for name in GRID_NAMES]
        found.append([f"r{row.position}", row.pk, fingerprint(cells), has_problems(row), plan_action, typed])
    return {
        "columns": list(GRID_NAMES),
        "rows": found,
        "onPage": ROWS_ON_A_PAGE,
        "mostRows": MOST_ROWS,
        "canAdd": can_add,
        "view": {"show": view.show, "find": view.find, "sort": view.sort},
    }
