"""The page of a pledge says of each quote whether the kept copy of its source has it, and in which words around."""

from __future__ import annotations

import pytest
from django.test import Client

from meetings.models import Source
from pledges.answers.kept_quotes import KeptQuote, quotes_of_entries
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


def read_page(client: Client, entry: Entry) -> Page:
    return Page(client.get(f"/pledges/{entry.pledge.reference}/"))


def test_quote_stands_in_its_context_with_the_hash_of_the_copy(client: Client, entry: Entry) -> None:
    copy = keep("<b>Germany</b> gives two\nPatriot batteries by winter.")
    page = read_page(client, entry)
    assert f"kept copy, hash {copy.sha256[:12]}…" in page.text
    assert "…<b>Germany</b> gives two Patriot batteries by winter.…" in page.text
    assert ARCHIVED in page.links
    assert quotes_of_entries([(entry.version_id, entry.position)]) == {
        entry.public_name: KeptQuote(
            True, copy.sha256, ARCHIVED, True, True, "<b>Germany</b> gives ", "two\nPatriot batteries", " by winter."
        )
    }


def test_quote_without_a_copy_and_one_that_the_copy_does_not_have_are_said(client: Client, entry: Entry) -> None:
    assert "no copy kept" in read_page(client, entry).text
    keep("Germany gives nothing.")
    assert "not found in the copy" in read_page(client, entry).text
