"""Which value each pledge has of a dimension, to filter, count and group by."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np

from pledges.answers.explorer.binary_copy import Integers
from pledges.answers.explorer.catalogue_names import Names
from pledges.answers.explorer.snapshot import Codes, Mask, Snapshot
from pledges.answers.explorer.snapshot_columns import NO_DAY
from pledges.answers.pledge_dimensions import (
    NONE,
    UNDATED,
    Dimension,
    Key,
    Line,
    Part,
    Party,
    Period,
    Trait,
    Word,
)

Counts = dict[str, int]
PartyChoice = tuple[set[int], set[int]]
"""Keys of donors, and places of roles, of which a party has to have one each; empty where any will do."""

ACROSS, NOT_YET = 10**9, 10**9 + 1
"""Stand for the periods of windows that reach over two, and of pledges that have no such date."""


@dataclass(frozen=True, slots=True)
class PledgeValues:
    """Words, and the place in them that each pledge has; with `rows`, each of these has one, and a pledge several."""

    words: Sequence[str]
    places: Integers
    rows: Integers | None = None

    def counts(self, chosen: Mask) -> Counts:
        """Return how many of the chosen pledges have each value; none that no pledge has."""
        places = self.places[chosen if self.rows is None else chosen[self.rows]]
        found = np.bincount(places, minlength=len(self.words)).tolist()
        return {word: count for word, count in zip(self.words, found, strict=True) if count}

    def among(self, values: Collection[str], size: int) -> Mask:
        """Return which pledges have one of the values."""
        having: Mask = np.array([word in values for word in self.words], dtype=np.bool_)[self.places]
        if self.rows is None:
            return having
        mask = np.zeros(size, dtype=np.bool_)
        mask[self.rows[having]] = True
        return mask


def coded_values(codes: Codes, word: Callable[[int], str], rows: Integers | None = None) -> PledgeValues:
    """Return the values that codes stand for; several may stand for the same."""
    all_words = [word(value) for value in codes.values.tolist()]
    words = list(dict.fromkeys(all_words))
    if len(words) == len(all_words):
        return PledgeValues(words, codes.places, rows)
    places = np.array([words.index(word) for word in all_words], dtype=np.int32)
    return PledgeValues(words, places[codes.places], rows)


def values_of(
    found: Snapshot, names: Names, dimension: Dimension, parties: PartyChoice = (set(), set())
) -> PledgeValues:
    """Return the values of a dimension; what the catalogue does not call otherwise meanwhile is kept."""
    if isinstance(dimension.of, Party):
        return party_values(found, names, dimension.of, parties)
    key = dimension.of, names.stamp
    values: PledgeValues | None = found.values.get(key)
    if values is None:
        values = found.values[key] = read_values(found, names, dimension)
    return values


def read_values(found: Snapshot, names: Names, dimension: Dimension) -> PledgeValues:
    """Return the values of a dimension that does not depend on what else is chosen."""
    match dimension.of:
        case Word(column=column, words=words):
            return PledgeValues(words, found.facts[column].astype(np.int32))
        case Key(column=column, sort=sort):
            return coded_values(found.codes_of(column), lambda key: names.by_key[sort][key].value)
        case Trait(of=of, part=part):
            return coded_values(found.codes_of(of.column), lambda key: str(getattr(names.by_key[of.sort][key], part)))
        case Line(column=column, words=words):
            return coded_values(found.pairs[column].codes, words.__getitem__, found.pairs[column].rows)
        case Part(sort=sort):
            pairs = found.pairs["attributed_to"]
            return coded_values(pairs.codes, lambda key: names.by_key[sort][key].value, pairs.rows)
        case Period():
            return period_values(found, dimension.of)
    raise TypeError(dimension.of)


def party_values(found: Snapshot, names: Names, party: Party, parties: PartyChoice) -> PledgeValues:
    """Return the donors that have one of the roles chosen, or the roles that one of the donors chosen has."""
    donors, roles = parties
    if party.words:
        pairs = found.parties.with_donors(donors)
        return coded_values(pairs.codes, party.words.__getitem__, pairs.rows)
    pairs = found.parties.with_roles(roles)
    return coded_values(pairs.codes, lambda key: names.by_key[party.sort][key].value, pairs.rows)


def period_values(found: Snapshot, period: Period) -> PledgeValues:
    """Return the periods in the order of time, those without one last."""

    def label(key: int) -> str:
        if key >= ACROSS:
            return UNDATED if key == ACROSS else NONE
        year, month = 1970 + key * period.months // 12, key * period.months % 12 + 1
        return {1: f"{year}-{month:02d}", 3: f"{year}-Q{(month + 2) // 3}", 12: str(year)}[period.months]

    start, end = (found.facts[f"{period.window}_{bound}"] for bound in ("start", "end"))
    first, last = (
        days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) // period.months for days in (start, end)
    )
    keys = np.where(start == NO_DAY, NOT_YET, np.where((first == last) & (end != NO_DAY), first, ACROSS))
    return coded_values(Codes.of(keys), label)
