"""Pairs of pledges that may be one and the same promise, left open with a reason, as disputes."""

from __future__ import annotations

from typing import NamedTuple

from pledges.answers.as_of import AsOf
from pledges.answers.disputes.dispute_rows import Claim, DisputeRow
from pledges.answers.disputes.named_subjects import pledge_rows
from pledges.answers.moment_relations import fetch
from pledges.answers.page_answers.pledge_lines import Cite, cites_of
from pledges.answers.pledge_rows import PledgeRow
from pledges.values.choices import DisputeKind, DisputeStatus
from pledges.values.estimates import Estimate, format_estimate

LEFT_OPEN = """
    SELECT own.reference, other.reference, last.reason
    FROM (
        SELECT DISTINCT ON (least(d.key, d.other_key), greatest(d.key, d.other_key))
            d.outcome, d.reason, d.pledge_id, d.other_pledge_id
        FROM pledges_duplicatedecision AS d
        WHERE d.decided_at <= %(known_at)s
        ORDER BY least(d.key, d.other_key), greatest(d.key, d.other_key), d.id DESC
    ) AS last
    JOIN pledges_pledge AS own ON own.id = last.pledge_id
    JOIN pledges_pledge AS other ON other.id = last.other_pledge_id
    WHERE last.outcome = 'left_open'
"""


class Pair(NamedTuple):
    """Two pledges, by reference, and why nobody could say whether they are one."""

    first: str
    second: str
    reason: str


def overlap_disputes(as_of: AsOf) -> list[DisputeRow]:
    found = fetch(LEFT_OPEN, {"known_at": as_of.known_at})
    pairs = [Pair(min(own, other), max(own, other), reason) for own, other, reason in found]
    rows = pledge_rows([name for pair in pairs for name in (pair.first, pair.second)], as_of)
    cites = cites_of(row.terms for row in rows.values())
    return [
        dispute_of_pair(pair.reason, rows[pair.first], rows[pair.second], cites)
        for pair in pairs
        if pair.first in rows and pair.second in rows
    ]


def dispute_of_pair(reason: str, first: PledgeRow, second: PledgeRow, cites: dict[int, Cite]) -> DisputeRow:
    same = (first.system, first.unit) == (second.system, second.unit)
    return DisputeRow(
        dispute=f"overlap-{first.reference}-{second.reference}",
        kind=DisputeKind.POSSIBLE_OVERLAP.value,
        status=DisputeStatus.OPEN.value,
        subject=f"pledge:{first.reference}",
        subject_kind="pledge",
        subject_key=first.reference,
        subject_name=first.system.short_name,
        about="overlap",
        claims=tuple(claim_of_pledge(row, cites.get(row.terms)) for row in (first, second)),
        donors=tuple(sorted({party.code for row in (first, second) for party in row.parties})),
        system=first.system,
        unit=first.unit if same else None,
        meeting=first.meeting or second.meeting,
        pledges=(first.reference, second.reference),
        reason=reason,
    )


def claim_of_pledge(row: PledgeRow, cite: Cite | None) -> Claim:
    """What a pledge promises, as one of two values."""
    amount = Estimate("", row.amount.low, None, row.amount.high) if row.amount else None
    figure = amount or row.promised
    said = format_estimate(figure if isinstance(figure, Estimate) else figure.estimate)
    return Claim(
        f"{said} {row.amount.currency}" if row.amount else f"{row.system.short_name}: {said} ({row.unit})",
        estimate=figure,
        currency=row.amount.currency if row.amount else None,
        as_of=row.announced_on,
        source=cite.source if cite else None,
        confidence=(cite.confidence or None) if cite else None,
        row=row,
    )
