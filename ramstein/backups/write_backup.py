"""Writes a backup: one moment of the database, read by PostgreSQL's dump and by the digests alike."""

from __future__ import annotations

import os
import shutil
import tarfile
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from pledges.models import DatasetVersion
from ramstein.backups.backup_folders import (
    DUMP,
    FILES,
    FORMAT,
    UNFINISHED,
    BackupError,
    Manifest,
    file_sha256,
    name_backup,
)
from ramstein.backups.database_programs import run_program
from ramstein.backups.kept_folders import kept_folders
from ramstein.backups.table_digests import EPHEMERAL, digest_tables

LAST_MIGRATIONS = "SELECT app, max(name) FROM django_migrations GROUP BY app ORDER BY app"


def write_backup(folder: Path, *, now: datetime) -> Path:
    """Write a backup into a folder and return it; what is interrupted leaves nothing that looks like one.

    :raises BackupError: it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        remove_unfinished(folder)
        unfinished = folder / f"{os.getpid()}{UNFINISHED}"
        unfinished.mkdir(mode=0o700)
        try:
            manifest = _fill(unfinished, now=now)
            finished = folder / name_backup(now=now, version=manifest.dataset_version)
            unfinished.rename(finished)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    except OSError as error:
        raise BackupError(f"No backup was written to {folder}: {error.strerror or error}.") from error
    return finished


def _fill(folder: Path, *, now: datetime) -> Manifest:
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        left_out = [f"--exclude-table-data=public.{table}" for table in EPHEMERAL]
        options = ("--format=custom", "--compress=gzip:6", "--no-owner", "--no-privileges", f"--snapshot={snapshot}")
        run_program("pg_dump", *options, *left_out, f"--file={folder / DUMP}")
        tables = digest_tables()
        cursor.execute(LAST_MIGRATIONS)
        migrations = dict(cursor.fetchall())
        cursor.execute("SHOW server_version")
        (server_version,) = cursor.fetchone()
        version = DatasetVersion.objects.order_by("-number").values_list("number", flat=True).first() or 0
    # Kept files are only ever added, so that those of the moment before are among them.
    with tarfile.open(folder / FILES, "w") as archive:
        for name, kept in kept_folders().items():
            if kept.is_dir():
                archive.add(kept, arcname=name)
    files = [folder / DUMP, folder / FILES]
    manifest = Manifest(
        format=FORMAT,
        made_at=now.isoformat(timespec="seconds"),
        dataset_version=version,
        server_version=server_version,
        migrations=migrations,
        tables=tables,
        bytes={one.name: one.stat().st_size for one in files},
        sha256={one.name: file_sha256(one) for one in files},
    )
    manifest.write(folder)
    return manifest


def remove_unfinished(folder: Path) -> None:
    """Remove what killed runs left; the process in the name is gone."""
    for one in folder.glob(f"*{UNFINISHED}"):
        number = one.name.removesuffix(UNFINISHED)
        if not (number.isdigit() and Path("/proc", number).exists()):
            shutil.rmtree(one, ignore_errors=True)
