"""Lists: pages with a cursor at both ends, over rows of the database, in memory or of a table; and their downloads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from typing import Any, ClassVar

import orjson
from django.http.response import HttpResponseBase
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from pledges.answers import AsOf
from pledges.answers.downloads.download import FORMS
from pledges.answers.downloads.download_tables import ListedTable, MadeTable, Table
from pledges.answers.fields import Shape
from pledges.answers.fields.row_shape import sparse
from pledges.answers.filters import Parameter, Values
from pledges.answers.filters.parameter import one_of, paths_parameter, text, whole_parameter
from pledges.answers.keyset_lists import Listing
from pledges.answers.keyset_pages import Key, PagePlace, RowPage
from pledges.api.answer_formats import DOWNLOAD_RENDERERS, JSON, form_of
from pledges.api.cursors import Cursor
from pledges.api.download_response import DOWNLOAD_PARAMETERS, download_of
from pledges.api.entity_tags import pins_clocks
from pledges.api.read_endpoint import LedgerView, meta_json
from pledges.api.request_moment import list_moment, read_cursor, walk

LARGEST_PAGE = 500
USUAL_PAGE = 100

PAGE_PARAMETERS = {
    "cursor": Parameter("Where to go on, as `next` and `previous` give it.", text),
    "page_size": whole_parameter(
        f"Rows on a page, up to {LARGEST_PAGE}; {USUAL_PAGE} unless asked otherwise.", 1, LARGEST_PAGE
    ),
    "count": Parameter("Count all rows, too.", one_of(("exact",)), {"type": "string", "enum": ["exact"]}),
}

Page = RowPage[Any]
"""Rows as JSON, with the keys next to which the pages after and before start."""


class ListView(LedgerView):
    """A list. Subclasses give `page` and `count`; downloads of every row come with them."""

    renderer_classes = (JSONRenderer, *DOWNLOAD_RENDERERS)
    formats = (JSON, *FORMS)
    shape: ClassVar[Shape]
    beside: ClassVar[Mapping[str, Shape]] = {}
    """What a page says besides its rows, by name."""
    cursor: Cursor | None = None
    read_at_once: ClassVar[int] = LARGEST_PAGE
    """So many rows of a download are in memory at a time."""

    @classmethod
    def all_parameters(cls) -> dict[str, Parameter]:
        """Every parameter, those of pages, downloads and single fields included."""
        fields = paths_parameter("Only these fields, a dot before what is inside a group.", cls.shape.paths())
        return {**super().all_parameters(), **PAGE_PARAMETERS, "fields": fields, **DOWNLOAD_PARAMETERS}

    def page(self, values: Values, as_of: AsOf, place: PagePlace, **names: str) -> Page:
        raise NotImplementedError

    def count(self, values: Values, as_of: AsOf, **names: str) -> int:
        raise NotImplementedError

    def read_moment(self, request: Request, *, bases: tuple[str, ...]) -> AsOf:
        """The moment that the cursor pins, else the one that the clocks name."""
        self.cursor = read_cursor(request._request, now=self.now)
        return list_moment(request._request, now=self.now, bases=bases)

    def body(self, values: Values, as_of: AsOf, **names: str) -> dict[str, Any]:
        """The envelope with a page of rows."""
        cursor = self.cursor
        place = PagePlace(
            size=values["page_size"] or USUAL_PAGE,
            key=cursor.position if cursor else None,
            backwards=bool(cursor and cursor.backwards),
        )
        page = self.page(values, as_of, place, **names)
        results = [sparse(row, values["fields"]) for row in page.rows] if values["fields"] else page.rows
        counted = {"count": self.count(values, as_of, **names)} if values["count"] else {}
        chosen = {"fields": list(values["fields"])} if values["fields"] else {}
        return {
            "meta": meta_json(as_of) | chosen,
            **counted,
            "next": self.link(page.after, as_of, backwards=False),
            "previous": self.link(page.before, as_of, backwards=True),
            **self.say_beside(values, as_of, **names),
            "results": results,
        }

    def say_beside(self, values: Values, as_of: AsOf, **names: str) -> dict[str, Any]:
        """What stands beside the rows of every page."""
        return {}

    def answer(self, values: Values, resources: ExitStack, **names: str) -> HttpResponseBase:
        """A page, or a download of every row, or what a download would be."""
        form = form_of(self.request)
        if form == JSON and not values["manifest"]:
            return super().answer(values, resources, **names)
        return download_of(self, self.table_of(values, self.moment, **names), values, resources, form=form, **names)

    def table_of(self, values: Values, as_of: AsOf, **names: str) -> Table:
        def rows() -> Iterator[Mapping[str, Any]]:
            return (sparse(row, values["fields"]) for row in self.every(values, as_of, **names))

        return MadeTable(self.shape.cells(values["fields"]), rows)

    def every(self, values: Values, as_of: AsOf, **names: str) -> Iterator[dict[str, Any]]:
        """Every row in order, page by page."""
        place: PagePlace | None = PagePlace(self.read_at_once)
        while place is not None:
            page = self.page(values, as_of, place, **names)
            yield from page.rows
            place = replace(place, key=page.after) if page.after else None

    def link(self, key: Key | None, as_of: AsOf, *, backwards: bool) -> str | None:
        """The address of the page next to a key, at the same moment."""
        if key is None:
            return None
        request = self.request
        lasting = pins_clocks(request._request)
        self.holds_cursor |= not lasting
        cursor = Cursor(
            position=key,
            backwards=backwards,
            version=as_of.version,
            valid_at=as_of.valid_at,
            known_at=as_of.known_at,
            walk=walk(request._request),
            lasting=lasting,
        )
        query = request.GET.copy()
        query["cursor"] = cursor.encode(now=self.now)
        return str(request.build_absolute_uri(f"{request.path}?{query.urlencode()}"))


class ListedView(ListView):
    """A list whose rows the database writes out. Subclasses give `list_at_moment` and the shape of its rows."""

    @classmethod
    def all_parameters(cls) -> dict[str, Parameter]:
        """Every parameter, and what can be expanded."""
        names = tuple(cls.shape.expandable)
        words = "Also what these stand for, under `expanded` in each row."
        return {**super().all_parameters(), **({"expand": paths_parameter(words, names)} if names else {})}

    def list_at_moment(self, values: Values, as_of: AsOf, **names: str) -> Listing:
        raise NotImplementedError

    def page(self, values: Values, as_of: AsOf, place: PagePlace, **names: str) -> Page:
        row = self.shape.json(values["fields"], values.get("expand", ()))
        listing = self.list_at_moment(values, as_of, **names)
        found = listing.page(row, place)
        return found.with_rows([orjson.Fragment(line) for (line,) in found.rows])

    def count(self, values: Values, as_of: AsOf, **names: str) -> int:
        return self.list_at_moment(values, as_of, **names).count()

    def table_of(self, values: Values, as_of: AsOf, **names: str) -> Table:
        """Every row, as the database writes it."""
        return ListedTable(
            self.list_at_moment(values, as_of, **names), self.shape, values["fields"], values.get("expand", ())
        )
