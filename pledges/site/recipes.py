"""The page of recipes for clients of the API."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from pledges.answers.filters.parameter import choice
from pledges.site.page_frame import ask, page, public_page
from pledges.site.recipe_book import RECIPES
from pledges.site.recipe_languages import LANGUAGES, Language, Recipe, Variant

PARAMETERS = {"language": choice("Only recipes in this language.", tuple(LANGUAGES), many=False)}


@dataclass(frozen=True, slots=True)
class ShownVariant:
    """A recipe in one language, as a reader sees it."""

    id: str
    name: str
    language: Language
    code: SafeString
    output: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class ShownRecipe:
    """A question and the recipes that answer it."""

    slug: str
    question: Promise
    answer: Promise
    notes: tuple[Promise, ...]
    variants: list[ShownVariant]


@public_page
def recipes(request: HttpRequest) -> HttpResponse:
    asked = ask(request, PARAMETERS)
    language: str = asked.values["language"] or ""
    found = [show_recipe(recipe, language) for recipe in RECIPES]
    return page(
        request,
        "pledges/recipes.html",
        asked.as_of,
        recipes=[recipe for recipe in found if recipe.variants],
        written_in=list(LANGUAGES.values()),
        chosen=language,
    )


def show_recipe(recipe: Recipe, language: str) -> ShownRecipe:
    """A recipe in one language or in all; the first of them is open."""
    variants = [one for one in recipe.variants if language in ("", one.language.key)]
    return ShownRecipe(
        recipe.slug,
        recipe.question,
        recipe.answer,
        recipe.notes,
        [
            ShownVariant(
                f"{recipe.slug}-{one.language.key}",
                one.file.name,
                one.language,
                colour_code(one, settings.SITE_URL),
                one.output(site=settings.SITE_URL).rstrip(),
                is_open=number == 0,
            )
            for number, one in enumerate(variants)
        ],
    )


@lru_cache(maxsize=256)
def colour_code(variant: Variant, site: str) -> SafeString:
    """The code with its words marked by classes, which a stylesheet colours."""
    lexer = get_lexer_by_name(variant.language.lexer, stripnl=False)
    # Pygments escapes the code; there is nothing in it but our files and the address of this site.
    return SafeString(highlight(variant.code(site=site).rstrip(), lexer, HtmlFormatter(nowrap=True)).rstrip())
