"""A desk for tests: a small catalogue, the people at it, and change sets on their way into the ledger."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

from meetings.choices import Capability
from meetings.models import Coalition, Donor, DonorAlias, Forum, Initiative, Meeting
from pledges import ledger
from pledges.intake.drafts import NewPlan, create_changeset, plan_changeset
from pledges.intake.warning_reasons import accept_every_warning
from pledges.models import ChangeSet, DatasetVersion, Package, System, SystemAlias, SystemUnit, User
from pledges.values.choices import ChangeSetState, Kind, Origin, Role, Unit
from pledges.values.dates import DateError, parse_window

TODAY = date(2025, 7, 1)
NOW = datetime(2025, 7, 1, 12, tzinfo=UTC)
Row = dict[str, Any]

DONORS = {
    "DEU": "Germany",
    "NOR": "Norway",
    "USA": "United States",
    "NLD": "Netherlands",
    "UKR": "Ukraine",
    "POL": "Poland",
    "XUN": "Unnamed donor",
}
SYSTEMS: dict[str, tuple[str, Kind, Capability, tuple[Unit, ...]]] = {
    "patriot": ("Patriot", Kind.SYSTEM, Capability.AIR_DEFENCE, (Unit.BATTERY, Unit.LAUNCHER)),
    "nasams": ("NASAMS", Kind.SYSTEM, Capability.AIR_DEFENCE, (Unit.BATTERY,)),
    "shell-155": ("155 mm shell", Kind.MUNITION, Capability.ARTILLERY, (Unit.ROUND,)),
    "money": ("Money", Kind.MONEY, Capability.OTHER, (Unit.LOT,)),
}
SOURCE = {
    "source_url": "https://example.org/statement",
    "source_title": "Statement",
    "source_publisher": "Ministry",
    "source_published": "2025-06-15",
    "source_grade": "official_donor",
}

names = map("row:{}".format, itertools.count(1))


def create_catalogue() -> None:
    """Store what the rows of the tests name."""
    donors = {code: Donor.objects.create(code=code, name=name) for code, name in DONORS.items()}
    DonorAlias.objects.create(donor=donors["DEU"], alias="Federal Republic of Germany")
    for slug, (name, kind, capability, units) in SYSTEMS.items():
        system = System.objects.create(slug=slug, name=name, short_name=name, kind=kind, capability=capability)
        for position, unit in enumerate(units):
            SystemUnit.objects.create(system=system, unit=unit, position=position)
    SystemAlias.objects.create(system=System.objects.get(slug="patriot"), alias="MIM-104")
    forum = Forum.objects.create(slug="udcg", name="Contact Group")
    day = date(2025, 6, 4)
    Meeting.objects.create(slug="udcg-28", forum=forum, number=28, date_text="2025-06-04", date_start=day, date_end=day)
    Coalition.objects.create(slug="air-defence", name="Air defence", capability=Capability.AIR_DEFENCE)
    Initiative.objects.create(slug="iaad", name="Immediate Action on Air Defence")
    Package.objects.create(slug="package-1", name="Package 1")


def create_user(name: str, *, role: Role = Role.REVIEWER) -> User:
    """Return an account that can act in the role."""
    return User.objects.create(username=name, role=role, password="!")


def user(name: str) -> User:
    """Return the account of that name; whoever is not there yet comes as a reviewer, a drafter as a drafter."""
    found = User.objects.filter(username=name).first()
    return found or create_user(name, role=Role.DRAFTER if name == "drafter" else Role.REVIEWER)


def pledge_row(**cells: Any) -> Row:
    """Return a row that promises one Patriot battery; a cell given as None is left out."""
    usual = {
        "action": "pledge",
        "external_reference": next(names),
        "donors": "DEU",
        "system": "patriot",
        "unit": "battery",
        "quantity": "1",
        "occurred": "2025-06-01",
    }
    return fill_cells(usual, cells)


def entry_row(reference: str, **cells: Any) -> Row:
    """Return a row that delivers one unit of a pledge."""
    usual = {
        "action": "entry",
        "external_reference": next(names),
        "reference": reference,
        "stage": "delivered",
        "quantity": "1",
        "occurred": "2025-06-10",
    }
    return fill_cells(usual, cells)


def terms_row(reference: str, **cells: Any) -> Row:
    """Return a row that changes the terms of a pledge."""
    return fill_cells({"action": "terms", "external_reference": next(names), "reference": reference}, cells)


def stock_row(**cells: Any) -> Row:
    """Return a row that says what Germany holds."""
    usual = {
        "action": "stock",
        "external_reference": next(names),
        "donors": "DEU",
        "system": "patriot",
        "unit": "battery",
        "quantity": "12",
        "occurred": "2025-05-01",
    }
    return fill_cells(usual, cells)


def requirement_row(**cells: Any) -> Row:
    """Return a row that asks for ten batteries."""
    usual = {
        "action": "requirement",
        "external_reference": next(names),
        "system": "patriot",
        "unit": "battery",
        "quantity": "10",
        "basis": "total",
        "occurred": "2025-05-01",
    }
    return fill_cells(usual, cells)


def membership_row(**cells: Any) -> Row:
    """Return a row that makes Germany the lead of a coalition."""
    usual = {
        "action": "membership",
        "external_reference": next(names),
        "donors": "DEU:lead",
        "coalition": "air-defence",
        "occurred": "2024-02-14",
    }
    return fill_cells(usual, cells)


def asserted_total_row(**cells: Any) -> Row:
    """Return a row with a source's own sum."""
    usual = {
        "action": "asserted_total",
        "external_reference": next(names),
        "donors": "DEU",
        "system": "patriot",
        "unit": "battery",
        "stage": "delivered",
        "quantity": "3",
        "occurred": "2025-06-01",
    }
    return fill_cells(usual, cells)


