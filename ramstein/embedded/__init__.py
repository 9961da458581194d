"""Real PostgreSQL and Valkey without any installation, shared by every process that works on the same folder.

Each process takes a lease while it uses the servers: a shared lock on a file, which the kernel drops even when
the process is killed. The last one to leave stops the servers.
"""

import atexit
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ramstein.embedded import postgres, valkey
from ramstein.embedded.account import current_account, prepare_folders
from ramstein.embedded.layout import EmbeddedError, Layout

__all__ = ["EmbeddedError", "Layout", "ensure", "in_use", "is_running", "release", "revive", "stop"]

LOCK_TIMEOUT_S = 120

_leases: dict[Path, tuple[int, int]] = {}  # folder of the servers → (process that took the lease, file descriptor)


def ensure(var_dir: str | Path, *, database: bool = True, broker: bool = True, durable: bool = True) -> Layout:
    """Find or start the servers and keep them running as long as this process lives.

    :raises EmbeddedError: with one line that says what is wrong and what to do.
    """
    layout = Layout.at(var_dir)
    _make_var_dir(layout)
    account = current_account(layout)
    with _start_lock(layout):
        # Before the servers are looked at: whoever leaves meanwhile sees the lease and lets them run.
        _take_lease(layout)
        if database and not postgres.is_ready(layout):
            prepare_folders(layout, account)
            postgres.start(layout, account, durable=durable)
        if broker and not valkey.wait_until_ready(layout):
            prepare_folders(layout, account)
            valkey.start(layout, account)
    return layout


def revive(var_dir: str | Path, *, database: bool = True, broker: bool = True) -> list[str]:
    """Start again what this process uses and whose process is gone; return what that was. A hung server is left alone.

    :raises EmbeddedError: it cannot be started now.
    """
    layout = Layout.at(var_dir)
    if not ((database and not postgres.runs(layout)) or (broker and not valkey.runs(layout))):
        return []
    account = current_account(layout)
    revived = []
    with _start_lock(layout):
        # Another process may have started it meanwhile.
        if broker and not valkey.runs(layout):
            valkey.start(layout, account)
            revived.append("Valkey")
        if database and not postgres.runs(layout):
            postgres.start(layout, account, durable=True)
            revived.append("PostgreSQL")
    return revived


def release(layout: Layout) -> None:
    """Give the lease of this process back; the last one out stops the servers."""
    lease = _leases.pop(layout.var_dir, None)
    if lease is None or lease[0] != os.getpid() or not layout.var_dir.exists():
        return  # a forked child inherits the entry, but the lease is its parent's
    with _start_lock(layout):
        os.close(lease[1])
        if not in_use(layout):
            _stop_both(layout)


def stop(layout: Layout) -> None:
    """Stop the servers, whoever uses them."""
    with _start_lock(layout):
        _stop_both(layout)


def is_running(layout: Layout) -> bool:
    return postgres.is_ready(layout) and valkey.is_ready(layout)


def in_use(layout: Layout) -> bool:
    """Whether any process holds a lease on the servers."""
    if not layout.users_lock.exists():
        return False
    descriptor = os.open(layout.users_lock, os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(descriptor)


def _stop_both(layout: Layout) -> None:
    valkey.stop(layout)
    postgres.stop(layout, current_account(layout))


def _make_var_dir(layout: Layout) -> None:
    try:
        layout.var_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EmbeddedError(
            f"Cannot create {layout.var_dir}: {error.strerror}. Choose another folder with VAR_DIR."
        ) from error


def _take_lease(layout: Layout) -> None:
    held = _leases.get(layout.var_dir)
    if held is not None and held[0] == os.getpid():
        return
    descriptor = os.open(layout.users_lock, os.O_RDWR | os.O_CREAT, 0o600)
    # Shared with all other users; only the one who would stop the servers asks for it alone.
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    _leases[layout.var_dir] = (os.getpid(), descriptor)
    atexit.register(release, layout)


@contextmanager
def _start_lock(layout: Layout) -> Iterator[None]:
    """Only one process at a time starts or stops the servers of a folder."""
    try:
        descriptor = os.open(layout.start_lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise EmbeddedError(
            f"Cannot write in {layout.var_dir}: {error.strerror}. Choose another folder with VAR_DIR."
        ) from error
    try:
        deadline = time.monotonic() + LOCK_TIMEOUT_S
        while not _try_lock(descriptor):
            if time.monotonic() > deadline:
                raise EmbeddedError(f"Another process has been starting the servers in {layout.var_dir} for too long.")
            time.sleep(0.05)
        yield
    finally:
        os.close(descriptor)


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
