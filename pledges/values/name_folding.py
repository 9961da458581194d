"""Names as they are compared: without case, accents, footnote marks, punctuation, articles and the word “and”."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

MARK = re.compile(r"[*†‡§⁰¹²³⁴-⁹]+")
FOOTNOTE = re.compile(rf"{MARK.pattern}|\[\w{{1,3}}\]|\(\d{{1,2}}\)|(?<=[^\W\d_])\d{{1,2}}\)?$")
INITIAL = re.compile(r"(?<![^\W_])([^\W_])\.")
APOSTROPHE = re.compile(r"['’ʼ`´ʹ]")
SEPARATOR = re.compile(r"[\W_]+")
SILENT = frozenset(["the", "of", "and", "und", "et", "та", "й", "y", "e", "i", "og", "och", "en", "ja", "ve", "dhe"])
"""Words between the words of a name, in languages of donors; names that differ only in them are the same."""

IN_FULL = {"rep": "republic", "dem": "democratic", "fed": "federal", "st": "saint"}
ARTICLE = re.compile(
    r"^(?:(?:the|die|der|das|dem|den|la|le|les|los|las|el|il|lo|gli|de|het|os|as)\s+|l['’])", re.IGNORECASE
)
BEHIND = re.compile(r"^([^,(]+?)\s*(?:,\s*([^,()]+)|\(([^()]+)\))$")
"""A part of a name that stands behind it, as in “Korea, Republic of” and “Korea (Republic of)”."""


@lru_cache(maxsize=50_000)
def fold_name(words: str) -> str:
    """What two spellings of one name have in common; blank where nothing is left."""
    composed = unicodedata.normalize("NFKC", MARK.sub(" ", words)).casefold()
    plain = "".join(one for one in unicodedata.normalize("NFKD", composed) if not unicodedata.combining(one))
    parts = SEPARATOR.split(INITIAL.sub(r"\1", APOSTROPHE.sub("", plain)))
    return " ".join(IN_FULL.get(part, part) for part in parts if part and part not in SILENT)


def without_footnotes(words: str) -> str:
    """The words as somebody wrote them into a text: the marks of footnotes taken off, blanks as they should be."""
    return " ".join(FOOTNOTE.sub(" ", words).split())


def readings(words: str) -> Iterator[str]:
    """The name of a place folded as it stands, without its article, and with the part behind it in front."""
    stated = without_footnotes(words)
    yield fold_name(stated)
    yield fold_name(ARTICLE.sub("", stated))
    if behind := BEHIND.match(stated):
        yield fold_name(f"{behind[2] or behind[3]} {behind[1]}")
