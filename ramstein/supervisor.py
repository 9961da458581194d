"""Runs several processes in one terminal: labelled lines, all of them or none, a clean end.

Written here because honcho forks helpers that would keep this process's locks after it was killed.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

STOP_TIMEOUT_S = 15
COLOURS = (36, 33, 35, 32, 34)  # cyan, yellow, magenta, green, blue: https://en.wikipedia.org/wiki/ANSI_escape_code


@dataclass
class Child:
    """One process of the run."""

    name: str
    process: subprocess.Popen[bytes]
    reader: threading.Thread


class Supervisor:
    """Starts children, passes their lines on, and ends all of them as soon as one ends."""

    def __init__(self, *, environment: dict[str, str], folder: Path) -> None:
        self._environment = environment
        self._folder = folder
        self._children: list[Child] = []
        self._asked_to_stop = threading.Event()
        self._write_lock = threading.Lock()

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start a child in a session of its own, so that Ctrl-C reaches it only through us."""
        process = subprocess.Popen(  # noqa: S603 - our own programs, no shell
            command,
            cwd=self._folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        colour = COLOURS[len(self._children) % len(COLOURS)]
        reader = threading.Thread(target=self._pass_lines_on, args=(name, colour, process), daemon=True)
        self._children.append(Child(name=name, process=process, reader=reader))
        reader.start()

    def run(self, *, is_ready: Callable[[], bool], on_ready: Callable[[], None], ready_timeout_s: float) -> int:
        """Wait until a signal comes or a child ends, then end all. Returns 0 only after a signal."""
        self._catch_signals()
        try:
            return self._watch(is_ready=is_ready, on_ready=on_ready, ready_timeout_s=ready_timeout_s)
        finally:
            self.stop()

    def stop(self) -> None:
        """End the children, last started first; one that does not end in time is killed with its own children."""
        for child in reversed(self._children):
            if child.process.poll() is None:
                child.process.terminate()
        deadline = time.monotonic() + STOP_TIMEOUT_S
        for child in self._children:
            try:
                child.process.wait(timeout=max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(f"{child.name} does not end, killing it")
            # Also after a good end: it may have left children of its own behind.
            _kill_group(child.process)
            child.process.wait()
            child.reader.join(timeout=2)
        self._children.clear()

    def say(self, message: str) -> None:
        self._write("run", 37, message)

    def _watch(self, *, is_ready: Callable[[], bool], on_ready: Callable[[], None], ready_timeout_s: float) -> int:
        deadline = time.monotonic() + ready_timeout_s
        announced = False
        while not self._asked_to_stop.wait(timeout=0.5):
            for child in self._children:
                if child.process.poll() is not None:
                    self.say(f"{child.name} ended with code {child.process.returncode}; stopping everything")
                    return 1
            if not announced and is_ready():
                announced = True
                on_ready()
            elif not announced and time.monotonic() > deadline:
                self.say(f"not ready after {ready_timeout_s:g} seconds; stopping everything")
                return 1
        self.say("stopping")
        return 0

    def _catch_signals(self) -> None:
        def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
            if self._asked_to_stop.is_set():  # asked twice: do not wait for running work
                for child in self._children:
                    _kill_group(child.process)
            self._asked_to_stop.set()

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, ask_to_stop)

    def _pass_lines_on(self, name: str, colour: int, process: subprocess.Popen[bytes]) -> None:
        if process.stdout is None:
            return
        with process.stdout as stream:
            for line in stream:
                self._write(name, colour, line.decode(errors="replace").rstrip("\n"))

    def _write(self, name: str, colour: int, line: str) -> None:
        label = f"{name:<6} |"
        if sys.stdout.isatty() and "NO_COLOR" not in os.environ:
            label = f"\033[{colour}m{label}\033[0m"
        with self._write_lock:
            sys.stdout.write(f"{label} {line}\n")
            sys.stdout.flush()


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """Each child leads its own session, so this reaches whatever it started and left behind."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
