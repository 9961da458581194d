"""A real worker on the test database and the test broker."""

from typing import Any

from ramstein.celery import app
from tests.worker import LiveWorker


def ping() -> list[Any]:
    answers = app.control.broadcast("ping", reply=True, limit=1, timeout=10)
    return [list(answer.values()) for answer in answers or []]


def test_worker_answers_and_comes_back_after_being_killed(celery_worker_process: LiveWorker) -> None:
    first = celery_worker_process.pid
    before = ping()

    celery_worker_process.kill9()
    celery_worker_process.start()
    after = ping()
    second = celery_worker_process.pid
    celery_worker_process.stop()

    assert before == after == [[{"ok": "pong"}]]
    assert first != second
