"""Which meeting, coalition, initiative or package a name means: by slug, number, day, or the words of its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils import translation

from meetings.choices import Capability
from meetings.territory_names import SITE_LANGUAGES
from pledges.intake.table_days import single_day
from pledges.values.name_folding import fold_name
from pledges.values.nearest_word import nearest_meaning

GLUED = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
NUMBER_SIGNS = frozenset(
    [
        "th",
        "st",
        "nd",
        "rd",
        "saint",
        "er",
        "ere",
        "eme",
        "й",
        "те",
        "тє",
        "я",
        "та",
        "и",
        "ша",
        "го",
        "no",
        "nr",
        "number",
        "nummer",
        "номер",
    ]
)
"""What stands behind a number in its order, or before one; “21st” is folded like a saint."""

NOISE = {
    "meeting": frozenset(
        ["meeting", "meetings", "session", "summit", "treffen", "sitzung", "tagung", "засідання", "зустріч", "format"]
    ),
    "coalition": frozenset(
        ["coalition", "capability", "koalition", "fahigkeitskoalition", "коаліція", "fur", "for", "спроможностеи"]
    ),
    "initiative": frozenset(["initiative", "initiatives", "inititative", "ініціатива", "for"]),
    "package": frozenset(["package", "packages", "paket", "пакет", "for"]),
}
"""Words that every name of its sort may have or lack."""

IZE = re.compile(r"iz(e|ed|ing|ation)\b")
SPELT = {"defense": "defence", "armor": "armour", "armored": "armour", "armoured": "armour", "drone": "drones"}
FORUM_WORDS = {
    "udcg": (
        "ukraine defence contact group", "ukraine defence consultative group", "defence contact group", "contact group",
        "ramstein contact group", "ramstein", "рамштаин", "контактна група", "kontaktgruppe",
        "ukraine kontaktgruppe", "contact group for ukraine",
    ),
    "nuc": ("nato ukraine council", "nato ukraine rat", "рада нато україна"),
    "cotw": ("coalition willing", "koalition willigen", "коаліція охочих"),
}  # fmt: skip
"""Other names of forums, folded, beside those in the catalogue."""

UNITS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
    *("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
)
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
ORDINALS = {word: number for number, word in enumerate(UNITS, start=1)}
ORDINALS |= {"twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50}


def name_words(words: str) -> list[str]:
    """The words of a name in their order, in one spelling, numbers as digits."""
    stated = IZE.sub(r"is\1", GLUED.sub(" ", fold_name(words))).split()
    parts = [SPELT.get(part, part) for part in stated if part not in NUMBER_SIGNS]
    made: list[str] = []
    for part in parts:
        if part in ORDINALS and made and made[-1] in TENS:
            made[-1] = str(TENS[made[-1]] + ORDINALS[part])
        else:
            made.append(str(ORDINALS.get(part, part)) if not part.isdecimal() else str(int(part)))
    return made


@dataclass(slots=True)
class GroupNames:
    """The keys of one sort by their slugs, and by their names where only one has them."""

    slugs: dict[str, int]
    named: dict[str, str] = field(default_factory=dict)

    def find(self, words: str) -> str:
        """The slug that a name means for sure; blank where it means none, or several."""
        folded = words.strip().casefold()
        return folded if folded in self.slugs else self.named.get(self.key(words), "")

    def key(self, words: str) -> str:
        return " ".join(sorted(name_words(words)))

    def nearest(self, words: str) -> str:
        """The slug that a name may mean; blank where none comes close."""
        known = {name: name for name in self.slugs} | self.named
        return nearest_meaning(words.strip().casefold(), known) or nearest_meaning(self.key(words), known) or ""


@dataclass(slots=True)
class WordedNames(GroupNames):
    """Coalitions, initiatives and packages: what they are called, but for words that all of their sort have."""

    sort: str = ""

    def key(self, words: str) -> str:
        noise = NOISE[self.sort]
        kept = [part.removesuffix("koalition") for part in name_words(words) if part not in noise]
        return " ".join(sorted({*kept})) if self.sort != "package" else " ".join(sorted(kept))


@dataclass(slots=True)
class MeetingNames(GroupNames):
    """Meetings: by title, by forum and number, by a number that only one has, or by forum and day."""

    forums: dict[str, str] = field(default_factory=dict)
    numbers: dict[tuple[str, int], str] = field(default_factory=dict)
    days: dict[tuple[str, date], str] = field(default_factory=dict)

    def find(self, words: str) -> str:
        return GroupNames.find(self, words) or self.by_number_or_day(words)

    def by_number_or_day(self, words: str) -> str:
        forum, rest = self.split_forum(words)
        if len(rest) == 1 and rest[0].isdecimal():
            number = int(rest[0])
            return only(slug for (of, one), slug in self.numbers.items() if one == number and forum in ("", of))
        day = single_day(("-" if all(part.isdecimal() for part in rest) else " ").join(pad_numbers(rest)))
        day = day or single_day(words.strip())
        return only(slug for (of, one), slug in self.days.items() if one == day and forum in ("", of)) if day else ""

    def nearest(self, words: str) -> str:
        """Another number is another meeting, however alike; only its digits may stand the wrong way round."""
        digits = digits_of(words)
        alike = {slug: key for slug, key in self.slugs.items() if digits_of(slug) == digits}
        return GroupNames(alike, {name: slug for name, slug in self.named.items() if slug in alike}).nearest(words)

    def propose_slug(self, words: str) -> str:
        """The slug that a meeting of a forum and number has, there or not."""
        forum, rest = self.split_forum(words)
        return f"{forum}-{rest[0]}" if forum and len(rest) == 1 and rest[0].isdecimal() else ""

    def split_forum(self, words: str) -> tuple[str, list[str]]:
        """The forum that words name, blank for none, and what else they say."""
        text = f" {' '.join(name_words(words))} "
        for name in sorted(self.forums, key=len, reverse=True):
            if f" {name} " in text:
                rest = text.replace(f" {name} ", " ", 1).split()
                return self.forums[name], [part for part in rest if part not in NOISE["meeting"]]
        return "", [part for part in text.split() if part not in NOISE["meeting"]]


def pad_numbers(parts: list[str]) -> Iterator[str]:
    return (part.zfill(2) if part.isdecimal() else part for part in parts)


def digits_of(words: str) -> list[str]:
    return sorted(one for one in words if one.isdecimal())


def only(found: Iterable[str]) -> str:
    """The one that is found; blank for none, and for several."""
    slugs = {*found}
    return slugs.pop() if len(slugs) == 1 else ""


def worded_names(sort: str, rows: Iterable[tuple[str, int, Iterable[str]]]) -> WordedNames:
    """The names of one sort from slugs, keys and names."""
    names = WordedNames({}, sort=sort)
    meant: dict[str, set[str]] = {}
    for slug, key, called in rows:
        names.slugs[slug] = key
        for name in (slug, *called):
            for reading in (name, name.split(",")[0], re.sub(r"\(.*?\)", " ", name), *re.findall(r"\((.+?)\)", name)):
                if folded := names.key(reading):
                    meant.setdefault(folded, set()).add(slug)
    names.named = {name: only(slugs) for name, slugs in meant.items() if len(slugs) == 1}
    return names


def meeting_names(
    forums: Mapping[str, str], rows: Iterable[tuple[str, int, str, int | None, str, date | None, date | None]]
) -> MeetingNames:
    """The names of meetings from slugs, keys, forums, numbers, titles and windows; of forums, slugs to names."""
    names = MeetingNames({})
    for forum, called in forums.items():
        for name in (forum, called):
            names.forums[" ".join(name_words(name))] = forum
        names.forums |= dict.fromkeys(FORUM_WORDS.get(forum, ()), forum)
    titled: dict[str, set[str]] = {}
    for slug, key, forum, number, title, start, end in rows:
        names.slugs[slug] = key
        if number is not None:
            names.numbers[forum, number] = slug
        if start and start == end:
            days = names.days
            days[forum, start] = slug if (forum, start) not in days else ""
        for name in filter(None, (title, slug)):
            titled.setdefault(names.key(name), set()).add(slug)
    names.named = {name: only(slugs) for name, slugs in titled.items() if len(slugs) == 1}
    return names


def capability_names(taken: Mapping[str, int]) -> dict[str, list[str]]:
    """What each capability is called in the languages of the site, of those that only one coalition is for."""
    found: dict[str, list[str]] = {word: [word] for word, coalitions in taken.items() if coalitions == 1}
    for language in SITE_LANGUAGES:
        with translation.override(language):
            for word, names in found.items():
                names.append(str(Capability(word).label))
    return found
