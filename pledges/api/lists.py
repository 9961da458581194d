"""Lists: pages with a cursor at both ends, over rows in memory or over a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Model, Q
from rest_framework.request import Request

from pledges.api.base import LedgerView, meta_json, pinned_moment, read_cursor, walk
from pledges.api.cursors import Cursor
from pledges.filters import Parameter, Values
from pledges.filters.parameters import one_of, text, whole
from pledges.projections.answers import AsOf

LARGEST_PAGE = 500
USUAL_PAGE = 100

PAGE_PARAMETERS = {
    "cursor": Parameter("Where to go on, as `next` and `previous` give it.", text),
    "page_size": Parameter(
        f"Rows on a page, up to {LARGEST_PAGE}; {USUAL_PAGE} unless asked otherwise.",
        whole(1, LARGEST_PAGE),
        {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE},
    ),
    "count": Parameter("Count all rows, too.", one_of(("exact",)), {"type": "string", "enum": ["exact"]}),
}

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows as JSON, and the keys next to which the pages after and before start; None where there is none."""

    results: list[dict[str, Any]]
    after: Key | None
    before: Key | None


@dataclass(frozen=True, slots=True)
class Place:
    """What part of a list is asked for."""

    size: int
    key: Key | None = None
    backwards: bool = False


class ListView(LedgerView):
    """A list. Subclasses give `page` and `count`."""

    cursor: Cursor | None = None

    @classmethod
    def all_parameters(cls) -> dict[str, Parameter]:
        """Return every parameter, those of pages included."""
        return {**super().all_parameters(), **PAGE_PARAMETERS}

    def page(self, values: Values, as_of: AsOf, place: Place, **names: str) -> Page:
        """Return a page of the list."""
        raise NotImplementedError

    def count(self, values: Values, as_of: AsOf, **names: str) -> int:
        """Return how many rows the list has."""
        raise NotImplementedError

    def read_moment(self, request: Request, *, bases: tuple[str, ...]) -> AsOf:
        """Return the moment that the cursor pins, else the one that the clocks name."""
        asked = super().read_moment(request, bases=bases)
        self.cursor = read_cursor(request, request.query_params.get("cursor"), now=self.now)
        return pinned_moment(self.cursor, now=self.now, bases=bases) if self.cursor else asked

    def body(self, values: Values, as_of: AsOf, **names: str) -> dict[str, Any]:
        """Return the envelope with a page of rows."""
        cursor = self.cursor
        place = Place(
            size=values["page_size"] or USUAL_PAGE,
            key=cursor.position if cursor else None,
            backwards=bool(cursor and cursor.backwards),
        )
        page = self.page(values, as_of, place, **names)
        counted = {"count": self.count(values, as_of, **names)} if values["count"] else {}
        return {
            "meta": meta_json(as_of),
            **counted,
            "next": self.link(page.after, as_of, backwards=False),
            "previous": self.link(page.before, as_of, backwards=True),
            "results": page.results,
        }

    def link(self, key: Key | None, as_of: AsOf, *, backwards: bool) -> str | None:
        """Return the address of the page next to a key, at the same moment."""
        if key is None:
            return None
        request = self.request
        cursor = Cursor(
            position=key,
            backwards=backwards,
            version=as_of.version,
            valid_at=as_of.valid_at,
            known_at=as_of.known_at,
            walk=walk(request),
        )
        query = request.GET.copy()
        query["cursor"] = cursor.encode(now=self.now)
        return str(request.build_absolute_uri(f"{request.path}?{query.urlencode()}"))


def cut(rows: Sequence[Any], keys: Sequence[Key], place: Place) -> tuple[Sequence[Any], Key | None, Key | None]:
    """Return the rows next to a key, and the keys at both ends where more rows follow.

    A key that is gone stands where it would have stood.
    """
    start, stop = 0, place.size
    if place.key is not None:
        at = keys.index(place.key) if place.key in keys else sum(key < place.key for key in keys)
        start = max(0, at - place.size) if place.backwards else at + (place.key in keys)
        stop = at if place.backwards else start + place.size
    chosen = rows[start:stop]
    after = keys[stop - 1] if chosen and stop < len(rows) else None
    before = keys[start] if chosen and start > 0 else None
    return chosen, after, before


