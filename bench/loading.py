"""Fills the ledger with invented pledges, needs and stocks, and with what was taken back of them, in many versions.

The triggers of the ledger are set aside meanwhile, since at a million pledges they take most of the time; a test loads
a small ledger under all of them.
"""
# ruff: noqa: S608 - statements are assembled from constants of the code; every value is a parameter

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from itertools import islice

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Exists, OuterRef

from bench.history import write_history
from bench.ledger_sheets import LedgerSheets
from bench.promises import Inventor, Keys, Promise
from bench.versions import EVERY, FIRST_PUBLISHED, VERSIONS, published_at
from meetings.choices import SourceGrade
from meetings.models import Coalition, Donor, Initiative, Meeting, Source
from pledges import ledger, projections
from pledges.intake.catalogue_files import load_catalogue_files
from pledges.models import (
    ChangeSet,
    DatasetVersion,
    Package,
    ProjectionState,
    System,
    SystemUnit,
    UnitConversion,
    User,
)
from pledges.projections.projection_tables import PROJECTIONS
from pledges.values.choices import ChangeSetState, Kind, Origin

SYSTEMS, DONORS, MEETINGS, COALITIONS, SOURCES = 46, 45, 35, 9, 300
CHUNK = 20_000
TODAY, NOW = date(2026, 6, 15), datetime(2026, 6, 15, 12, tzinfo=UTC)
EMPTIED = ", ".join(
    [ChangeSet._meta.db_table, ProjectionState._meta.db_table, *(model._meta.db_table for model in PROJECTIONS)]
)
"""Change sets, with all that hangs on them by keys, and the projections."""

FORM = 4
"""Grows when the same number of pledges comes out as another ledger; what was loaded before is then loaded anew."""


MEASURED = "Measured"
"""What change sets are called that are published for measuring."""

PROJECTED: set[int] = set()
"""The sizes that this process has projected, with the code that it measures."""


def title_of(count: int) -> str:
    """Return what the first change set of so many invented pledges is called."""
    return f"{count} invented pledges, form {FORM}"


def is_loaded(count: int) -> bool:
    """Say whether the ledger is that of so many invented pledges, or for none the starter data."""
    first = ChangeSet.objects.filter(version__number=1).first()
    return first is not None and (first.title == title_of(count) if count else first.origin == Origin.STARTER)


def create_sources() -> list[int]:
    """Return the keys of sources of all grades, made where they are not there yet."""
    grades = SourceGrade.values
    Source.objects.bulk_create(
        [
            Source(
                title=f"Invented statement {number}",
                url=f"https://example.org/invented/{number}",
                publisher=f"Publisher {number % 40}",
                published=FIRST_PUBLISHED + timedelta(days=4 * number),
                grade=grades[number % len(grades)],
            )
            for number in range(SOURCES)
        ],
        ignore_conflicts=True,
    )
    found = Source.objects.filter(url__startswith="https://example.org/invented/").order_by("id")
    return list(found.values_list("id", flat=True))


def catalogue_keys() -> Keys:
    """Return the keys of the catalogue to spread pledges over."""
    units: dict[int, tuple[str, ...]] = {}
    for system, unit in SystemUnit.objects.order_by("system_id", "position").values_list("system_id", "unit"):
        units[system] = (*units.get(system, ()), unit)
    # Of many systems only the first are promised; one that is held in several units has to be among them.
    converts = Exists(UnitConversion.objects.filter(system=OuterRef("pk")))
    systems = System.objects.exclude(kind=Kind.MONEY).order_by(~converts, "slug").values_list("id", flat=True)
    donors = Donor.objects.exclude(code="UKR").order_by("code").values_list("id", "code")
    return Keys(
        systems=[(system, units[system]) for system in systems[:SYSTEMS]],
        donors=list(donors[:DONORS]),
        meetings=list(Meeting.objects.order_by("slug").values_list("id", flat=True)[:MEETINGS]),
        coalitions=list(Coalition.objects.order_by("slug").values_list("id", flat=True)[:COALITIONS]),
        initiatives=list(Initiative.objects.order_by("slug").values_list("id", flat=True)),
        packages=list(Package.objects.order_by("slug").values_list("id", flat=True)),
        sources=create_sources(),
        beneficiary=Donor.objects.get(code="UKR").pk,
    )


