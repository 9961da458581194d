"""The pages of donors: the list, and one donor with its systems, stocks, memberships and pledges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse

from meetings.models import JOINT, Donor, DonorGdp, DonorMembership, Membership
from pledges.answers import (
    AsOf,
    HeadroomRow,
    KeyedRow,
    KeyedTotal,
    PledgeFilters,
    PledgeRow,
    StageFields,
    StageRow,
    count_pledges,
    headroom,
    keyed_summaries,
    keyed_totals,
    pledge_states,
)
from pledges.answers.asserted_sums import AssertedSum, asserted_sums
from pledges.answers.page_answers.complete_lists import complete_lists
from pledges.answers.page_answers.longest_waiting import longest_waiting
from pledges.answers.page_answers.pledge_lines import Line, list_pledge_lines
from pledges.answers.page_answers.system_order import first_systems, keep_units_together, range_classes, shown_order
from pledges.answers.reporting import Reported, read_reporting
from pledges.answers.row_names import JOINT_NAME
from pledges.models import Completeness, Scope
from pledges.site.page_frame import AID_TYPE, ask, page, public_page
from pledges.values.choices import PartyRole, StatusWord

NO_EVIDENCE = "no_evidence"
"""Status of a body to which no source says that the donor belongs."""

GIVING = (PartyRole.FUNDER.value, PartyRole.STOCK_OWNER.value)
"""Roles of whoever promises; of a joint pledge without shares, nothing counts for any of them, and yet it is theirs."""

SHOWN = 10
"""Rows of systems, and pledges, that stand open on the page of a donor; the rest is one click away."""

OPEN = tuple(word for word in StatusWord.values if word not in (StatusWord.DELIVERED, StatusWord.WITHDRAWN))
"""The states of what has not arrived in full."""

SHOWN_WAITING = 5


@dataclass(frozen=True, slots=True)
class GdpShare:
    """Promised value in per cent of the donor's GDP of a year before the moment; `high` None is without bound."""

    low: Decimal
    high: Decimal | None
    gdp: DonorGdp
    valued: int
    pledges: int

    @property
    def is_of_most(self) -> bool:
        """Whether most pledges state an amount; of a few, the share says nothing of all."""
        return self.valued * 2 > self.pledges


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
    claims: list[AssertedSum]
    complete_lists: list[Completeness]
    lines: list[Line]
    more: bool
    pledges: int
    of_gdp: GdpShare | None
    reported: Reported
    longest: list[PledgeRow]

    @property
    def statement_row(self) -> StageRow | None:
        """The row that the statement on top is about: the first with numbers of what was promised and arrived."""
        return next(filter(is_told, self.rows), None)

    @property
    def first_rows(self) -> list[StageRow]:
        return first_systems(self.rows, most=SHOWN)

    @property
    def further_rows(self) -> list[StageRow]:
        return self.rows[len(self.first_rows) :]

    @property
    def has_euro_value(self) -> bool:
        return self.summary is not None and self.summary.stated > 0


def is_told(row: StageRow) -> bool:
    """Say whether numbers, not words alone, say how many were promised and how many of them arrived."""
    promised, delivered = row.promised, row.delivered
    return (promised.high is not None or promised.low > 1) and (delivered.high is not None or delivered.low > 0)


@dataclass(frozen=True, slots=True)
class DonorLine:
    """A donor of the list, and what it promised beside its GDP."""

    row: KeyedTotal
    of_gdp: GdpShare | None


@public_page
def donor_list(request: HttpRequest) -> HttpResponse:
    asked = ask(request, AID_TYPE)
    rows = list_donor_lines(asked.as_of, aid_type=asked.aid_type)
    named = sum(line.row.key != JOINT for line in rows)
    late = any(line.row.overdue.late for line in rows)
    return page(request, "pledges/donor_list.html", asked.as_of, rows=rows, named=named, late=late)


@public_page
def donor_detail(request: HttpRequest, code: str) -> HttpResponse:
    asked = ask(request, AID_TYPE)
    shown = make_donor_page(code, asked.as_of, aid_type=asked.aid_type)
    if shown is None:
        raise Http404(f"There is no donor {code}.")
    return page(request, "pledges/donor_detail.html", asked.as_of, page=shown)


def list_donor_lines(as_of: AsOf, *, aid_type: str) -> list[DonorLine]:
    """Every donor that something is attributed to, the one with most pledges first."""
    rows = keyed_totals(as_of, Scope.DONOR, aid_type=aid_type)
    gdps = latest_gdps(as_of)
    ordered = sorted(rows, key=lambda row: (-row.pledges, row.key))
    return [DonorLine(row, share_of_gdp(row, gdps.get(row.key))) for row in ordered]


