"""What the pages of donors show: the list, and one donor with its systems, stocks, memberships and pledges."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from meetings.models import JOINT, Donor, DonorMembership, Membership
from pledges.models import AssertedTotal, Scope
from pledges.projections.answers import (
    AsOf,
    HeadroomRow,
    KeyedRow,
    KeyedTotal,
    PledgeFilters,
    StageRow,
    donor_summaries,
    headroom,
    keyed_totals,
    pledge_states,
)
from pledges.projections.pages.facts import live
from pledges.projections.pages.lines import Line, lines
from pledges.projections.pages.ordering import range_classes, shown_order

NO_EVIDENCE = "no_evidence"
"""Status of a body to which no source says that the donor belongs."""

SHOWN = 50
"""Pledges that the page of a donor lists; the rest stands in the pledge list."""


@dataclass(frozen=True, slots=True)
class DonorPage:
    """One donor, or what could not be attributed to one (`donor` None)."""

    code: str
    name: str
    donor: Donor | None
    summary: KeyedRow | None
    rows: list[StageRow]
    headroom: list[HeadroomRow]
    bodies: list[DonorMembership]
    coalitions: list[Membership]
    claims: list[Claim]
    lines: list[Line]
    more: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """A sum that a source asserts, beside what the ledger holds for the same donor, system and unit."""

    asserted: AssertedTotal
    ledger: StageRow | None

    @property
    def figure(self) -> object:
        """The figure of the ledger at the stage that the source speaks of."""
        if self.ledger is None or self.ledger.stage.figures is None:
            return None
        figures = self.ledger.stage.figures
        return figures.delivered if self.asserted.stage == "delivered" else figures.promised


def donor_list(as_of: AsOf, *, aid_type: str) -> list[KeyedTotal]:
    """Return every donor that something is attributed to, the one with most pledges first."""
    rows = keyed_totals(as_of, Scope.DONOR, aid_type=aid_type)
    return sorted(rows, key=lambda row: (-row.stage.pledges, row.key))


def donor_page(code: str, as_of: AsOf, *, aid_type: str) -> DonorPage | None:
    """Return a donor, or the row of what is joint."""
    donor = Donor.objects.filter(code=code).first()
    if donor is None and code != JOINT:
        return None
    summaries = donor_summaries(as_of, donors=(code,), aid_type=aid_type)
    summary = summaries[0] if summaries else None
    filters = PledgeFilters(attributed_to=(code,), aid_types=(aid_type,))
    found = pledge_states(as_of, filters, order="-announced", size=SHOWN)
    rows = shown_order(summary.systems if summary else (), ranges=range_classes())
    return DonorPage(
        code=code,
        name=donor.name if donor else "Joint",
        donor=donor,
        summary=summary,
        rows=[row for row in rows if row.system.kind != "money"],
        headroom=headroom(as_of, donors=(code,)),
        bodies=bodies_of(donor, as_of) if donor else [],
        coalitions=memberships_of(donor, as_of) if donor else [],
        claims=claims_of(donor, rows, as_of) if donor else [],
        lines=lines(found.rows, as_of),
        more=found.next is not None,
    )


def bodies_of(donor: Donor, as_of: AsOf) -> list[DonorMembership]:
    """Return the bodies that a donor belongs to on the day; the columns hold the first and the last day."""
    day = as_of.valid_at
    begun = Q(member_since__isnull=True) | Q(member_since__lte=day)
    lasting = Q(member_until__isnull=True) | Q(member_until__gte=day)
    found = DonorMembership.objects.filter(begun, lasting, donor=donor).exclude(status=NO_EVIDENCE)
    return list(found.order_by("body", "id"))


def memberships_of(donor: Donor, as_of: AsOf) -> list[Membership]:
    """Return the coalitions and initiatives that a donor belongs to."""
    facts = live(Membership.objects.filter(donor=donor), known=as_of.version, target="membership")
    return list(facts.select_related("coalition", "initiative", "source").order_by("coalition__name", "id"))


def claims_of(donor: Donor, rows: list[StageRow], as_of: AsOf) -> list[Claim]:
    """Return what sources assert in sum about a donor, latest first."""
    facts = live(AssertedTotal.objects.filter(donor=donor), known=as_of.version, target="asserted_total")
    facts = facts.filter(as_of_start__lte=as_of.valid_at).select_related("system", "source")
    ledger = {(row.system.slug, row.unit): row for row in rows}
    return [
        Claim(fact, ledger.get((fact.system.slug, fact.unit)))
        for fact in facts.order_by("-as_of_end", "system__slug", "id")
    ]
