"""The page of recipes shows what is kept, with the address of this site."""

import html
import re

import pytest
from django.test import Client
from pytest_django import Settings

from pledges.site.recipe_book import RECIPES
from pledges.site.recipe_languages import LANGUAGES, SITE, Variant
from tests.pledges.site.reading import Page

HERE = "https://ramstein.example"
VARIANTS = [variant for recipe in RECIPES for variant in recipe.variants]

pytestmark = pytest.mark.usefixtures("catalogue")


@pytest.fixture(autouse=True)
def _site(settings: Settings) -> None:
    settings.SITE_URL = HERE
    settings.SECURE_SSL_REDIRECT = False


def blocks(text: str, element: str) -> list[str]:
    """Return the words of all elements of a kind as a browser shows them, without colours."""
    found = re.findall(f"<{element}>(.*?)</{element}>", text, re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]+>", "", one)) for one in found]


def codes_and_outputs(variants: list[Variant]) -> tuple[list[str], list[str]]:
    """Return codes and outputs in the order of the page."""
    return [one.code(site=HERE).rstrip() for one in variants], [one.output(site=HERE).rstrip() for one in variants]


def test_page_shows_every_recipe_as_it_is_kept(client: Client) -> None:
    text = client.get("/data/recipes/").text
    assert (blocks(text.partition("<main")[2], "code"), blocks(text, "samp")) == codes_and_outputs(VARIANTS)
    assert SITE not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_shows_one_language(client: Client, language: str) -> None:
    text = client.get(f"/data/recipes/?language={language}").text
    assert (blocks(text, "code"), blocks(text, "samp")) == codes_and_outputs(
        [v for v in VARIANTS if v.language.key == language]
    )
    assert text.count('<details class="variant"') == text.count("open>")


def test_page_colours_by_classes(client: Client) -> None:
    text = client.get("/data/recipes/?language=python").text
    assert '<span class="kn">import</span>' in text
    assert " style=" not in text


def test_page_names_a_language_that_it_does_not_have(client: Client) -> None:
    response = client.get("/data/recipes/?language=pyton")
    assert response.status_code == 400
    assert "Did you mean python?" in Page(response).text


def test_pages_about_data_lead_to_each_other(client: Client) -> None:
    wanted = {"/data/", "/data/recipes/", "/methodology/", "/glossary/", "/api/docs/"}
    leads = {
        path: wanted & {link.partition("#")[0] for link in Page(client.get(path)).links}
        for path in wanted - {"/api/docs/"}
    }
    described = set(
        re.findall(r"\]\((/[a-z/]*)\)", client.get("/api/v1/schema/?format=json").json()["info"]["description"])
    )
    assert leads == dict.fromkeys(leads, wanted)
    assert wanted - described == {"/api/docs/"}
