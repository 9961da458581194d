"""Every public page: it answers, keeps the clocks, has its headings in order, and says what it does not understand."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from meetings.models import Donor, Meeting, MeetingChair
from pledges.site.error_pages import server_error
from pledges.values.estimates import parse
from pledges.words.figure_words import quantity
from tests import factories
from tests.pledges import staff_steps
from tests.pledges.site.reading import Page

PAGES = (
    "/",
    "/?capability=all",
    "/?capability=money",
    "/gaps/",
    "/systems/",
    "/systems/?capability=artillery",
    "/systems/patriot/",
    "/systems/nasams/",
    "/donors/",
    "/donors/DEU/",
    "/donors/JOINT/",
    "/donors/POL/",
    "/meetings/",
    "/meetings/udcg-28/",
    "/coalitions/",
    "/coalitions/air-defence/",
    "/pledges/",
    "/pledges/2025-DEU-001/",
    "/changes/?after=0",
    "/explain/",
    "/explain/?figure=system:patriot:battery:promised",
    "/explain/?figure=donor:NOR:value_eur:promised",
    "/search/?q=patriot",
    "/disputes/",
    "/systems/patriot/briefing/",
    "/donors/DEU/briefing/",
    "/meetings/udcg-28/briefing/",
    "/compare/",
    "/compare/?donor=DEU&donor=NOR",
    "/initiatives/",
    "/initiatives/iaad/",
    "/statistics/waiting/?system=patriot",
    "/statistics/reporting/",
    "/methodology/",
    "/glossary/",
    "/data/",
    "/data/recipes/",
    "/data/recipes/?language=r",
)

OTHER_LANGUAGES = ("Deutsch", "Українська")
"""Their links carry the whole address, clocks included, as one encoded value."""

CLOCKED = ("", "valid_at=2025-06-05", "known_at=v1", "valid_at=2025-06-05&known_at=v1", "known_at=v0")


def at(path: str, clocks: str) -> str:
    """Return the address of a page at a moment."""
    return f"{path}{'&' if '?' in path else '?'}{clocks}"


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("clocks", CLOCKED)
def test_pages_answer_at_every_moment(client: Client, clocks: str) -> None:
    statuses = {path: client.get(at(path, clocks)).status_code for path in PAGES}
    unknown_then = {"/pledges/2025-DEU-001/": 404} if "v0" in clocks else {}
    assert statuses == dict.fromkeys(PAGES, 200) | unknown_then


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("language", ["de", "uk"])
def test_pages_answer_in_every_language(client: Client, language: str) -> None:
    answers = {path: client.get(path, headers={"accept-language": language}) for path in PAGES}
    told = {path: (answer.status_code, answer["Content-Language"]) for path, answer in answers.items()}
    assert told == dict.fromkeys(PAGES, (200, language))


@pytest.mark.usefixtures("catalogue")
def test_pages_answer_with_an_empty_ledger(client: Client) -> None:
    statuses = {path: client.get(path).status_code for path in PAGES}
    assert statuses == dict.fromkeys(PAGES, 200) | {"/pledges/2025-DEU-001/": 404}


@pytest.mark.usefixtures("ledger")
def test_pages_have_one_title_and_headings_in_order(client: Client) -> None:
    headings = {path: Page(client.get(path)).headings for path in PAGES}
    titles = {path: (found[0], found.count(1)) for path, found in headings.items()}
    jumps = {path: max(b - a for a, b in zip(found, [*found[1:], 2], strict=True)) for path, found in headings.items()}
    assert titles == dict.fromkeys(PAGES, (1, 1))
    assert jumps == dict.fromkeys(PAGES, 1)


@pytest.mark.usefixtures("ledger")
def test_pages_keep_the_clocks_in_their_links(client: Client) -> None:
    leaving = {}
    for path in PAGES:
        links = Page(client.get(at(path, "valid_at=2025-06-05&known_at=v1"))).links
        own = [href for href in links if href.startswith("/") and not href.startswith("/api/")]
        own = [href for href in own if not href.partition("?")[0].endswith((".atom", ".ics", ".zip"))]
        leaving[path] = {words for href in own if "valid_at=" not in href for words in links[href]}
    assert leaving == {path: {"Back to today", "Then and now", *OTHER_LANGUAGES} for path in PAGES}


@pytest.mark.usefixtures("ledger")
def test_pages_have_no_inline_style_or_script(client: Client) -> None:
    forbidden = re.compile(
        r"<script(?![^>]* (?:src=|type=\"application/ld\+json\"))|<style| style=| onclick=|javascript:"
    )
    html = {path: client.get(path).content.decode() for path in PAGES}
    found = {path: forbidden.findall(text) for path, text in html.items()}
    assert found == {path: [] for path in PAGES}


@pytest.mark.usefixtures("catalogue")
def test_page_that_is_not_there_says_so(client: Client) -> None:
    paths = ("/systems/no/", "/donors/ZZZ/", "/meetings/no/", "/coalitions/no/", "/pledges/2025-DEU-999/", "/no/")
    answers = {path: client.get(path) for path in paths}
    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(paths, 404)
    assert [path for path, answer in answers.items() if "There is no such page" not in Page(answer).text] == []


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/pledges/?sytem=patriot", "There is no parameter 'sytem' here. Did you mean system?"),
        ("/pledges/?system=patroit", "system: there is no 'patroit'. Did you mean patriot?"),
        ("/?capability=air_defense", "Did you mean air_defence?"),
        ("/gaps/?valid_at=yesterday", "valid_at: 'yesterday' is no date."),
        ("/donors/?known_at=v99", "known_at: there is no version v99."),
        ("/pledges/?after=nowhere", "after: 'nowhere' is no place in the list."),
        ("/pledges/?after=tomorrow~2025-DEU-001", "after: 'tomorrow~2025-DEU-001' is no place in the list."),
    ],
)
def test_page_names_the_parameter_it_does_not_understand(client: Client, path: str, said: str) -> None:
    response = client.get(path)
    assert response.status_code == 400
    assert said in Page(response).text


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("path", "question", "href"),
    [
        ("/pledges/?sytem=patriot&donor=DEU", "Did you mean system?", "/pledges/?system=patriot&donor=DEU"),
        ("/pledges/?donor=DEU&donor=deu+", "Did you mean DEU?", "/pledges/?donor=DEU&donor=DEU"),
        ("/pledges/?columns=due&columns=donnor", "Did you mean donor?", "/pledges/?columns=due&columns=donor"),
        (
            "/?capability=air_defense&valid_at=2025-06-05",
            "Did you mean air_defence?",
            "/?capability=air_defence&valid_at=2025-06-05",
        ),
        (
            "/charts/system_donors/patriot.svg?form=pages",
            "Did you mean page?",
            "/charts/system_donors/patriot.svg?form=page",
        ),
        (
            "/data/recipes/?languge=python&x%22%3E=1",
            "Did you mean language?",
            "/data/recipes/?language=python&x%22%3E=1",
        ),
    ],
)
def test_question_leads_to_the_address_with_the_right_word(client: Client, path: str, question: str, href: str) -> None:
    response = client.get(path)
    assert response.status_code == 400
    assert Page(response).href(question) == href
    assert client.get(href).status_code == (400 if "x%22" in path else 200)


@pytest.mark.usefixtures("ledger")
def test_several_mistakes_can_be_put_right_at_once(client: Client) -> None:
    page = Page(client.get("/pledges/?sytem=patroit&system_=x&donor=deu&unit=batery"))
    assert "The page with all of this put right" not in page.text
    page = Page(client.get("/pledges/?sytem=patriot&donor=deu&unit=batery"))
    href = page.href("The page with all of this put right")
    assert href == "/pledges/?system=patriot&donor=DEU&unit=battery"
    assert client.get(href).status_code == 200


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("path", ["/gaps/?valid_at=yesterday", "/pledges/?system=patriot&sytem=nasams", "/?qqq=1"])
def test_what_cannot_be_put_right_has_no_link(client: Client, path: str) -> None:
    page = Page(client.get(path))
    assert [words for said in page.links.values() for words in said if "Did you mean" in words] == []
    assert page.href("The page without parameters") == path.partition("?")[0]


@pytest.mark.usefixtures("catalogue")
def test_page_of_data_names_every_list_of_the_api(client: Client) -> None:
    endpoints = client.get("/api/v1/").json()["endpoints"]
    lists = {urlsplit(address).path for name, address in endpoints.items() if name != "changesets"}
    assert lists - set(Page(client.get("/data/")).links) == set()


@pytest.mark.usefixtures("catalogue")
def test_page_of_methodology_shows_numbers_as_they_are_read(client: Client) -> None:
    text = Page(client.get("/methodology/")).text
    for words in ("14", "about 200", "up to 1,000", "more than 60"):
        shown = " ".join(quantity(parse(words)).split())
        assert re.search(rf"{words} [^·]*? {shown} ", text), words


def test_failing_page_answers_without_the_database() -> None:
    response = server_error(RequestFactory().get("/systems/"))
    assert response.status_code == 500
    assert "This page could not be made" in Page(response).text


QUERIES = {
    "/": 21,
    "/gaps/": 6,
    "/systems/": 5,
    "/donors/": 10,
    "/meetings/": 6,
    "/coalitions/": 6,
    "/pledges/": 14,
    "/statistics/waiting/": 10,
    "/statistics/reporting/": 3,
}


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("path", "queries"), QUERIES.items())
def test_list_asks_the_same_number_of_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, path: str, queries: int, rows: int
) -> None:
    donors, systems = ("DEU", "NOR", "USA"), ("patriot", "nasams", "shell-155")
    units = ("battery", "battery", "round")
    pledges = [
        staff_steps.pledge_row(
            donors=donors[n],
            system=systems[n],
            unit=units[n],
            meeting="udcg-28",
            coalition="air-defence",
            occurred="2025-06-10",
            due="by 2025-06-20",
        )
        for n in range(rows)
    ]
    needs = [staff_steps.requirement_row(system=systems[n], unit=units[n]) for n in range(rows)]
    stocks = [staff_steps.stock_row(donors=donors[n]) for n in range(rows)]
    members = [staff_steps.membership_row(donors=f"{donors[n]}:member") for n in range(rows)]
    for donor in Donor.objects.filter(code__in=donors[:rows]):
        MeetingChair.objects.create(meeting=Meeting.objects.get(), donor=donor)
    factories.publish_rows(*pledges, *needs, *stocks, *members)
    factories.project()
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("language", "word"), [("en", "Joint"), ("de", "Gemeinsame Zusagen"), ("uk", "Спільні зобов’язання")]
)
def test_row_of_what_is_joint_has_a_word_in_each_language_and_one_in_the_api(
    client: Client, language: str, word: str
) -> None:
    factories.publish_rows(staff_steps.pledge_row(donors="DEU;NOR", quantity="4"))
    factories.project()

    def read(path: str) -> str:
        return client.get(path, headers={"accept-language": language}).text

    assert f"<h1>{word}</h1>" in read("/donors/JOINT/")
    assert f'<a href="/donors/JOINT/">{word}</a>' in read("/donors/")
    assert f'<span class="name">{word}</span>' in read("/pledges/?attributed_to=JOINT")
    answer = client.get("/api/v1/summaries/donors/?donor=JOINT", headers={"accept-language": language})
    assert [row["name"] for row in answer.json()["results"]] == ["Joint"]
