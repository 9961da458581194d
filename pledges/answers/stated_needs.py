"""Stated needs: which one counts, what replaced the others, and needs of money."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from meetings.choices import SourceGrade
from pledges.answers.as_of import AsOf
from pledges.answers.figure_values import window
from pledges.answers.keyset_lists import moment_params
from pledges.answers.moment_relations import fetch
from pledges.models import Requirement
from pledges.projections.fact_conditions import VOIDED
from pledges.projections.requirement_gaps import latest_requirements
from pledges.values.choices import Kind
from pledges.values.dates import DateWindow
from pledges.values.fact_names import public_name


@dataclass(frozen=True, slots=True)
class CountingNeed:
    """The need that counts for a system and unit, by its public name."""

    fact: str
    stated: DateWindow | None
    unverified: bool


@dataclass(frozen=True, slots=True)
class StatedNeed:
    """A need, and what became of it: it counts, another one counts in its place, or it is another count of a wish.

    `replaced_by` is the newer need that counts in place of this one; `unverified` says that it is its source that
    keeps this one from counting.
    """

    need: Requirement
    counts: bool = False
    replaced_by: CountingNeed | None = None
    unverified: bool = False


def needs_at(as_of: AsOf) -> QuerySet[Requirement]:
    """The needs that had been stated by then and stand, the latest first."""
    standing = Requirement.objects.live_at_version(version=as_of.version).filter(stated_start__lte=as_of.valid_at)
    return standing.select_related("source", "same_wish_as").order_by("-stated_end", "-id")


def find_counting_needs(as_of: AsOf) -> dict[tuple[int, str], CountingNeed]:
    """The need that counts, by system and unit."""
    stated = ", ".join(f"r.stated_{part}" for part in ("text", "start", "end", "precision"))
    sql = f"""
        WITH {VOIDED}, {latest_requirements()}
        SELECT r.system_id, r.unit, {public_name("r")}, r.unverified, {stated} FROM latest_requirements AS r
    """
    return {
        (system, unit): CountingNeed(fact, window(*stated), unverified)
        for system, unit, fact, unverified, *stated in fetch(sql, moment_params(as_of))
    }


def place_needs(needs: Iterable[Requirement], as_of: AsOf) -> list[StatedNeed]:
    """Each need beside the one that counts for its system and unit."""
    counting = find_counting_needs(as_of)
    return [place_need(need, counting.get((need.system_id, need.unit))) for need in needs]


def place_need(need: Requirement, counting: CountingNeed | None) -> StatedNeed:
    if counting is None:
        return StatedNeed(need)
    if counting.fact == need.public_name:
        return StatedNeed(need, counts=True)
    if need.same_wish_as is not None:
        return StatedNeed(need)
    if need.source.grade == SourceGrade.UNVERIFIED and not counting.unverified:
        return StatedNeed(need, unverified=True)
    return StatedNeed(need, replaced_by=counting)


def list_system_needs(system: int, as_of: AsOf) -> list[StatedNeed]:
    return place_needs(needs_at(as_of).filter(system=system), as_of)


def list_money_needs(as_of: AsOf) -> list[Requirement]:
    return list(needs_at(as_of).filter(system__kind=Kind.MONEY).select_related("system", "initiative"))
