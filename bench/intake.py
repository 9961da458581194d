"""Measures the one door in: files planned, searched for duplicates and published, and the save of one cell.

A table is invented, and measured beside a bare COPY of its rows; files such as the releases of Kiel are given.
"""

from __future__ import annotations

import csv
import io
import random
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

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
from pledges.intake.duplicates.decide_pairs import leave_open
from pledges.intake.duplicates.store_sides import store_published_sides
from pledges.intake.importers.import_drafts import import_file
from pledges.intake.row_editing import save_row
from pledges.intake.warning_reasons import accept_every_warning
from pledges.models import ChangeSet, DuplicateCandidate, System, User
from pledges.projections import drain_outbox
from pledges.values.choices import Origin

Say = Callable[[str], object]
Row = dict[str, str]

ROWS, RUNS = 10_000, 3
PLAN, REVIEW, PUBLISH = "plan, with the search for duplicates", "review", "publish"
TARGETS = {10_000: 5.0, 100_000: 180.0}
"""The most seconds that a table of so many rows may take to be planned and published, on two idle cores."""
FILE_TARGETS = {PLAN: 10.0, PUBLISH: 30.0}
"""The most seconds for the largest release of a tracker."""
MEMORY_TARGET, CELL_TARGET = 500, 0.1
GRID_ROWS, CELL_SAVES = 15, 20
COPY = "bare COPY of the same rows"
FIRST_DAY = date(2022, 3, 1)
DUE = ("", "Q4 2026", "by the end of 2026", "winter 2026", "2027")
STAGES = ("announced", "committed", "contracted", "delivered")


@dataclass(frozen=True, slots=True)
class FileRound:
    """A file as it is brought in."""

    name: str
    content: bytes


def run(*, say: Say, rows: Sequence[int] = (ROWS,), runs: int = RUNS, files: Sequence[Path] = ()) -> int:
    """Measure and print; return 1 where the database is not one to be emptied."""
    if not settings.EMBEDDED_DATABASE:
        say("bench empties its database, so it only runs on an embedded one: unset DATABASE_URL.\n")
        return 1
    call_command("migrate", verbosity=0)
    for count in rows:
        print_table(say, count, runs=runs)
    for path in files:
        print_file(say, path, runs=runs)
    print_timing(say, f"save of one cell of {GRID_ROWS} rows", Timing(list(cell_saves())), target=CELL_TARGET)
    return 0


def print_table(say: Say, rows: int, *, runs: int) -> None:
    """Measure and print what an invented table takes, phase by phase, and beside a bare COPY of it."""
    say(f"\nintake: a table of {rows:,} rows; medians of {runs} runs\n")
    rounds = []
    for seed in range(runs):
        empty()
        content = table(rows, seed=seed)
        one = one_round(FileRound("bench.csv", content))
        rounds.append(one | {COPY: time_action(partial(bare_copy, content))})
    timings = {name: Timing([one[name] for one in rounds]) for name in rounds[0]}
    whole = Timing([one[PLAN] + one[PUBLISH] for one in rounds])
    for name, timing in timings.items():
        print_timing(say, name, timing)
    print_timing(say, "plan and publish", whole, target=TARGETS.get(rows))
    say(f"{'  over a bare COPY':<40}{whole.over(timings[COPY]):8.1f} x\n")
    print_memory(say)


def print_file(say: Say, path: Path, *, runs: int) -> None:
    """Measure and print what a given file takes, phase by phase; the names that it brings are taken up first."""
    say(f"\nintake: {path.name}; medians of {runs} runs\n")
    rounds = []
    for _ in range(runs):
        empty()
        rounds.append(one_round(FileRound(path.name, path.read_bytes())))
    for name in rounds[0]:
        print_timing(say, name, Timing([one[name] for one in rounds]), target=FILE_TARGETS.get(name))
    print_memory(say)


def print_memory(say: Say) -> None:
    """Print the most memory that this process has had, the making of invented tables included."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    met = "met" if most <= MEMORY_TARGET else "MISSED"
    say(f"{'memory of the process, at most':<40}{most:8,} MB  target {MEMORY_TARGET} MB: {met}\n")


def one_round(file: FileRound) -> dict[str, float]:
    """Return the wall times of one file on its way in, phase by phase."""
    start = time.perf_counter()
    changeset = plan_file(file)
    plan = time.perf_counter() - start
    return {
        PLAN: plan,
        REVIEW: time_action(lambda: review(changeset)),
        PUBLISH: time_action(lambda: publish(changeset)),
        "projections": time_action(lambda: discard(drain_outbox(today=TODAY, now=datetime.now(UTC)))),
        "what rows are compared with": time_action(lambda: discard(store_published_sides(today=TODAY))),
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
    found = invent_promises(rows, seed=seed)
    first = next(found)
    writer = csv.DictWriter(lines, first.keys())
    writer.writeheader()
    writer.writerow(first)
    writer.writerows(found)
    return lines.getvalue().encode()


def people() -> tuple[User, User]:
    """Return who drafts and who reviews."""
    return reviewer("bench-drafter"), reviewer("bench-reviewer")


def plan_file(file: FileRound) -> ChangeSet:
    """Return the draft that a file becomes, with its plan."""
    drafter, _ = people()
    report = import_file(
        file.content, filename=file.name, author=drafter, today=TODAY, now=datetime.now(UTC), confirm=True
    )
    if report.problems or report.changeset is None:
        raise RuntimeError(f"{file.name} has {len(report.problems)} problems: {report.problems[:3]}")
    return report.changeset


def review(changeset: ChangeSet) -> None:
    """Take a draft through review: what is odd is accepted, and possible duplicates are left open."""
    drafter, approver = people()
    now, said = datetime.now(UTC), "Measured"
    accept_every_warning(changeset=changeset, reason=said, author=drafter, today=TODAY, now=now)
    if DuplicateCandidate.objects.filter(changeset=changeset, strong=True, settled=False).exists():
        leave_open(changeset=changeset, reason=said, actor=approver, today=TODAY, now=now)
    ledger.submit(changeset=changeset, actor=drafter, now=now)
    ledger.approve(changeset=changeset, reviewer=approver, seen=ledger.hash_shown_rows(changeset), now=now)


def publish(changeset: ChangeSet) -> None:
    """Write a reviewed draft to the ledger."""
    _, approver = people()
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
