"""The known word that somebody probably meant. A suggestion that is far is worse than none, so both have a floor."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process, utils

LIKE_ENOUGH = 60
SPELT_ALIKE = 75
SHORT = 3
"""Letters from which a word may stand for a longer one that holds it: a single letter is in most words."""


def nearest_word(word: str, known: Iterable[str]) -> str:
    """The known word most like this one, or of which this one is a part; blank where none comes close."""
    scorer = fuzz.WRatio if len(word) >= SHORT else fuzz.ratio
    found = process.extractOne(
        word, list(known), scorer=scorer, processor=utils.default_process, score_cutoff=LIKE_ENOUGH
    )
    return found[0] if found else ""


def nearest_spelling(word: str, known: Iterable[str]) -> str:
    """The known word that is spelt nearly so; blank where none is. For words of a sentence, where parts mislead."""
    found = process.extractOne(word, list(known), scorer=fuzz.ratio, score_cutoff=SPELT_ALIKE)
    return found[0] if found else ""
