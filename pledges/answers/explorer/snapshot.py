"""The columns of one moment, kept in the memory of the process: read once for a version and day, then only counted.

What the catalogue says (names, kinds of systems, forums of meetings) is not in here, so that it may change at any time.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import Any, TypeVar

import numpy as np
from django.db import DataError, transaction
from numpy.typing import NDArray

from pledges.answers import AsOf
from pledges.answers.explorer.binary_copy import Integers, copy_columns, read_columns
from pledges.answers.explorer.exact_sums import Figures
from pledges.answers.explorer.snapshot_columns import (
    FACTS,
    NO_ROLE,
    SUMMED,
    attributions_query,
    entries_query,
    parties_query,
    pledges_query,
    shares_query,
)
from pledges.answers.moment_relations import STATES, fetch, relations

Mask = NDArray[np.bool_]
T = TypeVar("T")

KEPT = 4
"""So many moments a process holds at a time: the current one, and a few of the past that are being looked at."""

HELD = 64
"""So many answers are held per moment: of the database to filters, and what selections add up to."""

SHARED = -1
"""Stands for the donor of a pledge that several have a part in."""


@dataclass(frozen=True, slots=True)
class Codes:
    """A column as places in the list of its distinct values: small numbers that can be counted."""

    values: Integers
    places: Integers

    @classmethod
    def of(cls, column: Integers) -> Codes:
        values, places = np.unique(column.astype(np.int64), return_inverse=True)
        return cls(values, places.astype(np.int32))


@dataclass(frozen=True, slots=True)
class Pairs:
    """Values of which a pledge may have several: rows of pledges beside the values, no pair twice."""

    rows: Integers
    codes: Codes

    @classmethod
    def of(cls, rows: Integers, values: Integers) -> Pairs:
        if not len(rows):
            return cls(rows.astype(np.int64), Codes.of(values))
        codes = Codes.of(values)
        width = len(codes.values)
        rows, places = np.divmod(np.unique(rows * width + codes.places), width)
        return cls(rows, Codes(codes.values, places))


@dataclass(frozen=True, slots=True)
class Parties:
    """Who takes part in which row, in which role; what was asked for is kept."""

    rows: Integers
    donors: Integers
    roles: Integers
    kept: dict[Hashable, Pairs] = field(default_factory=dict)

    def with_roles(self, roles: set[int]) -> Pairs:
        """The donors that have one of the roles; any where none is given."""
        key = ("roles", frozenset(roles))
        if key not in self.kept:
            chosen = np.isin(self.roles, list(roles)) if roles else slice(None)
            self.kept[key] = Pairs.of(self.rows[chosen], self.donors[chosen])
        return self.kept[key]

    def with_donors(self, donors: set[int]) -> Pairs:
        """The roles that one of the donors has; any donor where none is given. JOINT has none."""
        if not donors and "any" in self.kept:
            return self.kept["any"]
        chosen = (self.roles != NO_ROLE) & (np.isin(self.donors, list(donors)) if donors else True)
        found = Pairs.of(self.rows[chosen], self.roles[chosen])
        if not donors:
            self.kept["any"] = found
        return found


@dataclass(slots=True)
class Snapshot:
    """One row per pledge, those of one system and unit together; derived orders and codes are added as they are used.

    `figures` has a row per pledge and then one per donor's part of a shared pledge; `part_rows` and `part_donors` say
    whose they are, where the donor of a shared pledge as a whole is SHARED.
    """

    facts: dict[str, Integers]
    references: NDArray[np.bytes_]
    figures: Figures
    part_rows: Integers
    part_donors: Integers
    parties: Parties
    pairs: dict[str, Pairs]
    codes: dict[str, Codes] = field(default_factory=dict)
    values: dict[Hashable, Any] = field(default_factory=dict)
    orders: dict[Hashable, Integers] = field(default_factory=dict)
    held: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict)

    @property
    def size(self) -> int:
        return len(self.references)

    def codes_of(self, name: str) -> Codes:
        if name not in self.codes:
            self.codes[name] = Codes.of(self.facts[name])
        return self.codes[name]

    def hold(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is kept under this key, or else is made now and kept for a while."""
        found: T | None = self.held.get(key)
        if found is None:
            found = self.held[key] = make()
            while len(self.held) > HELD:
                self.held.popitem(last=False)
        return found


