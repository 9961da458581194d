"""One run per data folder."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from ramstein.run_record import CHILD_MARK, AlreadyRunningError, Run, RunRecord


def test_claim_refuses_a_second_run_and_names_the_first(tmp_path: Path) -> None:
    first = RunRecord(tmp_path)
    first.claim(address="http://localhost:8010/")

    with pytest.raises(AlreadyRunningError) as caught:
        RunRecord(tmp_path).claim(address="http://localhost:8020/")

    assert caught.value.run == Run(pid=os.getpid(), address="http://localhost:8010/")
    assert RunRecord(tmp_path).current() == caught.value.run


def test_release_makes_room_for_the_next_run(tmp_path: Path) -> None:
    first = RunRecord(tmp_path)
    first.claim(address="http://localhost:8010/")
    first.release()

    second = RunRecord(tmp_path)
    second.claim(address="http://localhost:8020/")

    assert RunRecord(tmp_path).current() == Run(pid=os.getpid(), address="http://localhost:8020/")


def test_current_ignores_the_record_of_a_killed_run(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text('{"pid": 1, "address": "http://localhost:8000/"}')

    assert RunRecord(tmp_path).current() is None


def test_end_leftovers_ends_only_children_of_this_folder(tmp_path: Path) -> None:
    sleep = [sys.executable, "-c", "import time; time.sleep(60)"]
    ours = subprocess.Popen(sleep, env=os.environ | {CHILD_MARK: str(tmp_path)})
    other = subprocess.Popen(sleep, env=os.environ | {CHILD_MARK: str(tmp_path / "other")})
    try:
        assert RunRecord(tmp_path).end_leftovers() == 1
        assert (psutil.pid_exists(ours.pid), psutil.pid_exists(other.pid)) == (False, True)
    finally:
        other.kill()
        other.wait()
        ours.wait()
