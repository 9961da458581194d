"""Finding things by the beginnings of the words of their names, whatever order and alphabet they were typed in."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pledges.values.cyrillic_letters import latin_spellings
from pledges.values.name_folding import fold_name
from pledges.values.nearest_word import nearest_word

WHOLE, BEGINS, WORDS, PARTS = 4, 3, 2, 1
"""How well a name fits: it is what was typed, begins with it, has its words, or words that begin like them."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """Something found, and how well its best name fits."""

    thing: T
    fit: int


@dataclass(slots=True)
class NameIndex(Generic[T]):
    """Things under all their names, the main ones first; things that fit alike come in the order in which they are."""

    things: list[T] = field(default_factory=list)
    names: list[tuple[str, ...]] = field(default_factory=list)
    places: dict[str, set[int]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    spelt: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, named: Iterable[tuple[T, Sequence[str]]]) -> NameIndex[T]:
        made = cls()
        for place, (thing, names) in enumerate(named):
            folded = dict.fromkeys(filter(None, map(fold_name, names)))
            made.things.append(thing)
            made.names.append(tuple(folded))
            for name in folded:
                for word in words_of(name):
                    made.places.setdefault(word, set()).add(place)
            for spelling in (*names, *(word for name in names for word in name.split())):
                made.spelt.setdefault(fold_name(spelling), spelling.strip(" ,;()"))
        made.words = sorted(made.places)
        return made

    def find(self, typed: str) -> list[Match[T]]:
        """What has a word beginning like each word that was typed: the best fit first."""
        fits: dict[int, int] = {}
        for spelling in spellings(typed):
            for place in self.with_words(spelling.split()):
                fits[place] = max(fits.get(place, 0), how_it_fits(spelling, self.names[place]))
        ordered = sorted(fits, key=lambda place: (-fits[place], place))
        return [Match(self.things[place], fits[place]) for place in ordered]

    def with_words(self, words: Sequence[str]) -> set[int]:
        found = [set().union(*(self.places[one] for one in self.beginning(word))) for word in words]
        return set.intersection(*found) if found else set()

    def beginning(self, word: str) -> Iterator[str]:
        for at in range(bisect_left(self.words, word), len(self.words)):
            if not self.words[at].startswith(word):
                return
            yield self.words[at]

    def suggest(self, typed: str) -> str:
        """A name, or a word of one, that is spelt nearly so; blank where none is."""
        for spelling in spellings(typed):
            near = nearest_word(spelling, self.spelt)
            if near and near != spelling:
                return self.spelt[near]
        return ""


def words_of(folded: str) -> set[str]:
    """The words of a name, and all of them in one, as F-16 is typed F16 and IRIS-T is typed IRIST."""
    return {*folded.split(), folded.replace(" ", "")}


def spellings(typed: str) -> list[str]:
    """What was typed, folded, and the same in Latin letters where it is in Cyrillic ones."""
    return list(dict.fromkeys(filter(None, map(fold_name, (typed, *latin_spellings(typed))))))


def how_it_fits(spelling: str, names: Sequence[str]) -> int:
    squeezed = spelling.replace(" ", "")
    if any(name == spelling or name.replace(" ", "") == squeezed for name in names):
        return WHOLE
    if any(name.startswith(f"{spelling} ") for name in names):
        return BEGINS
    words = set(spelling.split())
    return WORDS if any(words <= set(name.split()) for name in names) else PARTS
