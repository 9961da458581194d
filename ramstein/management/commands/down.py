"""Stop what `manage.py up` and the other commands started on this data folder."""

import os
import signal
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ramstein import embedded
from ramstein.run_record import RunRecord

STOP_TIMEOUT_S = 40


class Command(BaseCommand):
    """`manage.py down`: end the run, whatever a killed run left, and the embedded servers."""

    help = "Stop the run on this data folder and its embedded servers."
    requires_system_checks: list[str] = []

    def handle(self, *_: Any, **__: Any) -> None:
        record = RunRecord(settings.VAR_DIR)
        self._end_run(record)
        ended = record.end_leftovers()
        if ended:
            self.stdout.write(f"Ended {ended} processes that a killed run had left.")
        layout = embedded.Layout.at(settings.VAR_DIR)
        if layout.servers_dir.exists():
            embedded.stop(layout)
        self.stdout.write(f"Nothing runs on {settings.VAR_DIR} any more.")

    def _end_run(self, record: RunRecord) -> None:
        run = record.current()
        if run is None:
            return
        if run.pid:
            os.kill(run.pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_TIMEOUT_S
        while record.current() is not None:
            if time.monotonic() > deadline:
                raise CommandError(f"Process {run.pid} does not stop; end it by hand, then run this again.")
            time.sleep(0.1)
        self.stdout.write(f"Stopped the run of process {run.pid}.")
