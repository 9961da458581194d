"""Copies are stored once under their hash, with who brought them when."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile

from pledges.intake.copy_texts.copy_limits import MAX_BYTES
from pledges.intake.importers.import_limits import FileProblem
from pledges.intake.kept_copies import store_copy, store_text
from pledges.intake.kept_copies.store_copies import copy_storage, file_name
from pledges.models import KeptCopy
from tests.pledges import staff_steps

pytestmark = pytest.mark.django_db

PAGE, ARCHIVE = "https://example.org/aid", "https://web.archive.org/web/2025/https://example.org/aid"


def bring(content: bytes | str, **more: Any) -> KeptCopy:
    brought = {"person": staff_steps.user("drafter"), "now": staff_steps.NOW, **more}
    return store_text(content, **brought) if isinstance(content, str) else store_copy(content, **brought)


def test_pasted_text_is_kept_with_its_hash() -> None:
    copy = bring("Germany gives\r\ntwo batteries.", page_url=PAGE, archive_url=ARCHIVE)
    kept = "Germany gives\ntwo batteries."
    digest = hashlib.sha256(kept.encode()).hexdigest()
    columns = (
        "sha256",
        "media_type",
        "byte_size",
        "page_url",
        "archive_url",
        "state",
        "text",
        "text_sha256",
        "problem",
    )
    assert KeptCopy.objects.values(*columns).get() == {
        "sha256": digest,
        "media_type": "text/plain",
        "byte_size": len(kept),
        "page_url": PAGE,
        "archive_url": ARCHIVE,
        "state": "read",
        "text": kept,
        "text_sha256": digest,
        "problem": "",
    }
    assert (copy.stored_by, copy.stored_at) == (staff_steps.user("drafter"), staff_steps.NOW)
    with copy_storage().open(file_name(digest)) as file:
        assert file.read() == kept.encode()


def test_the_same_bytes_are_one_copy_of_whoever_brought_them_first() -> None:
    first = bring("Norway gives four.")
    later = {"person": staff_steps.user("reviewer"), "now": staff_steps.NOW + timedelta(days=1)}
    again = bring(b"Norway gives four.", **later, archive_url=ARCHIVE)
    assert KeptCopy.objects.get() == again == first
    assert (again.stored_by, again.stored_at) == (staff_steps.user("drafter"), staff_steps.NOW)
    assert again.archive_url == ARCHIVE


def test_a_file_that_was_left_half_written_is_written_anew() -> None:
    content = b"Sweden gives ten of what was left half written."
    name = file_name(hashlib.sha256(content).hexdigest())
    copy_storage().save(name, ContentFile(content[:10]))
    bring(content)
    assert copy_storage().size(name) == len(content)


def test_text_in_another_encoding_is_kept_as_it_came_and_read() -> None:
    content = "Größe:\r\n20 Stück".encode("utf-16")
    copy = bring(content)
    assert (copy.sha256, copy.text) == (hashlib.sha256(content).hexdigest(), "Größe:\n20 Stück")


def test_a_file_that_is_no_text_waits_for_a_worker() -> None:
    copy = bring(b"<!doctype html><p>Two batteries")
    assert (copy.media_type, copy.state, copy.text, copy.text_sha256) == ("text/html", "waiting", "", "")


KEPT = "text, an HTML page, a PDF file or a WACZ archive can be kept"
NO_ADDRESS = {"archive_url": "javascript:alert(1)"}


@pytest.mark.parametrize(
    ("content", "more", "said"),
    [
        (b"", {}, ("empty", "there is nothing in it", KEPT)),
        (" \n ", {}, ("empty", "there is nothing in it", KEPT)),
        (b"a" * (MAX_BYTES + 1), {}, ("bytes", "the file has 25 MB", "up to 25 MB are kept")),
        (
            "a" * 2_000_001,
            {},
            ("text_length", "the text has 2,000,001 characters", "up to 2,000,000 characters are kept"),
        ),
        ("a\0b", {}, ("nul", "the text holds NUL characters", "paste it without them")),
        ("a", NO_ADDRESS, ("address", "“javascript:alert(1)” is no address of a page", "https://…")),
    ],
    ids=["no bytes", "blank", "too large", "too long", "nul", "address"],
)
def test_what_cannot_be_kept_is_refused_by_name(
    content: bytes | str, more: dict[str, str], said: tuple[str, str, str]
) -> None:
    with pytest.raises(FileProblem) as refused:
        bring(content, **more)
    assert (refused.value.rule, refused.value.message, refused.value.hint) == said
    assert KeptCopy.objects.count() == 0
