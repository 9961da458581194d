"""What the front page shows: a statement, the systems of one capability, what is late, and what happened lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from meetings.choices import Capability
from meetings.models import Meeting
from pledges.answers import (
    AsOf,
    GapRow,
    KeyedRow,
    PledgeFilters,
    PledgeRow,
    StageFields,
    StageRow,
    gaps,
    keyed_summaries,
    overall,
    pledge_states,
    system_summaries,
)
from pledges.answers.filters.parameter import choice
from pledges.answers.page_answers.late_cross_checks import LatePledge, with_cross_checks
from pledges.answers.page_answers.longest_waiting import longest_waiting
from pledges.answers.page_answers.recent_events import Happening, happened_since, last_meeting
from pledges.answers.page_answers.source_counts import sources_behind
from pledges.answers.page_answers.system_families import ALL, MONEY, Chip, Family, capability_chips, sum_families
from pledges.answers.page_answers.system_order import first_systems, group_by_capability, range_classes, shown_order
from pledges.models import Scope
from pledges.site.largest_gaps import Missing, largest_gaps
from pledges.site.page_frame import ask, page, public_page
from pledges.values.choices import Overdue

SHOWN_ROWS = 12
SHOWN_OF_EACH = 2
SHOWN_LATE = 6
SHOWN_HAPPENED = 6
SHOWN_GAPS = 5


PARAMETERS = {
    "capability": choice("What the systems are for, money or all.", (*Capability.values, MONEY, ALL), many=False)
}


@dataclass(frozen=True, slots=True)
class Part:
    """The first systems of one capability, and how many rows it has in all."""

    capability: str
    label: str
    rows: list[StageRow]
    total: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the front page."""

    version: int
    valid_at: date
    headline: StageRow | None
    chips: list[Chip]
    capability: str
    capability_label: str
    parts: list[Part]
    total: int
    needs: dict[tuple[str, str], GapRow]
    money: list[KeyedRow]
    money_row: StageRow | None
    overall: StageFields
    overdue: list[LatePledge]
    longest: list[PledgeRow]
    largest: list[Missing]
    meeting: Meeting | None
    happened: list[Happening]
    happened_total: int
    sources: int
    families: list[Family]

    @property
    def more(self) -> bool:
        """Whether there are rows that the front page leaves out."""
        return self.total > sum(len(part.rows) for part in self.parts)

    @property
    def needs_shown(self) -> bool:
        """Whether a table below another one has a need, so that all have its columns."""
        return len(self.parts) > 1 and any(row.required for part in self.parts for row in part.rows)

    @property
    def headline_need(self) -> GapRow | None:
        row = self.headline
        return self.needs.get((row.system.slug, row.unit)) if row else None


@public_page
def overview(request: HttpRequest) -> HttpResponse:
    asked = ask(request, PARAMETERS)
    capability = asked.values["capability"] or Capability.AIR_DEFENCE.value
    shown = make_overview(asked.as_of, capability="" if capability == ALL else capability)
    return page(request, "pledges/overview.html", asked.as_of, page=shown)


def make_overview(as_of: AsOf, *, capability: str) -> Overview:
    every = system_summaries(as_of)
    ordered = shown_order(
        [row for row in every if not row.system.is_money and capability in ("", row.system.capability)],
        ranges=range_classes(),
    )
    meeting = last_meeting(as_of)
    late = overdue_pledges(as_of)
    happened, total = happened_since(meeting.date_end, as_of, most=SHOWN_HAPPENED) if meeting else ([], 0)
    return Overview(
        version=as_of.version,
        valid_at=as_of.valid_at,
        headline=headline_row(ordered),
        chips=with_money(capability_chips(every, current=capability), every, current=capability),
        capability=capability,
        capability_label=label_of(capability),
        parts=first_of_each(ordered) if not capability else [make_part(capability, ordered, most=SHOWN_ROWS)],
        total=len(ordered),
        needs={(need.system.slug, need.unit): need for need in gaps(as_of)},
        money=money_rows(as_of) if capability == MONEY else [],
        money_row=next((row for row in every if capability == MONEY and row.system.is_money), None),
        overall=overall(as_of),
        overdue=with_cross_checks(as_of, late),
        # Where nothing is late, what waits longest stands in its place.
        longest=[] if late else longest_waiting(as_of, PledgeFilters(), most=SHOWN_LATE),
        largest=largest_gaps(every, most=SHOWN_GAPS),
        meeting=meeting,
        happened=happened,
        happened_total=total,
        sources=sources_behind(as_of, capability=capability),
        families=sum_families(every),
    )


def first_of_each(ordered: list[StageRow]) -> list[Part]:
    """A few systems of every capability: of all systems in one order, those of one alone would fill the page."""
    groups = group_by_capability(ordered, most=SHOWN_OF_EACH)
    return [Part(group.key, group.label, list(group.rows), group.total) for group in groups]


def make_part(capability: str, ordered: list[StageRow], *, most: int) -> Part:
    return Part(capability, label_of(capability), first_systems(ordered, most=most), len(ordered))


def headline_row(ordered: list[StageRow]) -> StageRow | None:
    """The row that the statement is about: the first with a certain gap and a promise, else the first."""
    certain = (row for row in ordered if row.gap and row.gap.low > 0 and row.pledges and not row.need_is_unverified)
    promised = (row for row in ordered if row.pledges)
    return next(certain, None) or next(promised, None)


def with_money(chips: list[Chip], every: list[StageRow], *, current: str) -> list[Chip]:
    """The choices with money before the last one, where money is promised."""
    if not any(row.system.is_money for row in every):
        return chips
    return [*chips[:-1], Chip(MONEY, _("Money"), current == MONEY), chips[-1]]


def label_of(capability: str) -> str:
    if capability in ("", MONEY):
        return _("Money") if capability else _("All systems")
    return str(Capability(capability).label)


def money_rows(as_of: AsOf) -> list[KeyedRow]:
    """What each donor promised as money, largest first."""
    rows = keyed_summaries(as_of, Scope.DONOR, systems=(MONEY,))
    return sorted(rows, key=lambda row: (-row.value_eur.promised.low, row.key))


def overdue_pledges(as_of: AsOf) -> list[PledgeRow]:
    """The pledges that are late, certain ones and long overdue ones first."""
    found: list[PledgeRow] = []
    for word in (Overdue.CERTAINLY, Overdue.POSSIBLY):
        filters = PledgeFilters(overdue=(word.value,), counted=True, aid_types=("military",))
        if len(found) < SHOWN_LATE:
            found += pledge_states(as_of, filters, order="due", size=SHOWN_LATE - len(found)).rows
    return found
