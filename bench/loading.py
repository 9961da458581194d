"""Fills the ledger with invented pledges by COPY, with the ledger's triggers set aside; only for this measurement."""
# ruff: noqa: S608 - statements are assembled from constants of the code; every value is a parameter

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import StringIO
from itertools import islice
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from bench.promises import Inventor, Keys, Promise, Step
from meetings.models import Coalition, Donor, Meeting, Source
from pledges import projections
from pledges.intake.catalogue_files import load_catalogue_files
from pledges.models import ChangeSet, DatasetVersion, Pledge, PledgeState, ProjectionState, System, SystemUnit, User
from pledges.projections.projection_tables import PROJECTIONS
from pledges.values.choices import ChangeSetState, Kind

SYSTEMS, DONORS, MEETINGS, COALITIONS = 46, 45, 35, 9
CHUNK = 20_000
TODAY, NOW = date(2026, 6, 30), datetime(2026, 6, 30, 12, tzinfo=UTC)
PUBLISHED = datetime(2026, 6, 1, tzinfo=UTC)
EMPTIED = ", ".join(
    [ChangeSet._meta.db_table, ProjectionState._meta.db_table, *(model._meta.db_table for model in PROJECTIONS)]
)
"""Change sets, with all that hangs on them by keys, and the projections."""

TABLES = {
    "pledges_pledge": "id, reference, year, lead, counter, unit, version_id, system_id",
    "pledges_terms": "id, position, quote, note, confidence, effective_start, aid_type, due_text, due_start, due_end,"
    " due_precision, due_deadline, beneficiary_id, meeting_id, coalition_id, pledge_id, source_id, version_id",
    "pledges_termsparty": "terms_id, donor_id, role, share, words",
    "pledges_entry": "id, position, quote, note, confidence, stage, occurred_text, occurred_start, occurred_end,"
    " occurred_precision, quantity_text, quantity_low, quantity_best, quantity_high, amount_text, amount_low,"
    " amount_best, amount_high, currency, basis, value_eur_low, value_eur_best, value_eur_high, eur_rate,"
    " eur_rate_date, eur_rate_source, definition, asserted_by, source_id, version_id, pledge_id",
    "pledges_void": "position, reason, entry_id, version_id",
}
NONE = r"\N"


@dataclass(slots=True)
class Sheets:
    """Rows in the text format of COPY, one sheet a table, and the running numbers of their keys."""

    beneficiary: int
    source: int
    lines: dict[str, list[str]] = field(default_factory=lambda: {table: [] for table in TABLES})
    pledge: int = 0
    terms: int = 0
    entry: int = 0
    position: int = 0

    def add(self, table: str, *values: object) -> None:
        """Put one row on the sheet of a table; None is NULL."""
        self.lines[table].append("\t".join(NONE if value is None else str(value) for value in values))

    def write(self, promise: Promise) -> None:
        """Put a whole pledge on the sheets: version 1 holds it, version 2 its void and its second terms."""
        self.pledge += 1
        system, unit = promise.system
        year = promise.steps[0].start.year
        reference = f"{year}-{promise.lead}-{self.pledge:03d}"
        self.add("pledges_pledge", self.pledge, reference, year, promise.lead, self.pledge, unit, 1, system)
        self.write_terms(promise, due=promise.due, effective=promise.steps[0].start, version=1)
        if promise.moved_due is not None:
            self.write_terms(promise, due=promise.moved_due, effective=promise.steps[1].start, version=2)
        for step in promise.steps:
            self.write_entry(step)

    def write_terms(self, promise: Promise, *, due: tuple[date, date] | None, effective: date, version: int) -> None:
        """Put terms and their parties on the sheets."""
        self.terms += 1
        self.position += 1
        first, last = due or (None, None)
        words, precision = ("", "") if due is None else (f"by {last}", "day")
        about = (self.position, "", "", "", effective, "military", words, first, last, precision, "f")
        keys = (self.beneficiary, promise.meeting, promise.coalition, self.pledge, self.source, version)
        self.add("pledges_terms", self.terms, *about, *keys)
        for donor, role, share in promise.parties:
            self.add("pledges_termsparty", self.terms, donor, role, share, "")

    def write_entry(self, step: Step) -> None:
        """Put an entry on its sheet, and its void where it has one."""
        self.entry += 1
        self.position += 1
        quantity, value = step.quantity, step.value
        bounds = (quantity.low, quantity.best, quantity.high)
        money: tuple[object, ...]
        if value is None:
            money = ("", None, None, None, "", "", None, None, None, None, None, "")
        else:
            ends = (value.low, value.best, value.high)
            money = (str(value.low), *ends, "EUR", "donor_stated", *ends, None, None, "none_needed")
        self.add(
            *("pledges_entry", self.entry, self.position, "", "", "official", step.stage),
            *(step.start, step.start, step.end, "day", str(quantity.low), *bounds, *money),
            *("", "donor" if step.stage == "delivered" else "", self.source, 1, self.pledge),
        )
        if step.voided:
            self.position += 1
            self.add("pledges_void", self.position, "invented void", self.entry, 2)

    def copy(self) -> None:
        """Send every sheet to its table and start new ones."""
        with connection.cursor() as cursor:
            for table, names in TABLES.items():
                text = StringIO("".join(f"{line}\n" for line in self.lines[table]))
                cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", text)
                self.lines[table].clear()


