"""Everything on one machine: servers, migrations, starter data, accounts, then web, workers and beat."""

import http.client
import os
import shutil
import signal
import socket
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from ramstein import embedded, front
from ramstein.preparation import prepare
from ramstein.run_record import CHILD_MARK, AlreadyRunningError, RunRecord
from ramstein.servers import ensure_servers, revive_servers
from ramstein.static_files import collect_static
from ramstein.supervisor import Supervisor
from ramstein.translations import compile_translations

READY_TIMEOUT_S = 90
WORKERS = {"worker": "projections", "charts": "charts", "import": "imports,backups", "drafting": "drafting"}
"""The label of each worker in the terminal, and the queues that it takes from."""


class Command(BaseCommand):
    """`manage.py up`, which is what `make run` calls. Safe to run again."""

    help = "Prepare whatever is missing, then run web, workers and beat until Ctrl-C."
    requires_system_checks: list[str] = []  # the checks run with the migrations, once the database is there

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"), help="address to listen on")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000), help="port to listen on")

    def handle(self, *_: Any, host: str, port: int, **__: Any) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):  # until the supervisor takes over: unwind cleanly
            signal.signal(number, signal.default_int_handler)
        address = f"http://localhost:{port}/"
        record = RunRecord(settings.VAR_DIR)
        try:
            self._claim(record, host=host, port=port, address=address)
            accounts = self._prepare()
            code = self._run(host=host, port=port, summary=[f"Ramstein is ready: {address}", *accounts])
        finally:
            record.release()
        if code:
            raise CommandError("Stopped because of the failure above.", returncode=code)
        self.stdout.write("Stopped.")

    def _claim(self, record: RunRecord, *, host: str, port: int, address: str) -> None:
        """Refuse before any work is done."""
        try:
            record.claim(address=address)
        except AlreadyRunningError as error:
            raise CommandError(
                f"{error}. Stop it with Ctrl-C there or with `manage.py down`, or run a second copy with "
                "`make run PORT=8010 VAR_DIR=var-2`."
            ) from error
        except OSError as error:
            raise CommandError(
                f"Cannot write in {settings.VAR_DIR}: {error.strerror}. Choose another VAR_DIR."
            ) from error
        ended = record.end_leftovers()
        if ended:
            self.stdout.write(f"Ended {ended} processes that a killed run had left.")
        problem = _port_problem(host, port)
        if problem:
            raise CommandError(
                f"Port {port} on {host} cannot be used ({problem}). Pick another, such as: make run PORT={port + 10}"
            )

    def _prepare(self) -> list[str]:
        self.stdout.write(f"Data folder: {settings.VAR_DIR}")
        compile_translations()
        ensure_servers()
        accounts = prepare(say=self.stdout.write)
        collect_static()
        connections.close_all()
        return accounts

    def _run(self, *, host: str, port: int, summary: list[str]) -> int:
        environment = os.environ | {
            CHILD_MARK: str(settings.VAR_DIR),
            "VAR_DIR": str(settings.VAR_DIR),
            "SITE_URL": os.environ.get("SITE_URL", f"http://localhost:{port}"),
            "DJANGO_SETTINGS_MODULE": "ramstein.settings",
            "PYTHONUNBUFFERED": "1",
            "PROMETHEUS_MULTIPROC_DIR": str(_empty_metrics_folder()),
        }
        supervisor = Supervisor(environment=environment, folder=settings.BASE_DIR)
        supervisor.guard(revive_servers)
        self._start_web(supervisor, host=host, port=port)
        first, *later = WORKERS.items()
        _start_worker(supervisor, *first)
        supervisor.start("beat", _celery_command("beat"))

        def announce() -> None:
            for worker in later:  # the site answers sooner where they do not all load at once
                _start_worker(supervisor, *worker)
            for line in ("", *summary, "Stop with Ctrl-C.", ""):
                supervisor.say(line)

        return supervisor.run(
            is_ready=lambda: _is_ready(host, port), on_ready=announce, ready_timeout_s=READY_TIMEOUT_S
        )

    def _start_web(self, supervisor: Supervisor, *, host: str, port: int) -> None:
        caddy = front.find_caddy()
        if caddy is None:
            self.stdout.write("Caddy is not installed (requirements.txt has it): slow clients may hold the site up.")
            supervisor.start("web", _web_command(f"[{host}]:{port}" if ":" in host else f"{host}:{port}"))
            return
        layout = embedded.Layout.at(settings.VAR_DIR)
        layout.socket_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        supervisor.start("web", _web_command(f"unix:{front.web_socket(layout)}"), extra={"BEHIND_FRONT": "1"})
        environment = front.front_environment(layout, host=host, port=port)
        supervisor.start("front", front.front_command(caddy), extra=environment, door=True)


def _empty_metrics_folder() -> Path:
    """Where the web processes count requests together; what earlier ones counted is forgotten."""
    folder: Path = settings.VAR_DIR / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def _web_command(bind: str) -> list[str]:
    return [sys.executable, "-m", "gunicorn", "--config=python:ramstein.gunicorn_settings", "--bind", bind]


def _start_worker(supervisor: Supervisor, name: str, queues: str) -> None:
    host = f"--hostname={queues.partition(',')[0]}@%h"
    options = [f"--queues={queues}", host, "--concurrency=1", "--without-gossip", "--without-mingle"]
    supervisor.start(name, _celery_command("worker", *options))


def _celery_command(kind: str, *options: str) -> list[str]:
    python = [sys.executable, "-W", "ignore:You're running the worker with superuser"]  # usual inside a container
    return [*python, "-m", "celery", "--quiet", "-A", "ramstein", kind, "--loglevel=INFO", *options]


def _port_problem(host: str, port: int) -> str | None:
    if not 0 < port < 65536:
        return "ports go from 1 to 65535"
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.strerror or str(error)
    return None


def _is_ready(host: str, port: int) -> bool:
    """Ask the web process itself, under a host name that it accepts."""
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not listened on
    named = next((name for name in settings.ALLOWED_HOSTS if name[:1] not in "*."), "localhost")
    connection = http.client.HTTPConnection(target, port, timeout=2)
    try:
        connection.request("GET", "/readyz", headers={"Host": named})
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()
