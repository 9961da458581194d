"""Kept copies on the pages of staff: giving a source one, its text with the quotes of it, and its file."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from meetings.models import Source
from pledges.desk.copy_pages import cut_at_quotes
from pledges.intake.kept_copies import store_text
from pledges.models import Entry, KeptCopy, SourceCopy
from pledges.projections import QuoteOfCopy, drain_outbox
from tests.pledges import staff_steps
from tests.pledges.desk.posting import words

pytestmark = pytest.mark.django_db

ARCHIVED = "https://web.archive.org/web/2025/https://example.org/statement"


@pytest.fixture
def source(catalogue: None) -> Source:
    quotes = {"NOR": "two Patriot batteries", "NLD": "three tanks"}
    staff_steps.publish_all([staff_steps.pledge_row(donors=code, quote=quote) for code, quote in quotes.items()])
    drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)
    return Source.objects.get(title="Statement")


def test_a_pasted_text_is_kept_and_its_quotes_are_marked(drafter: Client, source: Source) -> None:
    address = reverse("source_copies", args=[source.pk])
    text = "<script>alert(1)</script> Norway gives two\r\nPatriot batteries."
    answer = drafter.post(address, {"text": text, "archive_url": ARCHIVED})

    copy = KeptCopy.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("copy_detail", args=[copy.pk]))
    assert list(SourceCopy.objects.values_list("source", "copy", "attached_by__username")) == [
        (source.pk, copy.pk, "drafter")
    ]
    assert (copy.page_url, copy.archive_url, copy.media_type) == (source.url, ARCHIVED, "text/plain")
    page = words(drafter.get(answer["Location"]))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Norway gives<mark>two Patriot batteries</mark>." in page
    lost = Entry.objects.select_related("pledge").get(quote="three tanks")
    assert "Quotes that it does not have<small>2</small>" in page
    assert f'<q>three tanks</q><span class="under">entry {lost.public_name}' in page
    assert f'/pledges/{lost.pledge.reference}/#fact-{lost.public_name}"' in page
    assert copy.sha256[:12] in words(drafter.get(address))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Paste a text, or choose a file."),
        ({"text": "One.", "file": b"Two."}, "Paste a text, or choose a file."),
        ({"file": b"\x89PNG\r\n\x1a\n"}, "can be kept"),
        ({"text": "One.", "archive_url": "javascript:alert(1)"}, "Enter a valid URL."),
    ],
)
def test_what_cannot_be_kept_is_said(sent: dict[str, str | bytes], said: str, drafter: Client, source: Source) -> None:
    data = {name: SimpleUploadedFile("a", one) if isinstance(one, bytes) else one for name, one in sent.items()}
    answer = drafter.post(reverse("source_copies", args=[source.pk]), data)
    assert (answer.status_code, KeptCopy.objects.count()) == (422, 0)
    assert said in words(answer)


def test_the_file_is_for_staff_and_no_browser_shows_it(drafter: Client, source: Source) -> None:
    content = b"<!doctype html><html><body><script>alert(1)</script><p>Norway gives.</p></body></html>"
    drafter.post(reverse("source_copies", args=[source.pk]), {"file": SimpleUploadedFile("page.html", content)})
    copy = KeptCopy.objects.get()
    answer = drafter.get(reverse("copy_file", args=[copy.pk]))

    assert b"".join(answer) == content
    headers = ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Content-Security-Policy")
    assert {name: answer[name] for name in headers} == {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": f'attachment; filename="{copy.sha256[:12]}.html"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    assert "no-store" in answer["Cache-Control"]
    for name in ("copy_file", "copy_detail"):
        assert Client().get(reverse(name, args=[copy.pk])).status_code == 302


def test_quotes_that_overlap_are_one_stretch() -> None:
    def quote(start: int, end: int) -> QuoteOfCopy:
        return QuoteOfCopy("entry", "1.1", "", start, end, "")

    pieces = cut_at_quotes("abcdefgh", [quote(5, 6), quote(1, 4), quote(2, 3), quote(3, 5)])
    assert pieces == [("a", False), ("bcd", True), ("e", True), ("f", True), ("gh", False)]


def test_review_shows_each_quote_in_the_copy_of_its_row(reviewer: Client, catalogue: None) -> None:
    copy = store_text("On Monday Germany gave two\nPatriot batteries.", person=None, now=staff_steps.NOW)
    named = {"NOR": {"kept_copy": copy.sha256}, "NLD": {"kept_copy": copy.sha256}, "DEU": {}}
    quotes = {"NOR": "two Patriot batteries", "NLD": "three tanks", "DEU": "two Patriot batteries"}
    rows = [staff_steps.pledge_row(donors=code, quote=quotes[code], **cells) for code, cells in named.items()]
    changeset = staff_steps.submit_rows(rows)

    page = words(reviewer.get(reverse("changeset_detail", args=[changeset.pk])))

    assert f"kept copy, hash {copy.sha256[:12]}…" in page
    assert "…On Monday Germany gave<mark>two Patriot batteries</mark>.…" in page
    assert [page.count(said) for said in ("<mark>", "not found in the copy", "no copy kept")] == [1, 1, 1]
