"""The chosen pledges in an order, page by page; a page is found by the place of the pledge next to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pledges.answers.explorer.binary_copy import Integers
from pledges.answers.explorer.catalogue_names import Names
from pledges.answers.explorer.exact_sums import AT
from pledges.answers.explorer.snapshot import Snapshot
from pledges.answers.explorer.snapshot_columns import NO_DAY

LATEST = 10**9
Key = Callable[[Snapshot, Names], list[Integers]]


def by_label(column: str, sort: str, part: str = "label") -> Key:
    """Order by a text of the catalogue; what names nothing comes last."""

    def key(found: Snapshot, names: Names) -> list[Integers]:
        codes = found.codes_of(column)
        texts = [getattr(names.by_key[sort][value], part) if value else "\U0010ffff" for value in codes.values.tolist()]
        rank = {text: place for place, text in enumerate(sorted(set(texts)))}
        return [np.array([rank[text] for text in texts], dtype=np.int64)[codes.places]]

    return key


def by_day(*columns: str, missing: int) -> Key:
    """Order by the first day of some that is known."""

    def key(found: Snapshot, names: Names) -> list[Integers]:
        days = np.full(found.size, NO_DAY)
        for column in columns:
            days = np.where(days == NO_DAY, found.facts[column], days)
        return [np.where(days == NO_DAY, missing, days)]

    return key


def by_figure(measure: str) -> Key:
    """Order by the low of a figure, then its high, where an open one comes last."""

    def key(found: Snapshot, names: Names) -> list[Integers]:
        table = found.figures.table[: found.size]
        return [table[:, AT[f"{measure}_{end}"]] for end in ("low", "open", "high")]

    return key


def by_system(found: Snapshot, names: Names) -> list[Integers]:
    """Order by the name of the system, then the unit, then how many."""
    return [*by_label("system", "system")(found, names), found.facts["unit"], *by_figure("promised")(found, names)]


ORDERS: dict[str, Key] = {
    "reference": lambda found, names: [],
    "announced": by_day("announced_start", missing=NO_DAY),
    "due": by_day("due_end", "due_start", missing=LATEST),
    "delivered": by_day("delivered_end", missing=LATEST),
    "published": lambda found, names: [found.facts["published"]],
    "donor": by_label("lead", "donor"),
    "system": by_system,
    "meeting": by_label("meeting", "meeting", "capability_or_day"),
    "coalition": by_label("coalition", "coalition"),
    "initiative": by_label("initiative", "initiative"),
    "package": by_label("package", "package"),
    "beneficiary": by_label("beneficiary", "donor"),
    "aid_type": lambda found, names: [found.facts["aid_type"]],
    "status": lambda found, names: [found.facts["status"]],
    "overdue": lambda found, names: [found.facts["overdue"]],
    "outstanding": by_figure("outstanding"),
    "value": by_figure("value_promised"),
}
"""What pledges can be ordered by, each with a minus in front for the reverse; the reference decides among equals."""


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
    """Return a page of the rows, after or before a pledge.

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
    """Return the smallest values in order."""
    if len(values) > size:
        values = np.partition(values, size - 1)[:size]
    return np.sort(values)


def rank_rows(found: Snapshot, names: Names, order: str) -> tuple[Integers, Integers]:
    """Return the place of every row in an order, and the row at every place."""
    key = (order, names.stamp)
    if key not in found.orders:
        columns = ORDERS[order](found, names)
        by_rank = np.lexsort((found.references, *(column.astype(np.float64) for column in reversed(columns))))
        ranks = np.empty(found.size, dtype=np.int64)
        ranks[by_rank] = np.arange(found.size)
        found.orders[key], found.orders[(key, "rows")] = ranks, by_rank
    return found.orders[key], found.orders[(key, "rows")]


def row_of(found: Snapshot, reference: str) -> int:
    """Return the row of a pledge.

    :raises UnknownPlaceError: there is none.
    """
    if "references" not in found.orders:
        found.orders["references"] = np.argsort(found.references)
    order, wanted = found.orders["references"], reference.encode()
    place = int(np.searchsorted(found.references, np.bytes_(wanted), sorter=order))
    if place == found.size or found.references[order[place]] != wanted:
        raise UnknownPlaceError(reference)
    return int(order[place])