def create_versions(count: int) -> None:
    """Publish the change sets that the facts belong to, one after the other, each without a row."""
    publisher, _ = User.objects.get_or_create(username="bench-publisher", defaults={"role": "reviewer"})
    drafter, _ = User.objects.get_or_create(username="bench-drafter", defaults={"role": "reviewer"})
    for number in range(1, VERSIONS + 1):
        at = published_at(number)
        title = title_of(count) if number == 1 else f"Invented {number}"
        changeset = ChangeSet.objects.create(title=title, created_by=drafter, created_at=at)
        own = ChangeSet.objects.filter(pk=changeset.pk)
        own.update(state=ChangeSetState.SUBMITTED)
        seen = ledger.hash_shown_rows(changeset)
        own.update(state=ChangeSetState.APPROVED, approved_by=publisher, approved_at=at, approved_hash=seen)
        DatasetVersion.objects.create(number=number, changeset=changeset, published_by=publisher, published_at=at)
        own.update(state=ChangeSetState.PUBLISHED)


def chunks(promises: Iterator[Promise]) -> Iterator[list[Promise]]:
    """Return the promises in portions of one COPY each."""
    while portion := list(islice(promises, CHUNK)):
        yield portion


@transaction.atomic
def load(count: int, *, checked: bool = False) -> None:
    """Empty the ledger and fill it with so many pledges of three entries each; `checked` keeps all triggers on."""
    load_catalogue_files()
    keys = catalogue_keys()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ramstein.allow_truncate = 'on'")
        cursor.execute(f"TRUNCATE {EMPTIED} RESTART IDENTITY CASCADE")
        create_versions(count)
        if not checked:
            cursor.execute("SET LOCAL session_replication_role = replica")
        sheets = LedgerSheets(count)
        for portion in chunks(Inventor(keys, seed=count).promises(count)):
            sheets.copy(portion)
        for table in ("pledges_pledge", "pledges_terms", "pledges_entry"):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
        write_history(
            {
                "versions": VERSIONS,
                "published": FIRST_PUBLISHED,
                "every": EVERY.days,
                "donors": [donor for donor, _ in keys.donors],
                "systems": [system for system, _ in keys.systems],
                "sources": list(keys.sources),
                "pledges": count,
            }
        )


def load_starter_data() -> None:
    """Empty the ledger and fill it with the data that the site starts from."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ramstein.allow_truncate = 'on'")
        cursor.execute(f"TRUNCATE {EMPTIED} RESTART IDENTITY CASCADE")
    call_command("load_starter", verbosity=0, stdout=StringIO())


def fill(count: int) -> None:
    """Load so many pledges and project them, unless this run has done so already and nothing was published since.

    Where the number is 0, it is the starter data.

    KEEP=ledger takes the ledger that an earlier run has left, with what was published for measuring, and KEEP=all its
    projections as well, where they show its latest version and no migration has come since.
    """
    keep = os.environ.get("KEEP", "")
    before = count_migrations()
    call_command("migrate", verbosity=0)
    migrated = count_migrations() != before
    kept = is_loaded(count) and (bool(keep) or not ChangeSet.objects.filter(title=MEASURED).exists())
    if not kept:
        load(count) if count else load_starter_data()
    if not (kept and is_projected() and (count in PROJECTED or (keep == "all" and not migrated))):
        projections.rebuild(today=TODAY, now=NOW)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    PROJECTED.add(count)


def count_migrations() -> int:
    recorder = MigrationRecorder(connection)
    return len(recorder.applied_migrations())


def is_projected() -> bool:
    """Say whether the projections show the latest version on the day of the measurements."""
    state = ProjectionState.objects.filter(id=1).first()
    return state is not None and (state.dataset_version, state.valid_at) == (ledger.latest_number(), TODAY)
