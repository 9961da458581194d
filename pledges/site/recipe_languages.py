"""What a recipe for clients of the API is, and the languages that recipes are written in.

The code stands in `pledges/data/recipes/`, one file for a question and a language, with what it prints beside it in
`output/`. A test runs every file against this software and holds it to its output.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FOLDER = Path(__file__).resolve().parent.parent / "data" / "recipes"
SITE = "http://localhost:8000"
"""The address in the files; readers see that of this site, tests that of their server."""

RUN = _("Run by a test of this site: what it printed stands below the code.")
FETCHED = _("A test of this site fetched the address and checked columns and rows. The program itself was not run.")


@dataclass(frozen=True, slots=True)
class Language:
    """A language or program that recipes are written for. `lexer` is the name that Pygments has for it."""

    key: str
    label: str
    suffix: str
    lexer: str
    needs: Promise
    checked: Promise
    use: Promise | None = None

    @property
    def is_run(self) -> bool:
        """Whether a test runs the recipe, rather than what it asks for."""
        return self.checked is RUN


LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {
        one.key: one
        for one in (
            Language("curl", "curl", "sh", "sh", _("curl 7.70 or newer and a POSIX shell"), RUN),
            Language("python", "Python", "py", "python", _("Python with pandas and requests"), RUN),
            Language("r", "R", "R", "r", _("R alone, no packages"), RUN),
            Language(
                *("excel", "Excel", "m", "text"),
                _("Excel 2016 or newer"),
                FETCHED,
                _(
                    "Data › Get Data › From Other Sources › Blank Query; paste this into the Advanced Editor. Where"
                    " Excel asks how to sign in, choose Anonymous."
                ),
            ),
            Language(
                *("sheets", "Google Sheets", "sheets", "text"),
                _("a site that the internet can reach"),
                FETCHED,
                _(
                    "Paste the formula into an empty cell; with a comma as decimal sign, separate its parts by"
                    " semicolons. It is asked again about once an hour."
                ),
            ),
            Language(
                *("calc", "LibreOffice", "calc", "text"),
                _("LibreOffice Calc"),
                FETCHED,
                _("Open this address with File › Open, or link to it with Sheet › External Links."),
            ),
        )
    }
)


@dataclass(frozen=True, slots=True)
class Variant:
    slug: str
    language: Language

    @property
    def file(self) -> Path:
        return FOLDER / f"{self.slug}.{self.language.suffix}"

    @property
    def output_file(self) -> Path:
        return FOLDER / "output" / f"{self.file.name}.txt"

    def code(self, *, site: str) -> str:
        return self.file.read_text(encoding="utf-8").replace(SITE, site)

    def output(self, *, site: str) -> str:
        """What the code prints, or for a spreadsheet the rows that it shows."""
        return self.output_file.read_text(encoding="utf-8").replace(SITE, site)


@dataclass(frozen=True)
class Recipe:
    """A question that readers have, and what to know about the answer."""

    slug: str
    question: Promise
    answer: Promise
    notes: tuple[Promise, ...]

    @cached_property
    def variants(self) -> tuple[Variant, ...]:
        found = [Variant(self.slug, language) for language in LANGUAGES.values()]
        return tuple(variant for variant in found if variant.file.exists())