def catalogue_keys() -> Keys:
    """Return the keys of the catalogue to spread pledges over."""
    units = dict(SystemUnit.objects.order_by("-position").values_list("system_id", "unit"))
    systems = System.objects.exclude(kind=Kind.MONEY).order_by("slug").values_list("id", flat=True)
    donors = Donor.objects.exclude(code="UKR").order_by("code").values_list("id", "code")
    return Keys(
        systems=[(system, units[system]) for system in systems[:SYSTEMS]],
        donors=list(donors[:DONORS]),
        meetings=list(Meeting.objects.order_by("slug").values_list("id", flat=True)[:MEETINGS]),
        coalitions=list(Coalition.objects.order_by("slug").values_list("id", flat=True)[:COALITIONS]),
    )


def create_versions(publisher: User) -> None:
    """Store the two published change sets that the facts belong to."""
    approved: dict[str, Any] = {"state": ChangeSetState.PUBLISHED, "approved_by": publisher, "approved_at": PUBLISHED}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")  # what a trigger writes that is off meanwhile
        transaction_id = cursor.fetchone()[0]
    for number in (1, 2):
        changeset = ChangeSet.objects.create(title="Invented", created_by=publisher, created_at=PUBLISHED, **approved)
        DatasetVersion.objects.create(
            number=number,
            changeset=changeset,
            published_by=publisher,
            published_at=PUBLISHED,
            transaction_id=transaction_id,
        )


def chunks(promises: Iterator[Promise]) -> Iterator[Iterable[Promise]]:
    """Return the promises in portions of one COPY each."""
    while portion := list(islice(promises, CHUNK)):
        yield portion


@transaction.atomic
def load(count: int) -> None:
    """Empty the ledger and fill it with so many pledges of three entries each, in two versions."""
    load_catalogue_files()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(f"TRUNCATE {EMPTIED} RESTART IDENTITY CASCADE")
        publisher, _ = User.objects.get_or_create(username="bench-publisher", defaults={"role": "reviewer"})
        source, _ = Source.objects.get_or_create(title="Invented for measuring")
        sheets = Sheets(beneficiary=Donor.objects.get(code="UKR").pk, source=source.pk)
        create_versions(publisher)
        for portion in chunks(Inventor(catalogue_keys(), seed=count).promises(count)):
            for promise in portion:
                sheets.write(promise)
            sheets.copy()
        for table in ("pledges_pledge", "pledges_terms", "pledges_entry"):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")


def fill(count: int) -> None:
    """Load and project so many pledges, unless that is what is there."""
    call_command("migrate", verbosity=0)
    if Pledge.objects.count() != count:
        load(count)
    if PledgeState.objects.count() != count:
        projections.rebuild(today=TODAY, now=NOW)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
