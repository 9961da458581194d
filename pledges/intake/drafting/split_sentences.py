"""Where sentences begin and end: abbreviations end none, a bullet hangs on the sentence before its list."""

import re

from pledges.intake.drafting.draft_shapes import Sentence
from pledges.intake.drafting.read_lexicon import word_list

ABBREVIATIONS = word_list("abbreviation")
END = re.compile(r"[.!?][\"')\]]*(?=\s)")
NEXT = re.compile(r"\s+[\"'(\[]*[A-ZÀ-ÞА-ЯІЇЄҐ0-9\N{EN DASH}$€£\-•*]")
BULLET = re.compile(r"\s*(?:[-•*·▪●◦\N{EN DASH}]|\d{1,2}[.)]|\(?[a-z]\))\s+")
TABLE_LINE = re.compile(
    r"\s*(?P<thing>[^\n:;!?]{3,90}): ?(?P<count>\d[\d,.\N{NO-BREAK SPACE} ]{0,12})(?: (?:units?|pieces?|pcs))?\.?\s*"
)
"""“Field kitchens: 16”: a thing and its number on a line of their own, which hangs on what stands before the list."""
LEAD_END = re.compile(r"[:;]\s*$")
MOST_CHARACTERS = 2_000
LAST_WORD = re.compile(r"([^\s\"'(\[]+)$")


def split_sentences(text: str) -> list[Sentence]:
    found: list[Sentence] = []
    lead: int | None = None
    for paragraph, line in enumerate(re.finditer(r"[^\n]+", text)):
        if not line.group().strip():
            continue
        bullet = BULLET.match(text, line.start(), line.end())
        table_line = None if bullet else TABLE_LINE.fullmatch(text, line.start(), line.end())
        if bullet is None and table_line is None:
            lead = None
        start = bullet.end() if bullet else line.start()
        listed = bullet is not None or table_line is not None
        hangs_on = lead if listed else None
        for first, last in _bounded(text, _ends(text, start, line.end())):
            found.append(Sentence(first, last, paragraph, listed, hangs_on))
        if not listed and found:
            lead = len(found) - 1
        elif listed and lead is None and found:
            lead = _sentence_before(found)
    return found


def _bounded(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans, what no writer would call a sentence cut at blanks, so that the work on one has a bound."""
    bounded = []
    for start, end in spans:
        first = start
        while end - first > MOST_CHARACTERS:
            blank = text.rfind(" ", first + 1, first + MOST_CHARACTERS)
            cut = blank if blank > first else first + MOST_CHARACTERS
            bounded.append((first, cut))
            first = cut + 1 if text[cut : cut + 1] == " " else cut
        bounded.append((first, end))
    return [one for one in bounded if one[0] < one[1]]


def _sentence_before(found: list[Sentence]) -> int | None:
    """The last sentence that is no bullet, where one stands before a list."""
    for index in range(len(found) - 1, -1, -1):
        if not found[index].bullet:
            return index
    return None


def _ends(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = []
    first = start
    for stop in END.finditer(text, start, end):
        if stop.end() >= end or not NEXT.match(text, stop.end(), end) or _is_abbreviation(text, first, stop.start()):
            continue
        spans.append((first, stop.end()))
        first = stop.end()
    spans.append((first, end))
    return [trimmed for one in spans if (trimmed := _trim(text, *one))[0] < trimmed[1]]


def _is_abbreviation(text: str, first: int, stop: int) -> bool:
    if text[stop] != ".":
        return False
    word = LAST_WORD.search(text, first, stop)
    if word is None:
        return False
    folded = word[1].casefold()
    # "Jan. 6" is a day, "in June. Six" an end; a single capital is an initial.
    return folded in ABBREVIATIONS or (len(folded) == 1 and word[1].isupper())


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
