"""The word lists of drafting, and the shipped catalogue that they are matched with; no database is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from meetings.reference_rows import Row, rows_of

FOLDER = Path(__file__).resolve().parent / "lexicon"
CATALOGUE = Path(__file__).resolve().parents[2] / "data"
NO_DONORS = frozenset({"UKR", "RUS", "BLR", "IRN", "PRK", "CHN"})
"""Whom it is given to, and those who give to the other side."""


@dataclass(frozen=True, slots=True)
class VerbForm:
    verb: str
    verb_class: str
    form: str
    """base, third, past, participle, gerund; past_participle where one word is both."""
    goes_with: frozenset[str] = frozenset()
    """The words of which one must follow for the verb to be one of giving: “over” behind “hand”."""


@dataclass(frozen=True, slots=True)
class ItemHead:
    kind: str
    weight: str


@dataclass(frozen=True, slots=True)
class KnownSystem:
    slug: str
    kind: str
    proper: bool
    """A name that is written with a capital, as “Puma”, and else a common word."""


@cache
def verb_forms() -> dict[str, VerbForm]:
    forms: dict[str, VerbForm] = {}
    for row in rows_of("giving_verbs.csv", folder=FOLDER):
        base, past, participle = row["verb"], row["past"], row["participle"]
        spelt = {base: "base", third_person(base): "third", gerund(base): "gerund"}
        spelt |= {past: "past_participle"} if past == participle else {past: "past", participle: "participle"}
        if base == past:
            spelt[base] = "base"
        for word, form in spelt.items():
            forms[word] = VerbForm(base, row["class"], form, frozenset(filter(None, row["goes_with"].split(";"))))
    return forms


def third_person(verb: str) -> str:
    if re.search(r"(?:[sxz]|ch|sh)$", verb):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if re.search(r"[^aeiou]y$", verb) else f"{verb}s"


DOUBLED = frozenset({"commit", "get", "put", "transfer", "equip", "ship", "cancel", "allot", "chip", "plan", "set"})


def gerund(verb: str) -> str:
    if verb in DOUBLED:
        return f"{verb}{verb[-1]}ing"
    return f"{verb[:-1]}ing" if verb.endswith("e") else f"{verb}ing"


@cache
def stage_table() -> dict[tuple[str, str], tuple[str, str]]:
    """Stage and modality by class of verb and tense."""
    rows = rows_of("stages.csv", folder=FOLDER)
    return {(row["class"], row["tense"]): (row["stage"], row["modality"]) for row in rows}


@cache
def word_list(name: str) -> frozenset[str]:
    return frozenset(row["word"] for row in rows_of("word_lists.csv", folder=FOLDER) if row["list"] == name)


@cache
def item_heads() -> dict[str, ItemHead]:
    rows = rows_of("item_heads.csv", folder=FOLDER)
    return {row["head"]: ItemHead(row["kind"], row["weight"]) for row in rows}


@cache
def known_systems() -> dict[str, KnownSystem]:
    """The systems of the shipped catalogue by the letters and digits of what they are called."""
    known: dict[str, KnownSystem] = {}
    for row in rows_of("systems.csv", folder=CATALOGUE):
        if row["kind"] == "money" or row["slug"].endswith(("-sustain", "-prod")):
            continue
        for name in _names_of(row):
            key = squash(name)
            if len(key) > 1 and key not in GENERAL_WORDS and not re.fullmatch(r"\d+mm", key):
                there = known.setdefault(key, KnownSystem(row["slug"], row["kind"], _is_proper(name)))
                if there.proper and not _is_proper(name):
                    known[key] = replace(there, proper=False)
    return known


@cache
def name_beginnings() -> frozenset[str]:
    """What the name of a known system may begin with: asked before the words behind are read."""
    return frozenset(name[:length] for name in known_systems() for length in range(1, len(name) + 1))


def _is_proper(name: str) -> bool:
    """Whether a name has capitals or digits of its own, beside the one that begins it."""
    return (" " not in name and not name.islower()) or not name[1:].islower()


GENERAL_WORDS = frozenset(
    {
        "repair",
        "training",
        "artillery",
        "ammunition",
        "drone",
        "uas",
        "uav",
        "fund",
        "radio",
        "helmet",
        "rifle",
        "truck",
    }
    | {"generator", "howitzer", "trailer"}
)
"""Words that are as often used of a thing of another type, or in a longer name."""


def _names_of(row: Row) -> Iterator[str]:
    yield row["short_name"]
    yield row["name"]
    yield from filter(None, row["aliases"].split(";"))


@cache
def munitions_of() -> dict[str, str]:
    """The one munition of a system, where the catalogue knows one alone."""
    found: dict[str, list[str]] = {}
    for row in rows_of("systems.csv", folder=CATALOGUE):
        if row["munition_of"]:
            found.setdefault(row["munition_of"], []).append(row["slug"])
    return {system: slugs[0] for system, slugs in found.items() if len(slugs) == 1}


@lru_cache(maxsize=50_000)
def squash(words: str) -> str:
    """Letters and digits alone, in the singular and in one spelling: “SAMP-T systems” is “samptsystem”."""
    folded = (
        words.casefold()
        .replace("defence", "defense")
        .replace("armour", "armor")
        .replace("millimeter", "mm")
        .replace("millimetre", "mm")
    )
    parts = [singular(part) for part in re.findall(r"[^\W_]+", folded)]
    return "".join(parts)


IRREGULAR = {"ammo": "ammunition", "aircrafts": "aircraft", "munitons": "munition", "batteries": "battery"}


@lru_cache(maxsize=50_000)
def singular(word: str) -> str:
    if word in IRREGULAR:
        return IRREGULAR[word]
    if len(word) > 3 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    if len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is")) and word not in KEEP_S:
        return word[:-1]
    return word


KEEP_S = frozenset(
    {"supplies", "arms", "uas", "nasams", "himars", "gmlrs", "manpads", "mlrs", "mars", "atacms", "optics"}
)
