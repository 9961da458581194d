"""The signing key of an installation that sets none: made once, kept in a private file."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key


def stored_secret_key(path: Path) -> str:
    """Read the key, making it first where it is missing. Two processes that start together get the same one.

    :raises ImproperlyConfigured: the file cannot be read or written.
    """
    try:
        if not path.exists():
            _create(path)
        return path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"No SECRET_KEY is set and {path} cannot be used ({error.strerror}): set SECRET_KEY, or VAR_DIR to a "
            "folder that is writable."
        ) from error


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    # Private before it has content: nobody can open it in between.
    draft.touch(mode=0o600)
    draft.write_text(get_random_secret_key() + get_random_secret_key())
    try:
        os.link(draft, path)  # fails where another process was faster, so a key is never replaced
    except FileExistsError:
        pass
    finally:
        draft.unlink()
