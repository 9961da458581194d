"""What the stored projections show, in a form that tests can compare with plain numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

from pledges import projections
from pledges.models import GapSummary, HeadroomSummary, PledgeState, Summary
from pledges.values.choices import AidType
from tests.pledges import staff_steps
from tests.pledges.projections import ledgers

Bounds = tuple[Any, ...]


def project(*rows: staff_steps.Row, today: date = ledgers.TODAY) -> None:
    """Publish the rows as one version and project it."""
    ledgers.publish(list(rows), now=staff_steps.NOW)
    projections.drain_outbox(today=today, now=staff_steps.NOW)


def bounds(row: Any, name: str) -> Bounds:
    """Return low, best and high of a figure; None is unknown or unbounded."""
    return tuple(getattr(row, f"{name}_{end}") for end in ("low", "best", "high"))


def figures(row: Any, *names: str) -> dict[str, Bounds]:
    """Return several figures of a row."""
    return {name: bounds(row, name) for name in names}


def state(reference: str = "2025-DEU-001") -> PledgeState:
    """Return what became of a pledge."""
    return PledgeState.objects.get(pledge__reference=reference)


def summary(scope: str, key: str, *, unit: str = "battery", aid_type: str = AidType.MILITARY) -> Summary:
    """Return the summary of Patriot in a unit for a key."""
    return Summary.objects.get(scope=scope, key=key, system__slug="patriot", unit=unit, aid_type=aid_type)


def money(scope: str, key: str) -> Summary:
    """Return the summary over all systems for a key."""
    return Summary.objects.get(scope=scope, key=key, system=None, aid_type=AidType.MILITARY)


def gap(unit: str = "battery") -> GapSummary:
    """Return the gap of Patriot in a unit."""
    return GapSummary.objects.get(system__slug="patriot", unit=unit)


def headroom(holder: str = "USA") -> HeadroomSummary:
    """Return the headroom of a holder of Patriot."""
    return HeadroomSummary.objects.get(holder__code=holder, system__slug="patriot")
