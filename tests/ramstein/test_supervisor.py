"""Several processes in one terminal."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from ramstein.supervisor import Supervisor

FOREVER = "import time; print('here', flush=True); time.sleep(60)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('here', flush=True); time.sleep(60)"
)


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def children_since(before: set[psutil.Process]) -> list[psutil.Process]:
    """The child processes that came since; others of this process belong to other tests."""
    return [child for child in psutil.Process().children() if child not in before]


def test_run_stops_everything_when_one_child_ends(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = set(psutil.Process().children())
    supervisor = Supervisor(environment=dict(os.environ), folder=tmp_path)
    supervisor.start("web", python(FOREVER))
    supervisor.start("worker", python("print('broken'); raise SystemExit(3)"))
    children = children_since(before)

    code = supervisor.run(is_ready=lambda: False, on_ready=lambda: None, ready_timeout_s=30)

    lines = capfd.readouterr().out.splitlines()
    assert code == 1
    assert {"web    | here", "worker | broken", "run    | worker ended with code 3; stopping everything"} == set(lines)
    assert [child for child in children if child.is_running()] == []


def test_run_gives_up_on_what_never_becomes_ready(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    supervisor = Supervisor(environment=dict(os.environ), folder=tmp_path)
    supervisor.start("web", python(FOREVER))

    code = supervisor.run(is_ready=lambda: False, on_ready=lambda: None, ready_timeout_s=0.5)

    assert code == 1
    assert "run    | not ready after 0.5 seconds; stopping everything" in capfd.readouterr().out.splitlines()


def test_run_ends_cleanly_on_a_signal_once_ready(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    program = f"""
import os, signal
from pathlib import Path
from ramstein.supervisor import Supervisor
supervisor = Supervisor(environment=dict(os.environ), folder=Path({str(tmp_path)!r}))
supervisor.start("web", {python(FOREVER)!r})
code = supervisor.run(
    is_ready=lambda: True, on_ready=lambda: os.kill(os.getpid(), signal.SIGTERM), ready_timeout_s=30
)
raise SystemExit(code)
"""
    done = subprocess.run(python(program), check=False, capture_output=True, text=True, timeout=30)

    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "run    | stopping")


def test_stop_kills_a_child_that_does_not_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ramstein.supervisor.STOP_TIMEOUT_S", 0.5)
    before = set(psutil.Process().children())
    supervisor = Supervisor(environment=dict(os.environ), folder=tmp_path)
    supervisor.start("web", python(STUBBORN))
    (child,) = children_since(before)

    supervisor.stop()

    assert not child.is_running()
