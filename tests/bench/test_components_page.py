"""The page of components shows every one of them, made by the templates of the pages."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from bench.showroom.colour_tokens import colours, contrast, schemes, sizes
from tests.pledges.site.reading import Page

pytestmark = pytest.mark.usefixtures("developer_pages")

TEMPLATES = Path(settings.BASE_DIR) / "templates"
FURTHER = (
    "charts/_figure.html",
    "pledges/_explorer_empty.html",
    "pledges/_explorer_take.html",
    "pledges/_filters.html",
    "pledges/_state.html",
    "staff/_form_field.html",
    "staff/_messages.html",
)
"""Fragments that several pages share, beside the folder of components."""


@pytest.mark.usefixtures("ledger")
def test_every_component_is_made_here_and_named(client: Client) -> None:
    wanted = {str(path.relative_to(TEMPLATES)) for path in (TEMPLATES / "components").rglob("*.html")} | {*FURTHER}
    response = client.get("/components/")
    made = {template.name for template in response.templates}
    text = Page(response).text
    assert (wanted - made, {name for name in wanted if name not in text}) == (set(), set())


@pytest.mark.usefixtures("catalogue")
def test_page_answers_with_an_empty_ledger_and_in_english(client: Client) -> None:
    response = client.get("/components/", headers={"accept-language": "de"})
    assert (response.status_code, response["Content-Language"]) == (200, "en")
    assert '<html lang="en">' in response.text


@pytest.mark.usefixtures("ledger")
def test_page_shows_the_past_unless_asked_otherwise(client: Client) -> None:
    assert "You are looking at 31 Dec 2025" in Page(client.get("/components/")).text.replace("\N{NO-BREAK SPACE}", " ")
    other = Page(client.get("/components/?valid_at=2025-06-05")).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "You are looking at 5 Jun 2025" in other
    assert client.get("/components/?valid_at=yesterday").status_code == 400


@pytest.mark.usefixtures("ledger")
def test_search_engines_leave_the_page_alone(client: Client) -> None:
    assert '<meta name="robots" content="noindex" />' in client.get("/components/").text
    assert "/components/" not in client.get("/sitemap-pages.xml").text


@pytest.mark.usefixtures("ledger")
def test_ids_of_the_page_are_unique(client: Client) -> None:
    ids = [part.partition('"')[0] for part in client.get("/components/").text.split(' id="')[1:]]
    assert [one for one in set(ids) if ids.count(one) > 1] == []


def test_contrast_is_that_of_the_guidelines() -> None:
    assert (contrast("#000000", "#ffffff"), contrast("#ffffff", "#ffffff")) == (21, 1)
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54  # the lightest grey that passes on white


def test_tokens_are_those_of_the_style_sheet() -> None:
    light, dark = schemes()
    type_sizes, spaces = sizes()
    ink = next(one for one in colours() if one.name == "ink")
    assert (light["paper"], dark["paper"], light.keys()) == ("#fbfaf6", "#14171b", dark.keys())
    assert ink.light_contrast == min(contrast("#1a1d21", light[name]) for name in ("paper", "card", "sunk", "past"))
    assert [(one.name, one.pixels) for one in type_sizes[:2]] == [("h1", 30), ("big", 26)]
    assert [(one.name, one.pixels) for one in spaces] == [("page", 1180), ("margin", 24), ("space", 20), ("radius", 8)]
