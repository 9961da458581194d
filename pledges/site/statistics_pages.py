"""The pages of statistics: how long promises wait, what has gone quiet and what moved; and how donors report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from pledges.answers import AsOf, PledgeFilters, PledgeRow
from pledges.answers.filters.waiting_parameters import WAITING_PARAMETERS, waiting_filters
from pledges.answers.page_answers.longest_waiting import longest_waiting
from pledges.answers.page_answers.moved_dues import MovedDue, moved_dues
from pledges.answers.page_answers.quiet_pledges import QuietPledge, quietest_pledges, states_by_reference
from pledges.answers.reporting import Reported, ReportedDonor, list_reported, read_reporting
from pledges.answers.waiting import ArrivedShare, WaitingRow, arrived_shares, waiting_rows
from pledges.site.page_frame import AID_TYPE, ask, page, public_page
from pledges.values.choices import WaitingGroup

SHOWN = 10
SHOWN_ARRIVED = 50
PARAMETERS = {name: parameter for name, parameter in WAITING_PARAMETERS.items() if name != "order"}
"""What the page takes of the parameters of the API: all but the order."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A share of a pledge that has arrived, and how long it waited."""

    share: ArrivedShare
    row: PledgeRow


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """The waits of everything asked for and of its groups; what waits longest, is quiet, or was put off."""

    whole: WaitingRow
    group: WaitingGroup
    groups: list[tuple[str, str, bool]]
    rows: list[WaitingRow]
    too_few: list[WaitingRow]
    chart: str
    is_narrowed: bool
    arrived: list[Arrived]
    arrived_count: int
    longest: list[PledgeRow]
    quiet: list[QuietPledge]
    quiet_count: int
    moved: list[MovedDue]
    moved_count: int


@public_page
def waiting(request: HttpRequest) -> HttpResponse:
    asked = ask(request, PARAMETERS)
    filters = waiting_filters(asked.values)
    group = WaitingGroup(asked.values["group_by"] or WaitingGroup.CAPABILITY)
    return page(
        request, "pledges/waiting_statistics.html", asked.as_of, page=make_waiting_page(asked.as_of, filters, group)
    )


def make_waiting_page(as_of: AsOf, filters: PledgeFilters, group: WaitingGroup) -> WaitingPage:
    (whole,) = waiting_rows(as_of, filters)
    narrowed = bool(filters.systems or filters.capabilities or filters.attributed_to)
    arrived = arrived_shares(as_of, filters) if narrowed else []
    rows = waiting_rows(as_of, filters, group)
    quiet, quiet_count = quietest_pledges(as_of, most=SHOWN)
    moved, moved_count = moved_dues(as_of, most=SHOWN)
    return WaitingPage(
        whole=whole,
        group=group,
        groups=[(one.value, str(one.label), one == group) for one in WaitingGroup],
        rows=sorted((row for row in rows if row.is_enough), key=lambda row: (-row.informative, row.key)),
        too_few=sorted((row for row in rows if not row.is_enough), key=lambda row: (-row.pledges, row.key)),
        chart=chart_key(filters),
        is_narrowed=narrowed,
        arrived=list_arrived(as_of, arrived[:SHOWN_ARRIVED]),
        arrived_count=len(arrived),
        longest=longest_waiting(as_of, filters, most=SHOWN),
        quiet=quiet,
        quiet_count=quiet_count,
        moved=moved,
        moved_count=moved_count,
    )


def list_arrived(as_of: AsOf, shares: Sequence[ArrivedShare]) -> list[Arrived]:
    rows = states_by_reference(as_of, list(dict.fromkeys(share.reference for share in shares)))
    return [Arrived(share, rows[share.reference]) for share in shares if share.reference in rows]


def chart_key(filters: PledgeFilters) -> str:
    """The key of the chart of a choice: of everything, or of one group; of several groups together there is none."""
    chosen = {"donor": filters.attributed_to, "system": filters.systems, "capability": filters.capabilities}
    named = [f"{group}.{key}" for group, keys in chosen.items() for key in keys]
    return named[0] if len(named) == 1 else "" if named else "all"


@public_page
def reporting(request: HttpRequest) -> HttpResponse:
    asked = ask(request, AID_TYPE)
    rows = list_reported(asked.as_of, aid_type=asked.aid_type)
    shown = ReportingPage(read_reporting(asked.as_of, aid_type=asked.aid_type), rows)
    return page(request, "pledges/reporting_statistics.html", asked.as_of, page=shown)


@dataclass(frozen=True, slots=True)
class ReportingPage:
    """How donors report: all pledges together, and each donor."""

    whole: Reported
    rows: list[ReportedDonor]