def completeness_row(**cells: Any) -> Row:
    """Return a row that says that a source lists every delivery of Germany."""
    usual = {
        "action": "completeness",
        "external_reference": next(names),
        "donors": "DEU",
        "occurred": "2025-06-14",
    }
    return fill_cells(usual, cells)


def void_row(reference: str, **cells: Any) -> Row:
    """Return a row that takes facts back."""
    usual = {"action": "void", "external_reference": next(names), "reference": reference, "note": "entered by mistake"}
    return fill_cells(usual, cells)


def fill_cells(usual: Row, cells: Mapping[str, Any]) -> Row:
    """Return the usual cells with a source, as the test wants them; it speaks no earlier than what it tells of."""
    told = {**usual, **SOURCE, **cells}
    occurred = cells.get("occurred")
    if "source_published" not in cells and isinstance(occurred, str) and occurred:
        with suppress(DateError):
            begun = parse_window(occurred, anchor=date.fromisoformat(SOURCE["source_published"])).start
            if begun is not None and begun.isoformat() > SOURCE["source_published"]:
                told["source_published"] = begun.isoformat()
    return {name: value for name, value in told.items() if value is not None}


def draft(rows: Sequence[Row], *, author: str = "drafter", title: str = "Statements of June") -> ChangeSet:
    """Return a planned draft."""
    return create_changeset(title=title, origin=Origin.ENTRY, rows=rows, author=user(author), today=TODAY, now=NOW)


def plan_anew(changeset: ChangeSet, *, by: str = "drafter") -> NewPlan:
    """Plan a change set against the ledger and the catalogue as they are now."""
    return plan_changeset(changeset=changeset, actor=user(by), today=TODAY, now=NOW)


def submit_rows(rows: Sequence[Row]) -> ChangeSet:
    """Return a change set in review; what is odd about its rows stands because the test says so."""
    changeset, drafter = draft(rows), user("drafter")
    accept_every_warning(changeset=changeset, reason="the test says so", author=drafter, today=TODAY, now=NOW)
    return ledger.submit(changeset=changeset, actor=drafter, now=NOW)


def approve_rows(rows: Sequence[Row]) -> ChangeSet:
    """Return a change set that a reviewer approved."""
    return approve(submit_rows(rows))


def approve(changeset: ChangeSet, *, by: str = "reviewer") -> ChangeSet:
    """Approve what is planned, as somebody does who sees it."""
    seen = ledger.hash_shown_rows(changeset)
    return ledger.approve(changeset=changeset, reviewer=user(by), seen=seen, now=NOW)


def publish_all(rows: Sequence[Row], *, now: datetime = NOW) -> DatasetVersion:
    """Return the version that the rows became."""
    return ledger.publish(changeset=approve_rows(rows), reviewer=user("reviewer"), now=now)


def state_of(changeset: ChangeSet) -> str:
    """Return the state as it is stored."""
    return ChangeSetState(ChangeSet.objects.values_list("state", flat=True).get(pk=changeset.pk)).value
