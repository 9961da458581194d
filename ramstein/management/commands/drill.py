"""Proves the latest backup: restores it into a scratch database of the same server, compares, and removes it again."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from ramstein.addresses import database_url
from ramstein.backups import BackupError, find_latest_backup
from ramstein.backups.restore_backup import scratch_environment
from ramstein.database_roles import become_owner
from ramstein.servers import ensure_servers


class Command(BaseCommand):
    """`manage.py drill [BACKUP]`, which is what `make drill` calls."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", nargs="?", type=Path, help="folder of the backup (default: the latest)")

    def handle(self, *_: Any, backup: Path | None, **__: Any) -> None:
        ensure_servers()
        become_owner()  # only an owner makes databases
        try:
            chosen = backup or find_latest_backup(settings.BACKUP_FOLDER)
        except BackupError as error:
            raise CommandError(str(error)) from error
        name = connection.ops.quote_name(f"{connection.settings_dict['NAME']}_drill")
        begun = time.monotonic()
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            # As it was made for the database itself, whatever the template of the server says.
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        try:
            code = self._restore(chosen.resolve(), name.strip('"'))
        finally:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        if code:
            raise CommandError(f"{chosen} does not restore: see above.", returncode=1)
        self.stdout.write(f"{chosen.name} restores, in {time.monotonic() - begun:.1f} s.")

    def _restore(self, backup: Path, name: str) -> int:
        """In a process of its own: only so are the settings those of the scratch database."""
        with tempfile.TemporaryDirectory(prefix="ramstein-drill-") as folder:
            environment = scratch_environment(database_url(connection.settings_dict, name), Path(folder))
            command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "restore", str(backup)]
            done = subprocess.run(  # noqa: S603 - our own program, no shell
                command,
                env=environment,
                cwd=settings.BASE_DIR,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                check=False,
            )
        for line in done.stdout.decode(errors="replace").splitlines():
            self.stdout.write(f"  {line}")
        return done.returncode
