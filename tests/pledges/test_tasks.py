"""Real workers on the real outbox: killed, doubled, with the broker wiped, nothing is lost and nothing counts twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from pledges import projections
from pledges.intake.import_runs import OPEN_STATES, create_job
from pledges.models import GapSummary, ImportJob, OutboxMessage, ProjectionState, Summary
from pledges.projections.refresh import PROJECTION_LOCK
from pledges.tasks import draw_charts, run_import
from ramstein import embedded
from ramstein.celery import app
from ramstein.management.commands.up import WORKERS
from tests.pledges import staff_steps
from tests.pledges.projections import ledgers
from tests.worker import LiveWorker

TICK_S = 5
"""Seconds between two ticks of a waiting test."""

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def second_worker(celery_worker_process: LiveWorker, tmp_path: Path) -> Iterator[LiveWorker]:
    """A second real worker beside the first."""
    layout = embedded.Layout.at(settings.VAR_DIR)
    worker = LiveWorker(
        database_url=layout.database_url(connection.settings_dict["NAME"]),
        redis_url=settings.REDIS_URL,
        log=tmp_path / "second.log",
    )
    worker.start()
    yield worker
    worker.kill9()


@pytest.fixture
def workers_apart(transactional_db: None, tmp_path: Path) -> Iterator[dict[str, LiveWorker]]:
    """A worker for each queue, as `manage.py up` starts them."""
    url = embedded.Layout.at(settings.VAR_DIR).database_url(connection.settings_dict["NAME"])
    workers = {
        queue: LiveWorker(database_url=url, redis_url=settings.REDIS_URL, log=tmp_path / f"{queue}.log", queue=queue)
        for queue in WORKERS.values()
    }
    with ThreadPoolExecutor() as pool:
        list(pool.map(LiveWorker.start, workers.values()))
    yield workers
    for worker in workers.values():
        worker.kill9()
        worker.empty_broker()


def tick() -> None:
    """Send what the beat sends every few seconds."""
    entry = app.conf.beat_schedule["drain-outbox"]
    app.send_task(entry["task"], **entry["options"])


def follow(worker: LiveWorker, until: Callable[[], bool]) -> None:
    """Tick as the beat does, again and again, until the condition holds: on a slow machine a tick may go stale."""
    due = 0.0

    def holds() -> bool:
        nonlocal due
        if until():
            return True
        if time.monotonic() >= due:
            tick()
            due = time.monotonic() + TICK_S
        return False

    worker.wait(holds)


def publish(*versions: str) -> None:
    """Publish one version with one pledge for each of the systems."""
    for system in versions:
        ledgers.publish([staff_steps.pledge_row(system=system, unit="battery")], now=timezone.now())


def versions_waiting() -> list[int]:
    """Return the versions that no worker has projected yet."""
    messages = OutboxMessage.objects.filter(processed_at=None).order_by("version")
    return list(messages.values_list("version", flat=True))


def is_drained() -> bool:
    return not versions_waiting()


def shown_state() -> tuple[int, dict[str, int]]:
    """Return the version shown, and how many pledges of each system are counted."""
    counts = Summary.objects.filter(scope="system").exclude(system=None).values_list("key", "pledges")
    return ProjectionState.objects.get().dataset_version, dict(counts)


def blocked_backends() -> int:
    """Return how many processes of the database wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return int(cursor.fetchone()[0])


def project_first_version() -> None:
    """Start from a ledger with a need for NASAMS that is projected already."""
    staff_steps.create_catalogue()
    ledgers.publish([staff_steps.requirement_row(system="nasams")], now=timezone.now())
    projections.drain_outbox(today=timezone.now().date(), now=timezone.now())


