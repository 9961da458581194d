"""The chosen pledges in an order, page by page; a page is found by the place of the pledge next to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from pledges.answers.explorer.binary_copy import Integers
from pledges.answers.explorer.catalogue_names import Names
from pledges.answers.explorer.exact_sums import AT
from pledges.answers.explorer.snapshot import Snapshot
from pledges.answers.explorer.snapshot_columns import NO_DAY
from pledges.answers.pledge_orders import AFTER_ALL, LAST_TEXT, ORDERS, REFERENCE, Bounds, Day, Key, Label, Place

LATEST = 10**9


def columns_of(key: Key, found: Snapshot, names: Names) -> list[Any]:
    """Return the columns that are compared one by one for a key of an order."""
    match key:
        case Day():
            days = np.full(found.size, NO_DAY)
            for column in key.columns:
                days = np.where(days == NO_DAY, found.facts[column], days)
            return [np.where(days == NO_DAY, LATEST, days) if key.missing == AFTER_ALL else days]
        case Label():
            return [label_places(key, found, names)]
        case Bounds():
            table = found.figures.table[: found.size]
            return [table[:, AT[f"{key.measure}_{end}"]] for end in ("low", "open", "high")]
        case Place():
            return [found.facts[key.column]]
    return [found.references if key == REFERENCE else found.facts[key.name]]


def label_places(key: Label, found: Snapshot, names: Names) -> Integers:
    """Return the place of each name in the order of all; what names nothing comes last."""
    text, codes = "date_start" if key.text == "date_start" else "label", found.codes_of(key.column)
    known = names.by_key[key.sort]
    texts = [getattr(known[value], text) if value else LAST_TEXT for value in codes.values.tolist()]
    rank = {text: place for place, text in enumerate(sorted(set(texts)))}
    return np.array([rank[text] for text in texts], dtype=np.int64)[codes.places]


@dataclass(frozen=True, slots=True)
class Page:
    """Some pledges in order by reference, and the number of the first among all.

    `after` and `before` are where the pages beside start; empty where there is none.
    """

    references: list[str]
    first: int
    after: str
    before: str


class UnknownPlaceError(LookupError):
    """No pledge has this reference at the moment."""


def page_of(
    found: Snapshot, rows: Integers, names: Names, *, order: str, size: int, after: str = "", before: str = ""
) -> Page:
    """A page of the rows, after or before a pledge.

    :raises UnknownPlaceError: there is no such pledge.
    """
    ranks, by_rank = rank_rows(found, names, order.removeprefix("-"))
    sign = -1 if order.startswith("-") else 1
    own = sign * ranks[rows]
    start = after or before
    if start:
        place = sign * ranks[row_of(found, start)]
        candidates = own[own > place] if after else own[own < place]
    else:
        candidates = own
    backwards = bool(before and not after)
    nearest = smallest_reference(-candidates if backwards else candidates, size + 1)
    more = len(nearest) > size
    chosen = np.sort(-nearest[:size] if backwards else nearest[:size])
    shown = [found.references[by_rank[sign * rank]].decode() for rank in chosen.tolist()]
    first = int((own < chosen[0]).sum()) + 1 if len(chosen) else 0
    return Page(
        references=shown,
        first=first,
        after=shown[-1] if shown and (more or backwards) and first + len(shown) <= len(rows) else "",
        before=shown[0] if shown and first > 1 else "",
    )


def smallest_reference(values: Integers, size: int) -> Integers:
    """The smallest values in order."""
    if len(values) > size:
        values = np.partition(values, size - 1)[:size]
    return np.sort(values)


def rank_rows(found: Snapshot, names: Names, order: str) -> tuple[Integers, Integers]:
    """The place of every row in an order, and the row at every place."""
    key = (order, names.stamp)
    if key not in found.orders:
        columns = [column for one in ORDERS[order].by for column in columns_of(one, found, names)]
        by_rank = np.lexsort([comparable(column) for column in reversed(columns)])
        ranks = np.empty(found.size, dtype=np.int64)
        ranks[by_rank] = np.arange(found.size)
        found.orders[key], found.orders[(key, "rows")] = ranks, by_rank
    return found.orders[key], found.orders[(key, "rows")]


def comparable(column: Integers) -> Integers:
    """Return numbers that stand in the order of a column; Python's own numbers as their places."""
    return np.unique(column, return_inverse=True)[1] if column.dtype == object else column


def row_of(found: Snapshot, reference: str) -> int:
    """The row of a pledge.

    :raises UnknownPlaceError: there is none.
    """
    if "references" not in found.orders:
        found.orders["references"] = np.argsort(found.references)
    order, wanted = found.orders["references"], reference.encode()
    place = int(np.searchsorted(found.references, np.bytes_(wanted), sorter=order))
    if place == found.size or found.references[order[place]] != wanted:
        raise UnknownPlaceError(reference)
    return int(order[place])
