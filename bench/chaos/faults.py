"""The faults, each a name and what is done to the site."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing

import psycopg2
import redis
from django.conf import settings

from bench.chaos.chaos_site import ChaosSite, freeze
from pledges.ledger.publishing import PUBLISH_LOCK
from ramstein.embedded.layout import DATABASE, SUPERUSER

FROZEN_S = 20.0
HELD_S = 8.0

Fault = Callable[[ChaosSite], None]


def kill_both_webs(site: ChaosSite) -> None:
    for process in site.web.children():
        process.kill()


def kill_supervisor(site: ChaosSite) -> None:
    """Its service manager starts it again."""
    supervisor = site.supervisor
    supervisor.kill()
    supervisor.wait()
    site.start()


def kill_everything(site: ChaosSite) -> None:
    supervisor = site.supervisor
    for process in site.everything():
        if process.is_running():
            process.kill()
    supervisor.wait()
    site.start()


def terminate_backends(site: ChaosSite) -> None:
    with closing(connect(site)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def hold_publish_lock(site: ChaosSite) -> None:
    with closing(connect(site)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISH_LOCK])
        time.sleep(HELD_S)


def flush_valkey(site: ChaosSite) -> None:
    with redis.Redis.from_url(site.layout.redis_url()) as client:
        client.flushall()


def migrate_twice(_site: ChaosSite) -> None:
    commands = [manage("migrate", "--verbosity=0") for _ in range(2)]
    for command in commands:
        command.wait()


def run_second_worker_and_beat(_site: ChaosSite) -> None:
    extra = [
        celery("worker", "--queues=projections", "--hostname=second@%h", "--concurrency=1"),
        celery("beat", f"--schedule={settings.VAR_DIR}/second-schedule"),
    ]
    time.sleep(FROZEN_S)
    for process in extra:
        process.terminate()
    for process in extra:
        process.wait()


def open_slow_connections(site: ChaosSite) -> None:
    """40 clients that never finish what they send."""
    heads = (b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Half:", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nhalf")
    slow = [socket.create_connection(("127.0.0.1", site.port)) for _ in range(40)]
    for number, connection in enumerate(slow):
        connection.sendall(heads[number % 2].replace(b"POST / HTTP/1.1", b"POST / HTTP/1.1\r\nHost: localhost"))
    time.sleep(FROZEN_S)
    for connection in slow:
        connection.close()


def upload_200_megabytes(site: ChaosSite) -> None:
    with closing(socket.create_connection(("127.0.0.1", site.port), timeout=30)) as connection:
        connection.sendall(b"POST /staff/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000000\r\n\r\n")
        try:
            for _ in range(200):
                connection.sendall(b"x" * 1_000_000)
        except OSError:  # the front has answered 413 and hung up
            return


def freeze_process(name: str) -> Fault:
    """A process that stands still for a while."""

    def fault(site: ChaosSite) -> None:
        freeze(getattr(site, name), seconds=FROZEN_S)

    return fault


def kill_process(name: str) -> Fault:
    def fault(site: ChaosSite) -> None:
        getattr(site, name).kill()

    return fault


def signal_process(name: str, number: signal.Signals) -> Fault:
    def fault(site: ChaosSite) -> None:
        getattr(site, name).send_signal(number)

    return fault


STOPPED = ("web", "front", "worker", "beat", "postmaster", "valkey")

FAULTS: dict[str, Fault] = {
    "kill -9 one web process": kill_process("web_process"),
    "kill -9 both web processes": kill_both_webs,
    "kill -9 gunicorn": kill_process("web"),
    "kill -9 front": kill_process("front"),
    "kill -9 Celery worker": kill_process("worker"),
    "kill -9 its pool process": kill_process("pool_process"),
    "kill -9 beat": kill_process("beat"),
    "kill -9 one backend": kill_process("backend"),
    "kill -9 postmaster": kill_process("postmaster"),
    "kill -9 Valkey": kill_process("valkey"),
    "kill -9 supervisor": kill_supervisor,
    "kill -9 everything": kill_everything,
    "TERM gunicorn under load": signal_process("web", signal.SIGTERM),
    "HUP gunicorn under load": signal_process("web", signal.SIGHUP),
    "all backends terminated": terminate_backends,
    "publish lock held 8 s": hold_publish_lock,
    "FLUSHALL": flush_valkey,
    "migrate twice at once": migrate_twice,
    "two workers, two beats": run_second_worker_and_beat,
    "40 slow connections": open_slow_connections,
    "200 MB to the log-in page": upload_200_megabytes,
    **{
        f"STOP 20 s: {name}": freeze_process(name)
        for name in ("web", "front", "worker", "beat", "postmaster", "valkey")
    },
}

NOT_RUN = {
    "clock +3 days": "needs libfaketime, which no Python package ships",
    "disk full": "needs a mount of its own",
    "large import while publishing": "measured by `make bench` (SUITES=intake)",
}
"""Faults of the list that this does not do, and why."""


def connect(site: ChaosSite) -> psycopg2.extensions.connection:
    return psycopg2.connect(host=str(site.layout.socket_dir), user=SUPERUSER, dbname=DATABASE)


def manage(*arguments: str) -> subprocess.Popen[bytes]:
    return run([sys.executable, "manage.py", *arguments])


def celery(*arguments: str) -> subprocess.Popen[bytes]:
    return run([sys.executable, "-W", "ignore", "-m", "celery", "--quiet", "-A", "ramstein", *arguments])


def run(command: list[str]) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=os.environ, stdout=quiet, stderr=quiet)  # noqa: S603 - our own
