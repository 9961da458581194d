"""Measures the one door in: a table planned and published beside a bare COPY of its rows, and the save of one cell."""

from __future__ import annotations

import csv
import io
import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from bench.loading import EMPTIED, TODAY
from bench.measure import Timing, discard, time_action
from bench.publishing import reviewer
from meetings.models import Donor
from pledges import ledger
from pledges.intake.catalogue_files import load_catalogue_files
from pledges.intake.drafts import create_changeset
from pledges.intake.duplicates.store_sides import store_published_sides
from pledges.intake.importers.import_drafts import import_file
from pledges.intake.row_editing import save_row
from pledges.models import ChangeSet, System, User
from pledges.projections import drain_outbox
from pledges.values.choices import Origin

Say = Callable[[str], object]
Row = dict[str, str]

ROWS, RUNS = 10_000, 3
TABLE_TARGET, CELL_TARGET = 10.0, 0.1
GRID_ROWS, CELL_SAVES = 15, 20
COPY = "bare COPY of the same rows"
FIRST_DAY = date(2022, 3, 1)
DUE = ("", "Q4 2026", "by the end of 2026", "winter 2026", "2027")
STAGES = ("announced", "committed", "contracted", "delivered")


def run(*, say: Say, rows: int = ROWS, runs: int = RUNS) -> int:
    """Measure and print; return 1 where the database is not one to be emptied."""
    if not settings.EMBEDDED_DATABASE:
        say("bench empties its database, so it only runs on an embedded one: unset DATABASE_URL.\n")
        return 1
    call_command("migrate", verbosity=0)
    say(f"\nintake: a table of {rows:,} rows; medians of {runs} runs\n")
    rounds = [one_round(rows, seed=seed) for seed in range(runs)]
    timings = {name: Timing([one[name] for one in rounds]) for name in rounds[0]}
    whole = Timing([one["plan"] + one["review and publish"] for one in rounds])
    for name, timing in timings.items():
        print_timing(say, name, timing)
    print_timing(say, "plan, review and publish", whole, target=TABLE_TARGET)
    say(f"{'  over a bare COPY':<40}{whole.over(timings[COPY]):8.1f} x\n")
    print_timing(say, f"save of one cell of {GRID_ROWS} rows", Timing(list(cell_saves())), target=CELL_TARGET)
    return 0


def one_round(rows: int, *, seed: int) -> dict[str, float]:
    """Return the wall times of one table on its way in, and of a bare COPY of it."""
    empty()
    content = table(rows, seed=seed)
    start = time.perf_counter()
    changeset = plan_file(content)
    plan = time.perf_counter() - start
    return {
        "plan": plan,
        "review and publish": time_action(lambda: publish(changeset)),
        "projections": time_action(lambda: discard(drain_outbox(today=TODAY, now=datetime.now(UTC)))),
        "what rows are compared with": time_action(lambda: discard(store_published_sides(today=TODAY))),
        COPY: time_action(lambda: bare_copy(content)),
    }


def print_timing(say: Say, name: str, timing: Timing, *, target: float | None = None) -> None:
    """Print the middle, the least and the most of some times, and the target where there is one."""
    aim = "" if target is None else f"  target {target:.1f} s: {'met' if timing.middle <= target else 'MISSED'}"
    say(f"{name:<40}{timing.middle:8.3f} s ({min(timing.seconds):.3f} to {max(timing.seconds):.3f}){aim}\n")


