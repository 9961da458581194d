"""A real worker on the test database and the test broker."""

from typing import Any

from django.conf import settings

from ramstein.celery import app
from ramstein.management.commands.up import WORKERS
from tests.worker import LiveWorker


def ask_worker() -> list[Any]:
    """Ask until a worker answers: it listens to questions a moment after it says that it is ready."""
    for _ in range(10):
        answers = app.control.broadcast("ping", reply=True, limit=1, timeout=3)
        if answers:
            return [list(answer.values()) for answer in answers]
    return []


def test_projections_drawings_imports_and_texts_have_queues_of_their_own() -> None:
    app.loader.import_default_modules()
    queues = {
        task: app.amqp.router.route({}, task)["queue"]
        for task in sorted(app.tasks)
        if task.startswith(("pledges.", "ramstein."))
    }

    assert {task: (queue.name, queue.routing_key) for task, queue in queues.items()} == {
        "pledges.advance_day": ("projections", "projections"),
        "pledges.drain_outbox": ("projections", "projections"),
        "pledges.draft_text": ("drafting", "drafting"),
        "pledges.draw_charts": ("charts", "charts"),
        "pledges.forget_answers": ("projections", "projections"),
        "pledges.keep_ahead": ("charts", "charts"),
        "pledges.load_rates": ("charts", "charts"),
        "pledges.read_copies": ("charts", "charts"),
        "pledges.run_import": ("imports", "imports"),
        "pledges.index_words": ("charts", "charts"),
        "pledges.send_notices": ("charts", "charts"),
        "pledges.send_resets": ("charts", "charts"),
        "pledges.store_published_sides": ("charts", "charts"),
        "pledges.take_up_drafts": ("charts", "charts"),
        "pledges.take_up_imports": ("charts", "charts"),
        "ramstein.back_up": ("backups", "backups"),
    }
    taken = [queue for queues in WORKERS.values() for queue in queues.split(",")]
    assert sorted(taken) == sorted(queue.name for queue in settings.CELERY_TASK_QUEUES)


def test_worker_answers_and_comes_back_after_being_killed(celery_worker_process: LiveWorker) -> None:
    first = celery_worker_process.pid
    before = ask_worker()

    celery_worker_process.kill9()
    celery_worker_process.start()
    after = ask_worker()
    second = celery_worker_process.pid
    celery_worker_process.stop()

    assert before == after == [[{"ok": "pong"}]]
    assert first != second
