"""Starts the web server as the product does, and asks it from some connections at once, with wrk."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.request import urlopen

import psutil

WORKERS = 2
UNITS_MS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True, slots=True)
class Load:
    """What came out of asking for some time."""

    per_second: float
    p50_ms: float
    p99_ms: float
    failed: int


@dataclass(frozen=True, slots=True)
class Server:
    """A running web server."""

    url: str
    process: psutil.Process

    def memory(self) -> int:
        """Return the resident bytes of its largest worker."""
        return max(child.memory_info().rss for child in self.process.children())


def wrk() -> str:
    """Return where the load generator is.

    :raises SystemExit: it is not installed.
    """
    found = shutil.which("wrk")
    if found is None:
        raise SystemExit("the API is measured with wrk: apt-get install wrk")
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve_product() -> Iterator[Server]:
    """Run the product with the floors beside it on a free port."""
    port = int(os.environ.get("PORT", "0")) or free_port()
    options = [f"--bind=127.0.0.1:{port}", f"--workers={WORKERS}", "--threads=4", "--timeout=600"]
    options += ["--no-control-socket", "--log-level=error"]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "bench.settings", "STATIC_HASHED_NAMES": "0"}
    command = [sys.executable, "-W", "ignore", "-m", "gunicorn", "ramstein.wsgi:application", *options]
    with subprocess.Popen(command, env=environment) as process:  # noqa: S603 - our own server
        server = Server(f"http://127.0.0.1:{port}", psutil.Process(process.pid))
        try:
            wait_for(server)
            yield server
        finally:
            process.terminate()


def wait_for(server: Server) -> None:
    """Wait until it answers, every worker warm."""
    end = time.monotonic() + 60
    while True:
        try:
            for _ in range(20):
                urlopen(f"{server.url}/livez").read()  # noqa: S310 - our own server
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return


def ask(server: Server, path: str, *, connections: int, seconds: int, etag: str = "") -> Load:
    """Ask for one address again and again."""
    command = [wrk(), "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout=30s", "--latency"]
    command += ["-H", f"If-None-Match: {etag}"] if etag else []
    said = subprocess.run([*command, server.url + path], capture_output=True, text=True, check=True).stdout  # noqa: S603 - wrk
    return read_load(said)


def read_load(said: str) -> Load:
    """Return what wrk says."""

    def milliseconds(percent: int) -> float:
        found = re.search(rf"{percent}%\s+([\d.]+)(us|ms|s|m)\b", said)
        return float(found[1]) * UNITS_MS[found[2]] if found else 0.0

    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    return Load(
        per_second=float(rate[1]) if rate else 0.0,
        p50_ms=milliseconds(50),
        p99_ms=milliseconds(99),
        failed=int(failed[1]) if failed else 0,
    )
