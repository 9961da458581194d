"""The promises of things with what each says about waiting, read in one query at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from pledges.answers.as_of import AsOf
from pledges.answers.moment_relations import fetch
from pledges.answers.pledge_conditions import PledgeFilters, query_pledges
from pledges.answers.pledge_dimensions import UNDATED
from pledges.projections.donor_attribution import is_part
from pledges.projections.fact_conditions import stands_condition
from pledges.projections.stage_sums import ATTRIBUTIONS
from pledges.values.choices import Kind, StatusWord
from pledges.values.estimates import Estimate
from pledges.values.promise_waits import Arrival, wait_shares
from pledges.values.waiting_times import Wait

DONORS = f"ARRAY(SELECT part.donor_code FROM {ATTRIBUTIONS} AS part WHERE part.terms_id = st.terms_id AND {is_part()})"
CHOSEN = f"""st.pledge_id, p.reference, system.slug, system.capability, st.announced_start, st.announced_end, st.status,
    st.promised_low, st.promised_best, st.promised_high, {DONORS} AS donors"""
ARRIVALS = f"""
    SELECT chosen.*, e.occurred_start, e.occurred_end, e.quantity_low, e.quantity_best, e.quantity_high
    FROM ({{pledges}}) AS chosen
    LEFT JOIN pledges_entry AS e ON e.pledge_id = chosen.pledge_id AND e.stage = 'delivered'
        AND e.version_id <= %(known)s AND e.occurred_start <= %(valid_at)s AND {stands_condition("e.id", "entry_id")}
    ORDER BY chosen.pledge_id, e.occurred_start, e.id
"""
"""The promises that the filters leave with their reports of delivery that count and have begun."""


class Promise(NamedTuple):
    """What one promise says about waiting, and what it stands under."""

    reference: str
    donors: tuple[str, ...]
    system: str
    capability: str
    announced_year: str
    waits: tuple[Wait, ...]


def read_promises(as_of: AsOf, filters: PledgeFilters) -> list[Promise]:
    """What promises of things say about waiting; money is left out, and what was taken back whole."""
    counted = replace(filters, counted=True)
    join = f"AND system.kind <> '{Kind.MONEY}' AND st.status <> '{StatusWord.WITHDRAWN}'"
    pledges, params = query_pledges(as_of, counted, selected=CHOSEN)
    rows = fetch(ARRIVALS.format(pledges=f"{pledges} {join} AND st.announced_start IS NOT NULL"), params)
    return [read_promise(list(lines), on=as_of.valid_at) for _, lines in groupby(rows, key=lambda row: row[0])]


def read_promise(lines: Sequence[tuple[Any, ...]], *, on: date) -> Promise:
    """A promise from its rows, one for each report of delivery."""
    _, reference, system, capability, start, end, status, low, best, high, donors, *_ = lines[0]
    arrivals = [
        Arrival((first, last), Estimate("", *quantity))
        for first, last, *quantity in (row[-5:] for row in lines)
        if first
    ]
    waits = wait_shares(
        (start, end or start),
        Estimate("", low, best, high),
        arrivals,
        on=on,
        is_delivered=status == StatusWord.DELIVERED,
    )
    year = str(start.year) if end and start.year == end.year else UNDATED
    return Promise(reference, tuple(donors), system, capability, year, tuple(waits))
