"""Several processes in one terminal."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest

from ramstein.supervisor import Supervisor

SEEN: list[str] = []
"""Lines that were read while a run went on."""

FOREVER = "import time; print('here', flush=True); time.sleep(60)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('here', flush=True); time.sleep(60)"
)


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def children_since(before: set[psutil.Process]) -> list[psutil.Process]:
    """The child processes that came since; others of this process belong to other tests."""
    return [child for child in psutil.Process().children() if child not in before]


def test_run_starts_again_what_ends_and_goes_on(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ramstein.service.FIRST_DELAY_S", 0.05)
    count = tmp_path / "count"
    broken_once = f"""
import time
from pathlib import Path
starts = Path({str(count)!r})
starts.open("a").write("x")
print("start", len(starts.read_text()), flush=True)
if len(starts.read_text()) == 1:
    raise SystemExit(3)
time.sleep(60)
"""
    before = set(psutil.Process().children())
    supervisor = Supervisor(environment=dict(os.environ), folder=tmp_path)
    supervisor.start("web", python(FOREVER))
    supervisor.start("worker", python(broken_once))
    children: list[psutil.Process] = []

    def ask_to_stop() -> None:
        children.extend(children_since(before))
        signal.raise_signal(signal.SIGTERM)

    code = supervisor.run(
        is_ready=lambda: count.exists() and len(count.read_text()) == 2, on_ready=ask_to_stop, ready_timeout_s=30
    )

    lines = capfd.readouterr().out.splitlines()
    assert code == 0
    assert {"web    | here", "worker | start 1", "run    | stopping"} < set(lines)
    assert "run    | worker ended (code 3), once so far; starting it again in 0.05 s" in lines
    assert (len(children), [child for child in children if child.is_running()]) == (2, [])


def test_guard_says_what_it_revived_and_what_it_could_not(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ramstein.supervisor.GUARD_EVERY_S", 0.01)
    monkeypatch.setattr("ramstein.service.FIRST_DELAY_S", 0.01)
    answers = iter([OSError("No room."), ["PostgreSQL"], []])
    done = threading.Event()

    def revive() -> list[str]:
        answer = next(answers)
        if isinstance(answer, OSError):
            raise answer
        if not answer:
            done.set()
        return answer

    supervisor = Supervisor(environment=dict(os.environ), folder=tmp_path)
    supervisor.guard(revive)
    assert done.wait(30)
    supervisor.stop()

    assert capfd.readouterr().out.splitlines()[:2] == [
        "run    | No room. Tried once; trying again in 0.01 s",
        "run    | PostgreSQL had ended; started it again",
    ]


def test_run_gives_up_on_what_never_becomes_ready(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    supervisor = Supervisor(environment=dict(os.environ), folder=tmp_path)
    supervisor.start("web", python(FOREVER))

    code = supervisor.run(is_ready=lambda: False, on_ready=lambda: None, ready_timeout_s=0.5)

    assert code == 1
    assert "run    | not ready after 0.5 seconds; stopping everything" in capfd.readouterr().out.splitlines()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_run_ends_cleanly_on_a_signal_once_ready_also_in_the_background(tmp_path: Path, number: signal.Signals) -> None:
    # A shell starts what it runs in the background with SIGINT ignored.
    program = f"""
import os, signal
signal.signal(signal.SIGINT, signal.SIG_IGN)
from pathlib import Path
from ramstein.supervisor import Supervisor
supervisor = Supervisor(environment=dict(os.environ), folder=Path({str(tmp_path)!r}))
supervisor.start("web", {python(FOREVER)!r})
code = supervisor.run(
    is_ready=lambda: True, on_ready=lambda: os.kill(os.getpid(), {int(number)}), ready_timeout_s=30
)
raise SystemExit(code)
"""
    done = subprocess.run(python(program), check=False, capture_output=True, text=True, timeout=30)

    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "run    | stopping")


def test_doors_are_ended_before_the_others(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    say_end = (
        "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: (time.sleep({wait}), print('ended'),"
        " sys.exit())); print('here', flush=True); time.sleep(60)"
    )
    supervisor = Supervisor(environment=dict(os.environ), folder=tmp_path)
    supervisor.start("web", python(say_end.format(wait=0)))
    supervisor.start("front", python(say_end.format(wait=0.3)), door=True)
    supervisor.run(
        is_ready=lambda: capfd_lines(capfd, 2), on_ready=lambda: signal.raise_signal(signal.SIGTERM), ready_timeout_s=30
    )

    assert capfd.readouterr().out.splitlines() == ["run    | stopping", "front  | ended", "web    | ended"]


def capfd_lines(capfd: pytest.CaptureFixture[str], count: int) -> bool:
    """Whether so many lines were written since this was asked last, or in all."""
    SEEN.extend(capfd.readouterr().out.splitlines())
    return len(SEEN) >= count


def test_stop_kills_a_child_that_does_not_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ramstein.supervisor.STOP_TIMEOUT_S", 0.5)
    before = set(psutil.Process().children())
    supervisor = Supervisor(environment=dict(os.environ), folder=tmp_path)
    supervisor.start("web", python(STUBBORN))
    (child,) = children_since(before)

    supervisor.stop()

    assert not child.is_running()