def test_worker_killed_in_the_middle_of_a_batch_loses_and_doubles_nothing(celery_worker_process: LiveWorker) -> None:
    project_first_version()
    publish("patriot", "nasams", "patriot")

    with transaction.atomic():
        held = GapSummary.objects.select_for_update().get(system__slug="nasams")  # written last for version 3
        follow(celery_worker_process, lambda: blocked_backends() == 1)
        before_the_kill = (versions_waiting(), shown_state(), held.secured_low)
        celery_worker_process.kill9()

    celery_worker_process.start()
    follow(celery_worker_process, is_drained)

    assert before_the_kill == ([3, 4], (2, {"patriot": 1}), 0)
    assert shown_state() == (4, {"patriot": 2, "nasams": 1})
    assert projections.differences() == []


def test_wiped_broker_loses_messages_but_no_version(celery_worker_process: LiveWorker) -> None:
    project_first_version()
    celery_worker_process.stop()
    publish("patriot", "nasams")
    tick()
    celery_worker_process.empty_broker()
    celery_worker_process.start()
    lost = versions_waiting()

    follow(celery_worker_process, is_drained)
    celery_worker_process.empty_broker()  # under a running worker
    publish("patriot")
    follow(celery_worker_process, is_drained)

    assert lost == [2, 3]
    assert shown_state() == (4, {"patriot": 2, "nasams": 1})
    assert projections.differences() == []


def test_two_workers_at_once_project_each_version_once(
    celery_worker_process: LiveWorker, second_worker: LiveWorker
) -> None:
    project_first_version()
    publish("patriot", "nasams", "patriot", "nasams", "patriot")

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PROJECTION_LOCK])
        tick()
        follow(second_worker, lambda: blocked_backends() == 2)
        at_the_start = versions_waiting()
    follow(second_worker, is_drained)

    assert at_the_start == [2, 3, 4, 5, 6]
    assert shown_state() == (6, {"patriot": 3, "nasams": 2})
    assert projections.differences() == []


def test_version_without_any_message_is_found_by_the_sweep(celery_worker_process: LiveWorker) -> None:
    project_first_version()
    publish("patriot", "nasams")  # and the web process ends before it can send a message
    unannounced = (versions_waiting(), shown_state())

    follow(celery_worker_process, is_drained)

    assert unannounced == ([2, 3], (1, {}))
    assert shown_state() == (3, {"patriot": 1, "nasams": 1})
    assert projections.differences() == []


def test_published_version_waits_for_no_drawing_and_no_import(workers_apart: dict[str, LiveWorker]) -> None:
    project_first_version()
    publish("patriot", "nasams")
    file = {"content": b"Donor\n", "file_name": "t.csv", "title": "T", "options": {}}
    job = create_job(**file, author=staff_steps.user("drafter"), now=timezone.now())

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE meetings_forum IN ACCESS EXCLUSIVE MODE")  # read by drawings, not by projections
        ImportJob.objects.select_for_update().get(pk=job.pk)
        draw_charts.delay()
        run_import.delay(job.pk)
        # The import waits, and its sign of life with it.
        workers_apart["charts"].wait(lambda: blocked_backends() == 3)
        follow(workers_apart["projections"], is_drained)
        at_work = (shown_state(), blocked_backends())
    workers_apart["imports,backups"].wait(lambda: ImportJob.objects.get(pk=job.pk).state not in OPEN_STATES)
    workers_apart["charts"].wait(lambda: blocked_backends() == 0)

    assert at_work == ((3, {"patriot": 1, "nasams": 1}), 3)
    assert projections.differences() == []


def test_late_worker_of_a_version_already_shown_changes_nothing(celery_worker_process: LiveWorker) -> None:
    project_first_version()
    publish("patriot")
    projections.drain_outbox(today=timezone.now().date(), now=timezone.now())
    computed = ProjectionState.objects.get().computed_at

    tick()
    tick()
    publish("nasams")
    follow(celery_worker_process, is_drained)

    assert shown_state() == (3, {"patriot": 1, "nasams": 1})
    assert Summary.objects.get(key="patriot", system__slug="patriot", scope="system").computed_at == computed
    assert projections.differences() == []
