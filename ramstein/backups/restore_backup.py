"""Restores a backup into an empty database, and holds what came out to the manifest."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from pledges import projections
from pledges.models import ProjectionState
from ramstein.backups.backup_folders import DUMP, FILES, BackupError, Manifest, file_sha256, read_manifest
from ramstein.backups.database_programs import run_program
from ramstein.backups.kept_folders import kept_folders
from ramstein.backups.table_digests import compare_tables, digest_tables

Say = Callable[[str], None]


def restore_backup(folder: Path, *, say: Say) -> Manifest:
    """Restore into the database of the settings, which has to be empty; an older release's backup is migrated.

    :raises BackupError: a file is damaged, the database is not empty, a newer release made the backup, or what came out
        is not what the manifest says.
    """
    manifest = read_manifest(folder)
    check_files(folder, manifest)
    check_migrations(manifest)
    check_empty()
    say(f"Restoring version {manifest.dataset_version} of {manifest.made_at}.")
    run_program(
        "pg_restore",
        *("--dbname", str(connection.settings_dict["NAME"]), "--no-owner", "--no-privileges"),
        *("--single-transaction", "--exit-on-error", folder / DUMP),
    )
    with transaction.atomic():
        problems = compare_tables(manifest.tables, digest_tables())
    if problems:
        raise BackupError(f"The database is not what was backed up: {'; '.join(problems[:5])}. Do not use it.")
    rows = sum(table["rows"] for table in manifest.tables.values())
    say(f"{len(manifest.tables)} tables with {rows} rows are as the manifest says.")
    restore_files(folder, say=say)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    bring_up_to_date(say=say)
    return manifest


def check_files(folder: Path, manifest: Manifest) -> None:
    """Compare the files of a backup with the digests of its manifest."""
    for name, stated in manifest.sha256.items():
        try:
            found = file_sha256(folder / name)
        except OSError as error:
            raise BackupError(f"{folder / name} cannot be read: {error.strerror}.") from error
        if found != stated:
            raise BackupError(f"{folder / name} is damaged: its SHA-256 is {found}, the manifest says {stated}.")


def check_migrations(manifest: Manifest) -> None:
    """Refuse what a newer release wrote, whose tables this one does not know."""
    loader = MigrationLoader(None)
    apps = {app for app, _ in loader.disk_migrations}
    for app, name in sorted(manifest.migrations.items()):
        if app in apps and (app, name) not in loader.disk_migrations and (app, name) not in loader.replacements:
            raise BackupError(f"A newer release made this backup: it has {app}.{name}. Restore it with that release.")


def check_empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        (tables,) = cursor.fetchone()
    if tables:
        where = connection.settings_dict["NAME"]
        raise BackupError(
            f"The database “{where}” is not empty ({tables} tables). Name an empty one by DATABASE_URL, "
            "or for an embedded one by VAR_DIR=var-restored."
        )


def restore_files(folder: Path, *, say: Say) -> None:
    """Put the kept files where the settings say; those that are there already stay."""
    folders = kept_folders()
    count = 0
    with tarfile.open(folder / FILES) as archive:
        for member in archive:
            top, _, rest = member.name.partition("/")
            if not member.isfile() or top not in folders:
                continue
            target = folders[top] / rest
            if not target.exists():
                archive.extract(member.replace(name=rest), folders[top], filter="data")
                count += 1
    if count:
        say(f"{count} kept files are back.")


def bring_up_to_date(*, say: Say) -> None:
    """Apply the migrations of this release and compare the figures with what the ledger gives."""
    loader = MigrationLoader(connection)
    waiting = [key for key in loader.disk_migrations if key not in loader.applied_migrations]
    if waiting:
        call_command("migrate", verbosity=0, interactive=False)
        say(f"{len(waiting)} migrations of this release are applied.")
    if waiting or not ProjectionState.objects.exists():
        now = timezone.now()
        projections.rebuild(today=now.date(), now=now)
    found = projections.differences()
    if found:
        raise BackupError(f"{len(found)} rows of figures differ from what the ledger gives: `manage.py rebuild`.")
    say("The figures are those that the ledger gives.")


def scratch_environment(url: str, folder: Path) -> dict[str, str]:
    """The environment of a process that works on another database, with kept files of its own."""
    own = {"DATABASE_URL": url, "DATABASE_OWNER_URL": url, "VAR_DIR": str(folder), "REDIS_URL": settings.REDIS_URL}
    return os.environ | own
