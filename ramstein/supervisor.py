"""Runs several processes in one terminal: labelled lines, a new start for what ended, and one clean end for all.

Written here because what exists starts again without back-off or gives up, and leaves its children behind when it is
killed: docs/decisions/0005-supervisor.md.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType

from ramstein.service import Service, delay_after, times

STOP_TIMEOUT_S = 15
LOOK_EVERY_S = 0.2
GUARD_EVERY_S = 1.0
COLOURS = (36, 33, 35, 32, 34)  # cyan, yellow, magenta, green, blue: https://en.wikipedia.org/wiki/ANSI_escape_code


class Supervisor:
    """Starts services, passes their lines on, starts again what ended, and ends all of them when asked to."""

    def __init__(self, *, environment: dict[str, str], folder: Path) -> None:
        self._environment = environment
        self._folder = folder
        self._services: list[Service] = []
        self._doors: list[Service] = []
        self._guards: list[threading.Thread] = []
        self._asked_to_stop = threading.Event()
        self._write_lock = threading.Lock()

    def start(
        self, name: str, command: Sequence[str], *, extra: Mapping[str, str] | None = None, door: bool = False
    ) -> None:
        """Start a service. A door is ended before the others, so that what it let in is still answered."""
        colour = COLOURS[len(self._services) % len(COLOURS)]
        service = Service(
            name,
            command,
            environment=self._environment | dict(extra or {}),
            folder=self._folder,
            pass_line=lambda line: self._write(name, colour, line),
        )
        service.start()
        self._services.append(service)
        if door:
            self._doors.append(service)

    def guard(self, revive: Callable[[], Sequence[str]]) -> None:
        """Call this every second beside all else, as long as the run lasts; it starts what died and returns its names.

        It raises an exception where it cannot, and is called again later.
        """
        thread = threading.Thread(target=self._guard, args=(revive,), daemon=True)
        self._guards.append(thread)
        thread.start()

    def run(self, *, is_ready: Callable[[], bool], on_ready: Callable[[], None], ready_timeout_s: float) -> int:
        """Keep all services running until a signal comes. Returns 0 then, and 1 where they never became ready."""
        self._catch_signals()
        try:
            return self._watch(is_ready=is_ready, on_ready=on_ready, ready_timeout_s=ready_timeout_s)
        finally:
            self.stop()

    def stop(self) -> None:
        """End the services: doors first, then the last started first; what does not end in time is killed."""
        self._asked_to_stop.set()
        self._end(self._doors)
        self._end([service for service in self._services if service not in self._doors])
        for guard in self._guards:
            guard.join(timeout=STOP_TIMEOUT_S)
        self._services.clear()
        self._doors.clear()

    def say(self, message: str) -> None:
        self._write("run", 37, message)

    def _watch(self, *, is_ready: Callable[[], bool], on_ready: Callable[[], None], ready_timeout_s: float) -> int:
        deadline = time.monotonic() + ready_timeout_s
        announced = False
        while not self._asked_to_stop.wait(timeout=LOOK_EVERY_S):
            for service in self._services:
                message = service.watch()
                if message:
                    self.say(message)
            if not announced and is_ready():
                announced = True
                on_ready()
            elif not announced and time.monotonic() > deadline:
                self.say(f"not ready after {ready_timeout_s:g} seconds; stopping everything")
                return 1
        self.say("stopping")
        return 0

    def _guard(self, revive: Callable[[], Sequence[str]]) -> None:
        failures = 0
        while not self._asked_to_stop.wait(delay_after(failures) if failures else GUARD_EVERY_S):
            try:
                revived = revive()
            except Exception as error:  # whatever it was: said, and tried again
                failures += 1
                self.say(f"{error} Tried {times(failures)}; trying again in {delay_after(failures):g} s")
            else:
                failures = 0
                for name in revived:
                    self.say(f"{name} had ended; started it again")

    def _end(self, services: Sequence[Service]) -> None:
        for service in reversed(services):
            service.terminate()
        deadline = time.monotonic() + STOP_TIMEOUT_S
        for service in services:
            if not service.finish(deadline=deadline):
                self.say(f"{service.name} did not end in {STOP_TIMEOUT_S:g} s and was killed")

    def _catch_signals(self) -> None:
        def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
            if self._asked_to_stop.is_set():  # asked twice: do not wait for running work
                for service in self._services:
                    service.signal_group(signal.SIGKILL)
            self._asked_to_stop.set()

        # SIGINT also where a shell started us in the background and had it ignored; SIGHUP not under nohup.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, ask_to_stop)

    def _write(self, name: str, colour: int, line: str) -> None:
        label = f"{name:<6} |"
        if sys.stdout.isatty() and "NO_COLOR" not in os.environ:
            label = f"\033[{colour}m{label}\033[0m"
        with self._write_lock:
            try:
                sys.stdout.write(f"{label} {line}\n")
                sys.stdout.flush()
            except OSError:  # the terminal is gone or its disk is full: no reason for the site to end
                return
