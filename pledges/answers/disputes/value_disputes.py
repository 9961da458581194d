"""Fields on which sources contradict each other, as disputes: every value, and the one that is used with its reason."""

from __future__ import annotations

import re
from decimal import Decimal

from meetings.models import Source, SourceClaim
from pledges.answers.as_of import AsOf
from pledges.answers.disputes.dispute_rows import Claim, DisputeRow
from pledges.answers.disputes.named_subjects import Subject, find_subjects
from pledges.answers.figure_values import SourceRef
from pledges.values.choices import DisputeKind, DisputeStatus
from pledges.values.estimates import Estimate

PLAIN = re.compile(r"(\d+)(?:-(\d+))?", re.ASCII)
"""A value that is a number or a range of two; others have words around it that change what it means."""


def value_disputes(as_of: AsOf) -> list[DisputeRow]:
    grouped: dict[tuple[str, str, str], list[SourceClaim]] = {}
    claims = SourceClaim.objects.select_related("source")
    for claim in claims.order_by("subject_kind", "subject", "field", "-chosen", "id"):
        grouped.setdefault((claim.subject_kind, claim.subject, claim.field), []).append(claim)
    subjects = find_subjects({(kind, name) for kind, name, _ in grouped}, as_of)
    return [
        dispute_of_values(subjects[kind, name], name, field, found)
        for (kind, name, field), found in grouped.items()
        if (kind, name) in subjects
    ]


def dispute_of_values(subject: Subject, name: str, field: str, claims: list[SourceClaim]) -> DisputeRow:
    chosen = next((claim for claim in claims if claim.chosen), None)
    return DisputeRow(
        dispute=f"values-{subject.kind}-{name}-{field}",
        kind=DisputeKind.CONFLICTING_VALUES.value,
        status=DisputeStatus.DECIDED.value if chosen else DisputeStatus.OPEN.value,
        subject=subject.address,
        subject_kind=subject.kind,
        subject_key=subject.key,
        subject_name=subject.name,
        about=field,
        claims=tuple(claim_of(claim) for claim in claims),
        donors=subject.donors,
        system=subject.system,
        unit=subject.unit,
        meeting=subject.meeting,
        pledges=(subject.key,) if subject.kind == "pledge" else (),
        reason=chosen.reason if chosen else "",
        party=subject.party,
    )


def claim_of(claim: SourceClaim) -> Claim:
    return Claim(
        claim.value,
        estimate=plain_number(claim.value),
        chosen=claim.chosen,
        reason=claim.reason,
        source=refer_to_source(claim.source),
        confidence=claim.confidence or None,
    )


def refer_to_source(source: Source) -> SourceRef:
    return SourceRef(source.pk, source.publisher, source.title, source.url, source.published, source.grade)


def plain_number(value: str) -> Estimate | None:
    found = PLAIN.fullmatch(value)
    if found is None:
        return None
    low, high = Decimal(found[1]), Decimal(found[2] or found[1])
    return Estimate(value, low, low if low == high else None, high) if low <= high else None
