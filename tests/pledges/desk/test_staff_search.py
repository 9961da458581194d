"""Searching, what waits for somebody, and what happened lately."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from pledges.desk.staff_search import PAGE_SIZE
from pledges.intake.row_words import index_words
from tests.pledges import staff_steps
from tests.pledges.desk.posting import step, words

pytestmark = pytest.mark.django_db


def search(client: Client, q: str, kind: str, **more: str) -> str:
    return words(client.get(reverse("staff_search"), {"q": q, "kind": kind, **more}))


def test_words_are_found_in_titles_rows_and_sources(drafter: Client) -> None:
    changeset = staff_steps.publish_all([staff_steps.pledge_row(quote="two batteries, soon")]).changeset
    address = reverse("changeset_detail", args=[changeset.pk])

    assert f'<a href="{address}"><strong>Statements of June</strong></a>' in search(drafter, "june STATE", "changesets")
    assert f'<a href="{address}?after=0#row-1">' in search(drafter, "soon patriot", "rows")
    assert "quote: two batteries, soon · " in search(drafter, "soon", "rows")
    assert '<a href="https://example.org/statement"' in search(drafter, "ministry statement", "sources")
    assert "Nothing has all of these words." in search(drafter, "soon later", "rows")
    assert "A word has at least two characters." in search(drafter, "x", "rows")
    assert "Say what you look for." in search(drafter, "", "rows")


def test_percent_signs_are_words_like_others(drafter: Client) -> None:
    staff_steps.draft([staff_steps.pledge_row(quote="50% of it")])
    assert "quote: 50% of it" in search(drafter, "50%", "rows")
    assert "Nothing has all of these words." in search(drafter, "%%", "rows")


def test_long_lists_go_on_behind_the_last_one(drafter: Client) -> None:
    for number in range(PAGE_SIZE + 1):
        staff_steps.draft([], title=f"Week {number}")
    first = search(drafter, "week", "changesets")
    assert "<strong>Week 0</strong>" not in first
    link = first.partition('class="pager"><a href="?')[2].partition('"')[0].replace("&amp;", "&")
    second = words(drafter.get(f"{reverse('staff_search')}?{link}"))
    assert "<strong>Week 0</strong>" in second
    assert "<strong>Week 1</strong>" not in second


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("kind", ["changesets", "rows", "sources"])
def test_search_query_count(
    kind: str, count: int, drafter: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    staff_steps.publish_all([staff_steps.pledge_row(source_title=f"Statement {one}") for one in range(count)])
    with django_assert_num_queries(8):
        search(drafter, "statement", kind)


def test_what_waits_for_me_is_a_list_of_its_own(drafter: Client, reviewer: Client) -> None:
    changeset = staff_steps.draft([staff_steps.pledge_row()])
    page = words(step(drafter, changeset, "assign", assignee=str(staff_steps.user("reviewer").pk)))
    mine = words(reviewer.get(reverse("changeset_list"), {"owner": "assigned"}))
    theirs = words(drafter.get(reverse("changeset_list"), {"owner": "assigned"}))

    assert "It waits for reviewer." in page
    assert "Statements of June" in mine
    assert "Statements of June" not in theirs
    assert "It waits for nobody in particular." in words(step(drafter, changeset, "assign", assignee=""))


def test_start_page_says_what_happened_lately(drafter: Client, reviewer: Client) -> None:
    changeset = staff_steps.submit_rows([staff_steps.pledge_row()])
    changeset.refresh_from_db()
    step(reviewer, changeset, "reject", reason="The source says two.")
    page = words(drafter.get(reverse("staff_home")))
    assert '<h2 id="notices-title">Lately</h2>' in page
    assert "The source says two." in page


def test_rows_are_found_by_the_index_and_beside_it(drafter: Client) -> None:
    staff_steps.publish_all([staff_steps.pledge_row(quote='Größe: 2025-DEU-014, "kiel-r18:AUM18/1" and Патріот')])
    assert (index_words(), index_words()) == (1, 0)
    staff_steps.draft([staff_steps.pledge_row(quote="not yet indexed")])
    for asked in ("größe", "2025-deu-014", "014", "AUM18/1", "патріот", "kiel-r18:AUM", "patri battery"):
        assert "Größe" in search(drafter, asked, "rows"), asked
    assert "quote: not yet indexed" in search(drafter, "indexed", "rows")
    assert "Größe" in search(drafter, "ößE", "rows")  # in the midst of a word, by reading every row
    assert "Nothing has all of these words." in search(drafter, "014 indexed", "rows")


@pytest.mark.parametrize("asked", ["'", "a'b", "& |", ":*", "\\\\ \\'", "it's"])
def test_no_sign_breaks_the_search_of_rows(asked: str, drafter: Client) -> None:
    staff_steps.publish_all([staff_steps.pledge_row(quote="it's here")])
    index_words()
    assert ("it&#x27;s here" in search(drafter, asked, "rows")) is (asked in ("it's",))
