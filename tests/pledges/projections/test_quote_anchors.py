"""Quotes are found in the copy of their source that counts, when a copy comes and when a fact is published."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import Source
from pledges.intake.kept_copies import attach_copy, read_waiting, store_copy, store_text
from pledges.models import KeptCopy, QuoteAnchor, SourceCopy
from pledges.projections import anchor_quotes, drain_outbox
from tests.pledges import staff_steps

pytestmark = pytest.mark.usefixtures("catalogue")

TEXT = (
    "Before all else: Germany will give two\nPatriot batteries. Germany will give two Patriot batteries, it repeated."
)
DONORS = ("Germany", "Norway", "Netherlands")
QUOTE = "Germany will give two Patriot batteries"


def publish_quotes(*quotes: str) -> Source:
    """Publish a fact for each quote, of one source."""
    rows = [staff_steps.stock_row(quote=quote, donors=donor) for quote, donor in zip(quotes, DONORS, strict=False)]
    staff_steps.publish_all(rows)
    return Source.objects.get(title="Statement")


def keep(source: Source, text: str) -> KeptCopy:
    copy = store_text(text, person=staff_steps.user("drafter"), now=staff_steps.NOW)
    attach_copy(source, copy=copy, person=staff_steps.user("drafter"), now=staff_steps.NOW)
    return copy


def anchors(copy: KeptCopy) -> list[tuple[Any, ...]]:
    found = QuoteAnchor.objects.filter(copy=copy).order_by("version_id", "position")
    return list(found.values_list("prefix", "exact", "suffix", "start", "end"))


FIRST = ("Before all else: ", "Germany will give two\nPatriot batteries", f". {QUOTE}, it repeated.", 17, 56)
NOWHERE = ("", "", "", None, None)


def test_quotes_are_found_when_a_copy_comes() -> None:
    source = publish_quotes(QUOTE, "Germany will give nothing")
    assert anchors(keep(source, TEXT)) == [FIRST, NOWHERE]


def test_quotes_are_found_when_a_fact_is_published_that_cites_a_source_with_a_copy() -> None:
    copy = keep(publish_quotes("it repeated"), TEXT)
    publish_quotes(QUOTE)
    assert len(anchors(copy)) == 1
    drain_outbox(today=staff_steps.TODAY, now=staff_steps.NOW)
    assert anchors(copy)[1] == FIRST


def test_quotes_are_found_when_a_file_has_been_read() -> None:
    source = publish_quotes(QUOTE)
    copy = store_copy(f"<p>{TEXT}</p>".encode(), person=None, now=staff_steps.NOW)
    attach_copy(source, copy=copy, person=None, now=staff_steps.NOW)
    assert anchors(copy) == []
    read_waiting()
    assert [exact for _, exact, *_ in anchors(copy)] == [QUOTE]


def test_another_text_gets_anchors_of_its_own_near_the_words_that_stood_around() -> None:
    source = publish_quotes("Patriot batteries, it")
    keep(source, "two Patriot batteries, it repeated")
    other = keep(source, "Patriot batteries, it seems. Two Patriot batteries, it repeated, and more.")
    assert anchors(other) == [
        ("Patriot batteries, it seems. Two ", "Patriot batteries, it", " repeated, and more.", 33, 54)
    ]
    assert QuoteAnchor.objects.count() == 2


def test_the_same_copy_again_changes_nothing() -> None:
    source = publish_quotes(QUOTE)
    keep(source, TEXT)
    keep(source, TEXT)
    assert (SourceCopy.objects.count(), QuoteAnchor.objects.count()) == (1, 1)
    assert anchor_quotes() == 0


def test_context_is_short() -> None:
    source = publish_quotes("the words")
    [(prefix, exact, suffix, start, end)] = anchors(keep(source, "a" * 500 + " the words " + "b" * 500))
    assert (prefix, exact, suffix) == ("a" * 119 + " ", "the words", " " + "b" * 119)
    assert (start, end) == (501, 510)


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_quotes_takes_the_same_queries(count: int) -> None:
    source = publish_quotes(*(f"Germany {word}" for word in ("gives", "gave", "will")[:count]))
    copy = store_text("Germany gives, gave, will", person=None, now=staff_steps.NOW)
    SourceCopy.objects.create(source=source, copy=copy, attached_at=staff_steps.NOW)
    with CaptureQueriesContext(connection) as asked:
        assert anchor_quotes() == count
    assert len(asked) == 5
