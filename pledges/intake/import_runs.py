"""Imports in the background: a job that can be watched, stopped, and run again where a worker was killed."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from psycopg2.errors import QueryCanceled

from pledges.intake.importers.file_layouts import AUTO, ImportOptions
from pledges.intake.importers.import_drafts import ImportReport, import_file
from pledges.intake.job_watch import JobTakenError, JobWatch, runs_somewhere
from pledges.intake.planner import Progress
from pledges.intake.row_removal import leave_out_rows
from pledges.ledger import Json
from pledges.models import ImportJob, User
from pledges.values.choices import ImportState, PlanAction

MOST_PROBLEMS = 20_000
"""Problems of the file itself that a job keeps; the count says how many there were. Those of rows stay there."""

LONGEST_STATEMENT = "5min"
"""How long one statement of an import may take."""

PATIENCE = timedelta(seconds=20)
"""How long a job may wait for a worker before it is sent anew."""

OPEN_STATES = (ImportState.WAITING, ImportState.RUNNING)


@transaction.atomic
def create_job(
    *, content: bytes | Iterable[bytes], file_name: str, title: str, options: Json, author: User, now: datetime
) -> ImportJob:
    """Store a file to be read, at once or piece by piece; no more than a piece is in memory at a time.

    `options`: layout, release, void_vanished, without_problem_rows, confirm, chosen, sheet, constants, per_donor.
    """
    job = ImportJob.objects.create(
        file_name=file_name[:200],
        title=title[:200],
        layout=options.get("layout", AUTO),
        options=options,
        created_by=author,
        created_at=now,
    )
    store_content(job.pk, [content] if isinstance(content, bytes) else content)
    return job


def store_content(job: int, pieces: Iterable[bytes]) -> None:
    """Let the database put the pieces of a file together: they go into a large object, and from there into the job."""
    aside = connection.connection.lobject(0, "wb")
    for piece in pieces:
        aside.write(piece)
    aside.close()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pledges_importjob SET content = lo_get(%s) WHERE id = %s", [aside.oid, job])
        cursor.execute("SELECT lo_unlink(%s)", [aside.oid])


def run_job(*, job: int, today: date, now: datetime) -> ImportJob:
    """Read the file of a job into a draft and keep the report; safe to run twice, and at the same time."""
    stored = ImportJob.objects.get(pk=job)
    if stored.state not in OPEN_STATES:
        return stored
    watch = JobWatch(job)
    try:
        with watch:
            ImportJob.objects.filter(pk=job, state__in=OPEN_STATES).update(state=ImportState.RUNNING)
            with limit_statements():
                return finish_read(stored, read_in(stored, tell=watch.tell, today=today, now=now), now=now)
    except JobTakenError:
        return ImportJob.objects.get(pk=job)
    except Exception as error:
        if watch.stopped:
            return finish_stopped(job, now=now)
        words = "The file could not be read: an error of ours, now in the log."
        if isinstance(error.__cause__, QueryCanceled):
            words = f"One step of the import took longer than {LONGEST_STATEMENT}. Bring the file in in parts."
        finish(stored, ImportState.FAILED, message=words, now=now)
        raise


def finish_stopped(job: int, *, now: datetime) -> ImportJob:
    """Close a job that was stopped; one that was faster than the wish to stop it stays as it is."""
    stored = ImportJob.objects.get(pk=job)
    if stored.state not in OPEN_STATES:
        return stored
    return finish(stored, ImportState.CANCELLED, message="Stopped before anything was stored.", now=now)


@contextmanager
def limit_statements() -> Iterator[None]:
    """Do everything inside at once or not at all, no statement of it longer than the longest allowed."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [LONGEST_STATEMENT])
        yield


def finish_read(job: ImportJob, report: ImportReport, *, now: datetime) -> ImportJob:
    """Close a job with what was read; without a draft it failed."""
    if report.headers and "chosen" not in job.options:
        asking = {"asking": [one.to_json() for one in report.headers]}
        return ask(job, asking | {"layout": report.layout, "missing": report.missing})
    if report.changeset is None:
        words = report.problems[0].message if report.problems else "nothing could be read"
        return finish(job, ImportState.FAILED, message=words, report=report_of(report), now=now)
    job.changeset = report.changeset
    keep_left_out(job, report.left_out_rows)
    return finish(job, ImportState.DONE, report=report_of(report), now=now)


def read_in(job: ImportJob, *, tell: Progress, today: date, now: datetime) -> ImportReport:
    options = ImportOptions(
        layout=job.layout,
        release=job.options.get("release"),
        void_vanished=bool(job.options.get("void_vanished")),
        chosen=job.options.get("chosen", {}),
        sheet=job.options.get("sheet", ""),
        constants=job.options.get("constants", {}),
        per_donor=job.options.get("per_donor", ""),
        ask="chosen" not in job.options,
    )
    return import_file(
        bytes(job.content),
        filename=job.file_name,
        author=job.created_by,
        today=today,
        now=now,
        title=job.title,
        options=options,
        confirm=bool(job.options.get("confirm")),
        without_problem_rows=bool(job.options.get("without_problem_rows")),
        progress=tell,
    )


