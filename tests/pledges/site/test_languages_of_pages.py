"""Every public page in German and Ukrainian: no English left over, no English name of a country, and no "1 pledges"."""

import re
from html.parser import HTMLParser

import polib
import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from pledges.values.choices import Unit, unit_label
from tests.pledges.site.test_pages import PAGES as EVERY_PAGE

ASIDE = ("/?capability=all", "/systems/?capability=artillery", "/systems/nasams/", "/donors/POL/", "/data/recipes/")
PAGES = [path for path in EVERY_PAGE if not path.startswith(ASIDE)]
"""Of pages of one sort one is enough."""

VOID = {"meta", "link", "input", "br", "img", "hr", "wbr"}
KEPT_AS_THEY_ARE = {"script", "style", "code", "pre", "q", "svg"}
"""Code, quoted words, and drawings, which have tests of their own."""

OTHER_NAMES = ("Germany", "Norway", "United States", "Contact Group")
MARKED = re.compile(r"%\(|<")


class Words(HTMLParser):
    """The words of a page without code, quotes, what is marked as English, and titles of sources."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.around: list[tuple[str, bool]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_kept = tag in KEPT_AS_THEY_ARE or given.get("lang") == "en" or "external" in (given.get("rel") or "")
        if tag not in VOID:
            self.around.append((tag, is_kept))

    def handle_endtag(self, tag: str) -> None:
        while self.around and self.around.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(is_kept for _tag, is_kept in self.around):
            self.found.append(" ".join(data.split()))

    @property
    def text(self) -> str:
        return " ".join(self.found)


def english_texts(language: str) -> list[str]:
    """Texts of several words that read otherwise in the language, without those that have places for something."""
    source = polib.pofile(str(settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"))
    texts = [one.msgid for one in source if one.msgstr != one.msgid and not one.msgctxt]
    return [text for text in texts if text.count(" ") > 1 and not MARKED.search(text)]


def plurals_of(language: str) -> re.Pattern[str]:
    """One of something in the plural."""
    with translation.override(language):
        words = {unit_label(unit, plural=True, number=5) for unit in Unit.values}
        words -= {unit_label(unit, plural=False) for unit in Unit.values}
    more = {"en": ("pledges", "sources", "days"), "de": ("Zusagen", "Quellen", "Tage"), "uk": ("зобов’язань",)}
    none_before = r"(?<![\d.,\N{NARROW NO-BREAK SPACE}–/-])"
    return re.compile(rf"{none_before}1[ \N{{NO-BREAK SPACE}}](?:{'|'.join((*words, *more[language]))})\b")


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("language", ["en", "de", "uk"])
def test_pages_are_in_one_language_and_say_one_of_something_in_the_singular(client: Client, language: str) -> None:
    texts = (*english_texts(language), *OTHER_NAMES) if language != "en" else ("missile missiles",)
    plural = plurals_of(language)
    left: dict[str, list[str]] = {}
    for path in PAGES:
        words = Words(client.get(path, headers={"accept-language": language}).text).text
        found = [text for text in texts if text in words] + plural.findall(words)
        left |= {path: found} if found else {}
    assert left == {}
