"""Where the embedded servers keep their files, and the addresses that follow from it."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

DATABASE = "ramstein"
SUPERUSER = "postgres"
RUNTIME_ROLE = "ramstein_app"
POSTGRES_SOCKET = ".s.PGSQL.5432"
# sun_path holds 108 bytes on Linux with the closing NUL; PostgreSQL puts a ".lock" file beside its socket.
SOCKET_PATH_LIMIT = 107 - len(".lock")


class EmbeddedError(Exception):
    """An embedded server cannot be used; the message is one line that says what to do."""


@dataclass(frozen=True)
class Layout:
    """The files of one set of embedded servers. Everything follows from the folder, so nothing is looked up."""

    var_dir: Path

    @classmethod
    def at(cls, var_dir: str | Path) -> "Layout":
        return cls(var_dir=Path(var_dir).expanduser().resolve())

    @property
    def servers_dir(self) -> Path:
        """Belongs to the operating-system account that runs the servers."""
        return self.var_dir / "servers"

    @property
    def data_dir(self) -> Path:
        return self.servers_dir / "postgres"

    @property
    def postgres_log(self) -> Path:
        return self.servers_dir / "postgres.log"

    @property
    def valkey_log(self) -> Path:
        return self.servers_dir / "valkey.log"

    @property
    def start_lock(self) -> Path:
        return self.var_dir / "servers.lock"

    @property
    def users_lock(self) -> Path:
        """Held in shared mode by each process that uses the servers."""
        return self.var_dir / "servers.users"

    @property
    def socket_dir(self) -> Path:
        """Beside the data, or under /tmp where that path is too long for a socket or unsafe inside a host name."""
        directory = self.servers_dir
        fits = len(str(directory / POSTGRES_SOCKET).encode()) <= SOCKET_PATH_LIMIT
        if fits and re.fullmatch(r"[\w./+-]+", str(directory), re.ASCII):
            return directory
        digest = hashlib.sha256(str(self.var_dir).encode()).hexdigest()[:12]
        return Path("/tmp") / f"ramstein-{digest}"  # noqa: S108 - the folder is private, its owner is checked before use

    @property
    def postgres_socket(self) -> Path:
        return self.socket_dir / POSTGRES_SOCKET

    @property
    def valkey_socket(self) -> Path:
        return self.socket_dir / "valkey.sock"

    def database_url(self, name: str = DATABASE) -> str:
        """The address of who owns everything."""
        return f"postgres://{SUPERUSER}@{quote(str(self.socket_dir), safe='')}/{name}"

    def runtime_url(self) -> str:
        """The address of those who serve and work: a role that owns nothing."""
        return f"postgres://{RUNTIME_ROLE}@{quote(str(self.socket_dir), safe='')}/{DATABASE}"

    def redis_url(self, database: int = 0) -> str:
        return f"unix://{self.valkey_socket}?db={database}"
