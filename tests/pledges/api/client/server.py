"""The web server as the site runs it, on the test database."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

from django.conf import settings

from ramstein import embedded

START_TIMEOUT_S = 60


class Server:
    """Gunicorn on a free port, without limits on how often a client may ask unless the environment sets some."""

    def __init__(self, *, database: str, log: Path, **environment: str) -> None:
        self.log = log
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        layout = embedded.Layout.at(settings.VAR_DIR)
        self.environment = os.environ | {
            "DATABASE_URL": layout.database_url(database),
            "SITE_URL": self.url,
            "RATE_LIMIT_ADDRESS": "off",
            "RATE_LIMIT_TOKEN": "off",
            **environment,
        }

    def __enter__(self) -> Self:
        options = [f"--bind=127.0.0.1:{self.port}", "--workers=1", "--threads=4", "--no-control-socket"]
        command = [sys.executable, "-m", "gunicorn", "ramstein.wsgi:application", *options]
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                command, cwd=settings.BASE_DIR, env=self.environment, stdout=output, stderr=subprocess.STDOUT
            )
        self.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)

    def wait(self) -> None:
        """Wait until it answers."""
        until = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < until and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.url}/livez", timeout=5).close()  # noqa: S310 - the server of this test
            except OSError:
                time.sleep(0.2)
            else:
                return
        self.process.kill()
        raise RuntimeError(f"the server does not answer: {self.log.read_text()}")
