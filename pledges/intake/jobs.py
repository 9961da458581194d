"""Imports in the background: a job that can be watched, stopped, and run again where a worker was killed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import connections, transaction

from pledges.choices import ImportState, PlanAction
from pledges.intake.importers.drafts import ImportLayoutName, ImportOptions, ImportReport, import_file
from pledges.intake.planner import Progress
from pledges.ledger import Json
from pledges.models import ImportJob, User

MOST_PROBLEMS = 5000
"""Problems that a job keeps; the count says how many there were."""

TELL = """
    UPDATE pledges_importjob SET rows_done = %s, rows_total = %s, problems_found = %s WHERE id = %s
    RETURNING cancel_asked
"""

OPEN_STATES = (ImportState.WAITING, ImportState.RUNNING)


class _CancelledError(Exception):
    """Somebody asked to stop."""


def create_job(*, content: bytes, file_name: str, title: str, options: Json, author: User, now: datetime) -> ImportJob:
    """Store a file to be read; `options` are those of the import: layout, release, void_vanished."""
    return ImportJob.objects.create(
        content=content,
        file_name=file_name[:200],
        title=title[:200],
        layout=options.get("layout", ImportLayoutName.AUTO.value),
        options=options,
        created_by=author,
        created_at=now,
    )


def run_job(*, job: int, today: date, now: datetime) -> ImportJob:
    """Read the file of a job into a draft and keep the report; safe to run twice."""
    with transaction.atomic():
        stored = ImportJob.objects.select_for_update().get(pk=job)
        if stored.state not in OPEN_STATES:
            return stored
        stored.state = ImportState.RUNNING
        stored.save(update_fields=["state"])
    try:
        with transaction.atomic():
            report = read_in(stored, today=today, now=now)
            return finish_read(stored, report, now=now)
    except _CancelledError:
        return finish(stored, ImportState.CANCELLED, message="Stopped before anything was stored.", now=now)
    except Exception:
        finish(
            stored, ImportState.FAILED, message="The file could not be read: an error of ours, now in the log.", now=now
        )
        raise


def finish_read(job: ImportJob, report: ImportReport, *, now: datetime) -> ImportJob:
    """Close a job with what was read; without a draft it failed."""
    if report.changeset is None:
        words = report.problems[0].message if report.problems else "nothing could be read"
        return finish(job, ImportState.FAILED, message=words, report=report_of(report), now=now)
    job.changeset = report.changeset
    return finish(job, ImportState.DONE, report=report_of(report), now=now)


def read_in(job: ImportJob, *, today: date, now: datetime) -> ImportReport:
    """Import the file of a job, telling how far it is."""
    options = ImportOptions(
        layout=ImportLayoutName(job.layout),
        release=job.options.get("release"),
        void_vanished=bool(job.options.get("void_vanished")),
    )
    with progress_of(job.pk) as tell:
        return import_file(
            bytes(job.content),
            filename=job.file_name,
            author=job.created_by,
            today=today,
            now=now,
            title=job.title,
            options=options,
            confirm=bool(job.options.get("confirm")),
            progress=tell,
        )


@contextmanager
def progress_of(job: int) -> Iterator[Progress]:
    """Yield a function that stores progress on a connection of its own, visible before the import is committed.

    It raises where somebody asked to stop.
    """
    aside = connections.create_connection("default")

    def tell(done: int, total: int, problems: int) -> None:
        with aside.cursor() as cursor:
            cursor.execute(TELL, [done, total, problems, job])
            found = cursor.fetchone()
        if found and found[0]:
            raise _CancelledError

    try:
        yield tell
    finally:
        aside.close()


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
    """Return what a job keeps of a report."""
    found = report.to_json()
    found["problem_count"] = len(report.problems)
    found["rules"] = Counter(problem.rule for problem in report.problems).most_common(20)
    found["problems"] = found["problems"][:MOST_PROBLEMS]
    found["suggestions"] = [one.pk for one in report.suggestions]
    return found


def ask_to_cancel(*, job: ImportJob, now: datetime) -> None:
    """Stop a job that runs at its next report of progress, and one that waits at once."""
    with transaction.atomic():
        stored = ImportJob.objects.select_for_update().get(pk=job.pk)
        if stored.state == ImportState.WAITING:
            finish(stored, ImportState.CANCELLED, message="Stopped before it began.", now=now)
        elif stored.state == ImportState.RUNNING:
            ImportJob.objects.filter(pk=job.pk).update(cancel_asked=True)
