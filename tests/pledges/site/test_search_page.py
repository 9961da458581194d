"""The search over the whole site: what each way of naming a thing finds, at a moment, in a language."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from meetings.models import Donor, Meeting, MeetingChair
from tests.pledges.site.reading import Page


def found(client: Client, words: str, **more: str) -> dict[str, int]:
    """The groups of what was found, each with how many."""
    page = client.get("/search/", {"q": words, **more}).context["page"]
    groups = {group.sort: group.total for group in page.groups}
    sums = {"pledges": page.found.pledges.total, "sources": len(page.found.sources)}
    return groups | {name: total for name, total in sums.items() if total}


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("words", "groups"),
    [
        ("Deutschland", {"donor": 1, "pledges": 3}),
        ("Німеччина", {"donor": 1, "pledges": 3}),
        ("DEU", {"donor": 1, "pledges": 3}),
        ("2025-DEU-001", {"pledges": 1}),
        ("2025-deu", {"pledges": 2}),
        ("Patriot Germany", {"pledges": 3}),
        ("Норвегія Патріот", {"pledges": 1}),
        ("four batteries", {"pledges": 1}),
        ("xqzzk", {}),
        ("", {}),
        ("&|!:*()", {}),
    ],
)
def test_search_finds_things_by_every_name(client: Client, words: str, groups: dict[str, int]) -> None:
    assert found(client, words) == groups


@pytest.mark.usefixtures("ledger")
def test_search_keeps_to_its_moment(client: Client) -> None:
    assert found(client, "2025-DEU-001", known_at="v0") == {}
    links = Page(client.get("/search/?q=patriot&known_at=v1")).links
    assert links["/systems/patriot/?known_at=v1"] == ["Patriot"]


@pytest.mark.usefixtures("ledger")
def test_search_suggests_what_was_probably_meant(client: Client) -> None:
    page = Page(client.get("/search/?q=Patroit"))
    assert page.links["/search/?q=Patriot"] == ["Patriot"]
    assert "Did you mean Patriot ?" in page.text


@pytest.mark.usefixtures("ledger")
def test_search_looks_for_the_beginning_of_what_is_too_long(client: Client) -> None:
    answer = client.get("/search/", {"q": "a" * 5000})
    assert (answer.status_code, answer.context["page"].found.words) == (200, "a" * 200)
    assert "only its beginning was looked for" in answer.content.decode()


@pytest.mark.usefixtures("ledger")
def test_every_page_has_the_search_with_its_clocks(client: Client) -> None:
    html = client.get("/systems/?known_at=v1").content.decode()
    assert (
        '<input type="hidden" name="known_at" value="v1" />'
        in html.partition('role="search"')[2].partition("</form>")[0]
    )


@pytest.mark.usefixtures("ledger")
def test_search_asks_no_more_of_the_database_for_more_that_is_found(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/search/?q=zzz")
    for words in ("norw", "n"):
        with django_assert_max_num_queries(5):
            client.get("/search/", {"q": words})


@pytest.mark.usefixtures("ledger")
def test_search_finds_people_in_either_alphabet_once_they_are_named(client: Client) -> None:
    assert found(client, "Пісторіус") == {}
    meeting = Meeting.objects.get(slug="udcg-28")
    MeetingChair.objects.create(
        meeting=meeting, donor=Donor.objects.get(code="DEU"), person="Boris Pistorius", position=9
    )
    assert found(client, "Пісторіус") == {"person": 1}
    page = Page(client.get("/search/?q=pistorius", headers={"accept-language": "uk"}))
    assert "Борис Пісторіус Німеччина Названо на 1 засіданні: 28" in page.text
