"""The pages of systems: the list, and one system with its pledges, needs and munitions."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse

from meetings.choices import Capability
from pledges.answers import (
    AsOf,
    GapRow,
    HeadroomRow,
    OverdueCounts,
    PledgeFilters,
    PledgeRow,
    StageRow,
    gaps,
    headroom,
    pledge_states,
    system_summaries,
)
from pledges.answers.asserted_sums import AssertedSum, asserted_sums
from pledges.answers.filters.parameter import choice
from pledges.answers.page_answers.complete_lists import complete_lists
from pledges.answers.page_answers.longest_waiting import longest_waiting
from pledges.answers.page_answers.pledge_counts import of_system, pledge_counts
from pledges.answers.page_answers.pledge_lines import Line, list_pledge_lines
from pledges.answers.page_answers.system_families import Chip, Coverage, capability_chips, coverage, lateness
from pledges.answers.page_answers.system_order import (
    CapabilityGroup,
    Group,
    group_by_capability,
    group_by_kind,
    main_row,
    range_classes,
    shown_order,
)
from pledges.answers.stated_needs import StatedNeed, list_system_needs
from pledges.models import Completeness, PriceEstimate, System
from pledges.site.page_frame import AID_TYPE, ask, page, public_page
from pledges.site.source_claims import Dispute, disputes

CAPABILITY = {"capability": choice("What the systems are for.", Capability.values, many=False)}

SHOWN_OF_EACH = 5
"""Rows of each capability in the list of all of them."""

SHOWN = 50
"""Pledges that the page of a system lists; the pledge list has all."""

SHOWN_WAITING = 5


@dataclass(frozen=True, slots=True)
class SystemList:
    """Every system that something is promised or asked for of: the first of each capability, or all of one by kind."""

    families: list[CapabilityGroup]
    groups: list[Group]
    needs: dict[tuple[str, str], GapRow]
    chips: list[Chip]
    systems: int
    rows: int


@dataclass(frozen=True, slots=True)
class SystemPage:
    """One system: its figures per unit, every promise, stated needs, and what donors could still give."""

    system: System
    rows: list[StageRow]
    main: StageRow | None
    lines: list[Line]
    more: bool
    counted: int
    restated: int
    signalled: int
    headroom: list[HeadroomRow]
    gaps: list[GapRow]
    requirements: list[StatedNeed]
    prices: list[PriceEstimate]
    munitions: list[System]
    coverage: list[Coverage]
    late: OverdueCounts
    donors: int
    disputes: list[Dispute]
    complete_lists: list[Completeness]
    claims: list[AssertedSum]
    longest: list[PledgeRow]


@public_page
def system_list(request: HttpRequest) -> HttpResponse:
    asked = ask(request, {**AID_TYPE, **CAPABILITY})
    capability = asked.values["capability"] or ""
    shown = make_system_list(asked.as_of, capability=capability, aid_type=asked.aid_type)
    return page(request, "pledges/system_list.html", asked.as_of, page=shown)


@public_page
def system_detail(request: HttpRequest, slug: str) -> HttpResponse:
    asked = ask(request, AID_TYPE)
    shown = make_system_page(slug, asked.as_of, aid_type=asked.aid_type)
    if shown is None:
        raise Http404(f"There is no system {slug}.")
    return page(request, "pledges/system_detail.html", asked.as_of, page=shown)


def make_system_list(as_of: AsOf, *, capability: str, aid_type: str) -> SystemList:
    every = system_summaries(as_of, aid_type=aid_type)
    rows = [row for row in every if not row.system.is_money and capability in ("", row.system.capability)]
    ordered = shown_order(rows, ranges=range_classes())
    return SystemList(
        families=[] if capability else group_by_capability(ordered, most=SHOWN_OF_EACH),
        groups=group_by_kind(ordered) if capability else [],
        needs={(need.system.slug, need.unit): need for need in gaps(as_of)},
        chips=capability_chips(every, current=capability),
        systems=len({row.system.slug for row in ordered}),
        rows=len(ordered),
    )


def make_system_page(slug: str, as_of: AsOf, *, aid_type: str) -> SystemPage | None:
    system = (
        System.objects.filter(slug=slug)
        .select_related("munition_of", "manufacturer_country")
        .prefetch_related("units", "munitions")
        .first()
    )
    if system is None:
        return None
    munitions = list(system.munitions.all())
    slugs = (slug, *(munition.slug for munition in munitions))
    every = system_summaries(as_of, systems=slugs, aid_type=aid_type)
    rows = shown_order([row for row in every if row.system.slug == slug], ranges={})
    main = main_row(system, rows)
    filters = of_system(slug, aid_type=aid_type)
    found = pledge_states(as_of, filters, order="announced", size=SHOWN)
    counts = pledge_counts(as_of, filters)
    stated = gaps(as_of, systems=(slug,))
    return SystemPage(
        system=system,
        rows=rows,
        main=main,
        lines=list_pledge_lines(found.rows),
        more=found.after is not None,
        counted=counts.counted,
        restated=counts.restated,
        signalled=counts.signalled,
        headroom=headroom(as_of, systems=(slug,)),
        gaps=stated,
        requirements=list_system_needs(system.pk, as_of),
        prices=list(PriceEstimate.objects.filter(system=system).select_related("source").order_by("unit", "id")),
        munitions=munitions,
        coverage=coverage(munitions, every, main),
        late=lateness(rows),
        donors=counts.donors,
        disputes=disputes("system", (slug,)),
        complete_lists=complete_lists(as_of, system=system),
        claims=asserted_sums(as_of, systems=(slug,)),
        longest=longest_of(slug, lateness(rows), as_of, aid_type=aid_type),
    )


def longest_of(slug: str, late: OverdueCounts, as_of: AsOf, *, aid_type: str) -> list[PledgeRow]:
    """What waits longest of a system none of whose due dates has passed; of others the late ones are said."""
    if late.certainly or late.possibly:
        return []
    return longest_waiting(as_of, PledgeFilters(systems=(slug,), aid_types=(aid_type,)), most=SHOWN_WAITING)
