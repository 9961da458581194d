"""Restores a backup into an empty database and verifies it: digests of all tables, then the figures."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ramstein.backups import BackupError, find_latest_backup, restore_backup
from ramstein.database_roles import connect_as_owner, grant_runtime_role
from ramstein.servers import ensure_servers


class Command(BaseCommand):
    """`manage.py restore [BACKUP]`; the database is that of the settings."""

    help = __doc__
    requires_system_checks: list[str] = []  # the database is empty

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", nargs="?", type=Path, help="folder of the backup (default: the latest)")

    def handle(self, *_: Any, backup: Path | None, **__: Any) -> None:
        ensure_servers()
        try:
            with connect_as_owner():
                restore_backup(backup or find_latest_backup(settings.BACKUP_FOLDER), say=self.stdout.write)
                grant_runtime_role()
        except BackupError as error:
            raise CommandError(str(error)) from error
