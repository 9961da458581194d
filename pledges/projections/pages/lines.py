"""Pledges as lists show them: the state of each with its source and the name of its meeting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from meetings.models import Meeting, Source
from pledges.models import Terms
from pledges.projections.answers import AsOf, PledgeRow, SourceRef
from pledges.projections.pages.facts import live


@dataclass(frozen=True, slots=True)
class Cite:
    """The source that the terms of a pledge are cited from, and how it was seen."""

    source: Source | SourceRef
    grade: str
    confidence: str
    quote: str

    @property
    def unverified(self) -> bool:
        """Whether nobody has read a page that says so."""
        return self.confidence == "memory" or self.source.grade == "unverified"


@dataclass(frozen=True, slots=True)
class Line:
    """One pledge in a list."""

    row: PledgeRow
    cite: Cite | None
    meeting: str


def lines(rows: Sequence[PledgeRow], as_of: AsOf) -> list[Line]:
    """Return the pledges with their sources and meetings, in two queries."""
    if not rows:
        return []
    cites = cites_of([row.reference for row in rows], known=as_of.version)
    names = meeting_labels({row.meeting for row in rows if row.meeting})
    return [Line(row, cites.get(row.reference), names.get(row.meeting or "", "")) for row in rows]


def cites_of(references: Iterable[str], *, known: int) -> dict[str, Cite]:
    """Return the source of the latest live terms of each pledge."""
    terms = (
        live(Terms.objects.all(), known=known, target="terms")
        .filter(pledge__reference__in=list(references))
        .select_related("source", "pledge")
        .order_by("pledge_id", "-version_id", "-position")
        .distinct("pledge_id")
    )
    return {fact.pledge.reference: cite(fact) for fact in terms}


def cite(fact: Terms) -> Cite:
    """Return the citation of a fact whose source is at hand."""
    return Cite(fact.source, str(fact.source.get_grade_display()), fact.confidence, fact.quote)


def meeting_labels(slugs: Iterable[str]) -> dict[str, str]:
    """Return what a column of meetings shows: the number, or the forum where there is none."""
    found = Meeting.objects.filter(slug__in=list(slugs)).values_list("slug", "number", "forum__name")
    return {slug: str(number) if number else forum for slug, number, forum in found}
