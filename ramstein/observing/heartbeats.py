"""Signs of life of the beat and of the worker of projections, kept beside the broker: who is silent does not work."""

from __future__ import annotations

import time
from typing import Any

import redis
from celery.signals import beat_init, before_task_publish, task_postrun, task_prerun

from ramstein.observing.task_records import open_counts

KEY = "ramstein:alive"
SWEEP = "pledges.drain_outbox"
"""The task that the beat sends every 15 seconds, and that nothing holds up in its queue but projecting itself."""

LONGEST_SILENCE_S = {"beat": 60.0, "worker": 120.0}


def say_alive(name: str) -> None:
    """Leave a sign; without Redis there is none, which is told of Redis then."""
    try:
        with open_counts() as client:
            client.hset(KEY, name, f"{time.time():.3f}")
    except (redis.RedisError, OSError):
        return


def silences(*, now: float) -> dict[str, float | None]:
    """For how many seconds each was silent; None where nothing was ever heard, or Redis does not answer."""
    try:
        with open_counts() as client:
            heard: Any = client.hmget(KEY, list(LONGEST_SILENCE_S))
    except (redis.RedisError, OSError):
        heard = [None] * len(LONGEST_SILENCE_S)
    ages = [None if at is None else max(0.0, round(now - float(at), 1)) for at in heard]
    return dict(zip(LONGEST_SILENCE_S, ages, strict=True))


@task_prerun.connect
@task_postrun.connect
def hear_worker(task: Any = None, **_: Any) -> None:
    if getattr(task, "name", "") == SWEEP:
        say_alive("worker")


@beat_init.connect
def listen_to_beat(**_: Any) -> None:
    """In the process of the beat, what is published is what it sends."""
    before_task_publish.connect(hear_beat, weak=False)


def hear_beat(sender: str = "", **_: Any) -> None:
    if sender == SWEEP:
        say_alive("beat")
