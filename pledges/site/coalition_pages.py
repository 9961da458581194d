"""The pages of coalitions: the list, and one coalition with its members and what sources differ on."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse

from meetings.choices import CoalitionRole
from meetings.models import Coalition, Membership
from pledges.answers import (
    AsOf,
    KeyedRow,
    KeyedTotal,
    PledgeFilters,
    StageRow,
    keyed_summaries,
    keyed_totals,
    pledge_states,
    system_summaries,
)
from pledges.answers.page_answers.pledge_lines import Line, list_pledge_lines
from pledges.models import Scope
from pledges.site.page_frame import AID_TYPE, ask, page, public_page
from pledges.site.source_claims import Dispute, disputes

SHOWN_SYSTEMS = 8
"""Systems of its capability that the page of a coalition shows; the list of systems has all."""

SHOWN = 50
"""Pledges that the page of a coalition lists; the pledge list has all."""

LEADING = (CoalitionRole.LEAD, CoalitionRole.CO_LEAD)
COUNTED = (*LEADING, CoalitionRole.MEMBER)
ORDER = (*LEADING, CoalitionRole.MEMBER, CoalitionRole.OBSERVER, CoalitionRole.ANNOUNCED)


@dataclass(frozen=True, slots=True)
class CoalitionLine:
    """One coalition in the list; `listed` counts the members named here, `disputed` says on what sources differ."""

    coalition: Coalition
    leads: list[Membership]
    listed: int
    summary: KeyedTotal | None
    disputes: list[Dispute]


@dataclass(frozen=True, slots=True)
class CoalitionPage:
    """One coalition at a moment; `counts` are the numbers of members that sources state, `disputes` the rest."""

    coalition: Coalition
    leads: list[Membership]
    memberships: list[Membership]
    listed: int
    counts: Dispute | None
    disputes: list[Dispute]
    summary: KeyedRow | None
    capability_rows: list[StageRow]
    lines: list[Line]
    more: bool


@public_page
def coalition_list(request: HttpRequest) -> HttpResponse:
    asked = ask(request, AID_TYPE)
    found = list_coalition_lines(asked.as_of, aid_type=asked.aid_type)
    return page(request, "meetings/coalition_list.html", asked.as_of, lines=found)


@public_page
def coalition_detail(request: HttpRequest, slug: str) -> HttpResponse:
    asked = ask(request, AID_TYPE)
    shown = make_coalition_page(slug, asked.as_of, aid_type=asked.aid_type)
    if shown is None:
        raise Http404(f"There is no coalition {slug}.")
    return page(request, "meetings/coalition_detail.html", asked.as_of, page=shown)


def in_order(memberships: list[Membership]) -> list[Membership]:
    """Memberships with the leads first, then by name; one a donor, the latest published.

    Each statement about members without names stands for itself.
    """
    latest: dict[object, Membership] = {}
    for membership in sorted(memberships, key=lambda fact: (fact.version_id, fact.position)):
        unnamed = membership.count_low is not None
        latest[(membership.pk,) if unnamed else membership.donor_id] = membership
    return sorted(latest.values(), key=lambda fact: (ORDER.index(CoalitionRole(fact.role)), fact.donor.name))


def list_leads(memberships: list[Membership]) -> list[Membership]:
    return [fact for fact in memberships if fact.role in LEADING]


def count_members(memberships: list[Membership]) -> int:
    return sum(fact.role in COUNTED and fact.count_low is None for fact in memberships)


def list_coalition_lines(as_of: AsOf, *, aid_type: str) -> list[CoalitionLine]:
    """Every coalition with its leads and members, by name."""
    summaries = {row.key: row for row in keyed_totals(as_of, Scope.COALITION, aid_type=aid_type)}
    disputed: dict[str, list[Dispute]] = {}
    for dispute in disputes("coalition"):
        disputed.setdefault(dispute.subject, []).append(dispute)
    facts = Membership.objects.live_at_version(version=as_of.version).select_related("donor")
    found = []
    for coalition in Coalition.objects.prefetch_related(Prefetch("memberships", queryset=facts)).order_by("name"):
        members = in_order(list(coalition.memberships.all()))
        found.append(
            CoalitionLine(
                coalition=coalition,
                leads=list_leads(members),
                listed=count_members(members),
                summary=summaries.get(coalition.slug),
                disputes=disputed.get(coalition.slug, []),
            )
        )
    return found


def make_coalition_page(slug: str, as_of: AsOf, *, aid_type: str) -> CoalitionPage | None:
    coalition = Coalition.objects.filter(slug=slug).select_related("source").first()
    if coalition is None:
        return None
    facts = Membership.objects.live_at_version(version=as_of.version).filter(coalition=coalition)
    members = in_order(list(facts.select_related("donor", "source")))
    differing = disputes("coalition", (slug,))
    counts = next((dispute for dispute in differing if "member_count" in dispute.field), None)
    filters = PledgeFilters(coalitions=(slug,), aid_types=(aid_type,))
    summaries = keyed_summaries(as_of, Scope.COALITION, keys=(slug,), aid_type=aid_type)
    found = pledge_states(as_of, filters, order="-announced", size=SHOWN)
    return CoalitionPage(
        coalition=coalition,
        leads=list_leads(members),
        memberships=members,
        listed=count_members(members),
        counts=counts,
        disputes=[dispute for dispute in differing if dispute is not counts],
        summary=summaries[0] if summaries else None,
        capability_rows=most_promised(coalition.capability, as_of, aid_type=aid_type),
        lines=list_pledge_lines(found.rows),
        more=found.after is not None,
    )


def most_promised(capability: str, as_of: AsOf, *, aid_type: str) -> list[StageRow]:
    """The systems of a capability with most pledges, whoever promised them and wherever."""
    rows = system_summaries(as_of, capabilities=(capability,), aid_type=aid_type)
    promised = [row for row in rows if not row.system.is_money and row.pledges]
    return sorted(promised, key=lambda row: (-row.pledges, row.system.slug, row.unit))[:SHOWN_SYSTEMS]
