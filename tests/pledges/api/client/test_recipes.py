"""The recipes print what their page shows, over the starter data.

`RENEW_EXAMPLES=1` writes the outputs anew, after a change of recipes or of the starter data; look at what changed.
"""

from __future__ import annotations

import csv
import io
import os
import re
from pathlib import Path

import pytest

from pledges.site.recipe_book import RECIPES
from pledges.site.recipe_languages import FOLDER, LANGUAGES, SITE, Variant
from tests.pledges.api.client.conftest import Site
from tests.pledges.api.client.running import fits, print_recipes, require, rows_of, types_in

pytestmark = pytest.mark.django_db

VARIANTS = [variant for recipe in RECIPES for variant in recipe.variants]
CATALOGUE = re.compile(r"catalogue=\d+")


def settle_output(text: str) -> str:
    """Return an output without what each filling of a database counts anew."""
    return CATALOGUE.sub("catalogue=1", text)


def held_to_pages(found: dict[str, str], variants: list[Variant], site: Site) -> None:
    """Compare outputs with the stored ones, or write them where that is asked for."""
    outputs = {name: text.replace(site.url, SITE) for name, text in found.items()}
    if os.environ.get("RENEW_EXAMPLES") == "1":
        (FOLDER / "output").mkdir(exist_ok=True)
        for one in variants:
            one.output_file.write_text(outputs[one.file.name], encoding="utf-8")
    stored = {one.file.name: settle_output(one.output(site=SITE)) for one in variants}
    assert {name: settle_output(text) for name, text in outputs.items()} == stored


@pytest.mark.parametrize("language", [one.key for one in LANGUAGES.values() if one.is_run])
def test_recipes_print_what_the_page_shows(site: Site, tmp_path: Path, language: str) -> None:
    require(language)
    variants = [one for one in VARIANTS if one.language.key == language]
    held_to_pages(print_recipes(variants, site=site, folder=tmp_path), variants, site)


def test_spreadsheets_get_the_columns_that_their_recipes_name(site: Site) -> None:
    variants = [one for one in VARIANTS if not one.language.is_run]
    tables, wrong = {}, []
    for one in variants:
        header, *rows = rows_of(one, site=site)
        kinds = types_in(one, header=header)
        wrong += [(one.file.name, header)] if list(kinds) != header or not rows else []
        wrong += [
            (one.file.name, name, cell)
            for row in rows
            for name, cell in zip(header, row, strict=True)
            if not fits(cell, kinds[name])
        ]
        written = io.StringIO()
        csv.writer(written, lineterminator="\n").writerows([header, *rows])
        tables[one.file.name] = written.getvalue()
    assert wrong == []
    held_to_pages(tables, variants, site)


@pytest.mark.parametrize("suffix", ["sh", "py"])
def test_reading_of_changes_goes_on_where_it_stopped(site: Site, tmp_path: Path, suffix: str) -> None:
    (recipe,) = [one for one in VARIANTS if one.file.name == f"new-changes.{suffix}"]
    require(recipe.language.key)
    first, second = (print_recipes([recipe], site=site, folder=tmp_path)[recipe.file.name] for _ in range(2))
    kept = (tmp_path / recipe.file.name / "changes.ndjson").read_text(encoding="utf-8")
    place = (tmp_path / recipe.file.name / "place.txt").read_text(encoding="utf-8").strip()

    assert first == recipe.output(site=site.url)
    assert second == f"0 new promises since {place}\n"
    assert f"{kept.count(chr(10))} new promises since 5" == first.splitlines()[0]


def test_every_file_of_recipes_is_shown_with_its_output() -> None:
    assert sorted(path.name for path in FOLDER.iterdir() if path.is_file()) == sorted(one.file.name for one in VARIANTS)
    outputs = {path.name for path in (FOLDER / "output").iterdir()}
    assert outputs == {one.output_file.name for one in VARIANTS}
    assert [one.file.name for one in VARIANTS if SITE not in one.code(site=SITE)] == []
