"""A whole run: start, refusals, a killed run, the end."""

import os
import signal
import socket
import subprocess
import sys
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


@pytest.mark.long(database=False)
def test_up_takes_over_from_a_killed_run_serves_refuses_a_second_run_and_ends_cleanly(
    tmp_path: Path, port: int
) -> None:
    killed = manage("up", var_dir=tmp_path, port=port)
    first_lines = read_until(killed, "Stop with Ctrl-C.")
    killed.send_signal(signal.SIGKILL)
    killed.communicate()

    run = manage("up", var_dir=tmp_path, port=port)
    try:
        lines = read_until(run, "Stop with Ctrl-C.")
        with urllib.request.urlopen(f"http://localhost:{port}/readyz", timeout=60) as response:
            status = response.status
        queues = worker_queues(run)
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
    assert any(line.startswith("Ended ") and line.endswith(" processes that a killed run had left.") for line in lines)
    assert {"run    | Account drafter", "run    | Account reviewer"} <= set(lines)
    assert f"run    | Ramstein is ready: http://localhost:{port}/" in lines
    assert status == 200
    assert queues == ["charts", "imports,backups", "projections"]
    assert same_folder == (1, [already_running])
    assert same_port == (1, [port_taken])
    assert down == (0, [f"Stopped the run of process {run.pid}.", f"Nothing runs on {tmp_path} any more."])
    assert (code, ending[-1]) == (0, "Stopped.")
    assert not embedded.is_running(embedded.Layout.at(tmp_path))
    assert not (tmp_path / "other" / "servers").exists()
