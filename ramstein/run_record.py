"""One run per data folder: who runs it, at which address, and what a killed run left behind."""

import fcntl
import json
import os
from dataclasses import dataclass
from pathlib import Path

import psutil

CHILD_MARK = "RAMSTEIN_RUN"  # environment variable of every child of a run; its value is the data folder
END_TIMEOUT_S = 15


@dataclass(frozen=True)
class Run:
    """A run that is going on."""

    pid: int
    address: str


class AlreadyRunningError(Exception):
    """Another process runs on the same data folder."""

    def __init__(self, run: Run) -> None:
        super().__init__(f"Ramstein already runs on this data folder: process {run.pid}, {run.address}")
        self.run = run


class RunRecord:
    """The record of the current run. Its lock goes with the process, so a killed run leaves no stale one."""

    def __init__(self, var_dir: Path) -> None:
        self.var_dir = var_dir
        self.path = var_dir / "run.json"
        self._descriptor: int | None = None

    def claim(self, *, address: str) -> None:
        """Become the run of this folder until the process ends or `release` is called.

        :raises AlreadyRunningError: another process is.
        :raises OSError: the folder is not writable.
        """
        self.var_dir.mkdir(parents=True, exist_ok=True)
        # Never O_TRUNC: the file belongs to the run that holds its lock, which is not known yet.
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise AlreadyRunningError(self._read_record()) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, json.dumps({"pid": os.getpid(), "address": address}).encode())
        self._descriptor = descriptor

    def release(self) -> None:
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None

    def current(self) -> Run | None:
        """The run that goes on in another process, if any."""
        try:
            descriptor = os.open(self.path, os.O_RDWR)
        except FileNotFoundError:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return self._read_record()
        else:
            return None
        finally:
            os.close(descriptor)

    def end_leftovers(self) -> int:
        """End what a killed run of this folder left running; return how many processes that were."""
        leftovers = [process for process in psutil.process_iter() if self._is_child(process)]
        numbers = {process.pid for process in leftovers}
        for process in leftovers:
            if _parent(process) not in numbers:  # each parent ends its own children in good order
                _signal(process, kill=False)
        _, alive = psutil.wait_procs(leftovers, timeout=END_TIMEOUT_S)
        for process in alive:
            _signal(process, kill=True)
        psutil.wait_procs(alive, timeout=END_TIMEOUT_S)
        return len(leftovers)

    def _is_child(self, process: psutil.Process) -> bool:
        try:
            # The environment of a zombie cannot be read, and nothing is left of it to end.
            if process.pid == os.getpid() or process.status() == psutil.STATUS_ZOMBIE:
                return False
            return process.environ().get(CHILD_MARK) == str(self.var_dir)
        except (psutil.Error, OSError):
            return False

    def _read_record(self) -> Run:
        try:
            stored = json.loads(self.path.read_text())
            return Run(pid=int(stored["pid"]), address=str(stored["address"]))
        except (OSError, ValueError, KeyError):
            return Run(pid=0, address="address not yet known")


def _parent(process: psutil.Process) -> int:
    try:
        return int(process.ppid())
    except psutil.NoSuchProcess:
        return 0


def _signal(process: psutil.Process, *, kill: bool) -> None:
    try:
        if kill:
            process.kill()
        else:
            process.terminate()
    except psutil.NoSuchProcess:
        return
