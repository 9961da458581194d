"""The folders whose files belong to the ledger: a restored database would name files that are missing without them."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages

NAMES = ("kept_copies",)


def kept_folders() -> dict[str, Path]:
    """The folder of each storage of kept files that lies on this machine; what is kept elsewhere is backed up there."""
    found = {}
    for name in NAMES:
        storage = storages[name] if name in settings.STORAGES else None
        if isinstance(storage, FileSystemStorage):
            found[name] = Path(storage.location)
    return found
