"""Stores copies of sources: the bytes once under their hash, and who brought them when."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.core.validators import URLValidator
from django.db import transaction

from pledges.intake.copy_texts.copy_limits import MAX_BYTES, MAX_TEXT
from pledges.intake.copy_texts.told_types import ALLOWED, decode_text, tell_type
from pledges.intake.importers.import_limits import FileProblem, megabytes
from pledges.models import KeptCopy, User
from pledges.values.choices import CopyState
from pledges.values.media_types import TEXT


def copy_storage() -> Storage:
    """Where the bytes of copies stand; see KEPT_COPIES_DIR in the settings."""
    return storages["kept_copies"]


def file_name(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


def store_text(text: str, *, person: User | None, now: datetime, page_url: str = "", archive_url: str = "") -> KeptCopy:
    """Keep a pasted text; the same text again is the same copy.

    :raises FileProblem: it is empty or too long, or an address is none.
    """
    if "\0" in text:
        raise FileProblem("nul", "the text holds NUL characters", "paste it without them")
    content = tidy_lines(text).encode(errors="replace")
    return keep(content, media_type=TEXT, person=person, now=now, page_url=page_url, archive_url=archive_url)


def store_copy(
    content: bytes, *, person: User | None, now: datetime, page_url: str = "", archive_url: str = ""
) -> KeptCopy:
    """Keep a file; the same bytes again are the same copy. Its text is there at once where the file is text.

    Any other file waits for a worker: `read_waiting` in `read_copies.py`.

    :raises FileProblem: it is empty, too large, or of a type that is not kept, or an address is none.
    """
    require_size(content)
    media_type = tell_type(content)
    return keep(content, media_type=media_type, person=person, now=now, page_url=page_url, archive_url=archive_url)


@transaction.atomic
def keep(
    content: bytes, *, media_type: str, person: User | None, now: datetime, page_url: str, archive_url: str
) -> KeptCopy:
    """Store bytes of a known type, or find the copy that holds them."""
    require_size(content)
    for said in (page_url, archive_url):
        require_address(said)
    sha256 = hashlib.sha256(content).hexdigest()
    read = reading_of_text(content) if media_type == TEXT else {}
    write_file(sha256, content)
    stored = {"stored_by": person, "stored_at": now, "page_url": page_url, "archive_url": archive_url}
    told = {"media_type": media_type, "byte_size": len(content)}
    copy, created = KeptCopy.objects.get_or_create(sha256=sha256, defaults={**told, **stored, **read})
    if not created and archive_url and copy.archive_url != archive_url:
        copy.archive_url = archive_url
        copy.save(update_fields=["archive_url"])
    return copy


def write_file(sha256: str, content: bytes) -> None:
    """Write what is not there yet; a file that a crash left half written is written anew."""
    storage, name = copy_storage(), file_name(sha256)
    if not storage.exists(name) or storage.size(name) != len(content):
        storage.save(name, ContentFile(content))


def require_size(content: bytes) -> None:
    """Refuse a file that is empty or too large.

    :raises FileProblem: it is.
    """
    if not content.strip():
        raise FileProblem("empty", "there is nothing in it", f"{ALLOWED} can be kept")
    if len(content) > MAX_BYTES:
        raise FileProblem("bytes", f"the file has {megabytes(len(content))}", f"up to {megabytes(MAX_BYTES)} are kept")


def require_address(stated: str) -> None:
    """Refuse what is no address of a web page.

    :raises FileProblem: it is none.
    """
    if not stated:
        return
    try:
        URLValidator(schemes=["http", "https"])(stated)
    except ValidationError as error:
        raise FileProblem("address", f"“{stated[:100]}” is no address of a page", "https://…") from error


def reading_of_text(content: bytes) -> dict[str, str]:
    """The columns of a copy whose bytes are its text.

    :raises FileProblem: it is no text, or too long.
    """
    return columns_of_text(decode_text(content))


def columns_of_text(text: str) -> dict[str, str]:
    """The columns of a copy of which this is the text.

    :raises FileProblem: it is too long.
    """
    kept = tidy_lines(text)
    if len(kept) > MAX_TEXT:
        raise FileProblem(
            "text_length", f"the text has {len(kept):,} characters", f"up to {MAX_TEXT:,} characters are kept"
        )
    digest = hashlib.sha256(kept.encode()).hexdigest()
    return {"text": kept, "text_sha256": digest, "state": CopyState.READ.value, "problem": ""}


def tidy_lines(text: str) -> str:
    """A text as it is kept: lines end in one way, and nothing is in it that the database cannot hold."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return plain.encode(errors="replace").decode()