def make_donor_page(code: str, as_of: AsOf, *, aid_type: str) -> DonorPage | None:
    donor = Donor.objects.filter(code=code).first()
    if donor is None and code != JOINT:
        return None
    summaries = keyed_summaries(as_of, Scope.DONOR, keys=(code,), aid_type=aid_type)
    summary = summaries[0] if summaries else None
    lines, pledges = first_pledges(as_of, promised_by(donor, aid_type=aid_type))
    rows = shown_order(summary.systems if summary else (), ranges=range_classes())
    return DonorPage(
        code=code,
        name=donor.name if donor else JOINT_NAME,
        donor=donor,
        summary=summary,
        rows=owed_first(row for row in rows if not row.system.is_money),
        headroom=headroom(as_of, donors=(code,)),
        bodies=bodies_of(donor, as_of) if donor else [],
        coalitions=memberships_of(donor, as_of) if donor else [],
        claims=asserted_sums(as_of, donors=(code,)) if donor else [],
        complete_lists=complete_lists(as_of, donor=donor) if donor else [],
        lines=list_pledge_lines(lines),
        more=pledges > len(lines),
        pledges=pledges,
        of_gdp=share_of_gdp(summary, latest_gdps(as_of, donors=(code,)).get(code)) if summary else None,
        reported=read_reporting(as_of, Scope.DONOR, code, aid_type=aid_type),
        longest=longest_of(code, summary, as_of, aid_type=aid_type),
    )


def longest_of(code: str, summary: KeyedRow | None, as_of: AsOf, *, aid_type: str) -> list[PledgeRow]:
    """What waits longest of a donor none of whose due dates has passed; of others the late ones are said."""
    if summary is None or summary.overdue.certainly or summary.overdue.possibly:
        return []
    filters = PledgeFilters(attributed_to=(code,), aid_types=(aid_type,))
    return longest_waiting(as_of, filters, most=SHOWN_WAITING)


def owed_first(rows: Iterable[StageRow]) -> list[StageRow]:
    """The systems of which something is still owed before those that have arrived, otherwise in their order."""
    return keep_units_together(sorted(rows, key=lambda row: row.outstanding.high == 0))


def first_pledges(as_of: AsOf, filters: PledgeFilters) -> tuple[list[PledgeRow], int]:
    """The latest counted pledges that have not arrived, filled up with the latest others; and how many there are."""
    owed = replace(filters, statuses=OPEN, counted=True)
    rows = list(pledge_states(as_of, owed, order="-announced", size=SHOWN).rows)
    latest = pledge_states(as_of, filters, order="-announced", size=SHOWN)
    shown = {row.reference for row in rows}
    rows += [row for row in latest.rows if row.reference not in shown]
    return rows[:SHOWN], len(latest.rows) if latest.after is None else count_pledges(as_of, filters)


def promised_by(donor: Donor | None, *, aid_type: str) -> PledgeFilters:
    """What finds the pledges that a donor makes, alone or with others; without one, those with a joint part."""
    if donor is None:
        return PledgeFilters(attributed_to=(JOINT,), aid_types=(aid_type,))
    return PledgeFilters(donors=(donor.code,), roles=GIVING, aid_types=(aid_type,))


def bodies_of(donor: Donor, as_of: AsOf) -> list[DonorMembership]:
    """The bodies that a donor belongs to on the day; the columns hold the first and the last day."""
    day = as_of.valid_at
    begun = Q(member_since__isnull=True) | Q(member_since__lte=day)
    lasting = Q(member_until__isnull=True) | Q(member_until__gte=day)
    found = DonorMembership.objects.filter(begun, lasting, donor=donor).exclude(status=NO_EVIDENCE)
    return list(found.order_by("body", "id"))


def memberships_of(donor: Donor, as_of: AsOf) -> list[Membership]:
    facts = Membership.objects.live_at_version(version=as_of.version).filter(donor=donor)
    return list(facts.select_related("coalition", "initiative", "source").order_by("coalition__name", "id"))


def latest_gdps(as_of: AsOf, *, donors: Sequence[str] = ()) -> dict[str, DonorGdp]:
    """By donor the GDP of the latest year that was over at the moment; of all donors where none is named."""
    found = DonorGdp.objects.filter(year__lt=as_of.valid_at.year).select_related("donor", "source")
    if donors:
        found = found.filter(donor__code__in=donors)
    return {gdp.donor.code: gdp for gdp in found.order_by("donor_id", "-year").distinct("donor_id")}


def share_of_gdp(stage: StageFields, gdp: DonorGdp | None) -> GdpShare | None:
    """What is promised in per cent of a GDP; None where either is not known."""
    if gdp is None or not stage.stated:
        return None
    promised = stage.value_eur.promised
    high = None if promised.high is None else per_cent(promised.high, gdp)
    return GdpShare(per_cent(promised.low, gdp), high, gdp, stage.stated, stage.pledges)


def per_cent(value: Decimal, gdp: DonorGdp) -> Decimal:
    whole: Decimal = gdp.amount_eur
    return value * 100 / whole
