"""The known word that somebody probably meant. A suggestion that is far is worse than none, so all have one floor."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from rapidfuzz import fuzz, process, utils

SPELT_ALIKE = 75
"""How like two spellings are, of 100, from which one may be meant by the other."""

SHORT = 3
"""Letters from which a word may stand for a longer one that it is a part of: a single letter is in most words."""

CUT_SHORT = 2

DISTINCT = 4
"""Letters from which a name may be looked for, or found, inside a longer one: shorter ones are codes."""

CODES_ALIKE = 66
"""The same for three letters, of which two stand in order."""

NAMES_ALIKE = 85
AS_GOOD = 2
"""How far behind the most alike name another one is no less likely."""

BEGUN_ALIKE = 55
"""The same for what is still being typed: a list to choose from, where nothing is filled in by itself."""

Meaning = TypeVar("Meaning", bound=Hashable)


def nearest_word(word: str, known: Iterable[str]) -> str:
    """The known word that is spelt nearly so, or of whose words this one has all or some; blank where none is."""
    words = list(known)
    least = CODES_ALIKE if len(word) == SHORT else SPELT_ALIKE
    found = process.extractOne(word, words, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=least)
    return found[0] if found else nearest_part(word, words)


def nearest_spelling(word: str, known: Iterable[str]) -> str:
    """The known word that is spelt nearly so; blank where none is. For words of a sentence, where parts mislead."""
    found = process.extractOne(word, list(known), scorer=fuzz.ratio, score_cutoff=SPELT_ALIKE)
    return found[0] if found else ""


def nearest_part(word: str, known: Iterable[str]) -> str:
    """The known word, most alike in its whole, that begins so, has all words of this one, or all of whose it has."""
    stated = fold_words(word)
    near = {one: folded for one in known if is_part(stated, folded := fold_words(one)) or is_cut_short(stated, folded)}
    found = process.extractOne(stated, near, scorer=fuzz.ratio)
    return found[2] if found else ""


def is_cut_short(begun: str, whole: str) -> bool:
    """Whether a text breaks off a letter or two before the end of a word: "valu" is value, "drones" no DroneShield."""
    if len(begun) < SHORT or not whole.startswith(begun):
        return False
    return len(whole[len(begun) :].partition(" ")[0]) <= CUT_SHORT


def fold_words(text: str) -> str:
    """The words of a text in small letters, whatever stands between them."""
    return utils.default_process(text.replace("_", " "))


def is_part(one: str, other: str, *, least: int = SHORT) -> bool:
    """Whether one of two names has all words of the other, which is long enough to tell."""
    words, others = set(one.split()), set(other.split())
    small = words if words <= others else others if others <= words else set()
    return sum(map(len, small)) >= least


def nearest_meaning(name: str, known: Mapping[str, Meaning]) -> Meaning | None:
    """What a folded name means by the folded ones: of those spelt nearly so, else of those it has a part of.

    Of a code, only those that have all its letters. Nothing where none is like enough, and where the most alike ones
    mean different things.
    """
    if len(name) < DISTINCT:
        near = [one for one in known if is_code_for(name, one)]
        return known[near[0]] if len({known[one] for one in near}) == 1 else None
    alike = process.extract(name, known.keys(), scorer=fuzz.ratio, score_cutoff=NAMES_ALIKE, limit=None)
    best = max((score for _, score, _ in alike), default=0)
    near = [one for one, score, _ in alike if score >= best - AS_GOOD]
    near = near or [one for one in known if is_part(name, one, least=DISTINCT)]
    meanings = {known[one] for one in near}
    return meanings.pop() if len(meanings) == 1 else None


def is_code_for(code: str, name: str) -> bool:
    """Whether a short name has the letters of a code, in another order or with one more."""
    if len(code) < SHORT or len(name) > DISTINCT:
        return False
    return sorted(code) == sorted(name) or fuzz.ratio(code, name) >= NAMES_ALIKE


def complete_word(typed: str, known: Sequence[str], *, most: int) -> list[int]:
    """The places of known words that what is typed may become: those that begin so, then the closest ones."""
    folded = typed.strip().casefold()
    starts = [place for place, word in enumerate(known) if word.casefold().startswith(folded)]
    close = process.extract(
        typed, known, scorer=fuzz.WRatio, processor=utils.default_process, limit=most, score_cutoff=BEGUN_ALIKE
    )
    return [*starts, *(place for _, _, place in close)]
