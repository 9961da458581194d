"""The pages of initiatives: the list, and one with its contributions over time and what sources total."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse

from meetings.models import Initiative, Membership
from pledges.answers import AsOf, PledgeFilters, TotalRow, pledge_states
from pledges.answers.asserted_sums import AssertedSum
from pledges.answers.page_answers.initiative_sums import (
    MOST,
    Contribution,
    YearRow,
    by_year,
    contributions,
    initiative_filters,
    read_totals,
    sums_named,
)
from pledges.answers.page_answers.pledge_lines import Line, list_pledge_lines
from pledges.site.page_frame import AID_TYPE, ask, page, public_page
from pledges.values.choices import GroupBy, Measure

SHOWN = 50
"""Pledges that the page of an initiative lists; the pledge list has all."""


@dataclass(frozen=True, slots=True)
class InitiativeLine:
    """One initiative in the list, with what runs through it."""

    initiative: Initiative
    total: TotalRow | None


@dataclass(frozen=True, slots=True)
class InitiativePage:
    """One initiative at a moment; `packages` and `systems` are sums over its pledges, `said` what sources total."""

    initiative: Initiative
    total: TotalRow | None
    contributions: list[Contribution]
    packages: list[TotalRow]
    systems: list[TotalRow]
    years: list[YearRow]
    said: list[AssertedSum]
    members: list[Membership]
    lines: list[Line]
    more: bool


@public_page
def initiative_list(request: HttpRequest) -> HttpResponse:
    asked = ask(request, AID_TYPE)
    lines = list_initiative_lines(asked.as_of, aid_type=asked.aid_type)
    used = sum(line.total is not None for line in lines)
    return page(request, "meetings/initiative_list.html", asked.as_of, lines=lines, used=used)


@public_page
def initiative_detail(request: HttpRequest, slug: str) -> HttpResponse:
    asked = ask(request, AID_TYPE)
    shown = make_initiative_page(slug, asked.as_of, aid_type=asked.aid_type)
    if shown is None:
        raise Http404(f"There is no initiative {slug}.")
    return page(request, "meetings/initiative_detail.html", asked.as_of, page=shown)


def list_initiative_lines(as_of: AsOf, *, aid_type: str) -> list[InitiativeLine]:
    """Every initiative, those with most pledges first."""
    filters = PledgeFilters(aid_types=(aid_type,))
    found = {
        row.keys[GroupBy.INITIATIVE]: row
        for row in read_totals(as_of, filters, GroupBy.INITIATIVE, measure=Measure.VALUE_EUR)
    }
    every = Initiative.objects.prefetch_related("leads").select_related("source").order_by("name")
    lines = [InitiativeLine(initiative, found.get(initiative.slug)) for initiative in every]
    return sorted(lines, key=lambda line: -line.total.sums.pledges if line.total else 0)


def make_initiative_page(slug: str, as_of: AsOf, *, aid_type: str) -> InitiativePage | None:
    initiative = Initiative.objects.prefetch_related("leads").select_related("source").filter(slug=slug).first()
    if initiative is None:
        return None
    filters = initiative_filters(slug, aid_type=aid_type)
    rows = pledge_states(as_of, filters, order="-announced", size=MOST).rows
    whole = read_totals(as_of, filters, measure=Measure.VALUE_EUR)
    members = Membership.objects.live_at_version(version=as_of.version).filter(initiative=initiative)
    by_system = read_totals(as_of, filters, measure=Measure.QUANTITY)
    return InitiativePage(
        initiative=initiative,
        total=whole[0] if whole else None,
        contributions=contributions(as_of, filters, rows),
        packages=[
            row
            for row in read_totals(as_of, filters, GroupBy.PACKAGE, measure=Measure.VALUE_EUR)
            if row.keys[GroupBy.PACKAGE] != "none"
        ],
        systems=[row for row in by_system if row.system and not row.system.is_money],
        years=by_year(as_of, filters),
        said=sums_named(initiative, as_of, leads=[donor.code for donor in initiative.leads.all()]),
        members=list(members.select_related("donor", "source").order_by("donor__name", "id")),
        lines=list_pledge_lines(rows[:SHOWN]),
        more=len(rows) > SHOWN,
    )
