"""The watch over an import: it says that the job lives, stops it wherever it is, and holds it alone."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest
from django.db import OperationalError, connection, connections

from pledges.intake.import_runs import ask_to_cancel, create_job, run_job, take_up_lost
from pledges.intake.job_watch import JobStoppedError, JobTakenError, JobWatch
from pledges.models import ImportJob
from pledges.values.choices import ImportState
from tests.pledges import staff_steps

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]

LATER = staff_steps.NOW + timedelta(minutes=1)


def make_job(state: ImportState = ImportState.RUNNING) -> ImportJob:
    job = create_job(
        content=b"donor,system\n",
        file_name="t.csv",
        title="T",
        options={},
        author=staff_steps.user("drafter"),
        now=staff_steps.NOW,
    )
    ImportJob.objects.filter(pk=job.pk).update(state=state)
    return ImportJob.objects.get(pk=job.pk)


def elsewhere(action: Callable[[], object]) -> None:
    """Do something in another thread, on a connection of its own, and wait for it."""

    def act() -> None:
        try:
            action()
        finally:
            connections.close_all()

    thread = threading.Thread(target=act)
    thread.start()
    thread.join()


def wait_in_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(120)")


def count_without_end() -> None:
    steps = count()
    while next(steps) >= 0:
        pass


def stop_while(work: Callable[[], object]) -> None:
    """Do the work of a job that somebody has asked to stop."""
    job = make_job()
    with JobWatch(job.pk):
        elsewhere(lambda: ask_to_cancel(job=job, now=staff_steps.NOW))
        work()


@pytest.mark.django_db(transaction=True)
def test_wish_to_stop_ends_a_long_statement_and_what_python_does_without_end() -> None:
    for work, expected in ((wait_in_database, OperationalError), (count_without_end, JobStoppedError)):
        with pytest.raises(expected):
            stop_while(work)


def test_job_that_somebody_runs_is_not_run_twice() -> None:
    job = make_job()
    with JobWatch(job.pk):
        with pytest.raises(JobTakenError):
            JobWatch(job.pk).__enter__()
        assert run_job(job=job.pk, today=staff_steps.TODAY, now=staff_steps.NOW).state == ImportState.RUNNING
        assert take_up_lost(now=LATER) == []


def test_job_of_a_killed_worker_is_taken_up_again() -> None:
    job = make_job()
    assert take_up_lost(now=LATER) == [job.pk]
    assert ImportJob.objects.get(pk=job.pk).state == ImportState.WAITING


def test_waiting_job_whose_message_is_lost_is_sent_once_in_a_while() -> None:
    job = make_job(ImportState.WAITING)
    sent = [take_up_lost(now=staff_steps.NOW + timedelta(seconds=seconds)) for seconds in (5, 60, 65, 120)]
    assert sent == [[], [job.pk], [], [job.pk]]


def test_finished_job_is_left_alone() -> None:
    job = make_job()
    ImportJob.objects.filter(pk=job.pk).update(state=ImportState.DONE, finished_at=staff_steps.NOW)
    assert take_up_lost(now=LATER) == []
