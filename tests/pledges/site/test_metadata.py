"""What machines read about a page: its lasting address, its words and picture, its feed, the data set."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from tests.pledges.site.test_pages import PAGES

pytestmark = pytest.mark.usefixtures("ledger")

SITE = "http://localhost:8000"
FEEDS = {
    "/": "/changes.atom",
    "/data/": "/changes.atom",
    "/changes/": "/changes.atom",
    "/systems/patriot/": "/changes.atom?system=patriot",
    "/donors/DEU/": "/changes.atom?donor=DEU",
    "/meetings/udcg-28/": "/changes.atom?meeting=udcg-28",
}


def meta_contents(html: str, name: str) -> list[str]:
    """Return the contents of the meta elements of a name."""
    return re.findall(rf'<meta property="{name}"\s+content="([^"]*)"', html)


def data_blocks(html: str) -> list[dict[str, Any]]:
    return [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)]


def test_pages_have_one_lasting_address_without_clocks_and_filters(client: Client) -> None:
    for path in PAGES:
        html = client.get(f"{path}{'&' if '?' in path else '?'}valid_at=2025-06-12").text
        own = f"{SITE}{path.partition('?')[0]}"
        assert re.findall('<link rel="canonical" href="([^"]*)"', html) == [own]
        assert meta_contents(html, "og:url") == [own]


def test_pages_share_their_title_and_name_the_site(client: Client) -> None:
    html = client.get("/systems/patriot/").text
    title = " ".join(re.findall("<title>(.*?)</title>", html, re.DOTALL)[0].split())
    assert title == f"{meta_contents(html, 'og:title')[0]} · {meta_contents(html, 'og:site_name')[0]}"
    assert meta_contents(html, "og:description")[0].startswith("Who promised Ukraine what")


def test_picture_is_the_main_chart_at_the_moment_of_the_page(client: Client) -> None:
    html = client.get("/systems/patriot/?valid_at=2025-06-12").text
    (picture,) = meta_contents(html, "og:image")
    answer = client.get(picture.removeprefix(SITE))
    assert picture == f"{SITE}/charts/system_over_time/patriot.png?valid_at=2025-06-12"
    assert answer["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")


def test_pages_without_a_chart_have_no_picture(client: Client) -> None:
    found = {
        path: meta_contents(client.get(path).text, "og:image") for path in ("/gaps/", "/glossary/", "/donors/POL/")
    }
    assert found == {path: [] for path in found}


def test_pages_about_one_thing_name_its_feed(client: Client) -> None:
    feeds = {}
    for path in FEEDS:
        found = re.findall(r'type="application/atom\+xml"\s+href="([^"]*)"', client.get(path).text)
        feeds[path] = found[0] if len(found) == 1 else found
    assert feeds == FEEDS
    assert [client.get(feed).status_code for feed in FEEDS.values()] == [200] * len(FEEDS)


def test_what_no_donor_is_named_for_has_no_feed(client: Client) -> None:
    assert "atom+xml" not in client.get("/donors/JOINT/").text


def test_feeds_and_calendar_are_linked_where_readers_look(client: Client) -> None:
    assert 'href="/meetings.ics"' in client.get("/meetings/").text
    assert {href for href in ("/meetings.ics", "/changes.atom") if f'href="{href}"' in client.get("/data/").text} == {
        "/meetings.ics",
        "/changes.atom",
    }


@pytest.mark.parametrize("path", ["/", "/data/"])
def test_ledger_is_described_as_a_data_set(client: Client, path: str) -> None:
    (found,) = [block for block in data_blocks(client.get(path).text) if block["@type"] == "Dataset"]
    assert (found["version"], found["url"]) == ("3", f"{SITE}/data/")
    assert found["license"] == "https://creativecommons.org/licenses/by/4.0/"
    files = {file["encodingFormat"]: file["contentUrl"].removeprefix(SITE) for file in found["distribution"]}
    assert set(files) == {"application/zip", "text/csv", "application/json"}
    assert {client.get(file).status_code for file in files.values()} == {200}


def test_trail_leads_from_the_site_over_the_section_to_the_page(client: Client) -> None:
    (found,) = data_blocks(client.get("/systems/patriot/?valid_at=2025-06-12").text)
    steps = [(step["name"], step.get("item")) for step in found["itemListElement"]]
    assert steps == [
        ("Ramstein, the pledge ledger", f"{SITE}/"),
        ("Systems", f"{SITE}/systems/"),
        ("Patriot", None),
    ]


def test_pages_that_are_not_there_claim_no_address(client: Client) -> None:
    for path in ("/nowhere/", "/pledges/?sytem=patriot", "/staff/login/"):
        assert 'rel="canonical"' not in client.get(path).text
