"""Writes a backup of the database and of the kept files, with a manifest that a restore is held to."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ramstein.backups import BackupError, thin_out_backups, write_backup
from ramstein.servers import ensure_servers


class Command(BaseCommand):
    """`manage.py backup [FOLDER] [--thin-out]`."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, help="where backups lie (default: BACKUP_FOLDER)")
        parser.add_argument(
            "--thin-out",
            action="store_true",
            help="remove old ones: all of seven days stay, then one of each of five weeks and of twelve months",
        )

    def handle(self, *_: Any, folder: Path | None, thin_out: bool, **__: Any) -> None:
        ensure_servers()
        where, now = folder or settings.BACKUP_FOLDER, timezone.now()
        try:
            written = write_backup(where, now=now)
        except BackupError as error:
            raise CommandError(str(error)) from error
        size = sum(one.stat().st_size for one in written.iterdir())
        self.stdout.write(f"{written} ({size / 1_000_000:.1f} MB)")
        if thin_out:
            for one in thin_out_backups(where, now=now):
                self.stdout.write(f"removed {one.name}")
