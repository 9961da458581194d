"""What the pages of systems show: the list, and one system."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from meetings.choices import Capability
from pledges.answers import (
    AsOf,
    GapRow,
    HeadroomRow,
    OverdueCounts,
    StageRow,
    gaps,
    headroom,
    pledge_states,
    system_summaries,
)
from pledges.answers.page_answers.pledge_counts import of_system, pledge_counts
from pledges.answers.page_answers.pledge_lines import Line, list_pledge_lines
from pledges.answers.page_answers.source_claims import Dispute, disputes
from pledges.answers.page_answers.system_families import Coverage, coverage, lateness
from pledges.answers.page_answers.system_order import Group, group_by_kind, range_classes, shown_order
from pledges.models import PriceEstimate, Requirement, System

SHOWN = 50
"""Pledges that the page of a system lists; the pledge list has all."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One choice of a row of choices."""

    value: str
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class SystemList:
    """Every system that something is promised or asked for of, by kind."""

    groups: list[Group]
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
    requirements: list[Requirement]
    prices: list[PriceEstimate]
    munitions: list[System]
    coverage: list[Coverage]
    late: OverdueCounts
    donors: int
    disputes: list[Dispute]


def capability_chips(rows: list[StageRow], *, current: str) -> list[Chip]:
    """Return the capabilities that occur in the rows, and all."""
    present = {row.system.capability for row in rows if not row.system.is_money}
    chips = [Chip(word.value, str(word.label), word.value == current) for word in Capability if word.value in present]
    return [*chips, Chip("", _("All"), current == "")]


def system_list(as_of: AsOf, *, capability: str, aid_type: str) -> SystemList:
    """Return the systems of a capability, or all of them."""
    every = system_summaries(as_of, aid_type=aid_type)
    rows = [row for row in every if not row.system.is_money and capability in ("", row.system.capability)]
    ordered = shown_order(rows, ranges=range_classes())
    return SystemList(
        groups=group_by_kind(ordered),
        chips=capability_chips(every, current=capability),
        systems=len({row.system.slug for row in ordered}),
        rows=len(ordered),
    )


def system_page(slug: str, as_of: AsOf, *, aid_type: str) -> SystemPage | None:
    """Return one system of the catalogue at a moment."""
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
    needs = Requirement.objects.live_at_version(version=as_of.version).filter(system=system)
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
        gaps=gaps(as_of, systems=(slug,)),
        requirements=list(
            needs.filter(stated_start__lte=as_of.valid_at).select_related("source").order_by("-stated_end", "-id")
        ),
        prices=list(PriceEstimate.objects.filter(system=system).select_related("source").order_by("unit", "id")),
        munitions=munitions,
        coverage=coverage(munitions, every, main),
        late=lateness(rows),
        donors=counts.donors,
        disputes=disputes("system", (slug,)),
    )


def main_row(system: System, rows: list[StageRow]) -> StageRow | None:
    """Return the row of the usual unit, else the one with most pledges."""
    usual = [unit.unit for unit in sorted(system.units.all(), key=lambda unit: unit.position)]
    by_unit = {row.unit: row for row in rows if row.pledges}
    first = next((by_unit[unit] for unit in usual if unit in by_unit), None)
    return first or (rows[0] if rows else None)
