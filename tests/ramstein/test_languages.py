import ast
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation.template import templatize

from meetings.choices import Capability, SourceGrade
from pledges.site.navigation import ANALYSIS, LAST, SUBJECTS
from pledges.values.choices import AmountBasis, Stage
from pledges.values.estimates import Estimate
from pledges.words.figure_words import amount, number, units
from pledges.words.vocabulary_words import VOCABULARIES, inside
from pledges.words.window_words import day


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "language", "heading"),
    [
        ("de", "de", "Methodik"),
        ("uk-UA,uk;q=0.9", "uk", "Методологія"),
        ("fr", "en", "Methodology"),
        ("", "en", "Methodology"),
    ],
)
def test_page_answers_in_the_language_of_the_browser(client: Client, asked: str, language: str, heading: str) -> None:
    response = client.get("/methodology/", headers={"accept-language": asked} if asked else {})

    assert response["Content-Language"] == language
    assert f'<html lang="{language}">' in response.text
    assert heading in response.text
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in response["Vary"].split(",")}


@pytest.mark.django_db
def test_language_chosen_on_the_site_goes_before_that_of_the_browser(client: Client) -> None:
    chosen = client.get("/language/uk/", {"next": "/glossary/?valid_at=2025-01-01"})

    assert (chosen.status_code, chosen["Location"]) == (302, "/glossary/?valid_at=2025-01-01")
    assert client.get("/glossary/", headers={"accept-language": "de"})["Content-Language"] == "uk"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)", "", "x\n"])
def test_language_never_leads_to_another_site(client: Client, elsewhere: str) -> None:
    assert client.get("/language/de/", {"next": elsewhere})["Location"] == "/"


@pytest.mark.django_db
def test_language_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get("/language/xx/").status_code == 404


@pytest.mark.django_db
def test_api_has_one_language(client: Client) -> None:
    plain = client.get("/api/v1/systems/?knd=x")
    german = client.get("/api/v1/systems/?knd=x", headers={"accept-language": "de", "cookie": "language=de"})

    assert german.json() == plain.json()
    assert "Accept-Language" not in german.get("Vary", "")


@pytest.mark.parametrize("language", ["de", "uk"])
def test_compiled_texts_are_those_of_the_sources(language: str) -> None:
    folder = settings.BASE_DIR / "locale" / language / "LC_MESSAGES"
    source, compiled = polib.pofile(str(folder / "django.po")), polib.mofile(str(folder / "django.mo"))

    def texts(entries: list[polib.POEntry]) -> dict[tuple[str, str], tuple[str, dict[int, str]]]:
        return {(one.msgctxt or "", one.msgid): (one.msgstr, dict(one.msgstr_plural)) for one in entries}

    assert texts(source.translated_entries()) == texts(list(compiled))
    assert source.fuzzy_entries() == []