@transaction.atomic
def empty() -> None:
    """Empty the ledger, and bring the catalogue in."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(f"TRUNCATE {EMPTIED} RESTART IDENTITY CASCADE")
    load_catalogue_files()


def invent_promises(rows: int, *, seed: int) -> Iterator[Row]:
    """Yield promises as a table states them: exact, vague and unknown numbers, amounts in three currencies."""
    chance = random.Random(seed)  # noqa: S311 - invented rows, the same for the same seed
    donors = list(Donor.objects.order_by("code").values_list("code", flat=True)[:40])
    systems = list(System.objects.order_by("slug").filter(units__position=0).values_list("slug", "units__unit"))
    for number in range(rows):
        system, unit = chance.choice(systems)
        most = chance.randint(2, 900)
        day = (FIRST_DAY + timedelta(days=chance.randint(0, 1300))).isoformat()
        amount = chance.choice(("", "", f"{chance.randint(1, 900)} million"))
        yield {
            "external_reference": f"bench-{seed}:{number}",
            "donors": chance.choice(donors),
            "system": system,
            "unit": unit,
            "quantity": chance.choice((str(most), f"about {most}", f"up to {most}", f"1-{most}", "undisclosed")),
            "amount": amount,
            "currency": chance.choice(("EUR", "USD", "GBP")) if amount else "",
            "stage": chance.choice(STAGES),
            "occurred": day,
            "due": chance.choice(DUE),
            "source_url": f"https://example.org/{number % 900}",
            "source_title": f"Statement {number % 900}",
            "source_publisher": "Ministry",
            "source_published": day,
            "quote": f"We will deliver {most} of {system}.",
        }


def table(rows: int, *, seed: int) -> bytes:
    """Return invented rows as a CSV file."""
    lines = io.StringIO()
    found = list(invent_promises(rows, seed=seed))
    writer = csv.DictWriter(lines, found[0].keys())
    writer.writeheader()
    writer.writerows(found)
    return lines.getvalue().encode()


def people() -> tuple[User, User]:
    """Return who drafts and who reviews."""
    return reviewer("bench-drafter"), reviewer("bench-reviewer")


def plan_file(content: bytes) -> ChangeSet:
    """Return the draft that a file becomes, with its plan."""
    drafter, _ = people()
    report = import_file(content, filename="bench.csv", author=drafter, today=TODAY, now=datetime.now(UTC))
    if report.problems or report.changeset is None:
        raise RuntimeError(f"the invented table has {len(report.problems)} problems: {report.problems[:3]}")
    return report.changeset


def publish(changeset: ChangeSet) -> None:
    """Take a draft through review to the ledger."""
    drafter, approver = people()
    ledger.submit(changeset=changeset, actor=drafter, now=datetime.now(UTC))
    ledger.approve(
        changeset=changeset, reviewer=approver, seen=ledger.hash_shown_rows(changeset), now=datetime.now(UTC)
    )
    ledger.publish(changeset=changeset, reviewer=approver, now=datetime.now(UTC))


@transaction.atomic
def bare_copy(content: bytes) -> None:
    """Copy the same file into a table of text columns, with nothing read, checked or compared."""
    names = content.split(b"\r\n", 1)[0].decode().split(",")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare_copy")
        cursor.execute(f"CREATE TABLE bare_copy ({', '.join(f'{name} text' for name in names)})")
        cursor.cursor.copy_expert("COPY bare_copy FROM STDIN (FORMAT csv, HEADER)", io.BytesIO(content))


def cell_saves() -> Iterator[float]:
    """Yield how long each of some saves of one cell takes, in a draft beside the ledger that was just published."""
    drafter, _ = people()
    now = datetime.now(UTC)
    rows = [{**row, "external_reference": ""} for row in invent_promises(GRID_ROWS, seed=99)]
    changeset = create_changeset(title="Meeting", origin=Origin.ENTRY, rows=rows, author=drafter, today=TODAY, now=now)
    row = changeset.rows.order_by("position")[3]
    for number in range(CELL_SAVES):
        changeset.refresh_from_db()
        payload = {**row.payload, "quantity": str(1000 + number)}
        start = time.perf_counter()
        save_row(
            changeset=changeset, row=row.pk, payload=payload, author=drafter, expected=changeset.edit_version,
            today=TODAY, now=now,
        )  # fmt: skip
        yield time.perf_counter() - start
