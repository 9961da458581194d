"""PostgreSQL's own programs, run against the database of the settings."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from django.db import connection

from ramstein.backups.backup_folders import BackupError
from ramstein.embedded.postgres import BIN_DIR, MAJOR_VERSION

LIBPQ_NAMES = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}
LIBPQ_OPTIONS = {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"}


def run_program(name: str, *arguments: str | Path) -> None:
    """Run pg_dump or pg_restore; the password goes by the environment, where no other account reads it.

    :raises BackupError: it failed; carries what it said last.
    """
    settings = connection.settings_dict
    stated = {libpq: str(settings[own]) for own, libpq in LIBPQ_NAMES.items() if settings.get(own)}
    stated |= {
        libpq: str(settings["OPTIONS"][own]) for own, libpq in LIBPQ_OPTIONS.items() if own in settings["OPTIONS"]
    }
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"} | stated
    command = [_find_program(name), *(str(one) for one in arguments)]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: S603 - no shell, fixed program
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        telling = next(
            (line for line in lines if "error:" in line), lines[-1] if lines else f"exit code {done.returncode}"
        )
        raise BackupError(f"{name} failed: {telling}")


def _find_program(name: str) -> str:
    """The program of the embedded server, which reads every older server; a newer server brings its own."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        server = int(cursor.fetchone()[0]) // 10000
    if server <= int(MAJOR_VERSION):
        return str(BIN_DIR / name)
    installed = shutil.which(name)
    if installed is None:
        raise BackupError(f"The database is PostgreSQL {server}: install its client programs, {name} among them.")
    return installed
