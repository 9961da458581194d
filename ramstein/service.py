"""One process of a run: started, watched, started again after it ended, and ended with all that it started."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

FIRST_DELAY_S, LONGEST_DELAY_S = 1.0, 30.0
STEADY_S = 60.0
"""A process that lived so long had started well: the next failure counts as the first in a row."""

PR_SET_PDEATHSIG = 1  # https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None  # loaded before any fork: a child may only call it


def delay_after(failures: int) -> float:
    """Seconds to wait before the next start, after so many failures in a row: 1, 2, 4, 8, 16, 30, 30 …"""
    return float(min(FIRST_DELAY_S * 2 ** max(0, failures - 1), LONGEST_DELAY_S))


def times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


class Service:
    """A command that is to run for as long as the run lasts."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        folder: Path,
        pass_line: Callable[[str], None],
    ) -> None:
        self.name = name
        self.failures = self.ends = 0
        self._command, self._environment, self._folder = command, environment, folder
        self._pass_line = pass_line
        self._process: subprocess.Popen[bytes] | None = None
        self._reader: threading.Thread | None = None
        self._started_at = 0.0
        self._due_at: float | None = None

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches it only through the run.

        :raises OSError: the machine cannot start another process now.
        """
        self._due_at, self._started_at = None, time.monotonic()
        self._process = subprocess.Popen(  # noqa: S603 - our own programs, no shell
            self._command,
            cwd=self._folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_end_with_parent(os.getpid()),  # noqa: PLW1509 - calls one function of the C library, no lock
        )
        self._reader = threading.Thread(target=self._pass_lines_on, args=(self._process,), daemon=True)
        self._reader.start()

    def watch(self) -> str | None:
        """Take note that the process ended, or start it again once its time has come; say so in words."""
        if self._due_at is not None:
            return self._start_again() if time.monotonic() >= self._due_at else None
        if self._process is None or self._process.poll() is None:
            return None
        self.signal_group(signal.SIGTERM)  # what it started may finish what it does, until the next start
        return self._wait_for_next_start(f"ended ({describe_end(self._process.returncode)})")

    def terminate(self) -> None:
        """Ask the process to end, and start it no more."""
        self._due_at = None
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def finish(self, *, deadline: float) -> bool:
        """Wait for the end of a process that was asked to end; kill what is left. False where it had to be killed."""
        if self._process is None:
            return True
        in_time = True
        try:
            self._process.wait(timeout=max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            in_time = False
        # Also after a good end: it may have left children of its own behind.
        self.signal_group(signal.SIGKILL)
        self._process.wait()
        if self._reader is not None:
            self._reader.join(timeout=2)
        return in_time

    def signal_group(self, number: signal.Signals) -> None:
        """Each process leads its own session, so this reaches whatever it started and left behind."""
        if self._process is None:
            return
        try:
            os.killpg(self._process.pid, number)
        except (ProcessLookupError, PermissionError):
            return

    def _start_again(self) -> str | None:
        self.signal_group(signal.SIGKILL)
        try:
            self.start()
        except OSError as error:
            return self._wait_for_next_start(f"could not be started ({error.strerror})")
        return None

    def _wait_for_next_start(self, what: str) -> str:
        now = time.monotonic()
        self.ends += 1
        self.failures = 1 if now - self._started_at >= STEADY_S else self.failures + 1
        delay = delay_after(self.failures)
        self._due_at = now + delay
        return f"{self.name} {what}, {times(self.ends)} so far; starting it again in {delay:g} s"

    def _pass_lines_on(self, process: subprocess.Popen[bytes]) -> None:
        if process.stdout is None:
            return
        with process.stdout as stream:
            for line in stream:
                self._pass_line(line.decode(errors="replace").rstrip("\n"))


def describe_end(code: int) -> str:
    """What a return code of `subprocess` says, in words."""
    if code >= 0:
        return f"code {code}"
    try:
        return f"signal {signal.Signals(-code).name}"
    except ValueError:
        return f"signal {-code}"


def _end_with_parent(parent: int) -> Callable[[], None] | None:
    """What a child calls before its program: Linux then ends it with the run, however that ended."""
    libc = _LIBC
    if libc is None:
        return None

    def ask_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)
        if os.getppid() != parent:  # it was killed before the kernel was asked
            os._exit(1)

    return ask_kernel
