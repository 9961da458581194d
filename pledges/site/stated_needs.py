"""Stated needs as pages list them: which one counts, what replaced the others, and needs of money."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from pledges.answers import AsOf, GapRow
from pledges.models import Requirement
from pledges.values.choices import Kind


@dataclass(frozen=True, slots=True)
class StatedNeed:
    """A need, and what became of it: it counts, another one counts in its place, or it is another count of a wish.

    `replaced_by` is the need that counts in place of this one; `unverified` says that no other reason than its source
    keeps it from counting.
    """

    need: Requirement
    counts: bool = False
    replaced_by: GapRow | None = None
    unverified: bool = False


def needs_at(as_of: AsOf) -> QuerySet[Requirement]:
    """The needs that had been stated by then and stand, the latest first."""
    standing = Requirement.objects.live_at_version(version=as_of.version).filter(stated_start__lte=as_of.valid_at)
    return standing.select_related("source", "same_wish_as").order_by("-stated_end", "-id")


def list_system_needs(system: int, rows: list[GapRow], as_of: AsOf) -> list[StatedNeed]:
    """The needs of a system beside the gaps in which they count."""
    counting = {row.unit: row for row in rows}
    return [place_need(need, counting.get(need.unit)) for need in needs_at(as_of).filter(system=system)]


def place_need(need: Requirement, counting: GapRow | None) -> StatedNeed:
    if counting is None or need.same_wish_as is not None:
        return StatedNeed(need)
    if counting.fact == f"{need.version_id}.{need.position}":
        return StatedNeed(need, counts=True)
    newer = counting.stated is None or counting.stated.end is None or counting.stated.end < need.stated_end
    return StatedNeed(need, replaced_by=counting, unverified=newer)


def list_money_needs(as_of: AsOf) -> list[Requirement]:
    return list(needs_at(as_of).filter(system__kind=Kind.MONEY).select_related("system", "initiative"))
