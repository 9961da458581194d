"""The page that explains a figure: its rows, its citation, and how it is reached from lists of pledges."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.test import Client

from pledges.answers.figure_addresses import MAIN_PATHS
from pledges.values.methods_version import METHODS_VERSION
from tests.pledges.site.reading import Page

pytestmark = pytest.mark.usefixtures("ledger")


def test_lists_behind_a_figure_lead_to_its_explanation(client: Client) -> None:
    behind = "/pledges/?system=patriot&unit=battery&counted=true&aid_type=military"
    narrowed = f"{behind}&stage=delivered"

    whole, delivered = (
        re.findall(r'href="/explain/\?figure=([^"]+)"', client.get(at).text) for at in (behind, narrowed)
    )

    assert [unquote(word).split(":", 3)[3] for word in whole] == [*MAIN_PATHS]
    assert [unquote(word) for word in delivered] == [
        "system:patriot:battery:delivered",
        "system:patriot:battery:value_eur:delivered",
    ]
    assert "/explain/" not in client.get(f"{behind}&q=Germany").text


def test_page_goes_on_where_its_rows_end(client: Client) -> None:
    page = client.get("/explain/?figure=system:patriot:battery:promised&after=1~-99~A~sum")

    assert page.status_code == 200
    assert client.get("/explain/?figure=all:pledges&after=nowhere").status_code == 400


def test_page_pins_names_and_says_where_methods_have_changed(client: Client) -> None:
    pinned = f"/explain/?figure=all:pledges&valid_at=2025-06-20&known_at=v1&methods={METHODS_VERSION}"
    other = pinned.replace(f"methods={METHODS_VERSION}", "methods=99")

    assert "This was cited by methods version" not in Page(client.get(pinned)).text
    assert "This was cited by methods version 99" in Page(client.get(other)).text
    assert client.get(f"{pinned}&catalogue=999999").status_code == 400


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("figure=system:patriot:battery:promised", "Patriot, batteries: promised"),
        ("chart=system_donors/patriot", ""),
        ("page=/systems/patriot/", "Patriot"),
        ("page=/gaps/", "Gaps"),
    ],
)
def test_figures_charts_and_pages_are_cited_alike(client: Client, query: str, title: str) -> None:
    text = client.get(f"/cite/?{query}").text
    path = urlsplit(text.strip().rsplit(" ", 1)[1])
    forms = [client.get(f"/cite/?{query}&format={form}").status_code for form in ("bibtex", "ris", "csl-json")]

    assert f"“{title}" in text
    assert parse_qs(path.query).keys() >= {"valid_at", "known_at", "catalogue", "methods"}
    assert client.get(f"{path.path}?{path.query}").status_code == 200
    assert forms == [200, 200, 200]


@pytest.mark.parametrize("query", ["", "figure=gap:patriot:battery&page=/gaps/", "chart=nothing/x", "page=/nowhere/"])
def test_what_cannot_be_cited_is_refused(client: Client, query: str) -> None:
    assert client.get(f"/cite/?{query}").status_code == 400