def finish(
    job: ImportJob, state: ImportState, *, now: datetime, message: str = "", report: Json | None = None
) -> ImportJob:
    """Close a job: its content goes, its report stays."""
    found = report or {}
    total = sum(found.get("counts", {}).get(action, 0) for action in PlanAction.values)
    job.state, job.finished_at, job.message = state, now, message[:2000]
    job.report, job.content, job.rows_total, job.rows_done = found, b"", total, total
    job.problems_found = found.get("problem_count", 0)
    job.save()
    return job


def report_of(report: ImportReport) -> Json:
    found = report.to_json()
    found["problem_count"] = len(report.problems)
    found["rules"] = Counter(problem.rule for problem in report.problems).most_common(20)
    found["problems"] = [problem.to_json() for problem in report.file_problems[:MOST_PROBLEMS]]
    found["remarks"] = found["remarks"][:MOST_PROBLEMS]
    found["file_problem_count"] = len(report.file_problems)
    found["suggestions"] = [one.pk for one in report.suggestions]
    return found


def ask(job: ImportJob, report: Json) -> ImportJob:
    """Leave a job open, with its content, until somebody chose the columns of its headers."""
    job.state, job.report = ImportState.ASKING, report
    job.save(update_fields=["state", "report"])
    return job


@transaction.atomic
def answer(*, job: ImportJob, chosen: dict[str, str]) -> bool:
    """Take the columns chosen for the headers of a job, blank to leave one out; False where it asks no more."""
    stored = ImportJob.objects.select_for_update().defer("content").get(pk=job.pk)
    if stored.state != ImportState.ASKING:
        return False
    stored.state, stored.report = ImportState.WAITING, {}
    stored.options = {**stored.options, "chosen": chosen}
    stored.save(update_fields=["state", "report", "options"])
    return True


def keep_left_out(job: ImportJob, rows: list[Json]) -> None:
    """Keep rows that were left out beside those of before; the caller saves the job."""
    if rows:
        kept = [*left_out_rows(job), *rows]
        job.left_out, job.left_out_rows = zlib.compress(json.dumps(kept).encode()), len(kept)


def left_out_rows(job: ImportJob) -> list[Json]:
    """The rows that were left out of a job's draft: row of the file, what is wrong, cells."""
    found: list[Json] = json.loads(zlib.decompress(bytes(job.left_out))) if job.left_out else []
    return found


@transaction.atomic
def leave_out(*, job: ImportJob, author: User, today: date, now: datetime) -> int:
    """Take the rows with problems out of a job's draft, keep them with the job, and return how many there were.

    :raises WrongState: the change set is no draft.
    """
    stored = ImportJob.objects.select_for_update(of=("self",)).defer("content").get(pk=job.pk)
    if stored.changeset is None:
        return 0
    rows = leave_out_rows(changeset=stored.changeset, author=author, today=today, now=now)
    keep_left_out(stored, rows)
    stored.save(update_fields=["left_out", "left_out_rows"])
    return len(rows)


def take_up_lost(*, now: datetime) -> list[int]:
    """The jobs that wait or should run, and that no worker has: killed with it, or forgotten by the broker.

    They are to be sent anew. A job that waits is given `PATIENCE` to be taken first.
    """
    late = now - PATIENCE
    lost = []
    open_jobs = ImportJob.objects.filter(state__in=OPEN_STATES, created_at__lt=late).order_by("pk")
    for job, state, heartbeat in open_jobs.values_list("pk", "state", "heartbeat_at"):
        waits = state == ImportState.WAITING and heartbeat is not None and heartbeat > late
        if waits or runs_somewhere(job):
            continue
        # What is sent anew has as much time again.
        ImportJob.objects.filter(pk=job, state__in=OPEN_STATES).update(state=ImportState.WAITING, heartbeat_at=now)
        lost.append(job)
    return lost


def ask_to_cancel(*, job: ImportJob, now: datetime) -> None:
    """Stop a job that runs at its next report of progress, and one that waits at once."""
    with transaction.atomic():
        stored = ImportJob.objects.select_for_update().defer("content").get(pk=job.pk)
        if stored.state in (ImportState.WAITING, ImportState.ASKING):
            finish(stored, ImportState.CANCELLED, message="Stopped before it began.", now=now)
        elif stored.state == ImportState.RUNNING:
            ImportJob.objects.filter(pk=job.pk).update(cancel_asked=True)