@pytest.mark.parametrize("language", ["de", "uk"])
def test_translations_keep_the_places_of_their_originals(language: str) -> None:
    source = polib.pofile(str(settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"))

    def places(text: str) -> list[str]:
        return sorted(re.findall(r"%\(\w+\)s|<[^>]+>", text))

    wrong = [
        one.msgid
        for one in source.translated_entries()
        for text in ([one.msgstr] if one.msgstr else list(one.msgstr_plural.values()))
        if places(text) not in (places(one.msgid), places(one.msgid_plural))
    ]
    assert wrong == []


STAFF = (settings.BASE_DIR / "templates" / "staff", settings.BASE_DIR / "pledges" / "desk")
"""The pages behind the log-in are in English."""

CALLS = {"_": "", "gettext": "", "gettext_lazy": "", "ngettext": "n", "pgettext": "p", "npgettext": "np"}
LITERAL = r"""u('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
IN_TEMPLATE = re.compile(rf"\b(n?p?)gettext\({LITERAL}(?:, {LITERAL})?")


def message(kind: str, texts: list[str]) -> tuple[str, str]:
    """Return context and text of a call of gettext: of one with a context (p) the first argument is that."""
    return (texts[0], texts[1]) if "p" in kind else ("", texts[0])


def messages_of_template(file: Path) -> Iterator[tuple[str, str]]:
    """Yield what a template has translated."""
    for kind, *literals in IN_TEMPLATE.findall(templatize(file.read_text(encoding="utf-8"))):
        yield message(kind, [ast.literal_eval(literal) for literal in literals if literal])


def messages_of_module(file: Path) -> Iterator[tuple[str, str]]:
    """Yield what a module has translated."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if texts:
                yield message(CALLS[node.func.id], texts)


@pytest.mark.parametrize("language", ["de", "uk"])
def test_every_text_of_the_public_pages_is_translated(language: str) -> None:
    source = polib.pofile(str(settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"))
    translated = {(entry.msgctxt or "", entry.msgid) for entry in source.translated_entries()}
    files = [file for file in (settings.BASE_DIR / "templates").rglob("*.html") if STAFF[0] not in file.parents]
    wanted = {found for file in files for found in messages_of_template(file)}
    modules = [file for app in ("meetings", "pledges", "ramstein") for file in (settings.BASE_DIR / app).rglob("*.py")]
    wanted |= {found for file in modules if STAFF[1] not in file.parents for found in messages_of_module(file)}
    assert len(wanted) > 800
    assert sorted(wanted - translated) == []
    assert [entry.msgid for entry in source.untranslated_entries()] == []


SAME_IN_ALL = {
    "Munition",
    "NATO",
    "IT",
    "API",
    "Online",
    "Hybrid",
    "Radar",
    "Infrastructure",
    "System",
    "Code",
    "Forum",
    "Initiative",
}


@pytest.mark.parametrize("language", ["de", "uk"])
def test_every_word_of_the_vocabularies_is_translated(language: str) -> None:
    labels = [str(member.label) for choices in VOCABULARIES.values() for member in choices]
    labels += [str(label) for _, label in (*SUBJECTS, *ANALYSIS, *LAST)]
    with translation.override(language):
        left = [label for label in labels if gettext(label) == label and label not in SAME_IN_ALL]
    assert left == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["delivered", "contract", "IT", "media quoting an official", "unverified"]),
        ("de", ["geliefert", "Vertrag", "IT", "Medien unter Berufung auf Amtsträger", "ungeprüft"]),
        ("uk", ["поставлено", "контракт", "ІТ", "ЗМІ з посиланням на посадовців", "неперевірено"]),
    ],
)
def test_labels_within_a_sentence_keep_the_capitals_of_their_language(language: str, words: list[str]) -> None:
    labels = (Stage.DELIVERED, AmountBasis.CONTRACT, Capability.IT, SourceGrade.MEDIA_QUOTING_OFFICIAL)
    with translation.override(language):
        assert [inside(one.label) for one in (*labels, SourceGrade.UNVERIFIED)] == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["1 battery", "2 batteries", "5 batteries", "21 batteries"]),
        ("de", ["1 Batterie", "2 Batterien", "5 Batterien", "21 Batterien"]),
        ("uk", ["1 батарея", "2 батареї", "5 батарей", "21 батарея"]),
    ],
)
def test_units_agree_with_their_number(language: str, words: list[str]) -> None:
    with translation.override(language):
        assert [
            f"{n} {units('battery', Estimate('', Decimal(n), Decimal(n), Decimal(n)))}" for n in (1, 2, 5, 21)
        ] == words


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "12 345.5 · 14 Feb 2025 · 4.6 bn"),
        ("de", "12 345,5 · 14. Feb 2025 · 4,6 Mrd."),
        ("uk", "12 345,5 · 14 лютого 2025 · 4,6 млрд"),
    ],
)
def test_numbers_and_days_read_as_the_language_writes_them(language: str, text: str) -> None:
    with translation.override(language):
        said = f"{number(Decimal('12345.5'))} · {day(date(2025, 2, 14))} · {amount(Decimal(4_600_000_000))}"
    assert re.sub(r"[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", " ", said) == text
