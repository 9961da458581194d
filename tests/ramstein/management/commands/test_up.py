"""A whole run: start, refusals, a killed run, the end."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

from ramstein import embedded

BASE_DIR = Path(__file__).resolve().parents[4]
OWN = ("DATABASE_URL", "REDIS_URL", "SITE_URL", "STATIC_HASHED_NAMES", "CONN_MAX_AGE", "RAMSTEIN_TEST_VAR_DIR")


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def manage(command: str, *, var_dir: Path, port: int) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if name not in OWN}
    return subprocess.Popen(
        [sys.executable, "manage.py", command],
        cwd=BASE_DIR,
        env=environment | {"VAR_DIR": str(var_dir), "PORT": str(port), "STARTER": "0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, list[str]]:
    output, _ = process.communicate(timeout=180)
    return process.returncode, output.splitlines()


def read_until(process: subprocess.Popen[str], text: str) -> list[str]:
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line.rstrip("\n"))
        if text in line:
            return lines
    raise AssertionError(f"ended without {text!r}:\n" + "\n".join(lines))


def worker_queues(run: subprocess.Popen[str]) -> list[str]:
    """Return the queues that the workers of a run take from."""
    commands = [child.cmdline() for child in psutil.Process(run.pid).children()]
    return sorted(
        part.removeprefix("--queues=") for parts in commands for part in parts if part.startswith("--queues=")
    )


def kill_all_but(run: subprocess.Popen[str]) -> None:
    """Kill the embedded servers and everything that the run started, at once."""
    layout = embedded.Layout.at(psutil.Process(run.pid).environ()["VAR_DIR"])
    numbers = [int((layout.data_dir / "postmaster.pid").read_text().split()[0])]
    numbers.append(int((layout.servers_dir / "valkey.pid").read_text()))
    for process in [*psutil.Process(run.pid).children(), *map(psutil.Process, numbers)]:
        process.kill()


def wait_for_answer(address: str) -> int:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=60) as response:  # noqa: S310 - the run of this test
                return int(response.status)
        except OSError:
            time.sleep(0.2)
    return 0


@pytest.mark.long(database=False)
def test_up_follows_a_killed_run_serves_heals_refuses_a_second_run_and_ends_cleanly(tmp_path: Path, port: int) -> None:
    killed = manage("up", var_dir=tmp_path, port=port)
    first_lines = read_until(killed, "Stop with Ctrl-C.")
    processes = psutil.Process(killed.pid).children(recursive=True)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    ended, left = psutil.wait_procs(processes, timeout=120)

    run = manage("up", var_dir=tmp_path, port=port)
    try:
        lines = read_until(run, "Stop with Ctrl-C.")
        with urllib.request.urlopen(f"http://localhost:{port}/readyz", timeout=60) as response:
            status = response.status
        queues = worker_queues(run)
        kill_all_but(run)
        healed = wait_for_answer(f"http://localhost:{port}/readyz")
        same_folder = finish(manage("up", var_dir=tmp_path, port=port + 1))
        same_port = finish(manage("up", var_dir=tmp_path / "other", port=port))
        down = finish(manage("down", var_dir=tmp_path, port=port))
        code, ending = finish(run)
    finally:
        # A failure above leaves nothing behind that other tests would trip over.
        if run.poll() is None:
            run.terminate()
            run.communicate()

    already_running = (
        f"CommandError: Ramstein already runs on this data folder: process {run.pid}, http://localhost:{port}/. "
        "Stop it with Ctrl-C there or with `manage.py down`, or run a second copy with "
        "`make run PORT=8010 VAR_DIR=var-2`."
    )
    port_taken = (
        f"CommandError: Port {port} on 127.0.0.1 cannot be used (Address already in use). "
        f"Pick another, such as: make run PORT={port + 10}"
    )
    assert sum("(shown this once)" in line and not line.startswith("run") for line in first_lines) == 2
    assert (len(ended) > 5, left) == (True, [])  # the kernel told them
    assert {"run    | Account drafter", "run    | Account reviewer"} <= set(lines)
    assert f"run    | Ramstein is ready: http://localhost:{port}/" in lines
    assert status == 200
    assert healed == 200
    assert {
        "run    | Valkey had ended; started it again",
        "run    | PostgreSQL had ended; started it again",
        "run    | web ended (signal SIGKILL), once so far; starting it again in 1 s",
        "run    | front ended (signal SIGKILL), once so far; starting it again in 1 s",
        "run    | worker ended (signal SIGKILL), once so far; starting it again in 1 s",
        "run    | beat ended (signal SIGKILL), once so far; starting it again in 1 s",
    } <= set(ending)
    assert queues == ["charts", "drafting", "imports,backups", "projections"]
    assert same_folder == (1, [already_running])
    assert same_port == (1, [port_taken])
    assert down == (0, [f"Stopped the run of process {run.pid}.", f"Nothing runs on {tmp_path} any more."])
    assert (code, ending[-1]) == (0, "Stopped.")
    assert not embedded.is_running(embedded.Layout.at(tmp_path))
    assert not (tmp_path / "other" / "servers").exists()