class AnswerList(ListView):
    """A list of an answer that comes as a whole: a row for each system, donor, meeting or stock."""

    def rows(self, values: Values, as_of: AsOf, **names: str) -> Sequence[Any]:
        """Return every row, in a unique order."""
        raise NotImplementedError

    def key(self, row: Any) -> Key:
        """Return what the rows are ordered by."""
        raise NotImplementedError

    def shape(self, row: Any) -> dict[str, Any]:
        """Return a row as JSON."""
        raise NotImplementedError

    def page(self, values: Values, as_of: AsOf, place: Place, **names: str) -> Page:
        """Return a page of the answer."""
        rows = self.rows(values, as_of, **names)
        chosen, after, before = cut(rows, [self.key(row) for row in rows], place)
        return Page([self.shape(row) for row in chosen], after, before)

    def count(self, values: Values, as_of: AsOf, **names: str) -> int:
        return len(self.rows(values, as_of, **names))


class TableList(ListView):
    """A list straight from a table, ordered by unique columns; a minus in front of a column turns it round."""

    order: ClassVar[tuple[str, ...]] = ("slug",)
    lookups: ClassVar[Mapping[str, str]] = {}

    def table(self, as_of: AsOf) -> Any:
        """Return the queryset of every row that the list can show."""
        raise NotImplementedError

    def fetched(self, rows: Any, as_of: AsOf) -> Any:
        """Return the queryset with everything that the shape of a row needs."""
        return rows

    def shape(self, row: Any) -> dict[str, Any]:
        """Return a row as JSON."""
        raise NotImplementedError

    def filtered(self, values: Values, as_of: AsOf) -> Any:
        """Return the queryset of the rows that the parameters leave."""
        chosen = {lookup: values[name] for name, lookup in self.lookups.items() if values[name] not in (None, ())}
        return self.table(as_of).filter(**chosen)

    def page(self, values: Values, as_of: AsOf, place: Place, **names: str) -> Page:
        """Return a page of the table, one row further than it shows."""
        rows = self.filtered(values, as_of)
        if place.key is not None:
            rows = rows.filter(beyond(self.order, place.key, backwards=place.backwards))
        order = turned(self.order) if place.backwards else self.order
        found = list(self.fetched(rows, as_of).order_by(*order)[: place.size + 1])
        more, found = len(found) > place.size, found[: place.size]
        if place.backwards:
            found.reverse()
        ends = (more or place.backwards, more if place.backwards else place.key is not None)
        return Page(
            [self.shape(row) for row in found],
            row_key(found[-1], self.order) if found and ends[0] else None,
            row_key(found[0], self.order) if found and ends[1] else None,
        )

    def count(self, values: Values, as_of: AsOf, **names: str) -> int:
        return int(self.filtered(values, as_of).count())


def turned(order: tuple[str, ...]) -> tuple[str, ...]:
    """Return the order the other way round."""
    return tuple(name[1:] if name.startswith("-") else f"-{name}" for name in order)


def row_key(row: Model, order: tuple[str, ...]) -> Key:
    """Return the values that a row is ordered by, as text."""
    key = []
    for name in order:
        value: Any = row
        for part in name.removeprefix("-").split("__"):
            value = getattr(value, part)
        key.append(str(value))
    return tuple(key)


def beyond(order: tuple[str, ...], key: Key, *, backwards: bool) -> Q:
    """Return the condition of the rows after a key, or before it."""
    condition = Q()
    equal = Q()
    for name, value in zip(order, key, strict=True):
        column, descending = name.removeprefix("-"), name.startswith("-")
        comparison = "lt" if descending != backwards else "gt"
        condition |= equal & Q(**{f"{column}__{comparison}": value})
        equal &= Q(**{column: value})
    return condition
