"""Where sources contradict each other: every value with its source, and the chosen one with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from meetings.models import SourceClaim

LABELS = {
    "five_joiners": "Day on which five countries joined",
    "founded": "Founding date",
    "leads": "Who leads",
    "us_secretary_present": "US secretary present",
}
"""Fields whose name does not read well as it is."""

PRESENCE_OF = {"us_secretary_present": "USA"}
"""Fields about who was at a meeting, and the party that they are about."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """One field of one subject on which sources differ."""

    subject: str
    field: str
    claims: tuple[SourceClaim, ...]

    @property
    def label(self) -> str:
        return LABELS.get(self.field, self.field.replace("_", " ").capitalize())

    @property
    def presence_of(self) -> str | None:
        """The party whose presence at a meeting is in question, if it is about that."""
        return PRESENCE_OF.get(self.field)

    @property
    def chosen(self) -> SourceClaim | None:
        """The value that this site uses, if one could be chosen."""
        return next((claim for claim in self.claims if claim.chosen), None)

    @property
    def reason(self) -> str:
        return self.chosen.reason if self.chosen else ""


def disputes(kind: str, subjects: Iterable[str] | None = None) -> list[Dispute]:
    """The disputed fields of some subjects of a kind, or of all; the chosen value first."""
    claims = SourceClaim.objects.filter(subject_kind=kind).select_related("source")
    if subjects is not None:
        claims = claims.filter(subject__in=list(subjects))
    grouped: dict[tuple[str, str], list[SourceClaim]] = {}
    for claim in claims.order_by("subject", "field", "-chosen", "id"):
        grouped.setdefault((claim.subject, claim.field), []).append(claim)
    return [Dispute(subject, name, tuple(found)) for (subject, name), found in grouped.items()]
