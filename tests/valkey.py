"""A real Valkey of a test's own, which it may stop, freeze and start again."""

import os
import signal
import time
from pathlib import Path

from ramstein.embedded import Layout, valkey
from ramstein.embedded.account import current_account, prepare_folders


class OwnValkey:
    """A server in a folder that nobody else uses."""

    def __init__(self, folder: Path) -> None:
        self.layout = Layout.at(folder)
        self.account = current_account(self.layout)
        prepare_folders(self.layout, self.account)

    @property
    def broker(self) -> str:
        return self.layout.redis_url(0)

    @property
    def cache(self) -> str:
        return self.layout.redis_url(1)

    def start(self) -> None:
        """Start it empty, and wait until it answers."""
        valkey.start(self.layout, self.account)

    def stop(self) -> None:
        """Stop it, and wait until nobody can reach it."""
        valkey.stop(self.layout)
        deadline = time.monotonic() + 15
        while self.layout.valkey_socket.exists() and time.monotonic() < deadline:
            time.sleep(0.02)

    def freeze(self) -> None:
        """Let it take connections and answer nothing, as a machine does that is cut off or out of memory."""
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    @property
    def pid(self) -> int:
        return int((self.layout.servers_dir / "valkey.pid").read_text())
