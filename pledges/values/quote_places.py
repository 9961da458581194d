"""Finds quoted words in a text that writes them a little otherwise, and says where in the text they stand.

Compared are letters, digits and signs as compatibility decomposition (NFKD) gives them, so that a ligature is its
letters and a full-width digit a digit. White space, control characters, soft hyphens and marks of writing direction do
not count; all quotation marks are one, and all dashes. Letters keep their case.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

SAME_MARKS = {
    "'": "'\"‘’‚‛“”„‟«»‹›`´′″ʼ＂＇「」『』",
    "-": "-‐‑‒–—―−﹘﹣－⁃",
    "...": "…",
}
"""What is compared as the same sign."""

UNCOUNTED = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})

MOST_PLACES = 1_000
"""Of so many places where a quote stands the right one is chosen."""

GAP = re.compile(r"\s*[\[(]?\s*(?:…|\.\.\.)\s*[\])]?\s*")
"""Where a quote leaves something out."""

MOST_LEFT_OUT = 2_000
"""Characters of the text that a quote leaves out between two of its parts, at most."""

HYPHEN_IN_WORD = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")

NUMBER_BEFORE = re.compile(r"\d[.,'’\u00a0\u2009\u202f]?\Z")
NUMBER_AFTER = re.compile(r"[.,'’\u00a0\u2009\u202f]?\d")


class Folding(dict[str, str]):
    """What each character is compared as."""

    def __missing__(self, character: str) -> str:
        if unicodedata.category(character) in UNCOUNTED:
            folded = ""
        else:
            parts = unicodedata.normalize("NFKD", character)
            folded = "".join(FOLDED[part] for part in parts) if parts != character else character
        self[character] = folded
        return folded


FOLDED = Folding({mark: same for same, marks in SAME_MARKS.items() for mark in marks})


def fold(words: str) -> str:
    """Words as they are compared."""
    return "".join(map(FOLDED.__getitem__, words))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text holds something: from the character `start` to before the character `end`."""

    start: int
    end: int


class SearchedText:
    """A text, folded once for all quotes that are looked for in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        parts = list(map(FOLDED.__getitem__, text))
        self.folded = "".join(parts)
        # Of each folded character, the place in the text of the character that it comes from.
        self.origins = array("L", (place for place, part in enumerate(parts) for _ in part))

    def find(self, quote: str, *, before: str = "", after: str = "") -> Place | None:
        """The place of a quote, or None where the text does not have it.

        Of several places the one counts around which most of the words `before` and `after` stand, then one that cuts
        no word, then the first. A number is never cut: “200” is not in “1,200”. A quote that leaves something out is
        the stretch from its first part to its last.
        """
        for folded in spellings(quote):
            places = list(islice(self.places(folded), MOST_PLACES))
            if places:
                return min(places, key=lambda place: self.rank(place, before=before, after=after))
        parts = [part for part in GAP.split(quote) if fold(part)]
        return self.find_parts(parts) if len(parts) > 1 or parts != [quote] else None

    def places(self, folded: str, *, start: int = 0) -> Iterator[Place]:
        """Every place of folded words, in order; none cuts a character or a number."""
        at = self.folded.find(folded, start) if folded else -1
        while at >= 0:
            first, last = self.origins[at], self.origins[at + len(folded) - 1]
            whole = (at == 0 or self.origins[at - 1] != first) and not self.goes_on(at + len(folded), last)
            if whole and not self.cuts_number(first, last + 1):
                yield Place(first, last + 1)
            at = self.folded.find(folded, at + 1)

    def goes_on(self, following: int, last: int) -> bool:
        """Whether the next folded character belongs to the last one found: of a ligature, or an accent above it."""
        if following == len(self.folded):
            return False
        return self.origins[following] == last or unicodedata.combining(self.folded[following]) > 0

    def cuts_number(self, start: int, end: int) -> bool:
        before, after = self.text[max(0, start - 2) : start], self.text[end : end + 2]
        begins = self.text[start].isdigit() and NUMBER_BEFORE.search(before)
        return bool(begins or (self.text[end - 1].isdigit() and NUMBER_AFTER.match(after)))

    def rank(self, place: Place, *, before: str, after: str) -> tuple[int, bool, int]:
        """The smaller the better: how little of the words around agrees, whether it cuts a word, how far it is."""
        agreeing = 0
        if before or after:
            ahead = fold(self.text[max(0, place.start - 2 * len(before)) : place.start])
            behind = fold(self.text[place.end : place.end + 2 * len(after)])
            agreeing = count_same(fold(before)[::-1], ahead[::-1]) + count_same(fold(after), behind)
        return -agreeing, self.cuts_word(place), place.start

    def cuts_word(self, place: Place) -> bool:
        start, end = place.start, place.end
        begins = start > 0 and self.text[start - 1].isalnum() and self.text[start].isalnum()
        return begins or (end < len(self.text) and self.text[end - 1].isalnum() and self.text[end].isalnum())

    def find_parts(self, parts: list[str]) -> Place | None:
        """The stretch of the text in which the parts of a quote follow each other, none too far from the one before."""
        if not parts:
            return None
        for first in islice(self.places(fold(parts[0])), MOST_PLACES):
            end: int | None = first.end
            for part in parts[1:]:
                end = self.end_of(part, after=end) if end is not None else None
            if end is not None:
                return Place(first.start, end)
        return None

    def end_of(self, part: str, *, after: int) -> int | None:
        """Where a part ends that comes next after a place, or None where it does not."""
        following = next(self.places(fold(part), start=bisect_left(self.origins, after)), None)
        return following.end if following and following.start - after <= MOST_LEFT_OUT else None


def spellings(quote: str) -> tuple[str, ...]:
    """How a quote may stand in a text, folded: as it is, without marks around it, without hyphens that broke a line."""
    bare = fold(quote).strip("'")
    return fold(quote), bare, HYPHEN_IN_WORD.sub("", bare)


def count_same(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    for count, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return count
    return min(len(one), len(other))
