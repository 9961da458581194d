"""One process of a run."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from ramstein.service import Service, delay_after, describe_end

FOREVER = [sys.executable, "-c", "import time; time.sleep(60)"]


def service_of(command: list[str], folder: Path) -> Service:
    return Service("web", command, environment=dict(os.environ), folder=folder, pass_line=lambda line: None)


def watch_until_said(service: Service) -> str:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        message = service.watch()
        if message:
            return message
        time.sleep(0.02)
    raise AssertionError("nothing was said")


def test_delays_grow_and_stop_growing() -> None:
    assert [delay_after(failures) for failures in range(1, 9)] == [1, 2, 4, 8, 16, 30, 30, 30]


@pytest.mark.parametrize(
    ("code", "words"), [(0, "code 0"), (3, "code 3"), (-9, "signal SIGKILL"), (-200, "signal 200")]
)
def test_an_end_is_said_in_words(code: int, words: str) -> None:
    assert describe_end(code) == words


def test_what_ends_is_started_again_after_growing_delays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ramstein.service.FIRST_DELAY_S", 0.05)
    service = service_of([sys.executable, "-c", "raise SystemExit(3)"], tmp_path)
    service.start()

    said = [watch_until_said(service) for _ in range(3)]
    service.terminate()

    assert said == [
        "web ended (code 3), once so far; starting it again in 0.05 s",
        "web ended (code 3), 2 times so far; starting it again in 0.1 s",
        "web ended (code 3), 3 times so far; starting it again in 0.2 s",
    ]
    assert service.finish(deadline=time.monotonic() + 30)


def test_a_program_that_cannot_be_started_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ramstein.service.FIRST_DELAY_S", 0.05)
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    service = service_of([str(program)], tmp_path)
    service.start()
    first = watch_until_said(service)
    program.unlink()

    assert (first, watch_until_said(service)) == (
        "web ended (code 1), once so far; starting it again in 0.05 s",
        "web could not be started (No such file or directory), 2 times so far; starting it again in 0.1 s",
    )


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
def test_a_service_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    program = f"""
import os, time
from pathlib import Path
from ramstein.service import Service
service = Service("web", {FOREVER!r}, environment=dict(os.environ), folder=Path({str(tmp_path)!r}), pass_line=print)
service.start()
print(service._process.pid, flush=True)
time.sleep(60)
"""
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    parent.send_signal(signal.SIGKILL)
    parent.communicate()

    gone, alive = psutil.wait_procs([child], timeout=30)

    assert (len(gone), alive) == (1, [])
