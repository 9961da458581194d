"""Where sources contradict each other: every value with its source, and the chosen one with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from meetings.models import SourceClaim

LABELS: dict[str, str | Promise] = {
    "air_defence_in_release_29": gettext_lazy("Air defence in release 29 of the Kiel tracker"),
    "amount": gettext_lazy("Amount"),
    "announced": gettext_lazy("Day of announcement"),
    "batteries_per_battalion": gettext_lazy("Batteries in a battalion"),
    "beneficiary": gettext_lazy("Beneficiary"),
    "contributors": gettext_lazy("Contributors"),
    "date": gettext_lazy("Date"),
    "delivered": gettext_lazy("What was delivered"),
    "drawdown_double_counting": gettext_lazy("Drawdowns counted twice"),
    "five_joiners": gettext_lazy("Day on which five countries joined"),
    "founded": gettext_lazy("Founding date"),
    "founding_member_count": gettext_lazy("Number of founding members"),
    "launch_attendance": gettext_lazy("Countries present at the launch"),
    "leads": gettext_lazy("Who leads"),
    "member_count": gettext_lazy("Number of members"),
    "mode": gettext_lazy("Form of the meeting"),
    "number": gettext_lazy("Number of the meeting"),
    "package_total": gettext_lazy("Total of the package"),
    "participants": gettext_lazy("Participants"),
    "place": gettext_lazy("Place"),
    "promised_by_germany_may_2024": gettext_lazy("Promised by Germany, May 2024"),
    "quantity": gettext_lazy("Quantity"),
    "state_in_2023": gettext_lazy("State in 2023"),
    "summit_package": gettext_lazy("Package of the summit"),
    "total_pledged": gettext_lazy("Total pledged"),
    "unit": gettext_lazy("Unit"),
    "unit_price": gettext_lazy("Price of one"),
    "us_secretary_present": gettext_lazy("US secretary present"),
}
"""What fields on which sources differ are called; another one is called by its own words."""

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
        return str(LABELS.get(self.field, self.field.replace("_", " ").capitalize()))

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
