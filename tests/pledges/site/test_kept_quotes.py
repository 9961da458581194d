"""The page of a pledge says of each quote whether the kept copy of its source has it, and in which words around."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from meetings.models import CatalogueVersion, Source
from pledges.intake.kept_copies import attach_copy, store_text
from pledges.models import Entry, KeptCopy
from pledges.projections import drain_outbox
from tests.pledges import staff_steps
from tests.pledges.site.reading import Page

pytestmark = pytest.mark.usefixtures("catalogue")

ARCHIVED = "https://web.archive.org/web/2025/https://example.org/statement"


@pytest.fixture
def entry() -> Entry:
    staff_steps.publish_all([staff_steps.pledge_row(quote="two Patriot batteries")])
    drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)
    return Entry.objects.select_related("pledge").get()


def keep(text: str) -> KeptCopy:
    copy = store_text(text, person=None, now=staff_steps.NOW, archive_url=ARCHIVED)
    attach_copy(Source.objects.get(title="Statement"), copy=copy, person=None, now=staff_steps.NOW)
    return copy


def ask(client: Client, path: str) -> Any:
    return client.get(f"/api/v1/{path}").json()


def read_page(client: Client, entry: Entry) -> Page:
    return Page(client.get(f"/pledges/{entry.pledge.reference}/"))


def test_quote_stands_in_its_context_with_the_hash_of_the_copy(client: Client, entry: Entry) -> None:
    copy = keep("<b>Germany</b> gives two\nPatriot batteries by winter.")
    page = read_page(client, entry)
    assert f"kept copy, hash {copy.sha256[:12]}…" in page.text
    assert "…<b>Germany</b> gives two Patriot batteries by winter.…" in page.text
    assert ARCHIVED in page.links
    kept = {
        "state": "kept",
        "sha256": copy.sha256,
        "archive_url": ARCHIVED,
        "before": "<b>Germany</b> gives ",
        "exact": "two\nPatriot batteries",
        "after": " by winter.",
    }
    assert [entry["kept"] for entry in ask(client, f"pledges/{entry.pledge.reference}/")["entries"]] == [kept]
    assert [row["kept"] for row in ask(client, "entries/")["results"]] == [kept]


def test_quote_without_a_copy_and_one_that_the_copy_does_not_have_are_said(client: Client, entry: Entry) -> None:
    assert "no copy kept" in read_page(client, entry).text
    before = ask(client, "entries/")
    copy = keep("Germany gives nothing.")
    assert "not found in the copy" in read_page(client, entry).text
    nowhere = {"before": None, "exact": None, "after": None}
    assert [row["kept"] for row in before["results"]] == [
        {"state": "no_copy", "sha256": None, "archive_url": None, **nowhere}
    ]
    assert [row["kept"] for row in ask(client, "entries/")["results"]] == [
        {"state": "not_found", "sha256": copy.sha256, "archive_url": ARCHIVED, **nowhere}
    ]


def test_a_pinned_answer_says_of_copies_what_it_said(client: Client, entry: Entry) -> None:
    paths = ("entries/", "sources/", f"pledges/{entry.pledge.reference}/")
    seen = []
    for text in ("", "Germany gives two Patriot batteries.", "Germany gives nothing."):
        if text:
            keep(text)
        pins = {"known_at": "v1", "valid_at": "2025-07-01", "catalogue": CatalogueVersion.objects.get().number}
        seen.append((pins, {path: client.get(f"/api/v1/{path}", pins).content for path in paths}))
    KeptCopy.objects.update(archive_url=f"{ARCHIVED}/2")
    again = [{path: client.get(f"/api/v1/{path}", pins).content for path in paths} for pins, _ in seen]
    assert again == [answers for _, answers in seen]
    assert len({answers["entries/"] for answers in again}) == 3


def test_a_source_has_its_copies_newest_first_and_no_text(client: Client, entry: Entry) -> None:
    keep("Germany gives one battery.")
    copy = keep("Germany gives two Patriot batteries.")
    (row,) = ask(client, "sources/")["results"]
    assert (row["sha256"], len(row["copies"])) == (copy.sha256, 2)
    assert row["copies"][0] == {
        "sha256": copy.sha256,
        "media_type": "text/plain",
        "stored_at": "2025-07-01T12:00:00Z",
        "archive_url": ARCHIVED,
        "text_sha256": copy.text_sha256,
    }


def test_more_rows_and_copies_take_no_more_queries(client: Client, entry: Entry) -> None:
    with CaptureQueriesContext(connection) as few:
        client.get("/api/v1/sources/")
    for number in range(2):
        row = staff_steps.pledge_row(donors=("NOR", "NLD")[number], source_title=f"Statement {number}")
        staff_steps.publish_all([row])
        copy = store_text(f"Text {number}", person=None, now=staff_steps.NOW)
        attach_copy(Source.objects.get(title=f"Statement {number}"), copy=copy, person=None, now=staff_steps.NOW)
    drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)
    with CaptureQueriesContext(connection) as many:
        assert len(client.get("/api/v1/sources/").json()["results"]) == 3
    assert len(few) == len(many)
