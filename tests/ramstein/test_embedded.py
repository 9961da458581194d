"""The life of the embedded servers, each test with real ones in a folder of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg2
import pytest
import redis

from ramstein import embedded
from ramstein.embedded import EmbeddedError, Layout

BASE_DIR = Path(__file__).resolve().parents[2]
ANOTHER_PROCESS = """
import sys, time
from ramstein import embedded
embedded.ensure(sys.argv[1], durable=False)
print("ready", flush=True)
time.sleep(60)
"""


@pytest.fixture
def layout(tmp_path: Path) -> Iterator[Layout]:
    layout = Layout.at(tmp_path / "var")
    yield layout
    embedded.release(layout)
    embedded.stop(layout)


def postmaster_pid(layout: Layout) -> int:
    return int((layout.data_dir / "postmaster.pid").read_text().split()[0])


def fetch(layout: Layout, sql: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(host=str(layout.socket_dir), user="postgres", dbname="ramstein")
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())
    finally:
        connection.close()


def start_another_process(layout: Layout) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", ANOTHER_PROCESS, str(layout.var_dir)], cwd=BASE_DIR, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_ensure_starts_both_servers_with_our_settings(layout: Layout) -> None:
    embedded.ensure(layout.var_dir)

    shown = dict(fetch(layout, "SELECT name, current_setting(name) FROM pg_settings"))
    wanted = {
        "max_connections": "60",
        "shared_buffers": "256MB",
        "max_wal_size": "2GB",
        "TimeZone": "UTC",
        "listen_addresses": "",
        "fsync": "on",
    }
    assert {name: shown[name] for name in wanted} == wanted
    with redis.Redis.from_url(layout.redis_url(3)) as client:
        assert client.ping() is True
    assert layout.servers_dir.stat().st_mode & 0o077 == 0


def test_ensure_twice_keeps_the_same_servers(layout: Layout) -> None:
    embedded.ensure(layout.var_dir, durable=False)
    before = postmaster_pid(layout)

    embedded.ensure(layout.var_dir, durable=False)

    assert postmaster_pid(layout) == before


def test_release_leaves_the_servers_to_another_process(layout: Layout) -> None:
    embedded.ensure(layout.var_dir, durable=False)
    other = start_another_process(layout)

    embedded.release(layout)
    running_beside_other = embedded.is_running(layout)
    end(other)
    embedded.ensure(layout.var_dir, durable=False)
    embedded.release(layout)

    assert (running_beside_other, embedded.is_running(layout)) == (True, False)


def test_killed_process_leaves_no_lease(layout: Layout) -> None:
    other = start_another_process(layout)
    used_while_alive = embedded.in_use(layout)

    end(other)

    assert (used_while_alive, embedded.in_use(layout), embedded.is_running(layout)) == (True, False, True)


def kill_servers(layout: Layout) -> None:
    with redis.Redis.from_url(layout.redis_url()) as client:
        valkey = psutil.Process(client.info()["process_id"])
    os.kill(postmaster_pid(layout), signal.SIGKILL)
    valkey.kill()
    valkey.wait(timeout=30)


def test_ensure_and_revive_recover_from_killed_servers(layout: Layout) -> None:
    embedded.ensure(layout.var_dir)
    fetch(layout, "CREATE TABLE kept AS SELECT 7 AS number; SELECT 1")

    kill_servers(layout)
    embedded.ensure(layout.var_dir)
    found = fetch(layout, "SELECT number FROM kept")
    kill_servers(layout)
    revived = embedded.revive(layout.var_dir)

    assert (found, fetch(layout, "SELECT number FROM kept")) == ([(7,)], [(7,)])
    assert (revived, embedded.revive(layout.var_dir)) == (["Valkey", "PostgreSQL"], [])
    assert embedded.is_running(layout)


def test_revive_leaves_a_server_alone_that_lives_and_does_not_answer(layout: Layout) -> None:
    embedded.ensure(layout.var_dir, database=False)
    with redis.Redis.from_url(layout.redis_url()) as client:
        number = client.info()["process_id"]
    os.kill(number, signal.SIGSTOP)
    try:
        revived = embedded.revive(layout.var_dir, database=False)
    finally:
        os.kill(number, signal.SIGCONT)

    with redis.Redis.from_url(layout.redis_url()) as client:
        assert (revived, client.info()["process_id"]) == ([], number)


def test_ensure_ignores_a_stale_process_number_that_another_program_has(layout: Layout) -> None:
    embedded.ensure(layout.var_dir, durable=False)
    stale = (layout.data_dir / "postmaster.pid").read_text().split("\n")
    embedded.stop(layout)
    (layout.data_dir / "postmaster.pid").write_text("\n".join([str(os.getpid()), *stale[1:]]))

    embedded.ensure(layout.var_dir, durable=False)

    assert postmaster_pid(layout) != os.getpid()
    assert embedded.is_running(layout)


def test_ensure_starts_over_an_interrupted_creation(layout: Layout) -> None:
    unfinished = layout.servers_dir / "postgres.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")

    embedded.ensure(layout.var_dir, durable=False)

    assert embedded.is_running(layout)
    assert not unfinished.exists()


def test_ensure_refuses_data_of_another_version(layout: Layout) -> None:
    layout.data_dir.mkdir(parents=True)
    (layout.data_dir / "PG_VERSION").write_text("16\n")

    with pytest.raises(EmbeddedError) as caught:
        embedded.ensure(layout.var_dir)

    assert str(caught.value) == f"{layout.data_dir} was made by PostgreSQL 16, not 18: choose another VAR_DIR."


def test_ensure_refuses_a_folder_that_is_a_file(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("")

    with pytest.raises(EmbeddedError) as caught:
        embedded.ensure(taken / "var")

    assert str(caught.value) == f"Cannot create {taken / 'var'}: Not a directory. Choose another folder with VAR_DIR."


@pytest.mark.parametrize("name", ["long" * 30, "with space, comma, größe"])
def test_ensure_works_in_folders_that_no_socket_address_can_hold(tmp_path: Path, name: str) -> None:
    layout = Layout.at(tmp_path / name)
    try:
        embedded.ensure(layout.var_dir, durable=False)

        assert len(str(layout.socket_dir)) < 40
        assert fetch(layout, "SELECT 1") == [(1,)]
    finally:
        embedded.release(layout)
        layout.socket_dir.rmdir()


def test_stop_ends_every_server_process(layout: Layout) -> None:
    embedded.ensure(layout.var_dir, durable=False)
    server = psutil.Process(postmaster_pid(layout))

    embedded.stop(layout)

    assert not embedded.is_running(layout)
    assert not server.is_running() or server.status() == psutil.STATUS_ZOMBIE