kept: OrderedDict[Hashable, Snapshot] = OrderedDict()
"""The moments that this process holds, the one used last at the end."""
_lock = Lock()


def snapshot(as_of: AsOf, *, edition: int) -> Snapshot:
    """The columns of a moment; the caller holds one picture of the database.

    The edition tells versions of the same number apart, as there are in databases that were emptied and filled again.
    """
    key = (edition, as_of.version, as_of.valid_at, as_of.moment.bases)
    found = kept.get(key)
    if found is None:
        with _lock:
            found = kept.get(key) or read_snapshot(as_of)
            kept[key] = found
    with _lock:
        kept.move_to_end(key)
        while len(kept) > KEPT:
            kept.popitem(last=False)
    return found


def read_snapshot(as_of: AsOf) -> Snapshot:
    """Read the columns of a moment from the database; the longer way where a figure does not fit 64 bits."""
    try:
        with transaction.atomic():
            return read_as(as_of, number="bigint")
    except DataError:
        return read_as(as_of, number="numeric")


def read_as(as_of: AsOf, *, number: str) -> Snapshot:
    """Read the columns of a moment, the figures as numbers of this type.

    :raises DataError: a figure does not fit the type.
    """
    tables, params = relations(as_of, STATES), as_of.moment.params()
    columns = read_columns(partial(pledges_query, tables), (*FACTS, *SUMMED), params, number=number)
    parts = copy_columns(attributions_query(tables), ("pledge", "donor", "whole"), params)
    parties = copy_columns(parties_query(tables), ("pledge", "donor", "role"), params)
    entries = copy_columns(entries_query(tables), ("pledge", "stage", "grade"), params)
    names = ("pledge", "donor", *SUMMED)
    split = read_columns(partial(shares_query, tables), names, params, number=number)
    pledges = columns["pledge"].astype(np.int64)
    find = partial(places, pledges, np.argsort(pledges))
    part_rows, entry_rows = find(parts["pledge"]), find(entries["pledge"])
    whole_donors = np.full(len(pledges), SHARED)
    whole = parts["whole"] == 1
    whole_donors[part_rows[whole]] = parts["donor"][whole]
    return Snapshot(
        facts={name: columns[name].astype(np.int64) for name in FACTS},
        references=references(pledges),
        figures=Figures.of([np.concatenate([columns[name], split[name]]) for name in SUMMED]),
        part_rows=np.concatenate([np.arange(len(pledges)), find(split["pledge"])]),
        part_donors=np.concatenate([whole_donors, split["donor"].astype(np.int64)]),
        parties=Parties(find(parties["pledge"]), parties["donor"], parties["role"]),
        pairs={
            "attributed_to": Pairs.of(part_rows, parts["donor"]),
            "stage": Pairs.of(entry_rows, entries["stage"]),
            "grade": Pairs.of(entry_rows, entries["grade"]),
        },
    )


def places(pledges: Integers, order: Integers, wanted: Integers) -> Integers:
    """The rows in which pledges stand."""
    found: Integers = order[np.searchsorted(pledges, wanted.astype(np.int64), sorter=order)] if len(wanted) else wanted
    return found.astype(np.int64)


def references(pledges: Integers) -> NDArray[np.bytes_]:
    """The references of pledges by key."""
    rows: list[tuple[Any, ...]] = fetch("SELECT id, reference FROM pledges_pledge", {})
    known = {key: reference.encode() for key, reference in rows}
    return np.array([known[key] for key in pledges.tolist()], dtype=np.bytes_)
