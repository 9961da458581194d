"""Pledges as lists show them: the state of each with its source and the name of its meeting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from meetings.choices import SourceGrade
from pledges.answers import PledgeRow, SourceRef
from pledges.answers.figure_values import SOURCE_COLUMNS
from pledges.answers.moment_relations import fetch
from pledges.answers.row_names import short_meeting_names

CITED = f"""
    SELECT t.id, t.confidence, t.quote, {SOURCE_COLUMNS}
    FROM pledges_terms AS t JOIN meetings_source AS source ON source.id = t.source_id
    WHERE t.id = ANY(%(terms)s)
    ORDER BY t.id
"""


@dataclass(frozen=True, slots=True)
class Cite:
    """The source that the terms of a pledge are cited from, and how it was seen."""

    source: SourceRef
    grade: str
    confidence: str
    quote: str

    @property
    def unverified(self) -> bool:
        """Whether nobody has read a page that says so."""
        return self.confidence == "memory" or self.source.grade == "unverified"


@dataclass(frozen=True, slots=True)
class Line:
    row: PledgeRow
    cite: Cite | None
    meeting: str


def list_pledge_lines(rows: Sequence[PledgeRow]) -> list[Line]:
    """The pledges with the sources of the terms that count and the names of their meetings, in two queries."""
    if not rows:
        return []
    cites = cites_of(row.terms for row in rows)
    names = short_meeting_names({row.meeting for row in rows if row.meeting})
    return [Line(row, cites.get(row.terms), names.get(row.meeting or "", "")) for row in rows]


def cites_of(terms: Iterable[int]) -> dict[int, Cite]:
    """The sources that terms are cited from, by the key of the terms."""
    rows = fetch(CITED, {"terms": list(terms)})
    return {key: cite(confidence, quote, SourceRef(*source)) for key, confidence, quote, *source in rows}


def cite(confidence: str, quote: str, source: SourceRef) -> Cite:
    return Cite(source, str(SourceGrade(source.grade).label), confidence, quote)
