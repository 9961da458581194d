"""Which donor a name means: codes, names and aliases of the catalogue, and what its country is called elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from meetings.models import Donor, DonorAlias
from meetings.territory_names import known_territories
from pledges.values.name_folding import fold_name, readings, without_footnotes
from pledges.values.nearest_word import nearest_meaning

SEVERAL = ("congo", "kongo", "конго")
"""Names of more than one country, though in some languages one alone has it."""

PARTS_OF = {"england": "GBR", "scotland": "GBR", "wales": "GBR", "northern ireland": "GBR"}
"""Countries that are part of one: it may be meant, and nobody is taken for it."""

KEPT = 20_000
"""How many different names are remembered with what they mean."""

CODE_LETTERS = (2, 3)
NAMED_TWICE = re.compile(r"^([^()]+?)\s*\(([^()]+)\)$")
"""A name with another one in brackets, as in “Türkiye (Turkey)”."""

FORMS_OF_STATE = frozenset({"republic", "federal", "federation", "republik", "bundesrepublik", "республіка"})
"""Words that make names of different countries alike."""


class DonorNames:
    """The donors by their names. A name of two donors is neither's; one of the catalogue goes before all others."""

    def __init__(self, donors: Sequence[Donor], aliases: Iterable[tuple[str, str]]) -> None:
        more: dict[str, list[str]] = {}
        for code, alias in aliases:
            more.setdefault(code, []).append(alias)
        self.by_code = {donor.code: donor for donor in donors}
        self.spelt: dict[str, Donor] = {}
        folded: dict[str, set[str]] = {}
        for donor in donors:
            # Its own names last, so that they win over an alias of another donor.
            for name in (*more.get(donor.code, ()), donor.code, donor.name):
                self.spelt[name.casefold()] = donor
                if key := fold_name(name):
                    folded.setdefault(key, set()).add(donor.code)
        self.own = {key: next(iter(codes)) if len(codes) == 1 else "" for key, codes in folded.items()}
        # The letters of a country are its own, whatever another donor states.
        self.letters = {donor.iso2: donor.code for donor in donors if donor.iso2} | code_letters()
        self.found: dict[str, Donor | None] = {}

    @classmethod
    def load(cls) -> DonorNames:
        aliases = DonorAlias.objects.order_by("pk").values_list("donor__code", "alias")
        return cls(list(Donor.objects.order_by("code")), aliases)

    def find(self, words: str) -> Donor | None:
        """The donor that a name, or its code of two or three letters, means for sure."""
        if words not in self.found:
            if len(self.found) >= KEPT:
                self.found.clear()
            self.found[words] = self.spelt.get(words.strip().casefold()) or self.by_code.get(self.code_of(words))
        return self.found[words]

    def get(self, words: str, /) -> str | None:
        """The code of the donor that a name means for sure."""
        found = self.find(words)
        return found.code if found else None

    def code_of(self, words: str) -> str:
        """The code of the country or donor that a name means, whether it is a donor or not; blank for no known one."""
        stated = without_footnotes(words)
        if len(stated) in CODE_LETTERS and stated in self.letters:
            return self.letters[stated]
        site, all_languages = territory_index()
        for name in filter(None, readings(words)):
            codes = {self.own[name]} if name in self.own else site.get(name) or all_languages.get(name, set())
            if codes:
                return next(iter(codes)) if len(codes) == 1 else ""
        twice = NAMED_TWICE.match(stated)
        codes = {self.code_of(twice[1]), self.code_of(twice[2])} if twice else set()
        return codes.pop() if len(codes) == 1 else ""

    def is_country(self, words: str) -> bool:
        """Whether a name is one of a country, donor or not."""
        return any(name in territory_index()[1] for name in readings(words)) or without_footnotes(words) in self.letters

    def nearest(self, words: str) -> Donor | None:
        """The donor that a name may mean; nothing where it means, or is as like to, another country."""
        name = fold_name(without_footnotes(words))
        if name in PARTS_OF:
            return self.by_code.get(PARTS_OF[name])
        if self.is_country(words):
            return None
        known = clear_names() | {without_form(one): code for one, code in self.own.items()}
        return self.by_code.get(nearest_meaning(without_form(name), known) or "")


@cache
def code_letters() -> dict[str, str]:
    """The codes of all countries by their letters."""
    letters = {one.code: one.code for one in known_territories()}
    return letters | {two: one.code for one in known_territories() for two in one.letters}


@cache
def territory_index() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The codes of countries by their folded names: formal ones and those of the site's languages, and all."""
    site: dict[str, set[str]] = {}
    everywhere: dict[str, set[str]] = {}
    for one in known_territories():
        note_names(site, one.site_names(), one.code)
        note_names(everywhere, one.all_names(), one.code)
    for name in SEVERAL:
        everywhere[name] = {"COD", "COG"}
    return site, everywhere


@cache
def clear_names() -> dict[str, str]:
    """The country that each formal name, or one in a language of the site, means alone, its form of state left out."""
    named: dict[str, set[str]] = {}
    for name, codes in territory_index()[0].items():
        named.setdefault(without_form(name), set()).update(codes)
    return {name: next(iter(codes)) for name, codes in named.items() if len(codes) == 1}


def without_form(name: str) -> str:
    """A folded name without the words for a form of state, as long as others are left."""
    return " ".join(part for part in name.split() if part not in FORMS_OF_STATE) or name


def note_names(index: dict[str, set[str]], names: Iterable[str], code: str) -> None:
    for name in names:
        for reading in filter(None, readings(name)):
            index.setdefault(reading, set()).add(code)
