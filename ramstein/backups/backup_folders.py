"""The folders of backups: their names, what lies in them, and how they are found again."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

DUMP, FILES, MANIFEST = "database.dump", "files.tar", "manifest.json"
FORMAT = 1
NAME = re.compile(r"ramstein-(?P<time>\d{8}T\d{6}Z)-v(?P<version>\d+)")
TIME = "%Y%m%dT%H%M%SZ"
UNFINISHED = ".unfinished"


class BackupError(Exception):
    """A backup cannot be written or restored; the message is one line that says what to do."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds.

    `tables` gives for each table its number of rows and the digest of their texts, `migrations` the last one applied of
    each app, `bytes` and `sha256` are those of the files beside the manifest.
    """

    format: int
    made_at: str
    dataset_version: int
    server_version: str
    migrations: dict[str, str]
    tables: dict[str, dict[str, Any]]
    bytes: dict[str, int]
    sha256: dict[str, str]

    def write(self, folder: Path) -> None:
        (folder / MANIFEST).write_text(json.dumps(asdict(self), indent=1, sort_keys=True) + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a backup.

    :raises BackupError: there is none, it is damaged, or a newer release wrote it.
    """
    try:
        stated = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BackupError(f"{folder} is no backup: it has no {MANIFEST}.") from None
    except (OSError, ValueError) as error:
        raise BackupError(f"{folder / MANIFEST} cannot be read: {error}.") from None
    if not isinstance(stated, dict) or stated.get("format") != FORMAT:
        form = stated.get("format") if isinstance(stated, dict) else None
        raise BackupError(f"{folder / MANIFEST} has format {form}, this release reads {FORMAT}.")
    try:
        return Manifest(**stated)
    except TypeError as error:
        raise BackupError(f"{folder / MANIFEST} is damaged: {error}.") from None


def name_backup(*, now: datetime, version: int) -> str:
    return f"ramstein-{now.astimezone(UTC).strftime(TIME)}-v{version}"


def made_at(folder: Path) -> datetime:
    """When a backup was made, by its name."""
    found = NAME.fullmatch(folder.name)
    if found is None:
        raise BackupError(f"{folder} is not named like a backup.")
    return datetime.strptime(found["time"], TIME).replace(tzinfo=UTC)


def find_backups(folder: Path) -> list[Path]:
    """The finished backups of a folder, oldest first."""
    if not folder.is_dir():
        return []
    return sorted(one for one in folder.iterdir() if NAME.fullmatch(one.name) and (one / MANIFEST).is_file())


def find_latest_backup(folder: Path) -> Path:
    """The newest backup of a folder.

    :raises BackupError: there is none.
    """
    found = find_backups(folder)
    if not found:
        raise BackupError(f"There is no backup in {folder}: `manage.py backup` writes one.")
    return found[-1]


def file_sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
