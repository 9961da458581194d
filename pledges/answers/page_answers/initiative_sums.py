"""What runs through an initiative: by donor with the amounts as stated, by package and year, and what sources total."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from meetings.models import UNNAMED, Initiative
from pledges.answers import AsOf, PledgeFilters, PledgeRow, StageFields, Step, TotalRow, totals
from pledges.answers.asserted_sums import AssertedSum, asserted_sums
from pledges.answers.figure_values import Figure, SystemRef
from pledges.answers.keyset_pages import PagePlace
from pledges.answers.sums_over_time import initiative_history
from pledges.values.choices import GroupBy, Measure, NotCompared, PartyRole, SumMeasure, SumOutcome
from pledges.values.estimates import EstimateSum

MOST = 1000
IN_BRACKETS = re.compile(r"\((\w+)\)")
WIDE = (UNNAMED, "NATO", "EU")
"""Donors under whom sources speak of all that take part."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one donor gives: the value in euro, and what its own pledges state, by currency.

    `shared` are pledges with others whose amount has no part of its own.
    """

    total: TotalRow
    stated: tuple[tuple[str, EstimateSum], ...]
    shared: int

    @property
    def code(self) -> str:
        return self.total.keys[GroupBy.DONOR]

    @property
    def name(self) -> str:
        return self.total.names.get(GroupBy.DONOR, self.code)

    @property
    def sums(self) -> StageFields:
        """The sums of the donor.

        :raises TypeError: the total is one of stages.
        """
        if not isinstance(self.total.sums, StageFields):
            raise TypeError("contributions are sums over all stages")
        return self.total.sums


@dataclass(frozen=True, slots=True)
class YearRow:
    """What of one system was promised, and what delivered, in a year; None where nothing was."""

    system: SystemRef
    unit: str
    year: str
    promised: EstimateSum | None
    delivered: EstimateSum | None


def initiative_filters(slug: str, *, aid_type: str) -> PledgeFilters:
    return PledgeFilters(initiatives=(slug,), aid_types=(aid_type,))


def read_totals(as_of: AsOf, filters: PledgeFilters, *group_by: GroupBy, measure: Measure) -> list[TotalRow]:
    return totals(as_of, filters, group_by=group_by, measure=measure, place=PagePlace(MOST)).rows


def contributions(as_of: AsOf, filters: PledgeFilters, rows: Sequence[PledgeRow]) -> list[Contribution]:
    """The donors of an initiative, whoever gives most for certain first."""
    found = []
    for total in read_totals(as_of, filters, GroupBy.DONOR, measure=Measure.VALUE_EUR):
        stated, shared = stated_by(total.keys[GroupBy.DONOR], rows)
        found.append(Contribution(total, stated, shared))
    return sorted(found, key=lambda one: (-one.sums.value_eur.promised.low, one.code))


def stated_by(code: str, rows: Sequence[PledgeRow]) -> tuple[tuple[tuple[str, EstimateSum], ...], int]:
    """What the pledges that a donor alone pays for state, by currency, and how many it shares."""
    sums: dict[str, EstimateSum] = {}
    shared = 0
    for row in rows:
        funders = {party.code for party in row.parties if party.role == PartyRole.FUNDER}
        if not row.counted or code not in funders:
            continue
        if len(funders) > 1:
            shared += 1
        elif row.amount is not None:
            low, high = row.amount.low, row.amount.high
            part = EstimateSum(low, low if low == high else None, high, int(high is None))
            sums[row.amount.currency] = sums.get(row.amount.currency, EstimateSum()) + part
    return tuple(sorted(sums.items())), shared


def by_year(as_of: AsOf, filters: PledgeFilters) -> list[YearRow]:
    """The systems of an initiative with what was promised and delivered in each year, the latest year last."""
    found: dict[tuple[str, str, str], tuple[TotalRow | None, TotalRow | None]] = {}
    for place, key in enumerate((GroupBy.ANNOUNCED_YEAR, GroupBy.DELIVERED_YEAR)):
        for row in read_totals(as_of, filters, key, measure=Measure.QUANTITY):
            if row.system is None or row.system.is_money or row.keys[key] == "none":
                continue
            at = (row.system.slug, row.unit, row.keys[key])
            pair = list(found.get(at, (None, None)))
            pair[place] = row
            found[at] = (pair[0], pair[1])
    return [year_row(at, *found[at]) for at in sorted(found)]


def year_row(at: tuple[str, str, str], promised: TotalRow | None, delivered: TotalRow | None) -> YearRow:
    system = next(row.system for row in (promised, delivered) if row is not None and row.system is not None)
    figures = [
        getattr(row.sums, name) if row is not None else None
        for row, name in ((promised, "promised"), (delivered, "delivered"))
    ]
    return YearRow(system, at[1], at[2], *figures)


def sums_named(initiative: Initiative, as_of: AsOf, *, leads: Sequence[str]) -> list[AssertedSum]:
    """The sums that sources state of an initiative, beside the ledger's own of it on their day; latest first.

    An initiative is meant where the part of the aid, the words of the source or the remarks name it. Money of one
    country is its own share, even where it leads.
    """
    named = names_of(initiative)
    return [
        beside_initiative(one, initiative.slug, as_of)
        for one in asserted_sums(as_of, donors=(*WIDE, *leads))
        if (one.donor in WIDE or one.amount is None)
        and any(name.search(f"{one.part or ''} {one.quote} {one.note}") for name in named)
    ]


def names_of(initiative: Initiative) -> list[re.Pattern[str]]:
    """How sources name an initiative: by its letters, its name, or the first and the last word of it."""
    words = initiative.name.split()
    letters = {initiative.slug.upper(), *IN_BRACKETS.findall(initiative.name)}
    plain = IN_BRACKETS.sub("", initiative.name).strip()
    shortened = {f"{words[0]} {words[-1]}"} if len(words) > 2 and not IN_BRACKETS.search(initiative.name) else set()
    return [re.compile(rf"\b{re.escape(name)}\b") for name in {*letters, plain, *shortened}]


def beside_initiative(one: AssertedSum, slug: str, as_of: AsOf) -> AssertedSum:
    """A source's sum held against what the ledger has of the initiative, not of the donor that it stands under."""
    in_money = one.amount is not None
    unlike = one.not_compared in (NotCompared.UNSPECIFIED_SYSTEM, NotCompared.NO_NUMBER, NotCompared.NO_RATE)
    if unlike or (in_money and one.value_eur is None):
        return one
    by_unit = {} if in_money else {"system": one.system.slug, "unit": one.unit}
    last = step_on(initiative_history(as_of, slug, **by_unit), last_day(one, as_of))
    arrived = one.measure in (SumMeasure.DELIVERED, SumMeasure.HELD)
    held = EstimateSum() if last is None else last.delivered if arrived else last.promised
    if in_money and arrived and held.high == 0:
        return one._replace(
            ledger=None, outcome=SumOutcome.NOT_COMPARED.value, not_compared=NotCompared.NOT_REPORTED.value
        )
    ledger = Figure(held.low, held.best, held.high)
    stated = one.value_eur if in_money else Figure(one.quantity.low, one.quantity.best, one.quantity.high)
    return one._replace(ledger=ledger, outcome=outcome_of(ledger, stated).value, not_compared=None)


def last_day(one: AssertedSum, as_of: AsOf) -> date:
    end = one.as_of.end if one.as_of else None
    return min(end or as_of.valid_at, as_of.valid_at)


def step_on(steps: Sequence[Step], day: date) -> Step | None:
    """The sums at the end of a day."""
    return next((step for step in reversed(steps) if step.day <= day), None)


def outcome_of(ledger: Figure, stated: Figure | None) -> SumOutcome:
    """How the ledger stands to a stated figure: as for all asserted sums."""
    if stated is None:
        return SumOutcome.NOT_COMPARED
    if ledger.high is not None and ledger.high < stated.low:
        return SumOutcome.LEDGER_BELOW
    if stated.high is not None and ledger.low > stated.high:
        return SumOutcome.LEDGER_ABOVE
    holds = ledger.high is None or (stated.high is not None and ledger.high >= stated.high)
    return SumOutcome.AGREES if ledger.low <= stated.low and holds else SumOutcome.OVERLAPS
