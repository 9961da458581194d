"""Names of the catalogue in the language of the page; what nobody translated keeps its own name, as types do."""

from __future__ import annotations

import csv
import re
from calendar import month_name
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from meetings.territory_names import known_territories
from pledges.words.kept_words import write_once
from pledges.words.window_words import day

NAMES = Path(__file__).resolve().parent.parent / "data" / "names_in_languages.csv"
"""English names of forums, coalitions and sorts of systems with the German and Ukrainian ones; `*` is a type."""

LANGUAGES = ("de", "uk")
NUMBERED = re.compile(r"(?P<forum>.+) meeting (?P<number>\d+)")
MONTHS = list(month_name)
DATED = re.compile(r"(?P<forum>.+), (?P<day>\d{1,2}) (?P<month>[A-Z][a-z]+) (?P<year>\d{4})")
NOT_STATED = re.compile(r"(?:Unspecified (?P<first>.+)|(?P<last>.+?), (?:unspecified|types? not stated))")
NO_CALIBRE = re.compile(r"(?P<first>)(?P<last>.+), calibre not stated")
NEUTER = {1: "ше", 2: "ге", 3: "тє", 7: "ме", 8: "ме"}
"""What a Ukrainian neuter ordinal ends in, by its last digit; all others in те."""


@cache
def names_of(language: str) -> dict[str, str]:
    """Every English name with that of a language, as the catalogue writes it."""
    if language not in LANGUAGES:
        return {}
    found = {one.names["en"][0]: one.names[language][0] for one in known_territories()}
    with NAMES.open(encoding="utf-8", newline="") as lines:
        return found | {row["en"]: row[language] for row in csv.DictReader(lines)}


@cache
def patterns_of(language: str) -> tuple[tuple[str, str], ...]:
    """The ends of names that say what sort of thing it is, the longest first, each with the words around the type."""
    ends = [(end[1:], words) for end, words in names_of(language).items() if end.startswith("* ")]
    return tuple(sorted(ends, key=lambda pair: -len(pair[0])))


@write_once
def name_in_language(name: str) -> str:
    """A name of the catalogue as the language of the page has it, to stand by itself."""
    known = known_name(name, get_language() or "")
    return capfirst(known) if known else name


def known_name(name: str, language: str) -> str:
    if language not in LANGUAGES or not name:
        return ""
    return (
        names_of(language).get(name)
        or vague_name(name, language)
        or meeting_in_language(name)
        or type_name(name, language)
        or name_before_brackets(name, language)
    )


def name_before_brackets(name: str, language: str) -> str:
    """A known name with something in brackets, which stays."""
    before, opening, inside = name.partition(" (")
    known = known_name(before, language) if opening else ""
    return f"{known} ({inside.replace('and others', _('and others'))}" if known else ""


def vague_name(name: str, language: str) -> str:
    """A sort of thing whose type or calibre no source states."""
    no_type, no_calibre = NOT_STATED.fullmatch(name), NO_CALIBRE.fullmatch(name)
    found = no_calibre or no_type
    if not found:
        return ""
    thing = found["last"] or found["first"]
    known = names_of(language).get(thing[:1].upper() + thing[1:])
    words = _("%(thing)s, calibre not stated") if no_calibre else _("%(thing)s, type not stated")
    return words % {"thing": known} if known else ""


def type_name(name: str, language: str) -> str:
    """A type with its sort: the sort in the language, the type as it is."""
    for end, words in patterns_of(language):
        if name.endswith(end):
            return words.replace("*", name.removesuffix(end))
    return ""


def meeting_in_language(name: str) -> str:
    """A meeting that is named by forum and number, or by forum and day."""
    numbered = NUMBERED.fullmatch(name)
    if numbered:
        number = int(numbered["number"])
        known = names_of(get_language() or "").get(f"{numbered['forum']} meeting")
        return _("%(ordinal)s %(meeting)s") % {"ordinal": ordinal(number), "meeting": known} if known else ""
    dated = DATED.fullmatch(name)
    if not dated:
        return ""
    known = names_of(get_language() or "").get(dated["forum"])
    if not known or dated["month"] not in MONTHS:
        return ""
    return f"{known}, {day(date(int(dated['year']), MONTHS.index(dated['month']), int(dated['day'])))}"


def ordinal(number: int) -> str:
    """The number of a meeting: 34., or 34-те as Ukrainian counts a neuter noun."""
    if get_language() != "uk":
        return f"{number}."
    last = 0 if 10 < number % 100 < 20 else number % 10
    return f"{number}-{NEUTER.get(last, 'те')}"
