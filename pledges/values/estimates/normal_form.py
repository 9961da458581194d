"""The words of a quantity as they are read: folded, plain, in English. Nothing that carries meaning is taken away."""

import re
import unicodedata

from pledges.values.estimates.estimate import EstimateError
from pledges.values.estimates.number_words import CALIBRE, HALF
from pledges.values.estimates.to_english import put_into_english

MAX_LENGTH = 200
MEANT = ("<super>", "<sub>", "<fraction>", "<circle>", "<square>")
"""What a letter is made of, in the tables of Unicode, that would be lost with its form: ², ½, ①."""

HYPHENS = re.compile(r"[\u2010-\u2015\u2212]")
APOSTROPHES = re.compile(r"[\u2018\u2019\u02bc`´]")
QUOTES = re.compile(r"[\"“”„«»]")
INCHES = re.compile(r"^[^\"”]*\d ?[\"”″]")
PLAIN = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
ABBREVIATED = re.compile(r"\b(ca|approx|max|min|est|cca|ok|tis|tys|mil|mio|mill|bn|mn)\.")
FORCED = re.compile(r"^'(?=[\d+~<>≥≤-])")
"""The mark by which somebody told a spreadsheet that a number is text."""
PRICE = re.compile(r"(?<=\d)[.,]-+$")
POINT_FIRST = re.compile(r"(?<![\w.,'])(?=[.,]\d)")
"""A fraction without its nought: .5 is 0.5."""
CIRCA = re.compile(r"(?<![^\W_])c\. ?(?=\d)")
PLUS_SCALE = re.compile(r"(\d[\d.,]*)\+ ?(thousand|million|billion|trillion|[kmb]n?)\b")
"""500+ million is 500 million+."""
COUPLE = re.compile(r"\bcouple of (?=dozen|hundred|thousand|million)")
COMPOUND = re.compile(r"(?<=[a-z]{2})-(?=[a-z])(?!odd\b|plus\b|ish\b)")


def normal_form(text: str, *, languages: frozenset[str] = frozenset()) -> str:
    """The words in lower case with plain spaces, hyphens and quotes, without what is no part of a quantity.

    :raises EstimateError: a sign or a word in it can be read in two ways.
    """
    if PLAIN.fullmatch(text) and len(text) <= MAX_LENGTH:
        return text
    if len(text) > MAX_LENGTH:
        raise EstimateError(f"the quantity has {len(text)} characters", hint="only the quantity, the rest as a note")
    if odd := next((char for char in text if not char.isascii() and carries_meaning(char)), None):
        raise EstimateError(f'"{odd}" cannot be read', hint="0.5 for a half")
    if INCHES.search(text):
        raise EstimateError("a quotation mark after a number may be inches", hint="the number alone")
    stated = APOSTROPHES.sub("'", HYPHENS.sub("-", unicodedata.normalize("NFKC", text)))
    plain = FORCED.sub("", QUOTES.sub("", stated.casefold()).replace("×", "x").strip())
    plain = CIRCA.sub("circa ", PRICE.sub("", POINT_FIRST.sub("0", plain)))
    plain = re.sub(r"(?<=\d) (?=\d{3}mm)", "  ", plain)
    plain = CALIBRE.sub("", plain)
    plain = put_into_english(plain, stated=stated, languages=languages)
    plain = PLUS_SCALE.sub(r"\1 \2+", plain)
    plain = COMPOUND.sub(" ", HALF.sub("0.5 ", plain))
    plain = COUPLE.sub("couple ", plain)
    plain = ABBREVIATED.sub(r"\1", plain)
    return re.sub(r"\s+", " ", plain).strip(" .,;:!")


def carries_meaning(char: str) -> bool:
    """Whether the form of a character says more than the plain one that it would become."""
    category = unicodedata.category(char)
    return category in ("No", "Nl") or unicodedata.decomposition(char).startswith(MEANT)
