"""What a search over the whole site finds: things by name, pledges and sources by words, grouped, the best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from pledges.answers import AsOf, PledgeFilters, PledgeRow, count_pledges, pledge_states
from pledges.answers.search_ledger import FoundSource, find_sources, references_beginning, references_quoting
from pledges.answers.search_subjects import COALITION, DONOR, INITIATIVE, MEETING, PERSON, SYSTEM, Subject
from pledges.values.name_index import BEGINS, WORDS, Match, NameIndex
from pledges.words.subject_index import index_subjects

LONGEST = 200
"""So many letters of what was typed are looked for."""

MOST_PLEDGES = 8
MOST_SOURCES = 50
MOST_REFERENCES = 500
SORTS = (SYSTEM, DONOR, MEETING, PERSON, COALITION, INITIATIVE)
FILTER_OF = {SYSTEM: "system", DONOR: "donor", MEETING: "meeting", COALITION: "coalition", INITIATIVE: "initiative"}
"""The filter of pledges that names a subject of a sort; people make no pledges."""


@dataclass(frozen=True, slots=True)
class FoundPledges:
    """The first pledges found and how many there are; `by` are the subjects whose pledges they are, if any."""

    rows: Sequence[PledgeRow]
    total: int
    by: tuple[Subject, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for the words that were looked for; `suggestion` where something else was probably meant."""

    words: str
    cut: bool
    subjects: dict[str, list[Subject]]
    pledges: FoundPledges
    sources: list[FoundSource]
    suggestion: str

    @property
    def total(self) -> int:
        return sum(map(len, self.subjects.values())) + self.pledges.total + len(self.sources)


def search_site(typed: str, as_of: AsOf) -> Found:
    """Look for words in all names, and in what the ledger of the moment quotes and cites."""
    stated = " ".join(typed.replace("\0", " ").split())
    words = stated[:LONGEST]
    index = index_subjects(as_of)
    matches = index.find(words)
    pledges = find_pledges(words, as_of, index, matches)
    sources = find_sources(words, as_of, most=MOST_SOURCES)
    nothing = words and not matches and not pledges.total
    return Found(
        words=words,
        cut=len(stated) > LONGEST,
        subjects=group_subjects(matches),
        pledges=pledges,
        sources=sources,
        suggestion=index.suggest(words) if nothing else "",
    )


def group_subjects(matches: Sequence[Match[Subject]]) -> dict[str, list[Subject]]:
    """What was found by sort: the sort of the best one first, the sorts as they stand among equals."""
    groups: dict[str, list[Subject]] = {}
    best: dict[str, int] = {}
    for match in matches:
        groups.setdefault(match.thing.sort, []).append(match.thing)
        best.setdefault(match.thing.sort, match.fit)
    return {sort: groups[sort] for sort in sorted(groups, key=lambda sort: (-best[sort], SORTS.index(sort)))}


def find_pledges(words: str, as_of: AsOf, index: NameIndex[Subject], matches: Sequence[Match[Subject]]) -> FoundPledges:
    """Pledges by their reference, else those of what is named, alone or two together, else those that quote it."""
    references = references_beginning(words, as_of, most=MOST_REFERENCES) if words else []
    if references:
        return read_pledges(as_of, PledgeFilters(references=tuple(references)), order="reference")
    named = tuple(named_subjects(matches)) or pair_of_subjects(words, index)
    if named:
        chosen: dict[str, Any] = {f"{FILTER_OF[one.sort]}s": (one.key,) for one in named}
        filters = PledgeFilters(**chosen)
        return read_pledges(as_of, filters, order="-announced", by=named)
    quoting = references_quoting(words, as_of)[:MOST_REFERENCES]
    if quoting:
        return read_pledges(as_of, PledgeFilters(references=tuple(quoting)), order="-announced")
    return FoundPledges((), 0)


def read_pledges(as_of: AsOf, filters: PledgeFilters, *, order: str, by: tuple[Subject, ...] = ()) -> FoundPledges:
    page = pledge_states(as_of, filters, order=order, size=MOST_PLEDGES)
    total = len(page.rows) if page.after is None else count_pledges(as_of, filters)
    return FoundPledges(page.rows, total, by)


def named_subjects(matches: Sequence[Match[Subject]]) -> list[Subject]:
    """The one thing that promises are made by or of whose name was typed; of several alike none is."""
    best = [match for match in matches if match.thing.sort in FILTER_OF]
    alike = list(takewhile(lambda match: match.fit == best[0].fit, best))
    clear = best and (best[0].fit > BEGINS or (len(alike) == 1 and best[0].fit >= WORDS))
    return [best[0].thing] if clear else []


def pair_of_subjects(words: str, index: NameIndex[Subject]) -> tuple[Subject, ...]:
    """Two things of different sorts that were typed one after the other, as a donor and a system."""
    parts = words.split()
    for at in range(1, len(parts)):
        first, second = (named_subjects(index.find(" ".join(part))) for part in (parts[:at], parts[at:]))
        if first and second and first[0].sort != second[0].sort:
            return first[0], second[0]
    return ()
