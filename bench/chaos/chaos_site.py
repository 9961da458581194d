"""A site of its own, started as anybody starts one, and its processes by what they are."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
from django.conf import settings

from ramstein.embedded import Layout

START_TIMEOUT_S = 900
PROMPT_S = 3.0


class ChaosSite:
    """`manage.py up` in a folder of its own, with the catalogue and an empty ledger."""

    def __init__(self, *, port: int, log: Path) -> None:
        self.port, self.log = port, log
        self.layout = Layout.at(settings.VAR_DIR)
        self.run: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it in the background, as a service manager does."""
        # The tools limit nobody and count no hashed names; the site is to run as it is shipped.
        dropped = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "STATIC_HASHED_NAMES")
        inherited = {name: value for name, value in os.environ.items() if name not in dropped}
        own = {"VAR_DIR": str(settings.VAR_DIR), "PORT": str(self.port), "STARTER": "0", "RATE_LIMIT_PAGES": "off"}
        command = [sys.executable, "manage.py", "up"]
        with self.log.open("ab") as log:
            self.run = subprocess.Popen(  # noqa: S603 - our own program
                command, cwd=settings.BASE_DIR, env=inherited | own, stdout=log, stderr=log, start_new_session=True
            )

    def wait(self, path: str = "/readyz", *, timeout: float = START_TIMEOUT_S) -> None:
        """Wait until an address answers 200.

        :raises SystemExit: it does not in time.
        """
        deadline = time.monotonic() + timeout
        while self.ask(path) != http.HTTPStatus.OK:
            if time.monotonic() > deadline:
                raise SystemExit(f"{path} does not answer 200 within {timeout:g} s; see {self.log}")
            time.sleep(0.2)

    def stop(self) -> None:
        if self.run is not None and self.run.poll() is None:
            self.run.terminate()
            self.run.wait()

    def projects_what_is_published(self, *, after: int) -> bool:
        """Whether a version later than that one was published, and all are projected and fresh."""
        status, content = self.read("/freshz")
        if status != http.HTTPStatus.OK:
            return False
        told = json.loads(content)
        return told["published_version"] > after and told["lag_seconds"] < PROMPT_S

    def latest_version(self) -> int:
        status, content = self.read("/freshz")
        return int(json.loads(content)["published_version"]) if status == http.HTTPStatus.OK else 0

    def ask(self, path: str) -> int:
        """The status of an answer; 0 where none comes."""
        return self.read(path)[0]

    def read(self, path: str, *, timeout: float = 60) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException):
            return 0, b""
        finally:
            connection.close()

    # Processes

    @property
    def supervisor(self) -> psutil.Process:
        if self.run is None:
            raise RuntimeError("the site is not started")
        return psutil.Process(self.run.pid)

    def service(self, *words: str) -> psutil.Process:
        """The service whose command holds all these words."""
        for process in self.supervisor.children():
            command = " ".join(process.cmdline())
            if all(word in command for word in words):
                return process
        raise LookupError(f"no service with {words}")

    @property
    def web(self) -> psutil.Process:
        return self.service("gunicorn")

    @property
    def web_process(self) -> psutil.Process:
        return self.first_child(lambda: self.web)

    @property
    def pool_process(self) -> psutil.Process:
        return self.first_child(lambda: self.worker)

    def first_child(self, parent: Callable[[], psutil.Process]) -> psutil.Process:
        """The first child of a service, as soon as it has one."""
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            with suppress(LookupError, psutil.NoSuchProcess):
                for child in parent().children():
                    return child
            time.sleep(0.1)
        raise LookupError("no child process")

    @property
    def worker(self) -> psutil.Process:
        return self.service("--queues=projections")

    @property
    def beat(self) -> psutil.Process:
        return self.service("celery", " beat ")

    @property
    def front(self) -> psutil.Process:
        return self.service("caddy")

    @property
    def postmaster(self) -> psutil.Process:
        return psutil.Process(int((self.layout.data_dir / "postmaster.pid").read_text().split()[0]))

    @property
    def valkey(self) -> psutil.Process:
        return psutil.Process(int((self.layout.servers_dir / "valkey.pid").read_text()))

    @property
    def backend(self) -> psutil.Process:
        """One server process of PostgreSQL that works for somebody."""
        return next(child for child in self.postmaster.children() if "ramstein" in " ".join(child.cmdline()))

    def everything(self) -> list[psutil.Process]:
        services = self.supervisor.children(recursive=True)
        return [self.supervisor, *services, self.postmaster, *self.postmaster.children(), self.valkey]


def freeze(process: psutil.Process, *, seconds: float) -> None:
    process.send_signal(signal.SIGSTOP)
    time.sleep(seconds)
    process.send_signal(signal.SIGCONT)
