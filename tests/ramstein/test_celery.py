"""A real worker on the test database and the test broker."""

from typing import Any

from ramstein.celery import app
from tests.worker import LiveWorker


def ask_worker() -> list[Any]:
    """Ask until a worker answers: it listens to questions a moment after it says that it is ready."""
    for _ in range(10):
        answers = app.control.broadcast("ping", reply=True, limit=1, timeout=3)
        if answers:
            return [list(answer.values()) for answer in answers]
    return []


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
