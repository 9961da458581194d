"""Which operating-system account runs the embedded servers, and that it can reach its files."""

import os
import pwd
import shutil
import stat
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ramstein.embedded.layout import EmbeddedError, Layout

ACCOUNT_NAME = "ramstein"
COMMAND_TIMEOUT_S = 90


@dataclass(frozen=True)
class Account:
    """The account that owns the data; `switch` is set where root has to become that account first."""

    name: str
    uid: int
    gid: int
    switch: bool

    def run(self, command: Sequence[str | Path], *, timeout: float = COMMAND_TIMEOUT_S) -> str:
        """Run a command as this account and return what it printed.

        :raises EmbeddedError: the command failed; carries the last line it printed.
        """
        options: dict[str, Any] = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switch else {}
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
        program = Path(command[0]).name
        try:
            done = subprocess.run(  # noqa: S603 - fixed programs from installed packages, no shell
                [str(part) for part in command],
                cwd="/",  # the caller's folder may be closed to this account
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=timeout,
                check=False,
                start_new_session=True,
                **options,
            )
        except OSError as error:
            raise EmbeddedError(f"{program} cannot be run as {self.name}: {error}") from error
        except subprocess.TimeoutExpired as error:
            raise EmbeddedError(f"{program} did not finish within {timeout:g} seconds.") from error
        output: str = done.stdout.decode(errors="replace").strip()
        if done.returncode:
            raise EmbeddedError(f"{program} failed: {output.splitlines()[-1] if output else done.returncode}")
        return output

    def can(self, test: str, path: Path) -> bool:
        try:
            self.run(["test", test, path])
        except EmbeddedError:
            return False
        return True


def current_account(layout: Layout) -> Account:
    """The account for this layout: the caller, or for root (whom PostgreSQL refuses) the owner of the data.

    :raises EmbeddedError: the data belong to someone else, or the caller has no entry in the user database.
    """
    uid = os.geteuid()
    if uid == 0:
        entry = _owner_entry(layout.servers_dir) or _service_entry()
        return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid, switch=True)
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise EmbeddedError(
            f"User id {uid} has no name on this machine, which PostgreSQL needs: run as a named user, or set "
            "DATABASE_URL and REDIS_URL."
        ) from None
    if layout.servers_dir.exists() and layout.servers_dir.stat().st_uid != uid:
        raise EmbeddedError(
            f"{layout.servers_dir} belongs to another user: run as that user, or choose another folder with VAR_DIR."
        )
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid, switch=False)


def prepare_folders(layout: Layout, account: Account) -> None:
    """Create the folders of the servers, private to their account.

    :raises EmbeddedError: a folder cannot be made, or the one for sockets belongs to somebody else.
    """
    for folder in {layout.servers_dir, layout.socket_dir}:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise EmbeddedError(f"Cannot create {folder}: {error.strerror}. Choose another with VAR_DIR.") from error
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid not in {account.uid, os.geteuid()}:
            raise EmbeddedError(f"{folder} belongs to someone else: remove it, or choose another folder with VAR_DIR.")
        if account.switch and status.st_uid != account.uid:
            _give_to(account, folder)
        folder.chmod(0o700)
    if account.switch and not account.can("-w", layout.servers_dir):
        _open_path(layout.servers_dir, account)


def ensure_programs(account: Account, bin_dir: Path) -> None:
    """Make sure that the account can run the installed server programs."""
    if not account.switch or account.can("-x", bin_dir / "postgres"):
        return
    install_dir = bin_dir.parent
    for path in (install_dir, *install_dir.rglob("*")):
        if not path.is_symlink():
            bits = stat.S_IROTH | (stat.S_IXOTH if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0)
            path.chmod(path.stat().st_mode | bits)
    _open_path(install_dir, account)


def _owner_entry(folder: Path) -> pwd.struct_passwd | None:
    if not folder.exists() or folder.stat().st_uid == 0:
        return None
    try:
        return pwd.getpwuid(folder.stat().st_uid)
    except KeyError:
        return None


def _service_entry() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(ACCOUNT_NAME)
    except KeyError:
        pass
    useradd = shutil.which("useradd")
    if useradd is not None:
        command = [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT_NAME]
        if subprocess.run(command, check=False, capture_output=True).returncode == 0:  # noqa: S603 - fixed arguments
            return pwd.getpwnam(ACCOUNT_NAME)
    return pwd.getpwnam("nobody")


def _give_to(account: Account, folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, account.uid, account.gid, follow_symlinks=False)


def _open_path(path: Path, account: Account) -> None:
    """Let the account pass through (not list) the folders above a path; say so, since it changes their mode."""
    for folder in path.parents:
        mode = stat.S_IMODE(folder.stat().st_mode)
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)
            sys.stderr.write(f"PostgreSQL runs as {account.name}: made {folder} passable (chmod o+x).\n")
