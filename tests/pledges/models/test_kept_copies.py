"""What the database holds kept copies and the places of quotes to."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from pledges.models import KeptCopy
from tests.pledges.models import rows

pytestmark = pytest.mark.usefixtures("open_version")


def refuse(create: Any, match: str, **columns: Any) -> None:
    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        create(**columns)


@pytest.mark.parametrize(
    "columns",
    [
        {"exact": "gives 200"},
        {"prefix": "Germamy "},
        {"suffix": " Patriots"},
        {"start": 9, "end": 18},
        {"start": 400, "end": 409},
    ],
)
def test_a_quote_is_only_where_the_text_has_it(columns: dict[str, Any]) -> None:
    refuse(rows.create_quote_anchor, "is not at this place of the text", **columns)


def test_offsets_count_characters_and_not_bytes() -> None:
    copy = rows.create_kept_copy("Україна 🇺🇦 отримає дві батареї")
    place = {"prefix": "🇺🇦 ", "exact": "отримає дві", "suffix": " батареї", "start": 11, "end": 22}
    assert rows.create_quote_anchor(copy=copy, **place).pk is not None


def test_no_quote_is_in_a_text_that_was_not_read() -> None:
    copy = rows.create_kept_copy(state="waiting")
    refuse(
        rows.create_quote_anchor,
        "is not at this place",
        copy=copy,
        prefix="",
        exact="",
        suffix="",
        start=None,
        end=None,
    )


def test_a_text_has_the_hash_that_is_said_of_it() -> None:
    refuse(rows.create_kept_copy, "has another hash", text_sha256="a" * 64)


@pytest.mark.parametrize(
    "columns",
    [
        {"sha256": "b" * 64},
        {"media_type": "text/html"},
        {"byte_size": 1},
        {"stored_by": None},
        {"page_url": "https://example.org/other"},
        {"state": "waiting", "text": "", "text_sha256": ""},
    ],
)
def test_a_copy_stays_as_it_was_stored(columns: dict[str, Any]) -> None:
    copy = rows.create_kept_copy()
    with pytest.raises(IntegrityError, match="stays as it was stored"), transaction.atomic():
        KeptCopy.objects.filter(pk=copy.pk).update(**columns)


def test_the_address_of_the_archive_may_be_mended() -> None:
    copy = rows.create_kept_copy()
    KeptCopy.objects.filter(pk=copy.pk).update(archive_url="https://web.archive.org/web/2025/https://example.org/")
    copy.refresh_from_db()
    assert copy.archive_url == "https://web.archive.org/web/2025/https://example.org/"


def test_a_copy_is_never_deleted() -> None:
    rows.create_kept_copy()
    with pytest.raises(InternalError, match="Cannot delete"), transaction.atomic():
        KeptCopy.objects.all()._raw_delete("default")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL ramstein.allow_truncate = 'off'")
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            cursor.execute("TRUNCATE pledges_keptcopy CASCADE")
