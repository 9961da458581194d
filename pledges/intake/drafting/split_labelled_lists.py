"""Lists within one sentence, “Germany: two batteries; Finland: a package; Estonia (boats)”, as one bullet a donor."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pledges.intake.drafting.draft_shapes import DonorMention, Sentence
from pledges.intake.drafting.read_lexicon import NO_DONORS

LABEL = re.compile(r"(?:'s?)?(?: \([^()]{1,40}\))? ?(?:: |\N{EN DASH} ?|- |\()")
"""What makes a name the label of what follows."""
COUNTED = re.compile(r"(?:: ?|\N{EN DASH} ?|- )(?:\d|[€$£])")
"""What makes a name after a mere comma a label: a number right behind it."""
BEGINS_ENTRY = re.compile(r"(?:[:;]|\.|[,;] and|;\s+and)\s*(?:the )?$", re.IGNORECASE)
FEWEST_ENTRIES = 2


def split_labelled_lists(text: str, sentences: list[Sentence], donors: Sequence[DonorMention]) -> list[Sentence]:
    """The sentences, those with several labelled entries as a lead and bullets that hang on it."""
    found: list[Sentence] = []
    moved: dict[int, int] = {}
    at = 0
    for index, sentence in enumerate(sentences):
        while at < len(donors) and donors[at].start < sentence.start:
            at += 1
        inside = []
        while at < len(donors) and donors[at].start < sentence.end:
            inside.append(donors[at])
            at += 1
        lead = None if sentence.lead is None else moved.get(sentence.lead)
        moved[index] = len(found)
        starts = _entry_starts(text, sentence, inside)
        if len(starts) < FEWEST_ENTRIES:
            found.append(replace(sentence, lead=lead))
            continue
        if text[sentence.start : starts[0]].strip(" :;\"'"):
            lead = len(found)
            found.append(replace(sentence, end=_without_blanks(text, sentence.start, starts[0])))
        for start, end in zip(starts, [*starts[1:], sentence.end], strict=True):
            stop = _without_blanks(text, start, end)
            found.append(replace(sentence, start=start, end=stop, bullet=True, lead=lead))
    return found


def _entry_starts(text: str, sentence: Sentence, donors: list[DonorMention]) -> list[int]:
    return [
        one.start
        for one in donors
        if not set(one.codes) & NO_DONORS and LABEL.match(text, one.end) and _begins_entry(text, sentence, one)
    ]


def _begins_entry(text: str, sentence: Sentence, donor: DonorMention) -> bool:
    before = text[max(sentence.start, donor.start - 12) : donor.start]
    if not before or (before.casefold() == "the " and donor.start - 4 == sentence.start):
        return True
    listed = re.search(r", (?:the )?$", before) is not None and COUNTED.search(text[donor.end : donor.end + 6])
    return bool(listed) or BEGINS_ENTRY.search(before) is not None


def _without_blanks(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
