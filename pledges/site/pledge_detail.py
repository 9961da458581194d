"""The page of one pledge: its state, its ledger and its terms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse

from meetings.choices import Confidence, SourceGrade
from meetings.models import Coalition, Donor, Initiative, Meeting
from pledges.answers import AsOf, PledgeDetail, PledgeEntry, PledgeTerms, StageRow, pledge_in_full, system_summaries
from pledges.answers.open_pairs import OpenPair, open_pairs_of
from pledges.answers.page_answers.late_cross_checks import LatePledge, with_cross_checks
from pledges.answers.reporting import Measured, measure_pledge
from pledges.answers.row_names import meeting_name
from pledges.site.page_frame import ask, page, public_page
from pledges.site.source_claims import Dispute, disputes


@dataclass(frozen=True, slots=True)
class Names:
    """Names of what the terms of a pledge point at, by slug."""

    meetings: dict[str, str]
    coalitions: dict[str, str]
    initiatives: dict[str, str]
    donors: dict[str, str]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the timeline: an entry, or terms where they changed."""

    day: date
    entry: PledgeEntry | None
    terms: PledgeTerms | None
    grade: str
    unverified: bool


@dataclass(frozen=True, slots=True)
class PledgePage:
    """One pledge: its state, its ledger in the order of what happened, its terms, and what sources differ on."""

    detail: PledgeDetail
    timeline: list[Fact]
    terms: list[Fact]
    current: PledgeTerms | None
    names: Names
    disputes: list[Dispute]
    open_pairs: list[OpenPair]
    row: StageRow | None
    measured: Measured | None
    late: LatePledge | None


@public_page
def pledge_detail(request: HttpRequest, reference: str) -> HttpResponse:
    asked = ask(request)
    shown = make_pledge_page(reference, asked.as_of)
    if shown is None:
        raise Http404(f"There is no pledge {reference} as known in version {asked.as_of.version}.")
    return page(request, "pledges/pledge_detail.html", asked.as_of, page=shown)


def make_pledge_page(reference: str, as_of: AsOf) -> PledgePage | None:
    detail = pledge_in_full.pledge_detail(reference, as_of)
    if detail is None:
        return None
    entries = [fact_of(entry.occurred.start if entry.occurred else None, entry=entry) for entry in detail.entries]
    terms = [fact_of(terms.effective_start, terms=terms) for terms in detail.terms]
    current = next((terms for terms in detail.terms if terms.current), None)
    subjects = (reference, *detail.links.external_references)
    rows = system_summaries(as_of, systems=(detail.system.slug,), units=(detail.unit,))
    return PledgePage(
        detail=detail,
        timeline=sorted(entries, key=lambda fact: fact.day),
        terms=terms,
        current=current,
        names=names_of(detail.terms),
        disputes=disputes("pledge", subjects),
        open_pairs=open_pairs_of(reference, as_of),
        row=rows[0] if rows else None,
        measured=measure_pledge(reference, as_of),
        late=with_cross_checks(as_of, [detail.state])[0] if detail.state else None,
    )


def fact_of(day: date | None, *, entry: PledgeEntry | None = None, terms: PledgeTerms | None = None) -> Fact:
    stated = entry or terms
    if stated is None:
        raise ValueError("a line of the timeline is an entry or terms")
    grade = SourceGrade(stated.source.grade)
    return Fact(
        day=day or date.min,
        entry=entry,
        terms=terms,
        grade=str(grade.label),
        unverified=grade == SourceGrade.UNVERIFIED or stated.confidence == Confidence.MEMORY,
    )


def names_of(terms: Iterable[PledgeTerms]) -> Names:
    every = list(terms)
    meetings = Meeting.objects.filter(slug__in=[t.meeting for t in every if t.meeting]).select_related("forum")
    coalitions = Coalition.objects.filter(slug__in=[t.coalition for t in every if t.coalition])
    initiatives = Initiative.objects.filter(slug__in=[t.initiative for t in every if t.initiative])
    donors = Donor.objects.filter(code__in=[t.beneficiary for t in every])
    return Names(
        meetings={meeting.slug: meeting_name(meeting) for meeting in meetings},
        coalitions=dict(coalitions.values_list("slug", "name")),
        initiatives=dict(initiatives.values_list("slug", "name")),
        donors=dict(donors.values_list("code", "name")),
    )
