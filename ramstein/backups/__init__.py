"""Backups that can be trusted: a dump of the database, the kept files, and a manifest that a restore is held to.

A backup is a folder `ramstein-<UTC time>-v<dataset version>` with `database.dump` (in PostgreSQL's custom format),
`files.tar` (the kept files of sources) and `manifest.json`. It holds hashes of passwords and drafts of staff, so only
its owner reads the folder. Sessions are left out.
"""

from ramstein.backups.backup_folders import BackupError, find_backups, find_latest_backup
from ramstein.backups.restore_backup import restore_backup
from ramstein.backups.thin_out_backups import thin_out_backups
from ramstein.backups.write_backup import write_backup

__all__ = [
    "BackupError",
    "find_backups",
    "find_latest_backup",
    "restore_backup",
    "thin_out_backups",
    "write_backup",
]
