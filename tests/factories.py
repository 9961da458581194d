"""Rows for tests as plain functions; whatever belongs to the ledger enters it through publishing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from meetings.choices import Capability, SourceGrade
from meetings.models import Coalition, Donor, Forum, Meeting, Source
from pledges.models import DatasetVersion, ExternalReference, Pledge, System, SystemUnit
from pledges.projections import rebuild
from pledges.values.choices import Kind, Unit
from tests.pledges import staff_steps


def create_donor(code: str, *, name: str = "") -> Donor:
    """Return a country."""
    return Donor.objects.create(code=code, name=name or code)


def create_system(
    slug: str, *, kind: Kind = Kind.SYSTEM, capability: Capability = Capability.AIR_DEFENCE, unit: Unit = Unit.BATTERY
) -> System:
    """Return a system that is counted in one unit."""
    system = System.objects.create(slug=slug, name=slug, short_name=slug, kind=kind, capability=capability)
    SystemUnit.objects.create(system=system, unit=unit)
    return system


def create_source(title: str = "Statement", *, grade: SourceGrade = SourceGrade.OFFICIAL_DONOR) -> Source:
    """Return a source that no fact cites yet."""
    return Source.objects.create(title=title, url="https://example.org/other", grade=grade)


def create_meeting(slug: str, *, day: date, number: int | None = None) -> Meeting:
    """Return a meeting of the Contact Group."""
    forum, _ = Forum.objects.get_or_create(slug="udcg", defaults={"name": "Contact Group"})
    return Meeting.objects.create(
        slug=slug, forum=forum, number=number, date_text=day.isoformat(), date_start=day, date_end=day
    )


def create_coalition(slug: str, *, capability: Capability = Capability.AIR_DEFENCE) -> Coalition:
    """Return a coalition without members."""
    return Coalition.objects.create(slug=slug, name=slug, capability=capability)


def publish_rows(*rows: staff_steps.Row, now: datetime = staff_steps.NOW) -> DatasetVersion:
    """Return the version that the rows became, reviewed by a second person."""
    return staff_steps.publish_all(rows, now=now)


def create_published_pledge(*, now: datetime = staff_steps.NOW, **cells: Any) -> Pledge:
    """Return a pledge that is the only one of its version."""
    return Pledge.objects.get(version=publish_rows(staff_steps.pledge_row(**cells), now=now))


def pledge_named(external_reference: str) -> Pledge:
    """Return the pledge that a published row with this external reference created."""
    scheme, value = external_reference.split(":", 1)
    pledge = ExternalReference.objects.filter(scheme=scheme, value=value, pledge__isnull=False).latest("version").pledge
    assert pledge is not None
    return pledge


def project(*, today: date = staff_steps.TODAY, now: datetime = staff_steps.NOW) -> None:
    """Compute every projection for the latest version."""
    rebuild(today=today, now=now)
