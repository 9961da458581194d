"""A real Celery worker in a process of its own, under the control of a test."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import redis

BASE_DIR = Path(__file__).resolve().parent.parent


class LiveWorker:
    """Start, stop, kill and wait for a worker, of all queues or of one."""

    def __init__(self, *, database_url: str, redis_url: str, log: Path, queue: str = "") -> None:
        self.log = log
        self._of_one_queue = [f"--queues={queue}", f"--hostname={queue}@%h"] if queue else []
        self._redis_url = redis_url
        self._environment = os.environ | {"DATABASE_URL": database_url, "REDIS_URL": redis_url}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None, "the worker is not started"
        return self._process.pid

    def start(self, *, timeout: float = 120) -> None:
        """Start the worker and wait until it takes tasks."""
        assert self._process is None, "the worker is already started"
        begin = self.log.stat().st_size if self.log.exists() else 0
        command = [sys.executable, "-W", "ignore:You're running the worker with superuser", "-m", "celery", "--quiet"]
        options = [
            "-A",
            "ramstein",
            "worker",
            "--concurrency=1",
            "--loglevel=INFO",
            "--without-gossip",
            "--without-mingle",
        ]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, *options, *self._of_one_queue],
                cwd=BASE_DIR,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.wait(lambda: b" ready." in self.log.read_bytes()[begin:], timeout=timeout)

    def kill9(self) -> None:
        """Kill the worker and its pool at once, as the out-of-memory killer would."""
        if self._process is not None:
            with suppress(ProcessLookupError):  # it may have ended by itself
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def stop(self, *, timeout: float = 60) -> None:
        """Let the worker finish its task and end."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=timeout)
            self._process = None

    def wait(self, until: Callable[[], bool], *, timeout: float = 180) -> None:
        """Wait until the condition holds; a failure shows the end of the worker's log."""
        deadline = time.monotonic() + timeout
        while not until():
            ended = self._process is not None and self._process.poll() is not None
            if ended or time.monotonic() > deadline:
                tail = self.log.read_text(errors="replace")[-3000:]
                raise AssertionError(
                    f"{'the worker ended' if ended else f'not within {timeout:g} s'}; its log:\n{tail}"
                )
            time.sleep(0.05)

    def empty_broker(self) -> None:
        """Drop everything in the broker: queues, unacknowledged tasks, bindings."""
        with redis.Redis.from_url(self._redis_url) as client:
            client.flushdb()
